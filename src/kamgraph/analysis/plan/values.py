"""What an account or deal is worth by the aims, as it is and after moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.decision_rule import NEUTRAL
from kamgraph.model.vocabulary import AIMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


def measure_aims(graph: RelationshipGraph) -> np.ndarray:
    """Return (scopes, aims), how far each aim is reached, in points; what is missing is none."""
    chosen = np.nan_to_num(graph.decision.choice, nan=NEUTRAL)
    coverage = np.nan_to_num(graph.coverage)
    worst = np.zeros(len(coverage))
    np.maximum.at(worst, graph.scope[graph.ours], graph.losses_of_ours[graph.ours])
    found = {
        "choice": chosen,
        "low": graph.decision.low,
        "coverage": coverage,
        "secure": np.maximum(coverage - worst, 0.0),
    }
    return np.column_stack([found[aim] for aim in AIMS.words])


def weigh_aims(aims: Mapping[str, float]) -> np.ndarray:
    """Return what a point of each aim counts."""
    return np.array([aims.get(aim, 0.0) for aim in AIMS.words])


def try_sets(graph: RelationshipGraph, sets: Sequence[Sequence[Move]]) -> np.ndarray:
    """Return (sets, aims), how far each aim is reached once all moves of a set are made."""
    found = np.zeros((len(sets), len(AIMS.words)))
    trials = [tuple(change for move in moves for change in move.changes) for moves in sets]
    for numbers, tried in graph.try_out(trials):
        found[numbers] = measure_aims(tried)
    return found
