"""How sure are we, and what should we find out next?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.scale import choice, weigh_axes
from kamgraph.model.result import (
    Axis,
    Index,
    Points,
    Record,
    ScopedRecord,
    Score,
    TableOnly,
    returns,
)
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class SensitivityRecord(ScopedRecord):
    """What one grade of a person on an axis does to the score."""

    person: Index[str]
    """The person's id."""
    axis: Index[Axis]
    """The axis."""
    one_up: Points
    """What a grade more adds to the scope's score of the axis."""
    one_down: Points
    """What a grade less adds to it."""
    bound_width: Points
    """What lies between the scope's bounds for the unknown stance; 0 where it is known."""


@returns(SensitivityRecord)
def sensitivity(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what one grade more or less of each person does to their scope.

    One grade moves the acceptance ``A_d`` by ``p_i · step``, the power of the person times the
    step between two grades; effects are linear, and not cut where a grade has no next one.

    Returns
    -------
    DataFrame
        One :class:`SensitivityRecord` per axis and person with power to whom a grade could be
        given (vacant seats have none). First the widest bound, what to find out next, then the
        largest effect.
    """
    shown = graph.rank((graph.power != 0) & ~graph.vacant, graph.power)
    power = graph.power[shown]
    parts = []
    for number, (axis, step) in enumerate(zip(AXES.words, _measure_steps(graph), strict=True)):
        unknown = np.isnan(graph.stance[shown, number])
        part = pd.DataFrame(
            {
                "one_up": 50.0 * power * step,
                "one_down": -50.0 * power * step,
                "bound_width": np.where(unknown, 100.0 * np.abs(power), 0.0),
                "scope": graph.scope[shown],
                "size": -np.abs(power),
                "node": shown,
            },
            index=graph.index[shown],
        )
        on = pd.Index([axis] * len(part), dtype="str", name="axis")
        parts.append(part.set_index(on, append=True))
    table = pd.concat(parts)
    order = np.lexsort((table["node"], table["size"], -table["bound_width"], table["scope"]))
    return table.iloc[order][["one_up", "one_down", "bound_width"]]


class VerdictRecord(Record):
    """How sure the verdict is, and what to ask next."""

    account: TableOnly[Index[str]]
    """The account's id."""
    deal: TableOnly[Index[str]]
    """The deal's id; empty for the account itself."""
    choice: Score | None
    """The choice; missing, like its bounds, where nobody decides."""
    low: Score | None
    """Its lower bound."""
    high: Score | None
    """Its upper bound."""
    for_us: bool
    """Whether the choice reaches the policy's threshold."""
    margin: int | None
    """How many people wrongly judged by one grade turn it; missing where no number does."""
    ask: str | None
    """The id of the person whose grade would narrow the bounds most; missing where everything is
    known."""
    about: Axis | None
    """The axis to ask about."""
    narrows: Points
    """By how many points of that axis."""


@returns(VerdictRecord)
def verdict(graph: RelationshipGraph) -> pd.DataFrame:
    """Return which way each scope leans, how much it would take to turn it, and what to ask.

    The margin is the smallest number of people whose grades would have to be wrong by one, on
    all their graded axes at once and in the direction that hurts, until the choice crosses
    ``policy.verdict_threshold``: those with the most power first, not cut where a grade has no
    next one.

    Returns
    -------
    DataFrame
        One :class:`VerdictRecord` per account and deal.
    """
    chosen = graph.decision
    decided = ~np.isnan(chosen.choice)
    for_us = at_least(chosen.choice, graph.policy.verdict_threshold) & decided
    table = pd.DataFrame(
        {"choice": chosen.choice, "low": chosen.low, "high": chosen.high}, index=graph.scope_index
    )
    table["for_us"] = for_us
    table["margin"] = _find_margin(graph, graph.acceptance, for_us).mask(~decided).array
    return table.join(_find_next_question(graph).set_axis(table.index))


def _measure_steps(graph: RelationshipGraph) -> np.ndarray:
    """Return the difference between two grades of each axis."""
    return np.array([2.0 / (len(graph.policy.scales[axis]) - 1) for axis in AXES.words])


def _find_margin(
    graph: RelationshipGraph, accepted: np.ndarray, for_us: np.ndarray
) -> pd.Series[int]:
    graded = graph.graded
    rows = graph.rank(graded.any(axis=1) & (graph.power != 0), np.round(graph.power, 9))
    scope = graph.scope[rows]
    shift = np.abs(graph.power[rows])[:, None] * _measure_steps(graph) * graded[rows]
    first = np.searchsorted(scope, np.arange(len(accepted)))
    running = np.cumsum(shift, axis=0)
    before = np.vstack([np.zeros(shift.shape[1]), running])[first]
    running -= before[scope]
    direction = np.where(for_us, -1.0, 1.0)[scope]
    moved = np.clip(accepted[scope] + direction[:, None] * running, -1.0, 1.0)
    would = at_least(
        choice(moved, weigh_axes(graph.counted, graph.policy)[scope]),
        graph.policy.verdict_threshold,
    )
    turned = np.flatnonzero(would != for_us[scope])
    count = pd.Series(turned - first[scope[turned]] + 1).groupby(scope[turned]).min()
    return count.reindex(range(len(accepted))).astype("Int64")


def _find_next_question(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the person and axis whose unknown stance widens each scope's bounds most."""
    open_axes = np.isnan(graph.stance) & ~graph.vacant[:, None]
    node, axis = np.nonzero(open_axes & (graph.power != 0)[:, None])
    asked = pd.DataFrame(
        {
            "scope": graph.scope[node],
            "ask": graph.index.get_level_values("person")[node],
            "about": np.array(AXES.words, dtype=object)[axis],
            "narrows": 100.0 * np.abs(graph.power[node]),
        }
    )
    # Equals in the order of ids and axes, as they come.
    widest = asked.sort_values("narrows", ascending=False, kind="stable").drop_duplicates("scope")
    table = widest.set_index("scope").reindex(range(len(graph.starts) - 1))
    return table.astype({"ask": "str", "about": "str"}).fillna({"narrows": 0.0})
