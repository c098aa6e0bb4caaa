"""What each move of an account or deal does by itself: to the aims, to stances, and to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.analysis.plan.values import measure_aims
from kamgraph.model.vocabulary import AIMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


class Alone(NamedTuple):
    """What each of some moves does by itself."""

    aims: np.ndarray  # (moves, aims), how far each is reached once it is made
    # (2, moves, nodes, axes), by how much stances after influence, and their lower bounds, rise.
    lifts: np.ndarray
    chains: np.ndarray  # (moves, nodes), what their owner reaches then
    closed: bool  # whether none brings anybody in: else nothing is told but the aims


def try_alone(graph: RelationshipGraph, moves: Sequence[Move]) -> Alone:
    """Return what each move does by itself."""
    base, count = list_stances(graph), len(graph.scope)
    aims, chains = np.zeros((len(moves), len(AIMS.words))), np.zeros((len(moves), count))
    lifts, closed = np.zeros((2, len(moves), *base.shape[1:])), True
    owners = np.array([move.owner for move in moves], dtype=np.int64)
    for numbers, tried in graph.try_out([move.changes for move in moves]):
        aims[numbers] = measure_aims(tried)
        if len(tried.scope) != len(numbers) * count:
            closed = False
            continue
        after = list_stances(tried).reshape(2, len(numbers), *base.shape[1:])
        lifts[:, numbers] = after - base[:, None]
        source = np.zeros(len(tried.scope), dtype=bool)
        source[np.arange(len(numbers)) * count + owners[numbers]] = True
        chains[numbers] = tried.find_routes(source).reach.reshape(len(numbers), count)
    return Alone(aims, lifts, chains, closed)


def list_stances(graph: RelationshipGraph) -> np.ndarray:
    """Return (2, nodes, axes), stances after influence and their lower bounds, down to -1."""
    return np.array([graph.equilibrium, np.maximum(graph.equilibrium - graph.half_width, -1.0)])
