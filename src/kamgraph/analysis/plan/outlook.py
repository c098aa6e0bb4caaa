"""How far the aims are reached after sets of moves, worked out from what each does by itself."""

# Stances after influence are linear in those of people, and the best of all chains counts: so of
# moves that leave pulls, and the axes that count, as they are, nothing has to be built anew.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.covered import Covered
from kamgraph.analysis.plan.swayed import Swayed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.plan.alone import Alone
    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


class Outlook:
    """The aims of a field as a function of the moves that are made."""

    def __init__(
        self, graph: RelationshipGraph, moves: Sequence[Move], alone: Alone, first: np.ndarray
    ) -> None:
        weights = graph.axis_weights[0]
        self._swayed = [Swayed(graph, alone, number, weights) for number in range(2)]
        self._covered = Covered(graph, moves, alone)
        self._first = first
        self._again = np.flatnonzero(first != np.arange(len(first))).tolist()

    def measure(self, sets: np.ndarray) -> np.ndarray:
        """Return (sets, aims) after (sets, moves) some are made."""
        shifts = self._count_once(sets)
        choices = [each.measure(shifts) for each in self._swayed]
        points = self._covered.measure(sets)
        left = points[:, 1:].min(axis=1, initial=np.inf)
        secure = np.where(np.isfinite(left), left, points[:, 0])
        return np.column_stack([*choices, points[:, 0], np.minimum(secure, points[:, 0])])

    def _count_once(self, sets: np.ndarray) -> np.ndarray:
        """Return sets with one of those moves that come to the same, whoever makes them."""
        once = sets.copy()
        for place in self._again:
            once[:, self._first[place]] |= sets[:, place]
            once[:, place] = False
        return once
