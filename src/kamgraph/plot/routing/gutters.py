"""Where curves may run on a page of boxes in rows: gutters between rows, passes beside boxes."""

# Both keep away from the boxes, so that a curve never runs under a box and its head has room.

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.once import once

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from kamgraph.plot.arrays import FloatArray, IntArray

_BESIDE_BOX, _BESIDE_LINE = 9.0, 3.0  # how far curves stay away, where there is room
_OUTSIDE = 12.0  # how wide the strips around all boxes are
_NARROW = 20.0  # a pass is not made narrower than this to make it longer
_BLOCKED = 50.0  # how many times its length a stretch costs behind a text
_GRAIN = 2.0**26  # places are of this part of a point: sums and halves of them are exact


class Wall(NamedTuple):
    """A text that stands on a row of boxes: its left and right end, and its foot."""

    left: float
    right: float
    foot: float


@dataclass(frozen=True, eq=False)
class Gutters:
    """The rows of a page, top down, and what is free between and beside the boxes."""

    # x, row: the centre of each box, and its row
    x: FloatArray
    row: IntArray
    half: FloatArray  # half the width and half the height of every box
    # the lowest and the highest y of a curve in each gutter; gutter r is above row r
    gutters: FloatArray
    # the leftmost and the rightmost x of a curve in each pass, from left to right
    passes: FloatArray
    opened: npt.NDArray[np.bool_]  # which pass leads through which row (rows x passes)
    # for each gutter the stretches of x that are behind a text
    walls: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.gutters) - 1

    @once
    def pass_x(self) -> FloatArray:
        """The middle of each pass."""
        return np.asarray(self.passes.mean(axis=1))

    @once
    def gutter_y(self) -> FloatArray:
        """The middle of each gutter."""
        return np.asarray(self.gutters.mean(axis=1))

    def stretch_walls(self, gutter: int, x: FloatArray) -> FloatArray:
        """Return places in a gutter, walls stretched: their differences are what a way costs."""
        behind = [np.clip(x, *wall) - wall[0] for wall in self.walls[gutter]]
        return x + _BLOCKED * np.sum(behind, axis=0) if behind else x

    @once
    def stubs(self) -> FloatArray:
        """How far each box is from each pass straight beside it, infinite behind other boxes."""
        away = np.full((len(self.x), len(self.passes)), np.inf)
        for row in range(self.rows):
            here = np.flatnonzero(self.row == row)
            here = here[np.argsort(self.x[here])]
            edges = [-np.inf, *self.x[here], np.inf]
            for place, box in enumerate(here):
                beside = (self.pass_x > edges[place]) & (self.pass_x < edges[place + 2])
                distance = np.abs(self.pass_x - self.x[box]) - self.half[0]
                away[box] = np.where(beside & self.opened[row], distance, np.inf)
        return away

    def turn_over(self) -> Gutters:
        """Return the same page with its last row on top."""
        return replace(
            self,
            row=self.rows - 1 - self.row,
            gutters=-self.gutters[::-1, ::-1],
            opened=self.opened[::-1],
            walls=self.walls[::-1],
        )


def find_gutters(
    positions: FloatArray,
    half: FloatArray,
    *,
    lines: Sequence[FloatArray] = (),
    walls: Sequence[Wall] = (),
) -> Gutters:
    """Find what is free between boxes; curves cross lines, and run neither on them nor on walls."""
    # Lengths are exact, so that ways that are as long as each other cost the same.
    positions, half = _round_places(positions), _round_places(half)
    levels, row = np.unique(-positions[:, 1].round(3), return_inverse=True)
    top, bottom = -levels + half[1], -levels - half[1]
    strips = _find_strips(top, bottom)
    beside = half[0] + _measure_clearance(positions[:, 0], row, half[0])
    outer = beside + _OUTSIDE
    page = (float(positions[:, 0].min() - outer), float(positions[:, 0].max() + outer))
    strokes = _find_uprights(lines)
    free = [
        _find_free(positions[row == number, 0], beside, _find_crossings(strokes, -level), page)
        for number, level in enumerate(levels)
    ]
    passes = _find_passes([interval for intervals in free for interval in intervals])
    opened = [
        np.any([(passes[:, 0] >= low) & (passes[:, 1] <= high) for low, high in intervals], axis=0)
        for intervals in free
    ]
    ends = _round_places(np.array([wall[:2] for wall in walls]).reshape(-1, 2))
    feet = np.array([wall.foot for wall in walls])
    hidden = tuple(
        tuple(map(tuple, ends[np.abs(feet - above) < half[1]].tolist()))
        for above in (*top, -np.inf)
    )
    strips, passes = _round_places(strips), _round_places(passes)
    return Gutters(positions[:, 0], row, half, strips, passes, np.array(opened), hidden)


def _round_places(places: FloatArray) -> FloatArray:
    return np.asarray(np.round(places * _GRAIN) / _GRAIN)


def _measure_clearance(x: FloatArray, row: IntArray, half: float) -> float:
    """Return how far curves stay away at both sides of a box: a third of a narrow gap."""
    order = np.lexsort([x, row])
    gaps = np.diff(x[order])[np.diff(row[order]) == 0] - 2 * half
    return float(min(_BESIDE_BOX, gaps.min(initial=np.inf) / 3))


def _find_strips(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Return the lowest and highest y of each gutter, one around the first and the last row too."""
    around = np.array([_BESIDE_BOX, _BESIDE_BOX + _OUTSIDE])
    between = np.column_stack([top[1:], bottom[:-1]])
    clear = np.minimum(_BESIDE_BOX, (between[:, 1] - between[:, 0]) / 3)
    inner = between + np.column_stack([clear, -clear])
    return np.vstack([top[0] + around, inner, bottom[-1] - around[::-1]])


def _find_uprights(lines: Sequence[FloatArray]) -> FloatArray:
    """Return x, lowest and highest y of the upright strokes of lines."""
    strokes = [
        (x, min(y, end), max(y, end))
        for corners in lines
        for (x, y), (other, end) in pairwise(corners.tolist())
        if x == other
    ]
    return np.array(strokes, dtype=np.float64).reshape(-1, 3)


def _find_crossings(strokes: FloatArray, y: float) -> FloatArray:
    """Return where upright strokes run through a row."""
    return np.asarray(np.unique(strokes[(strokes[:, 1] < y) & (strokes[:, 2] >= y), 0]))


def _find_free(
    boxes: FloatArray, beside: float, lines: FloatArray, page: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return the intervals of a row in which a curve may lead up and down."""
    taken = [(x - beside, x + beside) for x in boxes.tolist()]
    taken += [(x - _BESIDE_LINE, x + _BESIDE_LINE) for x in lines.tolist()]
    free, left = [], page[0]
    for low, high in [*sorted(taken), (page[1], np.inf)]:
        if low > left:
            free.append((left, low))
        left = max(left, high)
    return free


def _find_passes(free: list[tuple[float, float]]) -> FloatArray:
    """Return few strips that lead through every free interval: as long as may be, and straight."""
    # The intervals are taken by their right ends (the greedy way to stab intervals), each joins the
    # last strip where it leaves that wide enough.
    strips: list[tuple[float, float]] = []
    for low, high in sorted(free, key=lambda interval: (interval[1], interval[0])):
        if strips:
            left, right = strips[-1]
            if right - max(left, low) >= min(_NARROW, right - left, high - low):
                strips[-1] = (max(left, low), right)
                continue
        strips.append((low, high))
    return np.array(strips).reshape(-1, 2)
