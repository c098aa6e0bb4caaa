"""Where the boxes of an organisation chart stand on a page: arrays in, arrays out."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from kamgraph.model.once import once
from kamgraph.plot.layout.tree import Boxes, Drawing, Forest, Hanging, break_cycles, draw_forest
from kamgraph.plot.layout.units import Shelf, draw_units

if TYPE_CHECKING:
    from kamgraph.plot.arrays import FloatArray, IntArray

_LEVELS = 4
_ROWS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30)
_SIDE_ROWS = 5  # a column beside the chart may always be this long, however low the chart
_BUS = 5.0  # how far below a boss the lines to the reports part, above whatever else runs there
_AROUND = 4  # how many lengths short of the balance may still be better
_WORTH = 1.02  # how much larger boxes must get to make longer columns worth it


@dataclass(frozen=True)
class Heading:
    """Where a group's heading stands: its left end, its foot, and the width of the group."""

    x: float
    y: float
    width: float


class Units(NamedTuple):
    """Who belongs together where no line of a chart is known."""

    unit: IntArray  # the number of everybody's unit, which no group beside the chart has
    rank: IntArray  # in which order those of a unit stand


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions in the unit of the box sizes; y grows upwards, the chart's top is y = 0."""

    positions: FloatArray  # the centre of each box, n x 2
    # for each person the corners of the line that comes down from the boss's box (k x 2), empty for
    # a root and where the boss stands in another group
    lines: tuple[FloatArray, ...]
    headings: dict[int, Heading]  # for each group beside the chart, and unit, where its heading is
    extent: tuple[float, float, float, float]  # left, right, bottom and top of everything


@dataclass(frozen=True, eq=False)
class _Part:
    """Some of the people drawn as a forest of their own, its top left corner at (x, y)."""

    people: IntArray
    forest: Forest
    drawing: Drawing
    boxes: Boxes
    x: float = 0.0
    y: float = 0.0

    @property
    def rows(self) -> int:
        return len(self.drawing.outline.left)

    @property
    def width(self) -> float:
        left, right = self.drawing.outline
        return max(right) - min(left) if self.rows else 0.0

    @property
    def height(self) -> float:
        return self.rows * self.boxes.row - self.boxes.gap_y if self.rows else 0.0

    @once
    def positions(self) -> FloatArray:
        """The centres of the boxes."""
        x = self.drawing.x + self._shift
        y = self.y - self.drawing.row * self.boxes.row - self.boxes.height / 2
        return np.column_stack([x, y])

    @property
    def _shift(self) -> float:
        return self.x - min(self.drawing.outline.left) if self.rows else 0.0

    def trace_line(self, node: int) -> FloatArray:
        """Return the corners of the line that comes down to a node from its boss."""
        boss = self.forest.boss[node]
        if boss < 0:
            return np.zeros((0, 2))
        x, y = self.positions[node]
        foot = self.positions[boss, 1] - self.boxes.height / 2
        bus = foot - min(_BUS, self.boxes.gap_y / 2)
        port = self.drawing.port[node] + self._shift
        spine = self.drawing.spine[node] + self._shift
        if np.isnan(spine):
            corners = [(port, foot), (port, bus), (x, bus), (x, y + self.boxes.height / 2)]
        else:
            edge = x - np.sign(x - spine) * self.boxes.width / 2
            corners = [(port, foot), (port, bus), (spine, bus), (spine, y), (edge, y)]
        return np.array(list(dict.fromkeys(corners)))


def lay_out(
    boss: IntArray,
    boxes: Boxes,
    *,
    group: IntArray | None = None,
    units: Units | None = None,
    aspect: float = 1.5,
    margin: float = 0.0,
    heading: float = 0.0,
) -> Layout:
    """Place everybody on a page: the chart in the middle, groups of outsiders beside it."""
    # Group 0 is the chart, negative numbers stand on its left, the smallest absolute one on top.
    # Siblings stand in the order of their indices, so the same people always give the same picture.
    # Where no line of the chart is known, its people stand unit by unit.
    group = np.zeros_like(boss) if group is None else group
    boss = break_cycles(np.where(group[boss] == group, boss, -1))
    beside = len({-1, 1} & set(np.sign(group).tolist())) * (boxes.width + margin)
    people, forest = _select_people(boss, group == 0)
    inside: dict[int, Heading] = {}
    if units is None:
        chart = _draw_chart(people, forest, boxes, aspect=aspect, beside=beside)
    else:
        chart, inside = _draw_units(people, forest, units, boxes, aspect=aspect, beside=beside)
    parts = {0: chart}
    for side in (-1, 1):
        parts |= _draw_column(boss, group, chart, side=side, margin=margin)
    return _join_parts(len(boss), parts, heading, inside)


def _select_people(boss: IntArray, here: npt.NDArray[np.bool_]) -> tuple[IntArray, Forest]:
    """Return the people who are here, and the forest they form among themselves."""
    people = np.flatnonzero(here)
    number = np.full(len(boss) + 1, -1)
    number[people] = np.arange(len(people))
    return people, Forest(number[boss[people]])


def _draw_chart(
    people: IntArray, forest: Forest, boxes: Boxes, *, aspect: float, beside: float
) -> _Part:
    """Draw the chart in the way that lets its boxes be largest on the page."""

    @cache
    def draw(levels: int, rows: int) -> _Part:
        drawing = draw_forest(forest, boxes, Hanging(levels, rows))
        return _Part(people, forest, drawing, boxes)

    def measure_width(part: _Part) -> float:
        return (part.width + beside) / aspect

    def measure_page(part: _Part) -> float:
        return max(measure_width(part), part.height)

    def measure_excess(part: _Part) -> float:
        return part.height - measure_width(part)

    best = draw(0, 1)
    for levels in range(1, min(_LEVELS, forest.depth_below[-1]) + 1):
        # Longer columns make a chart narrower and higher; the best is where the two meet.
        meet = bisect_left(_ROWS, 0.0, key=lambda rows: measure_excess(draw(levels, rows)))
        for rows in _ROWS[max(0, meet - _AROUND) : meet + 1]:
            part = draw(levels, rows)
            if measure_page(part) * _WORTH < measure_page(best):
                best = part
    return best


def _draw_units(
    people: IntArray, forest: Forest, units: Units, boxes: Boxes, *, aspect: float, beside: float
) -> tuple[_Part, dict[int, Heading]]:
    """Draw people unit by unit in the way that lets their boxes be largest on the page."""

    def draw(rows: int) -> tuple[_Part, Shelf]:
        shelf = draw_units(units.unit[people], units.rank[people], boxes, rows)
        return _Part(people, forest, shelf.drawing, boxes), shelf

    def measure_page(drawn: tuple[_Part, Shelf]) -> float:
        return max((drawn[0].width + beside) / aspect, drawn[0].height)

    part, shelf = min(map(draw, _ROWS), key=measure_page)
    step = boxes.width + boxes.gap_x
    headings = {
        number: Heading(at.column * step, -at.row * boxes.row, at.columns * step - boxes.gap_x)
        for number, at in shelf.places.items()
    }
    return part, headings


def _draw_column(
    boss: IntArray, group: IntArray, chart: _Part, *, side: int, margin: float
) -> dict[int, _Part]:
    """Draw the groups on one side of the chart below each other, in line with its rows."""
    groups = sorted({number for number in group.tolist() if number * side > 0}, key=abs)
    outsiders = int(np.isin(group, groups).sum())
    columns = max(1, -(-outsiders // max(chart.rows, _SIDE_ROWS)))
    parts, row = {}, 0
    for number in groups:
        people, forest = _select_people(boss, group == number)
        rows = -(-len(people) // columns)
        drawing = draw_forest(forest, chart.boxes, Hanging(len(people), rows))
        part = _Part(people, forest, drawing, chart.boxes, y=-row * chart.boxes.row)
        x = chart.width + margin if side > 0 else -margin - part.width
        parts[number] = replace(part, x=x)
        row += part.rows + 1  # an empty row, for the next heading
    return parts


def _join_parts(
    count: int, parts: dict[int, _Part], heading: float, inside: dict[int, Heading]
) -> Layout:
    """Put the parts together, with the headings of units inside the chart."""
    positions = np.zeros((count, 2))
    lines = [np.zeros((0, 2))] * count
    for part in parts.values():
        positions[part.people] = part.positions
        for node, person in enumerate(part.people.tolist()):
            lines[person] = part.trace_line(node)
    headings = {
        number: Heading(part.x, part.y, part.width) for number, part in parts.items() if number
    }
    extent = (
        min(part.x for part in parts.values()),
        max(part.x + part.width for part in parts.values()),
        min(part.y - part.height for part in parts.values()),
        max(part.y + heading * bool(number or inside) for number, part in parts.items()),
    )
    return Layout(positions, tuple(lines), headings | inside, extent)
