"""Curves between boxes that run beside the other boxes as far as they can."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kamgraph.plot.tree import FloatArray, IntArray

# The sides of a box at which a curve may begin or end, as outward directions.
SIDES = np.array([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)])
# How far the inner control points may reach out of the boxes, as a share of the distance.
_BENDS = (0.25, 0.5)
_WAYS = np.array(list(itertools.product(range(len(SIDES)), range(len(SIDES)), range(len(_BENDS)))))
_SAMPLES = np.linspace(0.02, 0.98, 33)
# How many times its length a stretch costs more under a box; and off the page or back under
# one of the two boxes that the curve joins.
_HIDDEN, _FORBIDDEN = 5.0, 50.0
_TURN = 40.0  # what it costs to leave a box at right angles to where the curve leads
_FACING = -0.5  # no curve leaves a box at a side that looks away from where it leads
_TOUCHES = 0.95  # a curve at the very edge of a box is not yet under it


def curves(positions: FloatArray, ends: IntArray, *, width: float, height: float) -> FloatArray:
    """Draw a cubic Bézier curve for each pair of boxes, from the edge of one to the other's.

    Each end takes the side of its box for which the curve is short and little of it runs under
    boxes or off the page. The ends at one side of a box are spread along it in the order of
    where they lead, so that curves part without crossing.

    Parameters
    ----------
    positions
        The centres of all boxes, n x 2.
    ends
        The two different boxes that each curve joins, m x 2.
    width, height
        The size of every box.

    Returns
    -------
    array, m x 4 x 2
        The four control points of each curve.
    """
    half = np.array([width, height]) / 2
    ways = np.array([_best_way(positions, pair, half) for pair in ends], dtype=np.int64)
    sides, bends = ways.reshape(-1, 3)[:, :2], ways.reshape(-1, 3)[:, 2]
    directions = SIDES[sides]
    points = positions[ends] + directions * half + _spread(positions, ends, sides, half)
    return _handles(points, directions, bends)


def along(curve: FloatArray, where: FloatArray) -> FloatArray:
    """Return the points of cubic Bézier curves (... x 4 x 2) at places between 0 and 1."""
    t = where[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return np.asarray(weights @ curve)


def _best_way(positions: FloatArray, pair: IntArray, half: FloatArray) -> IntArray:
    directions = SIDES[_WAYS[:, :2]]
    tried = _handles(positions[pair] + directions * half, directions, _WAYS[:, 2])
    towards = (positions[pair[::-1]] - positions[pair]) / half
    towards /= np.linalg.norm(towards, axis=1, keepdims=True)
    facing = (directions * towards).sum(axis=2)
    turns = np.where((facing >= _FACING).all(axis=1), 2 - facing.sum(axis=1), np.inf)
    cost = _length(along(tried, _SAMPLES), positions, pair, half) + _TURN * turns
    return np.asarray(_WAYS[np.argmin(cost.round(6))])


def _length(
    points: FloatArray, positions: FloatArray, pair: IntArray, half: FloatArray
) -> FloatArray:
    """Return how long each curve is, with what stretches cost that run where they should not."""
    steps = np.linalg.norm(np.diff(points, axis=1), axis=2)
    middles = (points[:, 1:] + points[:, :-1]) / 2
    x, y = (np.abs(middles[..., axis, None] - positions[:, axis]) for axis in (0, 1))
    under = (x < half[0] * _TOUCHES) & (y < half[1] * _TOUCHES)
    low, high = positions.min(axis=0) - half, positions.max(axis=0) + half
    outside = np.any((middles < low) | (middles > high), axis=2)
    forbidden = outside | np.any(under[..., pair], axis=2)
    return np.asarray(
        (steps * (1 + _HIDDEN * under.any(axis=2) + _FORBIDDEN * forbidden)).sum(axis=1)
    )


def _handles(points: FloatArray, directions: FloatArray, bends: IntArray) -> FloatArray:
    """Add the inner control points: straight out of the boxes, further for a longer curve."""
    distance = np.linalg.norm(points[:, 1] - points[:, 0], axis=1)
    reach = np.clip(np.take(_BENDS, bends) * distance, 12, 160)
    inner = points + directions * reach[:, None, None]
    return np.stack([points[:, 0], inner[:, 0], inner[:, 1], points[:, 1]], axis=1)


def _spread(positions: FloatArray, ends: IntArray, sides: IntArray, half: FloatArray) -> FloatArray:
    """Return how far each end is moved along its side, so that ends of one side stand apart."""
    box, side = ends.ravel(), sides.ravel()
    movable = 1 - np.abs(SIDES[side])  # the axis of the side
    leads_to = (positions[ends[:, ::-1].ravel()] * movable).sum(axis=1)
    order = np.lexsort([np.arange(len(box)), leads_to, side, box])
    place = box * len(SIDES) + side
    counts = np.bincount(place, minlength=1)[place]
    rank = np.zeros(len(box), dtype=np.int64)
    rank[order] = _running_number(place[order])
    # An even number of slots keeps the middle free for the lines of the chart.
    share = (2 * rank + 1) / (counts + counts % 2) - 1
    return np.asarray((share[:, None] * 0.8 * movable * half).reshape(-1, 2, 2))


def _running_number(place: IntArray) -> IntArray:
    """Return for equal neighbours of a sorted array their number, from 0."""
    first = np.flatnonzero(np.diff(place, prepend=-1))
    return np.asarray(np.arange(len(place)) - np.repeat(first, np.diff(first, append=len(place))))
