"""How often we have met and written to each other in each quarter or month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.model.coded import day_number
from kamgraph.model.vocabulary import INTERACTION_KINDS
from kamgraph.model.voice import say, say_label

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

Part = Literal["kind", "person"]
Period = Literal["quarter", "month"]

MOST_PERIODS: dict[Period, int] = {"quarter": 12, "month": 18}
_MONTHS: dict[Period, int] = {"quarter": 3, "month": 1}
_MOST_PARTS = 6


def count_touches(graph: RelationshipGraph, by: Part, every: Period) -> pd.DataFrame:
    """Return the touches of each period, the last one the day's own, by what tells them apart."""
    # Periods are ``2026-Q2`` or ``2026-05``, those without any between the first and the last
    # included; the part with most touches comes first, and beyond six, the least are one.
    touches = graph.touches
    if graph.as_of is None or not len(touches):
        return pd.DataFrame()
    period = _number_periods(touches["date"], every)
    last = int(_number_periods(np.array([day_number(graph.as_of)]), every)[0])
    part = _name_parts(graph, by)
    found = pd.crosstab(period, part).reindex(range(period.min(), last + 1), fill_value=0)
    found = found[found.sum().sort_values(ascending=False, kind="stable").index]
    if len(found.columns) > _MOST_PARTS:
        few = found.columns[_MOST_PARTS - 1 :]
        rest = found[few].sum(axis=1).rename(say("plot.more", count=len(few)))
        found = found.drop(columns=few).join(rest)
    found.index = pd.Index([_name_period(int(one), every) for one in found.index])
    return found


def _number_periods(days: np.ndarray, every: Period) -> np.ndarray:
    """Return the quarter or month of each day, counted from the year 0."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray((12 * 1970 + months) // _MONTHS[every])


def _name_period(number: int, every: Period) -> str:
    year, place = divmod(number, 12 // _MONTHS[every])
    return f"{year}-Q{place + 1}" if every == "quarter" else f"{year}-{place + 1:02d}"


def _name_parts(graph: RelationshipGraph, by: Part) -> np.ndarray:
    """Return the label of each touch's kind, or the name of the one of us it was."""
    touches, book = graph.touches, graph.part
    if by == "person":
        return np.asarray(book.column("people", "name").array[touches["knower"]], dtype=object)
    words = book.coded.interaction_kind.texts
    labels = [*(say_label(INTERACTION_KINDS, word) for word in words), say("plot.no_kind")]
    return np.array(labels, dtype=object)[touches["kind"]]
