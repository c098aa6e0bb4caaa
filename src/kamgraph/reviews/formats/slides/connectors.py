"""Lines between boxes that stay glued to them when the boxes are moved.

A connector is a preset shape in a frame of its own, turned so that it leaves its first box along
the frame's x axis. (ECMA-376, part 1, 20.1.9, and presetShapeDefinitions.xml.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from kamgraph.reviews.formats.slides.lettering import rgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.autoshape import Shape
    from pptx.shapes.connector import Connector
    from pptx.shapes.shapetree import SlideShapes

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.palette import TieStyle

TOP, LEFT, BOTTOM, RIGHT = range(4)  # the numbers of the places where a box can be glued
OUTWARD = np.array([(0.0, -1.0), (-1.0, 0.0), (0.0, 1.0), (1.0, 0.0)])
_TURNS = {RIGHT: 0, BOTTOM: 1, LEFT: 2, TOP: 3}  # quarters, clockwise, from the x axis
_THINNEST = 0.01  # points; a frame without width has no measure for what is beyond it
_FULL = 100_000  # adjustments are in parts of this
_CURVES = np.linspace(0, 1, 21)
_SQUARE = 0.5  # between the products of equal, square and opposite directions
_SHORTEST = 8.0  # points from a box before a curve may turn
_BULGE = 16.0  # how far a curve leaves boxes at whose same side it begins and ends
_TOUCHES = 0.95  # a curve at the very edge of a box is not yet under it
_HIDDEN, _FORBIDDEN = 5.0, 50.0  # how many times its length a stretch under a box costs more
_HEADS = {"triangle": "triangle", "bar": "diamond"}  # of connectors no head is a bar


class Path(NamedTuple):
    """How a connector runs.

    Parameters
    ----------
    preset
        The name of the shape.
    adjustments
        Where it bends, as parts of its frame.
    begin, end
        The ends on the slide.
    sides
        The places where they are glued.
    """

    preset: str
    adjustments: tuple[float, ...]
    begin: FloatArray
    end: FloatArray
    sides: tuple[int, int]

    @property
    def along(self) -> FloatArray:
        """The vector from end to end in the frame: along the first direction, and across it."""
        return _frame(self.sides[0]) @ (self.end - self.begin)


def _frame(side: int) -> FloatArray:
    ahead = OUTWARD[side]
    return np.array([ahead, (-ahead[1], ahead[0])])


def chart_line(
    begin: FloatArray, end: FloatArray, *, bus: float, spine: float | None, side: int
) -> Path:
    """Return a line of the chart, from below a boss to a report.

    Parameters
    ----------
    begin, end
        The ends.
    bus
        The height at which it turns.
    spine
        Where it comes down beside the report's box; None: it ends at its top.
    side
        Where it ends.
    """
    down, across = end[1] - begin[1], end[0] - begin[0]
    sides = (BOTTOM, side)
    if spine is None:
        if abs(across) < _THINNEST:
            return Path("straightConnector1", (), begin, end, sides)
        return Path("bentConnector3", ((bus - begin[1]) / down,), begin, end, sides)
    if abs(spine - begin[0]) < _THINNEST:
        return Path("bentConnector2", (), begin, end, sides)
    bends = (bus - begin[1]) / down, (spine - begin[0]) / across
    return Path("bentConnector4", bends, begin, end, sides)


def curve(centres: FloatArray, half: FloatArray, pair: tuple[int, int], used: FloatArray) -> Path:
    """Return the curve between two boxes that is short and runs little under other boxes.

    Parameters
    ----------
    centres
        The centres of all boxes, n x 2.
    half
        Half the width and height of every box.
    pair
        The boxes to join.
    used
        What it costs to end at each of the four places of each box, n x 4, in points.
    """
    ways = [
        way
        for begin in range(len(OUTWARD))
        for end in range(len(OUTWARD))
        if (way := _way(centres, half, pair, (begin, end))) is not None
    ]
    costs = [
        _cost(_points(way), centres, half, pair)
        + used[pair[0], way.sides[0]]
        + used[pair[1], way.sides[1]]
        for way in ways
    ]
    return ways[int(np.argmin(np.round(costs, 6)))]


def _way(
    centres: FloatArray, half: FloatArray, pair: tuple[int, int], sides: tuple[int, int]
) -> Path | None:
    """Return the curve that ends at two places, None where no preset shape leads there."""
    begin, end = (
        centres[box] + OUTWARD[side] * half for box, side in zip(pair, sides, strict=True)
    )
    frame = _frame(sides[0])
    along, across = frame @ (end - begin)
    towards, sidewards = frame @ OUTWARD[sides[1]]
    if towards < -_SQUARE:
        if along < _SHORTEST:
            return None
        return Path("curvedConnector3", (0.5,), begin, end, sides)
    if towards > _SQUARE:
        far = max(along, 0.0) + _BULGE
        along = along if abs(along) > _THINNEST else _THINNEST
        return Path("curvedConnector3", (far / along,), begin, end, sides)
    if along < _SHORTEST or -across * sidewards < _SHORTEST:
        return None
    return Path("curvedConnector2", (), begin, end, sides)


def _points(way: Path) -> FloatArray:
    """Return points along a curve, as the presets define it."""
    along, across = way.along
    if way.preset == "curvedConnector2":
        pieces = [[(0, 0), (along / 2, 0), (along, across / 2), (along, across)]]
    else:
        bend = way.adjustments[0] * (along if abs(along) > _THINNEST else _THINNEST)
        middle = (bend, across / 2)
        pieces = [
            [(0, 0), (bend / 2, 0), (bend, across / 4), middle],
            [middle, (bend, across * 3 / 4), ((along + bend) / 2, across), (along, across)],
        ]
    drawn = np.concatenate([_bezier(np.array(piece, dtype=float)) for piece in pieces])
    return way.begin + drawn @ _frame(way.sides[0])


def _bezier(points: FloatArray) -> FloatArray:
    t = _CURVES[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return np.asarray(weights @ points)


def _cost(
    points: FloatArray, centres: FloatArray, half: FloatArray, pair: tuple[int, int]
) -> float:
    """Return how long a curve is, more where it runs under boxes or off the page."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    middles = (points[1:] + points[:-1]) / 2
    under = np.asarray((np.abs(middles[:, None] - centres) < half * _TOUCHES).all(axis=2))
    low, high = centres.min(axis=0) - half, centres.max(axis=0) + half
    back = under[:, list(pair)].any(axis=1)
    off = np.asarray((middles < low) | (middles > high)).any(axis=1)
    forbidden = back | off
    return float((steps * (1 + _HIDDEN * under.any(axis=1) + _FORBIDDEN * forbidden)).sum())


def add_connector(
    shapes: SlideShapes, way: Path, boxes: Sequence[Shape], style: TieStyle, *, width: float
) -> Connector:
    """Draw a path as a connector, glued to its two boxes."""
    connector = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
    for glue, box, side in zip(
        (connector.begin_connect, connector.end_connect), boxes, way.sides, strict=True
    ):
        glue(box, side)
    shape_connector(connector, way)
    draw_line(connector, style, width=width)
    return connector


def shape_connector(connector: Connector, way: Path) -> None:
    """Give a connector its preset shape and frame."""
    along, across = way.along
    size = np.maximum(np.abs([along, across]), [_THINNEST, 0.0])
    corner = (way.begin + way.end) / 2 - size / 2
    turned = {"rot": _TURNS[way.sides[0]] * 5_400_000}
    flips = {name: 1 for name, length in (("flipH", along), ("flipV", across)) if length < 0}
    attributes = " ".join(f'{name}="{value}"' for name, value in (turned | flips).items() if value)
    (x, y), (wide, high) = (np.rint(edges * Pt(1)).astype(int) for edges in (corner, size))
    guides = "".join(
        f'<a:gd name="adj{number}" fmla="val {round(bend * _FULL)}"/>'
        for number, bend in enumerate(way.adjustments, start=1)
    )
    properties = connector._element.spPr  # noqa: SLF001 - python-pptx knows no bends
    for child in (properties.xfrm, properties.prstGeom):
        properties.remove(child)
    properties.insert(0, parse_xml(
        f'<a:xfrm {nsdecls("a")} {attributes}><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    ))  # fmt: skip
    properties.insert(1, parse_xml(
        f'<a:prstGeom {nsdecls("a")} prst="{way.preset}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
    ))  # fmt: skip


def draw_line(connector: Connector, style: TieStyle, *, width: float) -> None:
    """Give a connector the colour, dashes and head of a tie."""
    line = connector.line
    line.color.rgb, line.width = rgb(style.colour), Pt(width)
    element = line._get_or_add_ln()  # noqa: SLF001 - heads and dots are XML only
    if style.dashes:
        dashes = "sysDot" if style.dashes[0] < 1 else "dash"
        element.append(parse_xml(f'<a:prstDash {nsdecls("a")} val="{dashes}"/>'))
    if style.head:
        head = _HEADS[style.head]
        element.append(parse_xml(f'<a:tailEnd {nsdecls("a")} type="{head}" w="med" len="med"/>'))
