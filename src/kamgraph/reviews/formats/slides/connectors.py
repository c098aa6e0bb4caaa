"""Lines between boxes that stay glued to them when the boxes are moved."""

# A connector is a preset shape in a frame of its own, turned so that it leaves its first box along
# the frame's x axis. (ECMA-376, part 1, 20.1.9, and presetShapeDefinitions.xml.)

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from kamgraph.reviews.formats.slides.lettering import convert_colour

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
_THINNEST = 0.05  # points; a frame without extent has no measure for what is beyond it
_FULL = 100_000  # adjustments are in parts of this
_MOST = 5  # strokes of a preset shape
_DOT, _LONG = 1.0, 5.0  # line widths of ink
_SAME = 0.5  # a step shorter than this is none
_HEADS = {"triangle": "triangle", "bar": "diamond"}  # of connectors no head is a bar


class Path(NamedTuple):
    """How a connector runs."""

    preset: str  # the name of the shape
    adjustments: tuple[float, ...]  # where it bends, as parts of its frame
    begin: FloatArray
    end: FloatArray
    sides: tuple[int, int]  # the places where it is glued

    @property
    def along(self) -> FloatArray:
        """The vector from end to end in the frame: along the first direction, and across it."""
        return _turn_frame(self.sides[0]) @ (self.end - self.begin)


def _turn_frame(side: int) -> FloatArray:
    ahead = OUTWARD[side]
    return np.array([ahead, (-ahead[1], ahead[0])])


def follow(corners: FloatArray, sides: tuple[int, int]) -> Path:
    """Return the preset shape that runs around corners, all its strokes upright or level."""
    corners = _join_strokes(corners)
    while len(corners) - 1 > _MOST:
        corners = _drop_detour(corners)
    strokes = len(corners) - 1
    inside = (corners - corners[0]) @ _turn_frame(sides[0]).T
    extent = np.where(np.abs(inside[-1]) < _THINNEST, _THINNEST, inside[-1])
    bends = [
        float(inside[stroke][(stroke + 1) % 2] / extent[(stroke + 1) % 2])
        for stroke in range(1, strokes - 1)
    ]
    preset = "straightConnector1" if strokes == 1 else f"bentConnector{strokes}"
    return Path(preset, tuple(bends), corners[0], corners[-1], sides)


def _join_strokes(corners: FloatArray) -> FloatArray:
    """Leave out corners at which a line does not turn."""
    steps = np.abs(np.diff(corners, axis=0)).sum(axis=1)
    corners = np.vstack([corners[:-1][steps > _SAME], corners[-1:]])
    level = np.argmin(np.abs(np.diff(corners, axis=0)), axis=1)
    return corners[np.concatenate([[True], np.diff(level) != 0, [True]])]


def _drop_detour(corners: FloatArray) -> FloatArray:
    """Do without the shortest inner stroke: the next one runs on in line with the one before."""
    lengths = np.abs(np.diff(corners, axis=0)).sum(axis=1)
    stroke = 1 + int(np.argmin(lengths[1:-2]))
    moved = corners.copy()
    moved[stroke + 1 : stroke + 3] += corners[stroke] - corners[stroke + 1]
    return _join_strokes(moved)


def add_connector(
    shapes: SlideShapes, way: Path, boxes: Sequence[Shape], style: TieStyle, *, width: float
) -> Connector:
    """Draw a path as a connector, glued to its two boxes."""
    connector = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
    for glue, box, side in zip(
        (connector.begin_connect, connector.end_connect), boxes, way.sides, strict=True
    ):
        glue(box, side)
    bend_connector(connector, way)
    draw_line(connector, style, width=width)
    return connector


def bend_connector(connector: Connector, way: Path) -> None:
    """Give a connector its preset shape and frame."""
    along, across = way.along
    size = np.maximum(np.abs([along, across]), _THINNEST)
    corner = (way.begin + way.end) / 2 - size / 2
    turned = {"rot": _TURNS[way.sides[0]] * 5_400_000}
    flips = {
        name: 1 for name, length in (("flipH", along), ("flipV", across)) if length <= -_THINNEST
    }
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


def drop_style(shape: Shape | Connector) -> None:
    """Take away the theme's style, whose shadows some programs show whatever the shape says."""
    element = shape._element  # noqa: SLF001 - python-pptx always adds one
    if (style := element.find(qn("p:style"))) is not None:
        element.remove(style)


def draw_line(connector: Connector, style: TieStyle, *, width: float) -> None:
    """Give a connector the colour, dashes and head of a tie."""
    drop_style(connector)
    line = connector.line
    line.color.rgb, line.width = convert_colour(style.colour), Pt(width)
    element = line._get_or_add_ln()  # noqa: SLF001 - heads and dots are XML only
    if style.dashes:
        ink = style.dashes[0]
        dashes = "sysDot" if ink < _DOT else "dash" if ink < _LONG else "lgDash"
        element.append(parse_xml(f'<a:prstDash {nsdecls("a")} val="{dashes}"/>'))
    if style.head:
        head = _HEADS[style.head]
        element.append(parse_xml(f'<a:tailEnd {nsdecls("a")} type="{head}" w="med" len="med"/>'))
