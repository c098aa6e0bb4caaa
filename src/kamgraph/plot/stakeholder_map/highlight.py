"""How the box of somebody who stands out is drawn: ring, tag, and strokes through who is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.plot.canvas.surface import BoxStyle
from kamgraph.plot.legend import CELL, Entry
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import PAPER

if TYPE_CHECKING:
    from kamgraph.plot.canvas.surface import Surface
    from kamgraph.plot.palette import HighlightStyle

    Pair = tuple[float, float]

_RING, _RING_WIDTH = 4.0, 2.0
_SIZE, _PADDING, _INDENT = 6.4, 3.0, 5.0


class Highlight(NamedTuple):
    """How a person stands out."""

    style: HighlightStyle  # the colour of the tag, and what else is done to the box
    tag: str  # what the tag on the upper edge of the box says


def draw_ring(
    canvas: Surface, style: HighlightStyle, centre: Pair, size: Pair, *, gap: float = _RING
) -> None:
    """Draw the ring around a box, if the style has one."""
    if style.ring:
        outer = (size[0] + 2 * gap, size[1] + 2 * gap)
        ring = BoxStyle(PAPER, style.colour, _RING_WIDTH, dashed=style.dashed)
        canvas.draw_box(centre, outer, ring)


def draw_strike(canvas: Surface, style: HighlightStyle, centre: Pair, size: Pair) -> None:
    """Strike a box through, if the style does so."""
    (x, y), (wide, high) = centre, (size[0] / 2, size[1] / 2)
    if style.struck:
        canvas.strike((x - wide, y - high), (x + wide, y + high), style.colour)
        canvas.strike((x - wide, y + high), (x + wide, y - high), style.colour)


def draw_tag(canvas: Surface, style: HighlightStyle, tag: str, centre: Pair, size: Pair) -> None:
    """Draw a tag that stands on the upper edge of a box, over no text of it."""
    label = Paragraph(tag, _SIZE, bold=True, colour=PAPER)
    room = size[0] - 2 * (_INDENT + _PADDING)
    (written,) = fit_texts([label], canvas.face, width=room)
    width = written.measure(canvas.face) + 2 * _PADDING
    height = written.height + _PADDING / 2
    # At the right, because the heading of a group begins at the left.
    right, foot = centre[0] + size[0] / 2 - _INDENT, centre[1] + size[1] / 2 - _PADDING / 2
    middle = (right - width / 2, foot + height / 2)
    canvas.draw_box(middle, (width, height), BoxStyle(style.colour, style.colour))
    canvas.write([written], right - width + _PADDING, foot + height - _PADDING / 4)


def explain_highlight(label: str, style: HighlightStyle) -> Entry:
    """Explain how the box of somebody who stands out is drawn."""
    width, height = CELL

    def draw(canvas: Surface, x: float, y: float) -> None:
        inner = (width - 8, height - 4)
        draw_ring(canvas, style, (x + width / 2, y), inner, gap=2.0)
        canvas.draw_box((x + width / 2, y), inner, BoxStyle(PAPER))
        draw_strike(canvas, style, (x + width / 2, y), inner)

    return Entry(label, draw, width)
