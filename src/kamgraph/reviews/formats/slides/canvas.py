"""A slide to draw the legend of a map on, with the strokes that every canvas offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from kamgraph.plot.canvas.surface import CORNER, STRIKE
from kamgraph.plot.palette import INK, PAPER, UNKNOWN, TieStyle
from kamgraph.reviews.formats.slides.box import Box
from kamgraph.reviews.formats.slides.connectors import draw_line
from kamgraph.reviews.formats.slides.lettering import add_text, rgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.autoshape import Shape
    from pptx.shapes.shapetree import SlideShapes

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.fonts import Typeface
    from kamgraph.plot.lettering import Paragraph


_NAME = "Legend"
_SPARE = 1.06  # of the width of a line, for fonts that are a little wider


@dataclass(frozen=True, eq=False)
class SlideCanvas:
    """A surface whose y grows upwards from a foot on a slide.

    Parameters
    ----------
    shapes
        The shapes of the slide.
    face
        What texts are measured with.
    left, foot
        Where on the slide the surface begins, in points.
    """

    shapes: SlideShapes
    face: Typeface
    left: float
    foot: float

    def write(
        self, paragraphs: Sequence[Paragraph], x: float, top: float, *, align: str = "left"
    ) -> None:
        """Write paragraphs below each other, from the top at a point."""
        width = max(one.width(self.face) for one in paragraphs) * _SPARE
        height = sum(one.height for one in paragraphs)
        left = self.left + x - (width / 2 if align == "center" else 0)
        box = Box(left, self.foot - top, width, height)
        add_text(self.shapes, box, paragraphs, name=paragraphs[0].text, align=align)

    def box(
        self,
        centre: tuple[float, float],
        size: tuple[float, float],
        *,
        fill: str,
        edge: str = INK,
        border: float = 0.8,
        dashed: bool = False,
        hatched: bool = False,
        gid: str | None = None,
    ) -> None:
        """Draw a rounded box around a centre."""
        (x, y), (width, height) = centre, size
        box = Box(self.left + x - width / 2, self.foot - y - height / 2, width, height)
        shape = rounded(self.shapes, box, fill=fill, edge=edge, border=border)
        decorate(shape, dashed=dashed, hatched=hatched)
        shape.name = gid or _NAME

    def clear(self, x: float, y: float, width: float, height: float) -> None:
        """Hide nothing: no line runs behind a legend."""

    def chip(self, x: float, y: float, text: str, closeness: float) -> None:
        """Draw nothing: on slides the boxes name by numbers who is known, and how well by order."""

    def strike(self, begin: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line across a box."""
        self._line(np.array(begin), np.array(end), TieStyle(colour, width=STRIKE), _NAME)

    def polyline(self, corners: FloatArray, style: TieStyle, gid: str) -> None:
        """Draw a line from its first corner to its last."""
        self._line(corners[0], corners[-1], style, gid)

    def curve(
        self, points: FloatArray, style: TieStyle, *, strength: float, gid: str | None = None
    ) -> None:
        """Draw a straight line in the style of a tie: a curve of the legend is one."""
        width = style.width * (0.35 + 0.65 * strength if style.head else 1.0)
        self._line(points[0], points[-1], style._replace(width=width), gid or _NAME)

    def _line(self, begin: FloatArray, end: FloatArray, style: TieStyle, name: str) -> None:
        corners = [Pt(value) for x, y in (begin, end) for value in (self.left + x, self.foot - y)]
        connector = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *corners)
        connector.name = name
        draw_line(connector, style, width=style.width)


def rounded(shapes: SlideShapes, box: Box, *, fill: str, edge: str, border: float) -> Shape:
    """Add a box with rounded corners."""
    shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box.emu)
    shape.adjustments[0] = CORNER / min(box.width, box.height)
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(fill)
    shape.line.color.rgb, shape.line.width = rgb(edge), Pt(border)
    return shape


def decorate(shape: Shape, *, dashed: bool, hatched: bool) -> None:
    """Show a vacant seat by its border, and a person without grades by a hatch."""
    if dashed:
        shape.line.dash_style = MSO_LINE.DASH
    if hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(UNKNOWN), rgb(PAPER)
