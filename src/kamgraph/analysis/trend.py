"""How has the relationship moved from review to review?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.scores import Standing, scores
from kamgraph.errors import ScopeError
from kamgraph.model.columns import DAYS
from kamgraph.model.day import as_day
from kamgraph.model.ids import NONE
from kamgraph.model.result import Index, ScopedRecord, returns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.graph import RelationshipGraph

_APART = dt.timedelta(days=30)


class TrendRecord(ScopedRecord, Standing):
    """Where an account or deal stood on a day."""

    as_of: Index[dt.date | None]
    """The day; missing where the book has no dates."""


@returns(TrendRecord)
def trend(graph: RelationshipGraph, *, days: Iterable[dt.date | str] | None = None) -> pd.DataFrame:
    """Return the scores of every scope of a graph on earlier review days and on its own day.

    Each day is looked at as it was: people, ties and grades of later days are not seen, and
    acquaintance is as fresh as it was then. What-ifs of the graph hold on every day. A scope is
    left out on days on which it was not there: a deal before it was created.

    Parameters
    ----------
    graph
        The graph, of one scope or many.
    days
        The review days, dates or ``YYYY-MM-DD``, none after the graph's day. By default those
        on which somebody in the graph was graded; as a round of assessments takes some days,
        only days at least 30 days apart count, from the graph's day backwards, so each stands
        for the 30 days before it. The graph's own day is always the last.

    Returns
    -------
    DataFrame
        One :class:`TrendRecord` per day and, with many scopes, account and deal, sorted.

    Raises
    ------
    ScopeError
        If a day is no date or after the graph's.
    """
    chosen = _choose_days(graph) if days is None else _check_days(graph, days)
    tables = [_score_day(graph, day) for day in chosen]
    table = pd.concat([*tables, _score_day(graph, graph.as_of).iloc[:0]])
    if len(graph.scope_index) == 1:
        table = table.droplevel(["account", "deal"])
    return table.sort_index()


def _choose_days(graph: RelationshipGraph) -> list[dt.date | None]:
    """Return the graph's day and, back from it, the assessment days far enough apart."""
    if graph.as_of is None:
        return [None]
    days = [graph.as_of]
    for day in sorted(_find_assessment_days(graph), reverse=True):
        if days[-1] - day >= _APART:
            days.append(day)
    return [day for day in days if day >= _find_first_day(graph)]


def _find_assessment_days(graph: RelationshipGraph) -> set[dt.date]:
    """Return the days on which somebody in the graph was graded, for an account or a deal of it."""
    graded = graph.part.coded.assessments
    here = np.isin(graded["person"], graph.person)
    here &= (graded["deal"] == NONE) | np.isin(graded["deal"], graph.deal)
    days = np.unique(graded["date"][here])
    return {*days.astype("datetime64[D]").tolist()}


def _check_days(graph: RelationshipGraph, days: Iterable[dt.date | str]) -> list[dt.date]:
    chosen = sorted({as_day(day) for day in days})
    if graph.as_of is None or any(day > graph.as_of for day in chosen):
        last = graph.as_of or "none, as its book has no dates"
        raise ScopeError(f"a trend looks back from the day of its graph, which is {last}")
    return [day for day in chosen if day >= _find_first_day(graph)]


def _find_first_day(graph: RelationshipGraph) -> dt.date:
    """Return the day on which the graph's one deal was created; any day if it has no other."""
    created = graph.part.deals.set_index("id")["created"]
    known = created.reindex(graph.scope_index.get_level_values("deal")).tolist()
    return dt.date.min if len(known) != 1 or pd.isna(known[0]) else known[0].date()


def _score_day(graph: RelationshipGraph, day: dt.date | None) -> pd.DataFrame:
    """Return the scores of the graph's scopes on a day, those that were there."""
    table = scores(graph if day == graph.as_of else graph.at(str(day)))
    table = table[table.index.isin(graph.scope_index)]
    moment = pd.DatetimeIndex([day] * len(table), dtype=DAYS, name="as_of")
    return table.set_index(moment, append=True)
