"""Curves between boxes: bundled in the gutters between rows and the passes beside boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.plot.routing.gutters import Gutters, Wall, find_gutters
from kamgraph.plot.routing.lanes import Stretches, choose_offsets
from kamgraph.plot.routing.ways import BOTTOM, TOP, Way, find_separate_ways, find_ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.plot.arrays import FloatArray, IntArray

# The sides of a box as outward directions, in the order of their numbers.
SIDES = np.array([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)])
_NEXT = 2  # from one upright or level stroke to the next
_UPRIGHT = {TOP, BOTTOM}  # sides that a curve leaves up or down
_APART = 14.0  # what a curve goes round to end where no other does
_SPREAD = 0.8  # the share of a side over which its ends are spread
_ROUND = 8.0  # the radius of a bend
_QUARTER = 0.5523  # how far the inner control points of a quarter of a circle reach out
_SAME = 0.5  # a step shorter than this is none
_ROUNDS = 2  # lanes are chosen anew when those across are known


def draw_curves(
    positions: FloatArray,
    ends: IntArray,
    *,
    width: float,
    height: float,
    lines: Sequence[FloatArray] = (),
    walls: Sequence[Wall] = (),
    busy: FloatArray | None = None,
) -> tuple[FloatArray, ...]:
    """Draw a curve for each pair of boxes, from the edge of one to the other's, past all boxes."""
    # Curves that lead the same way run side by side, an ordered bundle, as in Pupyrev, Nachmanson,
    # Bereg and Holroyd (2011), and part for their boxes. The result is control points of chains of
    # cubic Béziers. Busy is what it costs to end at the right, top, left and bottom of each box:
    # with it the ends at a side are not spread but meet in its middle.
    if not len(ends):
        return ()
    half = np.array([width, height]) / 2
    page = find_gutters(positions, half, lines=lines, walls=walls)
    found = find_ways(page, ends) if busy is None else find_separate_ways(page, ends, busy, _APART)
    tracks = _Tracks.of(page, positions, ends, found)
    _move_ends_apart(tracks, ends, positions, half * (_SPREAD if busy is None else 0.0))
    for _ in range(_ROUNDS):
        _assign_lanes(tracks, page, "pass")
        _assign_lanes(tracks, page, "gutter")
    return tuple(_round_bends(corners) for corners in tracks.trace_corners())


def sample_curve(curve: FloatArray, where: FloatArray) -> FloatArray:
    """Return points of a chain of cubic Bézier curves: places between 0 and 1 of each of them."""
    t = where[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    pieces = [weights @ curve[first : first + 4] for first in range(0, len(curve) - 1, 3)]
    return np.vstack(pieces)


def find_bends(curve: FloatArray) -> FloatArray:
    """Return the corners that a chain of curves rounds, with its ends."""
    corners = [curve[0]]
    for first in range(0, len(curve) - 1, 3):
        begin, towards, _, end = curve[first : first + 4]
        if (np.abs(end - begin) > _SAME / 10).all():
            upright = abs(towards[0] - begin[0]) < abs(towards[1] - begin[1])
            corners.append(np.where([upright, not upright], begin, end))
    return np.array([*corners, curve[-1]])


@dataclass(frozen=True, eq=False)
class _Tracks:
    """Every curve as the coordinates of its strokes, which are upright and level in turn."""

    # A curve begins at the edge of its source, and each further coordinate is that of a stroke: x
    # of an upright one, y of a level one. First the stroke out of the source, then the lanes, the
    # stroke into the target, and the edge of the target at the end. So neighbouring coordinates are
    # the corners of the curve, and a stroke runs from the coordinate before to the one after.

    at: FloatArray  # the coordinates of all curves, one after the other
    starts: IntArray  # where each curve begins, and the end of the last
    ways: list[Way]  # the sides of the boxes, and the gutters and passes, of each curve

    @classmethod
    def of(cls, page: Gutters, positions: FloatArray, ends: IntArray, found: list[Way]) -> _Tracks:
        """Put every stroke in the middle of its box, gutter or pass."""
        middle = {"gutter": page.gutter_y, "pass": page.pass_x}
        tracks = []
        for way, pair in zip(found, ends, strict=True):
            ports, edges = zip(
                *map(partial(_find_port, page), positions[pair], way.sides), strict=True
            )
            lanes = [middle[leg.kind][leg.number] for leg in way.legs]
            strokes = [ports[0], *lanes, ports[1]] if lanes else [sum(ports) / 2]
            tracks.append([edges[0], *strokes, edges[1]])
        lengths = [len(track) for track in tracks]
        at = np.array([place for track in tracks for place in track], dtype=np.float64)
        return cls(at, np.append(0, np.cumsum(lengths)), found)

    @property
    def ports(self) -> IntArray:
        """Where the strokes out of the source and into the target are, m x 2."""
        return np.column_stack([self.starts[:-1] + 1, self.starts[1:] - 2])

    def trace_corners(self) -> Iterator[FloatArray]:
        """Yield the corners of each curve, from its source to its target."""
        for number, way in enumerate(self.ways):
            at = self.at[self.starts[number] : self.starts[number + 1]]
            pairs = np.column_stack([at[:-1], at[1:]])
            level_first = way.sides[0] not in _UPRIGHT  # the edge is x, the stroke y
            pairs[level_first::2] = pairs[level_first::2, ::-1]
            yield pairs

    def find_lanes(self, kind: str) -> dict[int, IntArray]:
        """Return for each gutter or pass where in ``at`` its strokes are."""
        found: dict[int, list[int]] = {}
        for start, way in zip(self.starts.tolist(), self.ways, strict=False):
            for place, leg in enumerate(way.legs, start + _NEXT):
                if leg.kind == kind:
                    found.setdefault(leg.number, []).append(place)
        return {number: np.array(found[number]) for number in sorted(found)}


def _find_port(page: Gutters, centre: FloatArray, side: int) -> tuple[float, float]:
    """Return the coordinate of a stroke through a side of a box, and of that side."""
    edge = centre + SIDES[side] * page.half
    return (edge[0], edge[1]) if side in _UPRIGHT else (edge[1], edge[0])


def _move_ends_apart(
    tracks: _Tracks, ends: IntArray, positions: FloatArray, reach: FloatArray
) -> None:
    """Move the ends at each side of a box apart, in the order of where they lead."""
    first, last = tracks.ports.T
    side = np.array([way.sides for way in tracks.ways]).ravel()
    leads_to = tracks.at[
        np.stack([np.minimum(first + _NEXT, last), np.maximum(last - _NEXT, first)], 1)
    ]
    spot = ends.ravel() * len(SIDES) + side
    order = np.lexsort([np.arange(len(spot)), leads_to.ravel(), spot])
    rank = np.zeros(len(spot), dtype=np.int64)
    rank[order] = _number_equals(spot[order])
    counts = np.bincount(spot)[spot]
    # An even number of slots keeps the middle free for the lines of the chart.
    share = (2 * rank + 1) / (counts + counts % 2) - 1
    moves = (share * reach[1 - side % 2]).reshape(-1, 2)
    single = first == last  # one stroke for both ends
    moves[single] = moves[single].mean(axis=1, keepdims=True) / 2
    np.add.at(tracks.at, tracks.ports, moves)
    _align_ends(tracks, positions[ends, 0], 2 * reach[0])


def _align_ends(tracks: _Tracks, x: FloatArray, reach: float) -> None:
    """Join boxes that stand above each other by a straight stroke, if one meets both."""
    first, last = tracks.ports.T
    opposite = np.array([set(way.sides) == _UPRIGHT for way in tracks.ways])
    straight = opposite & (last - first == _NEXT) & (np.abs(x[:, 0] - x[:, 1]) < reach)
    both = tracks.ports[straight]
    overlap = x[straight].max(axis=1) - reach / 2, x[straight].min(axis=1) + reach / 2
    tracks.at[both] = np.clip(tracks.at[both].mean(axis=1), *overlap)[:, None]


def _assign_lanes(tracks: _Tracks, page: Gutters, kind: str) -> None:
    """Give every stroke along a gutter or a pass a lane."""
    strips = page.gutters if kind == "gutter" else page.passes
    at = tracks.at
    for number, places in tracks.find_lanes(kind).items():
        before, after = at[places - 1], at[places + 1]
        turns = np.sign([at[places - _NEXT] - at[places], at[places + _NEXT] - at[places]]).astype(
            int
        )
        turns[:, before > after] = turns[::-1, before > after]
        low, high = np.minimum(before, after), np.maximum(before, after)
        strip = strips[number]
        at[places] = strip.mean() + choose_offsets(
            Stretches(low, high, *turns), strip[1] - strip[0]
        )


def _number_equals(place: IntArray) -> IntArray:
    """Return for equal neighbours of a sorted array their number, from 0."""
    first = np.flatnonzero(np.diff(place, prepend=-1))
    return np.asarray(np.arange(len(place)) - np.repeat(first, np.diff(first, append=len(place))))


def _round_bends(corners: FloatArray) -> FloatArray:
    """Return the control points of a chain of curves around corners, its bends rounded."""
    corners = _drop_steps(corners)
    lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    rounds = np.minimum(_ROUND, np.minimum(lengths[:-1], lengths[1:]) / 2)
    points = [corners[0]]
    for corner, before, after, radius in zip(
        corners[1:-1], corners[:-2], corners[2:], rounds, strict=True
    ):
        into, out = (corner + _normalise(other - corner) * radius for other in (before, after))
        points += [
            points[-1],
            into,
            into,
            _place_control(into, corner),
            _place_control(out, corner),
            out,
        ]
    return np.array([*points, points[-1], points[-1], corners[-1]])


def _drop_steps(corners: FloatArray) -> FloatArray:
    """Leave out corners at which a curve does not turn."""
    steps = np.abs(np.diff(corners, axis=0))
    corners = corners[np.append(True, steps.sum(axis=1) > _SAME)]
    level = np.argmin(np.abs(np.diff(corners, axis=0)), axis=1)
    turns = np.diff(level) != 0
    return np.asarray(corners[np.concatenate([[True], turns, [True]])])


def _place_control(end: FloatArray, corner: FloatArray) -> FloatArray:
    """Return the inner control point of a quarter of a circle."""
    return np.asarray(end + (corner - end) * _QUARTER)


def _normalise(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / np.linalg.norm(vector))
