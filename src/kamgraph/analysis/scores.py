"""Where do we stand, in one row per account or deal?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import pandas as pd

from kamgraph.analysis.gaps import count_gaps
from kamgraph.graph.scale import score, weakest
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import (
    Axis,
    Degree,
    Index,
    PerAxis,
    Points,
    Record,
    Score,
    Share,
    Shown,
    returns,
)
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from pandas._typing import ArrayLike

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.result import Columns


class Position(Record):
    """Where we stand, whatever is missing."""

    own_axis: PerAxis[Score | None]
    """Weighted by role, as graded; missing where nothing is known of the axis."""
    axis: PerAxis[Score | None]
    """After influence; missing where nothing is known of the axis."""
    choice: Score | None
    """What the decision rule makes of the choices of people; missing where nothing is known."""
    low: Score
    """The lower bound of the choice: the unknown turn out against us."""
    high: Score
    """The upper bound of the choice: the unknown turn out for us."""
    error: Annotated[Points, Shown("error")] | None
    """By how much the choice may be off, as grades may be one step off."""
    weakest: Axis | None
    """The axis with the lowest score, which holds the choice down."""
    limited_by: str
    """The role without whose consent nothing is decided that holds the choice down; empty where
    none does."""
    blocked_by: tuple[str, ...]
    """Ids of those who hold such a role and oppose us."""
    known: Degree
    """How much of the decision is certain, mean of the axes."""
    roles_known: Share
    """How much of the decision is with roles that somebody is recorded to hold."""
    unnamed: Share
    """How much of the decision is with people who are not on the list."""
    coverage: Score | None
    """How well we reach the key people; missing where the book does not say who knows whom."""
    threads: int | None
    """Threads to the key person with the fewest; missing as coverage is."""
    truck_factor: int | None
    """How few of us must go until coverage is below half; missing as coverage is."""


class Standing(Position):
    """Where we stand."""

    gaps_high: int
    """How many grave gaps there are."""
    gaps_medium: int
    """How many gaps that matter there are."""
    gaps_low: int
    """How many gaps to keep in mind there are."""
    status: Literal["grey", "red", "amber", "green"]
    """Grey: too little is known of the key people; red: somebody blocks or nobody supports us;
    amber: a key person does; green: one without whose consent nothing is decided."""


class ScoresRecord(Standing):
    """Where one account or deal stands."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""


@returns(ScoresRecord)
def scores(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the scores of every scope of a graph.

    The acceptance of an axis is ``A_d = Σ w_j x_jd``, the stances after influence weighted by
    decision weight. The choice is made by people: of each the geometric mean of the scores, of the
    scope what ``policy.decision_rule`` makes of theirs, by default not above the mean of any role
    without whose consent nothing is decided (the group choice models of Choffray and Lilien,
    *Assessing response to industrial marketing strategy*, Journal of Marketing 42, 1978). Bounds
    are those of the same rule where everything unknown turns out against us, and for us.

    Returns
    -------
    DataFrame
        One :class:`ScoresRecord` per account and deal.
    """
    return add_gaps(graph, count_gaps(graph))


def add_gaps(graph: RelationshipGraph, counts: Columns) -> pd.DataFrame:
    """Return the scores of every scope, whose gaps are counted already."""
    columns = measure_position(graph) | counts | name_status(graph)
    return pd.DataFrame(columns, index=graph.scope_index)


def measure_position(graph: RelationshipGraph) -> Columns:
    """Return the columns of a position for each scope."""
    chosen = graph.decision
    return {
        **_score_axes(graph, "own_{}", graph.own_acceptance),
        **_score_axes(graph, "{}", graph.acceptance),
        "choice": chosen.choice,
        "low": chosen.low,
        "high": chosen.high,
        "error": graph.error,
        "weakest": pd.array(weakest(graph.acceptance, graph.counted), dtype=TEXT),
        "limited_by": pd.array(chosen.limited_by, dtype=TEXT),
        "blocked_by": _list_blockers(graph),
        "known": _measure_certainty(graph),
        "roles_known": graph.decision_weights.roles_known,
        "unnamed": graph.decision_weights.unnamed,
        "coverage": graph.coverage,
        "threads": _count_ways(graph, _count_least_threads),
        "truck_factor": _count_ways(graph, lambda graph: graph.truck_factor),
    }


def name_status(graph: RelationshipGraph) -> Columns:
    """Return the column of the colour of each scope."""
    return {"status": pd.array(graph.status, dtype=TEXT)}


def _score_axes(graph: RelationshipGraph, name: str, accepted: np.ndarray) -> dict[str, np.ndarray]:
    """Return the score of each axis, missing where it does not count."""
    scored = np.where(graph.counted, score(accepted), np.nan)
    return {name.format(axis): scored[:, k] for k, axis in enumerate(AXES.words)}


def _list_blockers(graph: RelationshipGraph) -> np.ndarray:
    """Return the ids of those who block each scope."""
    blockers = np.flatnonzero(graph.blockers)
    ids = np.asarray(graph.part.texts_at("people", "id", graph.person[blockers]), dtype=object)
    found = np.empty(len(graph.scope_index), dtype=object)
    found[:] = [()] * len(found)
    scopes, first = np.unique(graph.scope[blockers], return_index=True)
    for scope, some in zip(scopes.tolist(), np.split(ids, first[1:]), strict=False):
        found[scope] = tuple(some)
    return found


def _measure_certainty(graph: RelationshipGraph) -> np.ndarray:
    known = 1.0 - graph.acceptance_width.mean(axis=1)
    return np.where(known < ROUNDING, 0.0, known)


def _count_ways(
    graph: RelationshipGraph, count: Callable[[RelationshipGraph], np.ndarray]
) -> ArrayLike:
    """Return a count of each scope, missing where the book does not say who knows whom."""
    if not graph.acquaintance_recorded:
        return pd.array([pd.NA] * len(graph.scope_index), dtype="Int64")
    return pd.array(count(graph), dtype="Int64")


def _count_least_threads(graph: RelationshipGraph) -> np.ndarray:
    """Return the threads of the key person with the fewest; 0 in a scope without any."""
    wanted = graph.key & ~graph.vacant
    threads, scope = graph.key_threads[wanted], graph.scope[wanted]
    least = np.full(len(graph.starts) - 1, np.iinfo(np.int64).max)
    np.minimum.at(least, scope, threads)
    there = np.isin(np.arange(len(least)), scope)
    return np.where(there, least, 0)
