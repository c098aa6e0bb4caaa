"""Where do we stand, in one row an account or deal?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.gaps import gap_counts
from kamgraph.graph.scale import choice, score, weakest
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def scores(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the scores of every scope of a graph.

    Acceptance of an axis is ``A_d = Σ p_i s_id``, the stances after influence weighted by
    decision weight; the power of the unknown widens it to ``low`` and ``high``.

    Returns
    -------
    DataFrame
        Index ``account``, ``deal``. Columns: ``own_relationship``, ``own_solution``,
        ``own_price`` (0-100, without influence), ``relationship``, ``solution``, ``price``
        (0-100, after influence), ``choice`` (0-100), ``weakest`` (axis), ``low``, ``high``
        (bounds of the choice), ``known`` (0-1, mean of the axes), ``coverage`` (0-100, how
        well we reach the direct and indirect key persons), ``threads`` (to the key person with
        the fewest), ``truck_factor`` (how few of us must go until coverage is below half),
        ``gaps_high``, ``gaps_medium``, ``gaps_low`` (counts), ``status`` (red, amber, green).
        In a scope where nobody has decision weight, scores, bounds and weakest are missing
        and ``known`` is 0.
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
    table["threads"] = _least_threads(graph)
    table["truck_factor"] = graph.truck_factor
    table = pd.concat([table, gap_counts(graph)], axis=1)
    table["status"] = pd.array(_status(graph), dtype="str")
    return table


def _least_threads(graph: RelationshipGraph) -> np.ndarray:
    """Return the threads of the key person with the fewest; 0 in a scope without any."""
    wanted = graph.key & ~graph.vacant
    threads, scope = graph.key_threads[wanted], graph.scope[wanted]
    least = np.full(len(graph.starts) - 1, np.iinfo(np.int64).max)
    np.minimum.at(least, scope, threads)
    return np.where(np.isin(np.arange(len(least)), scope), least, 0)


def _status(graph: RelationshipGraph) -> np.ndarray:
    """Return red without a supportive key person, green with one who approves or decides."""
    supports = at_least(choice(graph.stance, graph.policy), graph.policy.supportive)
    key = graph.key & supports
    decides = graph.holds("approver") | graph.holds("decision_maker")
    amber, green = graph.scope_sums(key), graph.scope_sums(key & decides)
    return np.select([green > 0, amber > 0], ["green", "amber"], "red")
