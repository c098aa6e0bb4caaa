"""The chart of solid lines: who is connected, who is above whom, and who settles a dispute."""

# Lines are ``source`` (the report) and ``target`` (the boss), nodes; circles and several bosses are
# allowed. All scopes are worked on at once.

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from kamgraph import kernels

if TYPE_CHECKING:
    from kamgraph.model.rows import Rows

_Lines: TypeAlias = tuple[np.ndarray, np.ndarray]  # where each node's begin, and whom they lead to


def find_parts(lines: Rows, count: int) -> np.ndarray:
    """Return for each of so many nodes the first of those that lines connect it with, or itself."""
    # A part that is not the first among its neighbours joins one, and all of it at once, so that a
    # chain takes as many rounds as it can be halved, not one for each of its people.
    first = np.arange(count)
    while True:
        joined = first.copy()
        here, there = first[lines["source"]], first[lines["target"]]
        np.minimum.at(joined, np.maximum(here, there), np.minimum(here, there))
        while (joined[joined] != joined).any():
            joined = joined[joined]
        if (joined == first).all():
            return first
        first = joined


def measure_depths(lines: Rows, count: int) -> np.ndarray:
    """Return for each of so many nodes the fewest lines up to somebody without a boss, or -1."""
    # Those without any line have none either, and in a circle with nobody above it all have none.
    depth = kernels.measure_depths(*_turn_both_ways(lines["source"], lines["target"], count))
    alone = np.ones(count, dtype=bool)
    alone[lines["source"]] = alone[lines["target"]] = False
    return np.where(alone, -1, depth)


class Hierarchy(NamedTuple):
    """Who is above whom over any lines, counted."""

    above: np.ndarray  # over the nodes: how many are above each without being below, too
    mutual: np.ndarray  # over the nodes: how many others are both above and below each
    disputes: np.ndarray  # over the parts, at their first nodes: pairs without a least upper bound


def measure_hierarchy(lines: Rows, part: np.ndarray) -> Hierarchy:
    """Count who is above each node, and in each part the pairs whom nobody settles."""
    # Upper bounds of two people are all who are above both, each counting as above themselves; the
    # least is one that is below all others. A circle stands as one.
    count = len(part)
    circle = kernels.find_circles(_turn_both_ways(lines["source"], lines["target"], count)[0])
    people = np.bincount(circle, minlength=count)
    source, target = circle[lines["source"]], circle[lines["target"]]
    between = source != target
    chart = _turn_both_ways(source[between], target[between], count)
    alone = np.where(people > 0, part, np.arange(count))  # who is stood for is in no part
    above, disputes = kernels.count_above(*chart, people, alone)
    return Hierarchy(above[circle], people[circle] - 1, disputes)


def _turn_both_ways(report: np.ndarray, boss: np.ndarray, count: int) -> tuple[_Lines, _Lines]:
    """Return the bosses of each node, and its reports, no line twice."""
    ones = np.ones(len(report))
    bosses = kernels.compress_rows(count, report, boss, ones, largest=True)
    reports = kernels.compress_rows(count, boss, report, ones, largest=True)
    return bosses[:2], reports[:2]
