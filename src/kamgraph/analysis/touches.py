"""Which of us meets whom: by person, function, level, kind of contact or quarter?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from kamgraph.errors import KamgraphError
from kamgraph.graph.codes import read_dates
from kamgraph.graph.touches import number_quarters, sum_pairs
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Index, ScopedRecord, returns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

Part = Literal["person", "function", "level", "kind", "quarter"]


class TouchRecord(ScopedRecord):
    """What one of us has had to do with a part of theirs."""

    person: Index[str]
    """The id of the one of us."""
    part: Index[str | None]
    """Their person, function or level, the kind of contact, or the calendar quarter (2026-Q2);
    missing where it is not known."""
    touches: int
    """Meetings, calls and letters until the day."""
    mutual: int
    """How many of them went both ways: both were there, or a letter was answered."""
    people: int
    """With how many of theirs."""
    last: dt.date
    """The day of the last one."""


@returns(TouchRecord)
def touches(graph: RelationshipGraph, *, by: Part = "function") -> pd.DataFrame:
    """Return which of us meets which of them, how often, and when last.

    A touch is one interaction of one of us with a customer's or partner's person: a meeting of two
    of us with three of theirs is six. Two who were both merely addressed by somebody else have not
    touched. Those of us who have left are listed, too, as what they did was done.

    Parameters
    ----------
    graph
        The graph, of one scope or many.
    by
        What tells apart whom we meet, or how or when: ``"person"``, ``"function"``, ``"level"``,
        ``"kind"`` or ``"quarter"``.

    Returns
    -------
    DataFrame
        One :class:`TouchRecord` per one of us and part, the busiest of us first, and of each the
        busiest part, quarters from the first one on.

    Raises
    ------
    KamgraphError
        If it is to be by anything else.
    """
    if by not in get_args(Part):
        options = ", ".join(get_args(Part))
        raise KamgraphError(f"touches by '{by}' are unknown; choose one of: {options}")
    part, words = _tell_parts(graph, by)
    rows = _add_up(graph, graph.touches.with_columns(part=part))
    whole = np.bincount(rows["group"], rows["touches"])[rows["group"]]
    late = rows["part"] if by == "quarter" else -rows["touches"]
    rows = rows.take(np.lexsort((rows["part"], late, rows["knower"], -whole, rows["scope"])))
    return pd.DataFrame(
        {name: rows[name] for name in ("touches", "mutual", "people")}
        | {"last": read_dates(rows["last"])},
        index=_make_index(graph, rows, [words[one] for one in rows["part"]]),
    )


def _tell_parts(graph: RelationshipGraph, by: Part) -> tuple[np.ndarray, list[str | None]]:
    """Return the part of each touch as a place among words, of which the last is missing."""
    touches, node = graph.touches, graph.touches["node"]
    match by:
        case "person":
            ids = graph.part.column("people", "id")
            return graph.person[node], [*ids, None]
        case "function":
            return graph.function[node], [*graph.function_words, None]
        case "level":
            level = np.nan_to_num(graph.level[node], nan=-1).astype(int)
            return level, [str(number) for number in range(6)] + [None]
        case "kind":
            return touches["kind"], [*graph.part.coded.interaction_kind.texts, None]
        case "quarter":
            quarter = number_quarters(touches["date"])
            first = int(quarter.min(initial=0))
            span = range(first, int(quarter.max(initial=first)) + 1)
            names = [f"{number // 4}-Q{number % 4 + 1}" for number in span]
            return quarter - first, [*names, None]


def _add_up(graph: RelationshipGraph, touches: Rows) -> Rows:
    """Return the sum over their people of each scope, one of us and part."""
    pairs = sum_pairs(touches, "part")
    pairs = pairs.with_columns(scope=graph.scope[pairs["node"]])
    rows = pairs.sort("scope", "knower", "part").keep_first("scope", "knower", "part")
    place = pairs.locate(rows, "scope", "knower", "part")
    touches = touches.with_columns(scope=graph.scope[touches["node"]])
    newest = touches.sort("scope", "knower", "part", "date").keep_last("scope", "knower", "part")
    ours = rows.keep_first("scope", "knower")
    return rows.with_columns(
        **{
            name: np.bincount(place, pairs[name], len(rows)).astype(np.int64)
            for name in ("touches", "mutual")
        },
        people=np.bincount(place, minlength=len(rows)),
        last=newest["date"],
        group=rows.locate(ours, "scope", "knower"),
    )


def _make_index(graph: RelationshipGraph, rows: Rows, part: Sequence[str | None]) -> pd.MultiIndex:
    ids = graph.part.column("people", "id").array[rows["knower"]]
    scopes = graph.scope_index.take(rows["scope"])
    levels = [] if len(graph.scope_index) == 1 else [scopes.get_level_values(n) for n in (0, 1)]
    names = ["account", "deal", "person", "part"]
    parts = pd.array(part, dtype=TEXT)
    return pd.MultiIndex.from_arrays([*levels, ids, parts], names=names[-len(levels) - 2 :])
