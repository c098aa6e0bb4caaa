"""A slide as a canvas of maps: people are boxes to write in, ties are glued to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from kamgraph.model.colours import UNKNOWN, colour
from kamgraph.plot.canvas.arrow import weigh_line
from kamgraph.plot.canvas.surface import CHIP, CHIP_SIZE, CORNER, FOOT, MARK, PADDING, STRIKE
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import CLOSENESS, INK, PAPER, TieStyle, choose_ink
from kamgraph.plot.routing.curves import find_bends
from kamgraph.reviews.formats.slides.box import Box
from kamgraph.reviews.formats.slides.connectors import (
    BOTTOM,
    OUTWARD,
    add_connector,
    draw_line,
    drop_style,
    follow,
)
from kamgraph.reviews.formats.slides.lettering import (
    add_text,
    convert_colour,
    fit_text,
    measure_height,
    name_shape,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.autoshape import Shape
    from pptx.shapes.connector import Connector
    from pptx.shapes.group import GroupShape
    from pptx.shapes.shapetree import SlideShapes

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.canvas.surface import BoxStyle
    from kamgraph.plot.fonts import Typeface

_NAME = "Legend"
_SPARE = 1.04  # of the width of a text that must not wrap; the reader's font may be wider
_SPARE_IN_BOX = 1.02  # of the width of a box, for the same reason
_EDGE = 0.5  # points; what is so near to a box is at it
_FULL = 0.95  # of the width of a chip


@dataclass(eq=False)
class _Person:
    """A box on a slide, and the group it forms with its chips."""

    box: Box
    shape: Shape
    group: GroupShape | None = None

    def contains_point(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the box or at its edge."""
        across, down = abs(np.subtract((x, y), self.box.centre)) - self.box.half
        return bool(max(across, down) < _EDGE)

    def find_side(self, point: FloatArray) -> int:
        """Return the place to glue a line to that ends at a point of the edge."""
        away = (point - self.box.centre) / self.box.half
        return int(np.argmax(OUTWARD @ away))


@dataclass(frozen=True, eq=False)
class SlideCanvas:
    """A surface on a slide, its y growing upwards."""

    shapes: SlideShapes
    face: Typeface
    origin: tuple[float, float]  # where on the slide the surface has its own, in points
    scale: float  # how many points a unit of the surface is long
    on_paper: bool  # whether the slide's own background is hidden
    _people: list[_Person] = field(default_factory=list)

    def write(
        self, paragraphs: Sequence[Paragraph], x: float, top: float, *, align: str = "left"
    ) -> None:
        """Write paragraphs below each other, from the top at a point."""
        if not paragraphs:
            return
        scaled = self._scale_to_page(paragraphs)
        width = max(one.measure(self.face) for one in scaled) * _SPARE
        left, top = self._place_points(np.array([x, top]))
        left -= width / 2 if align == "center" else 0
        box = Box(left, top, width, sum(one.height for one in scaled))
        shape = add_text(self.shapes, box, scaled, name=paragraphs[0].text, align=align)
        shape.text_frame.word_wrap = False

    def draw_box(
        self,
        centre: tuple[float, float],
        size: tuple[float, float],
        style: BoxStyle,
        *,
        texts: Sequence[Paragraph] = (),
        mark: str = "",
        gid: str | None = None,
    ) -> None:
        """Draw a rounded box around a centre, all that it says in one text."""
        box = self._place_box(centre, size)
        shape = add_box(
            self.shapes, box, fill=style.fill, edge=style.edge, border=style.border * self.scale
        )
        shape.adjustments[0] = CORNER * self.scale / min(box.width, box.height)
        shape.name = name_shape(texts[0].text) if texts else _NAME
        mark_state(shape, dashed=style.dashed, hatched=style.hatched)
        if texts:
            self._write_inside(shape, box, texts, mark)
        if gid:
            self._people.append(_Person(box, shape))

    def clear(self, x: float, y: float, width: float, height: float) -> None:
        """Hide the lines behind a text, from its lower left corner on."""
        box = self._place_box((x + width / 2, y + height / 2), (width, height))
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
        shape.name = "Ground"
        drop_style(shape)
        shape.line.fill.background()
        shape.fill.solid()
        shape.fill.fore_color.rgb = convert_colour(PAPER)
        if not self.on_paper:
            shape._element.set("useBgFill", "1")  # noqa: SLF001 - python-pptx cannot say it

    def draw_chip(self, x: float, y: float, text: str, closeness: float) -> None:
        """Draw a round chip, darker for a closer acquaintance, grouped with its box."""
        fill = colour(closeness, CLOSENESS)
        shapes = self._find_group(x, y) or self.shapes
        box = self._place_box((x, y), (2 * CHIP, 2 * CHIP))
        shape = shapes.add_shape(MSO_SHAPE.OVAL, *box.emu)
        shape.name = _NAME if shapes is self.shapes else "Chip"
        _colour_shape(shape, fill=fill, edge=INK, border=0.5 * self.scale)
        size = min(CHIP_SIZE, 2 * CHIP * _FULL / self.face.measure(text, bold=True))
        label = Paragraph(text, size * self.scale, bold=True, colour=choose_ink(fill))
        write(shape.text_frame, [label], align="center", anchor=MSO_ANCHOR.MIDDLE)

    def strike(self, begin: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line across a box."""
        self._draw_line(np.array([begin, end]), TieStyle(colour, width=STRIKE))

    def draw_polyline(self, corners: FloatArray, style: TieStyle, gid: str) -> None:
        """Draw a line around corners, from the middle of the side at which it begins."""
        points = self._place_points(corners)
        boss = self._find_person(points[0])
        if boss and boss.find_side(points[0]) == BOTTOM:
            bus = points[1].copy()
            points[:2, 0] = boss.box.centre[0]
            points = np.insert(points, 2, bus, axis=0)
        self._connect(points, style, style.width, gid)

    def draw_curve(
        self, points: FloatArray, style: TieStyle, *, strength: float, gid: str | None = None
    ) -> None:
        """Draw a line around the bends of a curve, wider for a stronger tie, with its head."""
        width = style.width * weigh_line(style, strength)
        corners = find_bends(points)
        if gid:
            self._connect(self._place_points(corners), style, width, gid)
        else:
            self._draw_line(corners[[0, -1]], style._replace(width=width))

    def _connect(self, corners: FloatArray, style: TieStyle, width: float, gid: str) -> None:
        """Add a connector behind everything else, glued to the boxes at its ends."""
        ends = corners[[0, -1]]
        people = [self._find_person(point) for point in ends]
        here = [person for person in people if person]
        sides = [person.find_side(point) for person, point in zip(here, ends, strict=True)]
        shapes = [person.shape for person in here]
        way = follow(corners, (sides[0], sides[1]))
        connector = add_connector(self.shapes, way, shapes, style, width=width * self.scale)
        connector.name = name_shape(gid)
        first = self._people[0]
        behind = first.group or first.shape
        behind._element.addprevious(connector._element)  # noqa: SLF001 - order is XML only

    def _draw_line(self, ends: FloatArray, style: TieStyle) -> Connector:
        corners = [Pt(float(value)) for value in self._place_points(ends).ravel()]
        connector = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *corners)
        connector.name = _NAME
        draw_line(connector, style, width=style.width * self.scale)
        return connector

    def _write_inside(self, shape: Shape, box: Box, texts: Sequence[Paragraph], mark: str) -> None:
        """Write texts from the top of a box, and a mark as its last paragraph, at the foot."""
        margin = PADDING * self.scale
        width = (box.width - 2 * margin) / _SPARE_IN_BOX
        room = box.height - 1.5 * margin - FOOT * self.scale
        written = fit_text(self._scale_to_page(texts), self.face, width=width, height=room)
        spare = box.height - margin - FOOT * self.scale - measure_height(written, self.face, width)
        if mark:
            size = MARK * self.scale
            written.append(Paragraph(mark, size, bold=True, colour=texts[0].colour))
        write(shape.text_frame, written, margin=margin)
        shape.text_frame.margin_bottom = Pt(0)
        if mark:
            shape.text_frame.paragraphs[-1].space_before = Pt(spare)

    def _scale_to_page(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        return [one._replace(size=one.size * self.scale) for one in paragraphs]

    def _place_points(self, points: FloatArray) -> FloatArray:
        """Return where points of the surface are on the slide."""
        return np.asarray(self.origin + points * self.scale * [1, -1])

    def _place_box(self, centre: tuple[float, float], size: tuple[float, float]) -> Box:
        x, y = self._place_points(np.array(centre)).tolist()
        width, height = (length * self.scale for length in size)
        return Box(x - width / 2, y - height / 2, width, height)

    def _find_person(self, point: FloatArray) -> _Person | None:
        return next((one for one in self._people if one.contains_point(*point.tolist())), None)

    def _find_group(self, x: float, y: float) -> GroupShape | None:
        person = self._find_person(self._place_points(np.array([x, y])))
        if person is None:
            return None
        if person.group is None:
            person.group = self.shapes.add_group_shape([person.shape])
            person.group.name = person.shape.name
        return person.group.shapes


def add_box(shapes: SlideShapes, box: Box, *, fill: str, edge: str, border: float) -> Shape:
    """Add a box with rounded corners."""
    shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box.emu)
    shape.adjustments[0] = CORNER / min(box.width, box.height)
    _colour_shape(shape, fill=fill, edge=edge, border=border)
    return shape


def _colour_shape(shape: Shape, *, fill: str, edge: str, border: float) -> None:
    drop_style(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = convert_colour(fill)
    shape.line.color.rgb, shape.line.width = convert_colour(edge), Pt(border)


def mark_state(shape: Shape, *, dashed: bool, hatched: bool) -> None:
    """Show a vacant seat by its border, and a person without grades by a hatch."""
    if dashed:
        shape.line.dash_style = MSO_LINE.DASH
    if hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = (
            convert_colour(UNKNOWN),
            convert_colour(PAPER),
        )
