"""The way of each curve through the gutters and passes of a page: short, and with few bends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from kamgraph.plot.arrays import FloatArray, IntArray
    from kamgraph.plot.routing.gutters import Gutters

RIGHT, TOP, LEFT, BOTTOM = range(4)  # the sides of a box
_OPPOSITE = {RIGHT: RIGHT, TOP: BOTTOM, LEFT: LEFT, BOTTOM: TOP}  # on a page upside down
_BEND = 14.0  # what a bend costs, in length
_ALIGNED = 0.6  # boxes that overlap sideways by less than this share have no straight way
_ROUNDING = 6
_ROOM = 2**22  # costs that one search may hold: of each source in each pass beside each row


class Leg(NamedTuple):
    """A straight stretch of a way: along a gutter or a pass, by its number."""

    kind: Literal["gutter", "pass"]
    number: int


class Way(NamedTuple):
    """The sides at which a curve leaves its source and meets its target, and what is between."""

    # Legs of a gutter and of a pass take turns; without any the boxes face each other in a row.

    sides: tuple[int, int]
    legs: tuple[Leg, ...]


class _Entries(NamedTuple):
    """Where ways come into a gutter: first the passes above it, then the boxes beside it."""

    x: FloatArray  # where each is
    costs: FloatArray  # what it costs to be there (sources x entries)


class _Arrival(NamedTuple):
    cost: float
    side: int
    downwards: bool


def find_ways(page: Gutters, ends: IntArray, busy: FloatArray | None = None) -> list[Way]:
    """Return the best way for each pair of different boxes, up or down the page and never both."""
    # Costs are lengths, and each bend costs as much as a stretch of fixed length; busy is what it
    # costs to end at each side of each box. Of equal ways the first in a fixed order is taken.
    busy = np.zeros((len(page.x), len(_OPPOSITE))) if busy is None else busy
    sources, at_once = np.unique(ends[:, 0]), max(1, _ROOM // page.opened.size)
    found: dict[int, Way] = {}
    for first in range(0, len(sources), at_once):
        some = np.flatnonzero(np.isin(ends[:, 0], sources[first : first + at_once]))
        down = _Search(page, ends[some], busy)
        up = _Search(page.turn_over(), ends[some], busy[:, list(_OPPOSITE.values())])
        for place, number in enumerate(some.tolist()):
            found[number] = _find_way(page, down, up, place)
    return [found[number] for number in range(len(ends))]


def _find_way(page: Gutters, down: _Search, up: _Search, number: int) -> Way:
    source, target = down.ends[number]
    best = min(
        _Arrival(round(cost, _ROUNDING), side, downwards)
        for downwards, search in ((True, down), (False, up))
        for side, cost in enumerate(search.cost_arrivals(number))
    )
    if (sides := _find_facing_sides(page, source, target)) is not None:
        ending = down.busy[[source, target], sides].sum()
        if abs(page.x[source] - page.x[target]) - 2 * page.half[0] + ending <= best.cost:
            return Way(sides, ())
    if best.downwards:
        return down.trace_way(number, best.side)
    return _turn_over(up.trace_way(number, best.side), page.rows)


def _find_facing_sides(page: Gutters, source: int, target: int) -> tuple[int, int] | None:
    """Return the sides at which two neighbours in a row look at each other."""
    if page.row[source] != page.row[target]:
        return None
    low, high = sorted((page.x[source], page.x[target]))
    if np.any((page.row == page.row[source]) & (page.x > low) & (page.x < high)):
        return None
    return (RIGHT, LEFT) if page.x[source] < page.x[target] else (LEFT, RIGHT)


def _turn_over(way: Way, rows: int) -> Way:
    first, last = way.sides
    legs = (
        leg._replace(number=rows - leg.number) if leg.kind == "gutter" else leg for leg in way.legs
    )
    return Way((_OPPOSITE[first], _OPPOSITE[last]), tuple(legs))


def find_separate_ways(page: Gutters, ends: IntArray, busy: FloatArray, apart: float) -> list[Way]:
    """Return a way for each pair, the first ones first, that shuns sides at which others end."""
    busy, found = busy.copy(), []
    for pair in ends:
        (way,) = find_ways(page, pair[None], busy)
        busy[pair, way.sides] += apart
        found.append(way)
    return found


class _Search:
    """The costs of all ways that lead down a page, from every source at once."""

    # A way is in a gutter or in a pass beside a row; it comes into a gutter out of the passes of
    # the row above and out of the boxes on both sides.

    def __init__(self, page: Gutters, ends: IntArray, busy: FloatArray) -> None:
        self.page = page
        self.ends = ends
        self.busy = busy
        self._sources, self._place = np.unique(ends[:, 0], return_inverse=True)
        self._height = page.gutter_y[:-1] - page.gutter_y[1:]
        self._into: list[_Entries] = []  # each gutter
        # What it costs to be in a pass at the head and at the foot of each row.
        shape = (page.rows, len(self._sources), len(page.passes))
        self._head, self._foot = np.full(shape, np.inf), np.full(shape, np.inf)
        for row in range(page.rows):
            self._lead_through(row)
        self._into.append(self._list_entries(page.rows))

    def _lead_through(self, row: int) -> None:
        """Lead every way through a row, in from the gutter above it or from a box of it."""
        page = self.page
        self._into.append(self._list_entries(row))
        turned = self._cost_turns(row)[:, : len(page.passes)]
        straight = self._foot[row - 1] if row else np.inf
        closed = np.where(page.opened[row], 0.0, np.inf)
        self._head[row] = np.minimum(straight, turned) + closed
        right = page.pass_x > page.x[self._sources, None]
        ending = self.busy[self._sources]
        beside = page.stubs[self._sources] + _BEND + self._height[row] / 2
        beside += np.where(right, ending[:, [RIGHT]], ending[:, [LEFT]])
        beside[page.row[self._sources] != row] = np.inf
        self._foot[row] = np.minimum(self._head[row] + self._height[row], beside)

    def _list_entries(self, gutter: int) -> _Entries:
        page, sources = self.page, self._sources
        passes = self._foot[gutter - 1] if gutter else np.full(self._foot.shape[1:], np.inf)
        near = np.flatnonzero(np.isin(page.row[sources], (gutter - 1, gutter)))
        boxes = np.full((len(sources), len(near)), np.inf)
        side = np.where(page.row[sources[near]] < gutter, BOTTOM, TOP)
        boxes[near, np.arange(len(near))] = self.busy[sources[near], side]
        x = np.concatenate([page.pass_x, page.x[sources[near]]])
        return _Entries(x, np.hstack([passes, boxes]))

    def _cost_turns(self, gutter: int) -> FloatArray:
        """Return what it costs to turn into a gutter and out again where each way could come in."""
        # The best way to a place comes along from its left or from its right, so that one pass in
        # each direction finds them all, instead of a comparison of every entry with every place.
        x = self.page.stretch_walls(gutter, self._into[gutter].x)
        order = np.argsort(x, kind="stable")
        costs, x = self._into[gutter].costs[:, order], x[order]
        from_left = np.minimum.accumulate(costs - x, axis=1) + x
        from_right = np.minimum.accumulate((costs + x)[:, ::-1], axis=1)[:, ::-1] - x
        turns = np.empty_like(costs)
        turns[:, order] = np.minimum(from_left, from_right) + 2 * _BEND
        return turns

    def _cost_moves(self, gutter: int, x: FloatArray) -> FloatArray:
        """Return what it costs to turn into a gutter and out again (entries x places)."""
        entries = self.page.stretch_walls(gutter, self._into[gutter].x)
        return np.abs(entries[:, None] - self.page.stretch_walls(gutter, x)) + 2 * _BEND

    def cost_arrivals(self, number: int) -> list[float]:
        """Return what it costs to meet a target at its right, top, left and bottom."""
        page, target = self.page, self.ends[number, 1]
        row = page.row[target]
        beside = self._cost_beside(number)
        right = page.pass_x > page.x[target]
        costs = [
            beside[right].min(initial=np.inf),
            self._cost_crossing(number, row).min(),
            beside[~right].min(initial=np.inf),
            self._cost_crossing(number, row + 1).min(),
        ]
        return [cost + ending for cost, ending in zip(costs, self.busy[target], strict=True)]

    def _cost_beside(self, number: int) -> FloatArray:
        """Return what it costs to meet a target out of each pass."""
        target = self.ends[number, 1]
        row = self.page.row[target]
        head = self._head[row, self._place[number]]
        return np.asarray(head + self._height[row] / 2 + self.page.stubs[target] + _BEND)

    def _cost_crossing(self, number: int, gutter: int) -> FloatArray:
        """Return what it costs to meet a target out of a gutter, by where the way came into it."""
        x = self.page.x[self.ends[number]]
        moves = self._cost_moves(gutter, x[1:])[:, 0]
        faces = np.arange(len(moves)) >= len(self.page.passes)
        faces &= np.abs(self._into[gutter].x - x[1]) < 2 * self.page.half[0] * _ALIGNED
        return self._into[gutter].costs[self._place[number]] + moves - 2 * _BEND * faces

    def trace_way(self, number: int, side: int) -> Way:
        """Trace the way back from the side at which it meets its target."""
        # The legs are gathered last first; an entry that is no pass is the source.
        page, (source, target) = self.page, self.ends[number]
        legs, gutter, begins_at_head = [], int(page.row[target]), side in {LEFT, RIGHT}
        if begins_at_head:
            right = (page.pass_x > page.x[target]) == (side == RIGHT)
            entry = int(np.argmin(np.where(right, self._cost_beside(number), np.inf)))
        else:
            gutter += side == BOTTOM
            entry = int(np.argmin(self._cost_crossing(number, gutter)))
            legs.append(Leg("gutter", gutter))
        while entry < len(page.passes):
            legs.append(Leg("pass", entry))
            above = self._climb(number, gutter, entry, at_head=begins_at_head)
            if above is None:
                right = page.pass_x[entry] > page.x[source]
                return Way((RIGHT if right else LEFT, side), tuple(reversed(legs)))
            gutter, begins_at_head = above, False
            moves = self._cost_moves(gutter, page.pass_x[[entry]])[:, 0]
            entry = int(np.argmin(self._into[gutter].costs[self._place[number]] + moves))
            legs.append(Leg("gutter", gutter))
        first = BOTTOM if page.row[source] < gutter else TOP
        return Way((first, side), tuple(reversed(legs)))

    def _climb(self, number: int, gutter: int, along: int, *, at_head: bool) -> int | None:
        """Return the gutter out of which a way came into a pass, or None: out of the source."""
        # It is followed from a gutter up, or from the head of the row below that.
        place = self._place[number], along
        row = gutter
        while True:
            if not at_head:
                row -= 1
                if self._foot[row][place] < self._head[row][place] + self._height[row]:
                    return None
            if not row or self._head[row][place] != self._foot[row - 1][place]:
                return row
            at_head = False
