"""By what a candidate is suggested, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.voice import list_words, say, say_count, share

if TYPE_CHECKING:
    from kamgraph.analysis.candidates.guesses import Guesses
    from kamgraph.graph import RelationshipGraph

_SHOWN = 3


def tell_evidence(graph: RelationshipGraph, guesses: Guesses) -> list[str]:
    """Return for each candidate by what it is suggested."""
    rows, key = guesses.rows, f"candidates.{guesses.method}"
    if guesses.events is not None:
        return [
            say_count(key, count, events=named) for count, named in _name_events(graph, guesses)
        ]
    if guesses.method == "role_fit":
        return [say(key, share=share(one)) for one in rows["confidence"].tolist()]
    if guesses.count is not None:
        return [say_count(key, count) for count in guesses.count.tolist()]
    return [say(key)] * len(rows)


def _name_events(graph: RelationshipGraph, guesses: Guesses) -> list[tuple[int, str]]:
    """Return how many interactions suggest each candidate, and the newest of them by id."""
    if guesses.events is None or not len(guesses.rows):
        return []
    pairs = guesses.rows.select("person", "other").with_columns(row=np.arange(len(guesses.rows)))
    events = pairs.join(guesses.events, "person", "other")
    events = events.with_columns(age=-events["date"]).sort("row", "age", "interaction")
    events = events.keep_first("row", "interaction")
    ids = pd.unique(graph.book.column("interactions", "id"))
    named = pd.Series(ids[events["interaction"]]).groupby(events["row"])
    return [(len(one), list_words(one.head(_SHOWN).tolist())) for _, one in named]
