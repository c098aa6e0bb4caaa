"""How far moves that shift stances can move a choice: its tangents, and its steepest rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.alone import list_stances
from kamgraph.analysis.plan.split_sets import split_sets
from kamgraph.graph.decision_rule import NEUTRAL, differentiate, list_means
from kamgraph.graph.scale import choice, score
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    from kamgraph.analysis.plan.alone import Alone
    from kamgraph.graph import RelationshipGraph

_POINTS = 50.0  # of a score to a stance


class Swayed:
    """The choice (0) or its lower bound (1) as a function of stances that each move shifts."""

    def __init__(
        self, graph: RelationshipGraph, alone: Alone, stances: int, weights: np.ndarray
    ) -> None:
        unnamed = (NEUTRAL, 0.0)[stances]
        shares, outside = list_means(graph)
        voices = np.flatnonzero(shares.any(axis=0))  # nobody else's stance counts
        self._weights = np.tile(weights, (len(voices), 1))
        self._now = list_stances(graph)[stances][voices]
        self._lifts, self._shares = alone.lifts[stances][:, voices], shares[:, voices]
        self._outside = outside * unnamed
        self._lowest, self._highest = (
            self._shift(sign * np.maximum(sign * self._lifts, 0.0).sum(axis=0)) for sign in (-1, 1)
        )

    def measure(self, sets: np.ndarray) -> np.ndarray:
        """Return what it is after each of (sets, moves) some moves are made."""
        stances = np.clip(self._now + self._add_up(sets), -1.0, 1.0)
        chosen = choice(
            stances.reshape(-1, stances.shape[2]), np.tile(self._weights, (len(sets), 1))
        )
        means = chosen.reshape(len(sets), -1) @ self._shares.T + self._outside
        least = means[:, 0]
        for mean in means.T[1:]:
            least = np.where(mean < least - ROUNDING, mean, least)
        return np.clip(least, 0.0, 100.0)

    def _add_up(self, sets: np.ndarray) -> np.ndarray:
        """Return (sets, nodes, axes), by how much the moves of each set shift stances together."""
        shared, left = split_sets(sets)
        lifts = np.repeat(self._lifts[shared].sum(axis=0)[None], len(sets), axis=0)
        for some, moves in left:
            lifts[some] += self._lifts[moves]
        return lifts

    @property
    def top(self) -> float:
        """More than which it never gets to."""
        return float(self._take_means(self._highest).min())

    def draw_tangents(self, made: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return tangents where (tangents, moves) parts of moves are made: bases, and rises."""
        places = [self._shift(np.tensordot(parts, self._lifts, 1)) for parts in made]
        tangents = [found for place in places if (found := self._draw_tangent(place))]
        bases = np.array([base for base, _ in tangents])
        rises = np.array([rises for _, rises in tangents])
        return bases, rises.reshape(len(bases), len(self._lifts))

    def _draw_tangent(self, stances: np.ndarray) -> tuple[float, np.ndarray] | None:
        means = self._take_means(stances)
        voice = self._shares[means.argmin()]
        if (score(stances[voice > 0]) <= 0).any():  # where it is upright
            return None
        slopes = differentiate(stances, choice(stances, self._weights), voice, self._weights)
        slopes = _POINTS * slopes
        back = float((slopes * (self._now - stances)).sum())
        return float(means.min()) + back, (self._lifts * slopes).sum(axis=(1, 2))

    def bound_steps(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the most that each move could add to it, and take from it, after any others."""
        # No slope is steeper than where its own score is lowest and all others are highest.
        low, high = score(self._lowest), score(self._highest)
        with np.errstate(divide="ignore", invalid="ignore"):
            bent = np.power(high / low, 1.0 - self._weights)
            steepest = self._weights * choice(self._highest, self._weights)[:, None] / high * bent
        steepest = np.where(high > 0, steepest, 0.0)
        bottom = self._take_means(self._lowest)
        shares = self._shares[bottom <= self.top]  # of means that can be the least
        range_of = self.top - float(bottom.min())
        adds, takes = (
            self._sum_up(np.maximum(sign * self._lifts, 0.0), steepest, shares) for sign in (1, -1)
        )
        return np.minimum(adds, range_of), np.minimum(takes, range_of)

    @staticmethod
    def _sum_up(lifts: np.ndarray, slopes: np.ndarray, shares: np.ndarray) -> np.ndarray:
        """Return the most that lifts come to in any of some means."""
        rises = np.multiply(lifts, slopes, out=np.zeros(lifts.shape), where=lifts > 0).sum(axis=2)
        per_mean = [
            np.multiply(rises, share, out=np.zeros(rises.shape), where=share > 0).sum(axis=1)
            for share in shares
        ]
        return np.asarray(_POINTS * np.max(per_mean, axis=0))

    def _shift(self, lift: np.ndarray) -> np.ndarray:
        return np.clip(self._now + lift, -1.0, 1.0)

    def _take_means(self, stances: np.ndarray) -> np.ndarray:
        return np.asarray(self._shares @ choice(stances, self._weights) + self._outside)
