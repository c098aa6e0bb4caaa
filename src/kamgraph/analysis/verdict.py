"""Which way does it lean, how many errors would turn it, and what should we find out next?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.graph.decision_rule import NEUTRAL, apply_rule, differentiate
from kamgraph.graph.influence import own_share
from kamgraph.graph.scale import choice, measure_steps
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Axis, Index, Points, Record, Score, TableOnly, returns
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_MOST = 25  # people wrongly judged: what takes more is not turned by errors


class VerdictRecord(Record):
    """How sure the verdict is, and what to ask next."""

    account: TableOnly[Index[str]]
    """The account's id."""
    deal: TableOnly[Index[str]]
    """The deal's id; empty for the account itself."""
    choice: Score | None
    """The choice; missing where nothing is known."""
    low: Score
    """Its lower bound."""
    high: Score
    """Its upper bound."""
    for_us: bool | None
    """Whether the choice reaches the policy's threshold; missing where nothing is known."""
    margin: int | None
    """How many people wrongly judged by one grade turn it; missing where nothing is known or
    where twenty-five would not do."""
    ask: str | None
    """The id of the person whose grade would narrow the bounds most; missing where all are graded
    and no grade is older than ``policy.assessment_days``."""
    about: Axis | None
    """The axis to ask about."""
    narrows: Points
    """By how many points of that axis."""


@returns(VerdictRecord)
def verdict(graph: RelationshipGraph) -> pd.DataFrame:
    """Return which way each scope leans, how much it would take to turn it, and what to ask.

    The margin is the number of people whose grades would have to be wrong by one, on all their
    graded axes at once and in the direction that hurts, until the choice crosses
    ``policy.verdict_threshold``. One after the other is taken whose error then has the largest
    effect on the choice, by the decision rule, not cut where a grade has no next one.

    Returns
    -------
    DataFrame
        One :class:`VerdictRecord` per account and deal.
    """
    chosen = graph.decision
    table = pd.DataFrame(
        {"choice": chosen.choice, "low": chosen.low, "high": chosen.high}, index=graph.scope_index
    )
    for_us = at_least(np.nan_to_num(chosen.choice), graph.policy.verdict_threshold)
    margin, unknown = _find_margins(graph, for_us), np.isnan(chosen.choice)
    table["for_us"] = pd.Series(for_us, table.index, dtype="boolean").mask(unknown)
    table["margin"] = pd.Series(margin, table.index, dtype="Int64").mask(margin < 0)
    return table.join(_find_next_question(graph).set_axis(table.index))


class _Outcome(NamedTuple):
    """What other stances would lead to: the choice of each scope, and the rest of each person."""

    settled: np.ndarray
    choice: np.ndarray
    chosen: np.ndarray
    voice: np.ndarray


def _find_margins(graph: RelationshipGraph, for_us: np.ndarray) -> np.ndarray:
    """Return how many errors turn the choice of each scope, -1 where no number looked at does."""
    weights = graph.axis_weights[graph.scope]
    steps = measure_steps(graph.policy) * np.where(for_us, -1.0, 1.0)[graph.scope][:, None]
    free = graph.graded & ~graph.vacant[:, None] & graph.counted[graph.scope]
    stance, margin = np.nan_to_num(graph.stance), np.full(len(for_us), -1)
    waiting, outcome = ~np.isnan(graph.decision.choice), _apply(graph, stance, weights)
    for errors in range(1, _MOST + 1):
        worst, signs = _find_worst(graph, outcome, weights, free, waiting)
        if not len(worst):
            break
        stance[worst] += (signs * free * steps)[worst]
        free[worst] = False
        outcome = _apply(graph, stance, weights)
        would = at_least(outcome.choice, graph.policy.verdict_threshold)
        turned = waiting & (would != for_us)
        margin[turned] = errors
        waiting &= ~turned
    return margin


def _find_worst(
    graph: RelationshipGraph,
    outcome: _Outcome,
    weights: np.ndarray,
    free: np.ndarray,
    waiting: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return in each waiting scope the node whose error would do most, and all nodes' signs."""
    slopes = graph.trace_back(
        differentiate(outcome.settled, outcome.chosen, outcome.voice, weights)
    )
    effect = (np.abs(slopes) * free * measure_steps(graph.policy)).sum(axis=1)
    nodes = np.flatnonzero((effect > ROUNDING) & waiting[graph.scope])
    order = nodes[np.lexsort((nodes, -np.round(effect[nodes], 9), graph.scope[nodes]))]
    return order[np.unique(graph.scope[order], return_index=True)[1]], np.sign(slopes)


def _apply(graph: RelationshipGraph, stance: np.ndarray, weights: np.ndarray) -> _Outcome:
    """Return what other stances would settle at, and the choices of scopes and people then."""
    settled = graph.fixed_point.solve(own_share(graph.influence)[:, None] * stance)
    settled = np.clip(settled, -1.0, 1.0)
    chosen = np.nan_to_num(choice(settled, weights), nan=NEUTRAL)
    of_scope, _, voice = apply_rule(graph, chosen, NEUTRAL)
    return _Outcome(settled, of_scope, chosen, voice)


def _find_next_question(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the person and axis whose uncertain stance widens each scope's bounds most."""
    width = 100.0 * graph.bearing[:, None] * (1.0 - graph.certainty) * ~graph.vacant[:, None]
    # Nobody asks for what was noted the other day. An axis that nobody is graded on is in no
    # bounds, unless none is.
    fresh = graph.policy.certainty(graph.policy.assessment_days)
    asked_on = graph.counted | ~graph.counted.any(axis=1, keepdims=True)
    asked_for = ~at_least(graph.certainty, fresh) & asked_on[graph.scope]
    node, axis = np.nonzero((width > ROUNDING) & asked_for)
    asked = pd.DataFrame(
        {
            "scope": graph.scope[node],
            "ask": graph.index.get_level_values("person")[node],
            "about": np.array(AXES.words, dtype=object)[axis],
            "narrows": width[node, axis],
        }
    )
    # Equals in the order of ids and axes, as they come.
    widest = asked.sort_values("narrows", ascending=False, kind="stable").drop_duplicates("scope")
    table = widest.set_index("scope").reindex(range(len(graph.starts) - 1))
    return table.astype({"ask": TEXT, "about": TEXT}).fillna({"narrows": 0.0})
