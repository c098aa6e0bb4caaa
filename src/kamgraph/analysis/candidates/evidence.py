"""By what a candidate is suggested, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.rows import Rows
from kamgraph.model.voice import list_words, say, say_count, share

if TYPE_CHECKING:
    from kamgraph.analysis.candidates.guesses import Guesses
    from kamgraph.graph import RelationshipGraph

_SHOWN = 3


def tell_evidence(graph: RelationshipGraph, guesses: Guesses) -> list[str]:
    """Return for each candidate by what it is suggested."""
    key = f"candidates.{guesses.method}"
    if guesses.events is not None:
        return _tell_events(graph, guesses.rows, guesses.events, key)
    if guesses.method == "role_fit":
        return [say(key, share=share(one)) for one in guesses.rows["confidence"].tolist()]
    if guesses.count is not None:
        said = {count: say_count(key, count) for count in np.unique(guesses.count).tolist()}
        return [said[count] for count in guesses.count.tolist()]
    return [say(key)] * len(guesses.rows)


def _tell_events(graph: RelationshipGraph, rows: Rows, events: Rows, key: str) -> list[str]:
    """Return how many interactions suggest each candidate, and the newest of them by id."""
    events = _sort_events(rows, events)
    begin = np.searchsorted(events["row"], np.arange(len(rows) + 1))
    counts = np.diff(begin).tolist()
    # As many as are shown of each, and of fewer others behind them, which no sentence has room for.
    shown = np.minimum(begin[:-1, None] + np.arange(_SHOWN), len(events) - 1)
    ids = graph.book.column("interactions", "id").unique()
    named = ids[events["interaction"][shown.ravel()]].to_numpy(dtype=object).reshape(shown.shape)
    said = {
        count: say_count(key, count, events=list_words(["{}"] * min(count, _SHOWN)))
        for count in {*counts}
    }
    return [said[count].format(*some) for count, some in zip(counts, named.tolist(), strict=True)]


def _sort_events(rows: Rows, events: Rows) -> Rows:
    """Return the interactions of each candidate, ``row``, each once, the newest first."""
    one, other = rows["person"], rows["other"]
    pairs = Rows(one=np.minimum(one, other), other=np.maximum(one, other), row=np.arange(len(rows)))
    events = pairs.join(events, "one", "other")
    events = events.with_columns(age=-events["date"]).sort("row", "age", "interaction")
    return events.keep_first("row", "interaction")
