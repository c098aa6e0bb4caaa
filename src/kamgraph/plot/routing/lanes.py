"""Lanes: curves that share a gutter or a pass run side by side, in the order that crosses least."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from kamgraph.plot.arrays import FloatArray, IntArray

_LANE = 3.6  # from one lane to the next where there is room
_APART = 6.0  # curves that share a lane are this far apart
_COMPARISONS = 200_000  # of neighbours in one strip, of which only a crowd needs more


class Stretches(NamedTuple):
    """Stretches of curves along one strip, each from ``low`` to ``high``."""

    # low, high: where each begins and ends along the strip
    low: FloatArray
    high: FloatArray
    # low_turn, high_turn: whether the curve goes on upwards across the strip (1), or downwards
    # (-1), at each end
    low_turn: IntArray
    high_turn: IntArray


def choose_offsets(stretches: Stretches, width: float) -> FloatArray:
    """Return how far above the middle of a strip of some width each stretch runs."""
    # Stretches that overlap have lanes of their own; a strip that is too narrow presses them
    # together.
    order = _order_stretches(stretches)
    lane, cluster = _assign_lanes(stretches, order)
    last = np.zeros(len(lane), dtype=np.int64)
    np.maximum.at(last, cluster, lane)
    last = last[cluster]
    step = np.minimum(_LANE, width / np.maximum(last, 1))
    return np.asarray((last / 2 - lane) * step)


def _order_stretches(stretches: Stretches) -> list[int]:
    """Order stretches so that few cross: by all others first, then neighbour by neighbour."""
    crossings = _count_crossings(stretches)
    net = crossings.sum(axis=1) - crossings.sum(axis=0)
    order = np.lexsort((np.arange(len(net)), stretches.low, net)).tolist()
    for _ in range(min(len(order), 1 + _COMPARISONS // len(order))):
        swapped = False
        for place in range(len(order) - 1):
            upper, lower = order[place : place + 2]
            if crossings[upper, lower] > crossings[lower, upper]:
                order[place : place + 2] = lower, upper
                swapped = True
        if not swapped:
            break
    return order


def _count_crossings(stretches: Stretches) -> npt.NDArray[np.int8]:
    """Return how often stretch i crosses stretch j when it runs above it."""
    low, high, low_turn, high_turn = stretches
    total = np.zeros((len(low), len(low)), dtype=np.int8)  # up to 2 at either end
    for end, turn in ((low, low_turn), (high, high_turn)):
        inside = (end[:, None] > low) & (end[:, None] < high)
        total += inside & (turn[:, None] < 0)
        total += (inside & (turn[:, None] > 0)).T
    return total


def _assign_lanes(stretches: Stretches, order: list[int]) -> tuple[IntArray, IntArray]:
    """Return the lane of each stretch, 0 on top, and the cluster of overlaps it belongs to."""
    low, high = stretches.low - _APART, stretches.high + _APART
    lane = np.full(len(low), -1)
    for one in order:
        meets = (lane >= 0) & (low < high[one]) & (high > low[one])
        lane[one] = lane[meets].max(initial=-1) + 1
    cluster = np.zeros(len(low), dtype=np.int64)
    ranked = np.argsort(low, kind="stable")
    ends = np.maximum.accumulate(high[ranked])
    cluster[ranked] = np.append(0, np.cumsum(low[ranked][1:] >= ends[:-1]))
    return lane, cluster
