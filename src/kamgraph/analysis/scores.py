"""Where do we stand, in one row per account or deal?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.analysis.gaps import count_gaps
from kamgraph.graph.scale import choice, score, weakest
from kamgraph.model.result import Axis, Degree, Index, PerAxis, Record, Score, returns
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class Standing(Record):
    """Where we stand."""

    own_axis: PerAxis[Score | None]
    """Weighted by role, as graded."""
    axis: PerAxis[Score | None]
    """After influence: what will be decided."""
    choice: Score | None
    """The weighted geometric mean of the scores after influence."""
    weakest: Axis | None
    """The axis with the lowest score, which holds the choice down."""
    low: Score | None
    """The lower bound of the choice: the unknown turn out against us."""
    high: Score | None
    """The upper bound of the choice: the unknown turn out for us."""
    known: Degree
    """How much of the decision hangs on known stances, mean of the axes."""
    coverage: Score
    """How well we reach the direct and indirect key persons."""
    threads: int
    """Threads to the key person with the fewest."""
    truck_factor: int
    """How few of us must go until coverage is below half."""
    gaps_high: int
    """How many grave gaps there are."""
    gaps_medium: int
    """How many gaps that matter there are."""
    gaps_low: int
    """How many gaps to keep in mind there are."""
    status: Literal["red", "amber", "green"]
    """Red: no supportive key person; amber: one at least; green: one who approves or decides."""


class ScoresRecord(Standing):
    """Where one account or deal stands."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""


@returns(ScoresRecord)
def scores(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the scores of every scope of a graph.

    Acceptance of an axis is ``A_d = Σ p_i s_id``, the stances after influence weighted by
    decision weight; the power of the unknown widens it to ``low`` and ``high``.

    Returns
    -------
    DataFrame
        One :class:`ScoresRecord` per account and deal. Where nobody has decision weight,
        scores, bounds and weakest are missing and ``known`` is 0.
    """
    decided = graph.scope_sums(graph.decision_weight) > 0
    own = graph.scope_sums(graph.decision_weight[:, None] * np.nan_to_num(graph.stance))
    after, unknown = graph.acceptance, graph.unknown
    low, high = np.maximum(after - unknown, -1.0), np.minimum(after + unknown, 1.0)
    table = pd.DataFrame(
        {
            **{f"own_{axis}": score(own[:, k]) for k, axis in enumerate(AXES.words)},
            **{axis: score(after[:, k]) for k, axis in enumerate(AXES.words)},
            "choice": choice(after, graph.policy),
            "weakest": pd.array(weakest(after), dtype="str"),
            "low": choice(low, graph.policy),
            "high": choice(high, graph.policy),
        },
        index=graph.scope_index,
    )
    table.loc[~decided, :] = np.nan
    known = np.where(decided, 1.0 - unknown.mean(axis=1), 0.0)
    table["known"] = np.where(known < ROUNDING, 0.0, known)
    table["coverage"] = graph.coverage
    table["threads"] = _count_least_threads(graph)
    table["truck_factor"] = graph.truck_factor
    table = pd.concat([table, count_gaps(graph)], axis=1)
    table["status"] = pd.array(_judge_status(graph), dtype="str")
    return table


def _count_least_threads(graph: RelationshipGraph) -> np.ndarray:
    """Return the threads of the key person with the fewest; 0 in a scope without any."""
    wanted = graph.key & ~graph.vacant
    threads, scope = graph.key_threads[wanted], graph.scope[wanted]
    least = np.full(len(graph.starts) - 1, np.iinfo(np.int64).max)
    np.minimum.at(least, scope, threads)
    return np.where(np.isin(np.arange(len(least)), scope), least, 0)


def _judge_status(graph: RelationshipGraph) -> np.ndarray:
    """Return red without a supportive key person, green with one who approves or decides."""
    supports = at_least(choice(graph.stance, graph.policy), graph.policy.supportive)
    key = graph.key & supports
    decides = graph.holds("approver") | graph.holds("decision_maker")
    amber, green = graph.scope_sums(key), graph.scope_sums(key & decides)
    return np.select([green > 0, amber > 0], ["green", "amber"], "red")
