"""Where people stand of whom no line of a chart is recorded: unit by unit, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.plot.layout.tree import Drawing, Outline

if TYPE_CHECKING:
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.layout.tree import Boxes


class Place(NamedTuple):
    """Where a unit begins, in columns and rows, and how many columns it has."""

    column: int
    row: int
    columns: int


class Shelf(NamedTuple):
    """Units side by side, and where each of them begins."""

    drawing: Drawing
    places: dict[int, Place]


def draw_units(unit: IntArray, rank: IntArray, boxes: Boxes, rows: int) -> Shelf:
    """Put people into columns of at most so many rows: by unit, and in each by their rank."""
    # A unit follows below another where the column has room for it and its heading.
    column, free = np.zeros(len(unit), dtype=np.int64), 0
    row, places = np.zeros(len(unit), dtype=np.int64), {}
    at = -1
    for number in np.unique(unit).tolist():
        members = np.flatnonzero(unit == number)
        members = members[np.argsort(rank[members], kind="stable")]
        columns = -(-len(members) // rows)
        long = -(-len(members) // columns)
        below = rows - free + 1
        if columns == 1 and free > long and at >= 0:
            place = Place(at, below, 1)
        else:
            place = Place(at + 1, 0, columns)
            at += columns
        order = np.arange(len(members))
        column[members] = place.column + order // long
        row[members] = place.row + order % long
        free = rows - place.row - long
        places[number] = place
    x = (column * (boxes.width + boxes.gap_x)).astype(np.float64)
    return Shelf(_draw(x, row, boxes), places)


def _draw(x: np.ndarray, row: IntArray, boxes: Boxes) -> Drawing:
    """Return the drawing of boxes that nothing joins."""
    half, depth = boxes.width / 2, int(row.max(initial=-1)) + 1
    left, right = np.full(depth, np.inf), np.full(depth, -np.inf)
    np.minimum.at(left, row, x - half)
    np.maximum.at(right, row, x + half)
    # A row that only a heading stands in is as wide as the one above.
    empty = np.isinf(left)
    left[empty], right[empty] = left.min(initial=np.inf), right.max(initial=-np.inf)
    nothing = np.full(len(x), np.nan)
    return Drawing(x, row, np.zeros(len(x)), nothing, Outline(left.tolist(), right.tolist()))
