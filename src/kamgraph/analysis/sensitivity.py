"""How sure are we, and what should we find out next?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.scale import choice
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def sensitivity(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what one grade more or less of each person does to their scope.

    One grade moves the acceptance ``A_d`` by ``p_i · step``, the power of the person times the
    step between two grades; effects are linear, and not cut where a grade has no next one.

    Returns
    -------
    DataFrame
        Index ``person``, ``axis`` (with many scopes ``account``, ``deal``, ``person``,
        ``axis``), everybody with power whom a grade could be given (vacant seats have none):
        ``one_up``, ``one_down`` (points on the scope's axis score), ``bound_width`` (points
        between the scope's bounds that the unknown stance makes, 0 where it is known). First
        the widest bound, what to find out next, then the largest effect.
    """
    shown = graph.ranked((graph.power != 0) & ~graph.vacant, graph.power)
    power = graph.power[shown]
    parts = []
    for number, (axis, step) in enumerate(zip(AXES.words, _steps(graph), strict=True)):
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
        parts.append(part.set_index(pd.Index([axis] * len(part), name="axis"), append=True))
    table = pd.concat(parts)
    order = np.lexsort((table["node"], table["size"], -table["bound_width"], table["scope"]))
    return table.iloc[order][["one_up", "one_down", "bound_width"]]


def verdict(graph: RelationshipGraph) -> pd.DataFrame:
    """Return which way each scope leans, how much it would take to turn it, and what to ask.

    The margin is the smallest number of people whose grades would have to be wrong by one, on
    all their graded axes at once and in the direction that hurts, until the choice crosses
    ``policy.verdict_threshold``: those with the most power first, not cut where a grade has no
    next one.

    Returns
    -------
    DataFrame
        Index ``account``, ``deal``: ``choice``, ``low``, ``high`` (0-100), ``for_us`` (bool),
        ``margin`` (people; missing where no number of such errors turns it), ``ask`` (person
        id), ``about`` (axis): the single assessment that would narrow the bounds most, and
        ``narrows`` (points of that axis; ask and about missing where everything is known).
        Choice and bounds are missing where nobody decides.
    """
    accepted, unknown = graph.acceptance, graph.unknown
    choices = choice(accepted, graph.policy)
    decided = graph.scope_sums(graph.decision_weight) > 0
    for_us = at_least(choices, graph.policy.verdict_threshold) & decided
    table = pd.DataFrame(
        {
            "choice": choices,
            "low": choice(np.maximum(accepted - unknown, -1.0), graph.policy),
            "high": choice(np.minimum(accepted + unknown, 1.0), graph.policy),
        },
        index=graph.scope_index,
    )
    table.loc[~decided, :] = np.nan
    table["for_us"] = for_us
    table["margin"] = _margin(graph, accepted, for_us).mask(~decided).array
    return table.join(_next_question(graph).set_axis(table.index))


def _steps(graph: RelationshipGraph) -> np.ndarray:
    """Return the difference between two grades of each axis."""
    return np.array([2.0 / (len(graph.policy.scales[axis]) - 1) for axis in AXES.words])


def _margin(graph: RelationshipGraph, accepted: np.ndarray, for_us: np.ndarray) -> pd.Series[int]:
    graded = graph.graded
    rows = graph.ranked(graded.any(axis=1) & (graph.power != 0), np.round(graph.power, 9))
    scope = graph.scope[rows]
    shift = np.abs(graph.power[rows])[:, None] * _steps(graph) * graded[rows]
    first = np.searchsorted(scope, np.arange(len(accepted)))
    running = np.cumsum(shift, axis=0)
    before = np.vstack([np.zeros(shift.shape[1]), running])[first]
    running -= before[scope]
    direction = np.where(for_us, -1.0, 1.0)[scope]
    moved = np.clip(accepted[scope] + direction[:, None] * running, -1.0, 1.0)
    would = at_least(choice(moved, graph.policy), graph.policy.verdict_threshold)
    turned = np.flatnonzero(would != for_us[scope])
    count = pd.Series(turned - first[scope[turned]] + 1).groupby(scope[turned]).min()
    return count.reindex(range(len(accepted))).astype("Int64")


def _next_question(graph: RelationshipGraph) -> pd.DataFrame:
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
