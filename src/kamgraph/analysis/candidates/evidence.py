"""By what a candidate is suggested, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.rows import Rows
from kamgraph.model.voice import list_words, say, say_count, share

if TYPE_CHECKING:
    from kamgraph.analysis.candidates.guesses import Guesses
    from kamgraph.graph import RelationshipGraph

_SHOWN = 3
_PLACE = "\0"  # where the id of an interaction goes


def tell_evidence(graph: RelationshipGraph, guesses: Guesses) -> pd.Series[str]:
    """Return for each candidate by what it is suggested."""
    key, rows = f"candidates.{guesses.method}", guesses.rows
    if guesses.events is not None:
        return _tell_events(graph, key, _sort_events(rows, guesses.events), len(rows))
    if guesses.method == "role_fit":
        told = [say(key, share=share(one)) for one in rows["confidence"].tolist()]
    elif guesses.count is not None:
        said = {count: say_count(key, count) for count in np.unique(guesses.count).tolist()}
        told = [said[count] for count in guesses.count.tolist()]
    else:
        told = [say(key)] * len(rows)
    return pd.Series(told, dtype=TEXT)


def _tell_events(graph: RelationshipGraph, key: str, events: Rows, rows: int) -> pd.Series[str]:
    """Return how many interactions suggest each candidate, and the newest of them by id."""
    begin = np.searchsorted(events["row"], np.arange(rows + 1))
    count, ids = np.diff(begin), _name_events(graph, events)
    told = [pd.Series(dtype=TEXT)]
    for number in np.unique(count).tolist():  # which shares the words
        places = list_words([_PLACE] * min(number, _SHOWN))
        text: str | pd.Index[str]
        text, *others = say_count(key, number, events=places).split(_PLACE)
        here = np.flatnonzero(count == number)
        for step, after in enumerate(others):
            text = text + ids.take(begin[here] + step) + after
        told.append(pd.Series(text, here))
    return pd.concat(told).sort_index()


def _name_events(graph: RelationshipGraph, events: Rows) -> pd.Index[str]:
    """Return the ids of interactions."""
    rows = graph.part.coded.interactions
    each = rows.with_columns(row=np.arange(len(rows))).keep_first("interaction").sort("interaction")
    ids = pd.Index(graph.part.column("interactions", "id"))
    return ids.take(each["row"][events["interaction"]])


def _sort_events(rows: Rows, events: Rows) -> Rows:
    """Return the interactions of each candidate, ``row``, each once, the newest first."""
    one, other = rows["person"], rows["other"]
    pairs = Rows(one=np.minimum(one, other), other=np.maximum(one, other), row=np.arange(len(one)))
    events = pairs.join(events, "one", "other")
    events = events.with_columns(age=-events["date"]).sort("row", "age", "interaction")
    return events.keep_first("row", "interaction")
