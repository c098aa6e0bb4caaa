"""Coverage, and what is left of it without each of us, as moves add ways to key people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.split_sets import split_sets
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.plan.alone import Alone
    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


class Covered:
    """Coverage with everybody, then without each of us, after sets of moves that leave power."""

    # The best of all chains counts, and each begins with one of us: so whoever is reached after
    # some moves is so by what there was or by one of them alone.

    def __init__(self, graph: RelationshipGraph, moves: Sequence[Move], alone: Alone) -> None:
        ours, key = np.flatnonzero(graph.ours), np.flatnonzero(graph.stake > 0)
        self._stake = 100.0 * graph.stake[key] / max(graph.stake.sum(), ROUNDING)
        self._reach = _reach_without_each(graph, ours)[:, key]
        owners = np.array([move.owner for move in moves], dtype=np.int64)
        stays = np.vstack([np.ones(len(owners), dtype=bool), owners != ours[:, None]])
        self._gated = np.where(stays[:, :, None], alone.chains[:, key], 0.0)

    def measure(self, sets: np.ndarray) -> np.ndarray:
        """Return (sets, 1 + ours), the points once each set is made."""
        return np.asarray(self._make(sets) @ self._stake)

    def find_gains(self, sets: np.ndarray) -> np.ndarray:
        """Return (sets, 1 + ours, moves), what each other move then adds."""
        left = [
            np.maximum(self._gated - made[:, None], 0.0) @ self._stake for made in self._make(sets)
        ]
        return np.array(left)

    def find_gains_alone(self) -> np.ndarray:
        """Return (1 + ours, moves), what each move adds by itself."""
        return self.find_gains(np.zeros((1, self._gated.shape[1]), dtype=bool))[0]

    def _make(self, sets: np.ndarray) -> np.ndarray:
        """Return (sets, 1 + ours, key people), the reach once each set is made."""
        shared, left = split_sets(sets)
        base = np.maximum(self._reach, self._gated[:, shared].max(axis=1, initial=0.0))
        made = np.repeat(base[None], len(sets), axis=0)
        for some, moves in left:
            made[some] = np.maximum(made[some], self._gated[:, moves].swapaxes(0, 1))
        return made


def _reach_without_each(graph: RelationshipGraph, ours: np.ndarray) -> np.ndarray:
    """Return (1 + ours, nodes), the reach of nodes with everybody, then without each of us."""
    count, size = len(ours), len(graph.scope)
    stacked = graph.stack(np.zeros(count, dtype=np.int64))
    sources = np.tile(graph.ours, count)
    sources[np.arange(count) * size + ours] = False
    without = stacked.find_routes(sources).reach.reshape(count, size)
    return np.vstack([graph.best_routes.reach, without])
