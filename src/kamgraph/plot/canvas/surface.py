"""What a map is drawn on: the strokes that every canvas offers."""

# Boxes hide the lines behind them, whichever is drawn first.

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from kamgraph.plot.palette import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.fonts import Typeface
    from kamgraph.plot.lettering import Paragraph
    from kamgraph.plot.palette import TieStyle

PADDING = 5.0  # between the texts of a box and its edge
FOOT = 12.0  # the height of the line at the foot of a box, with its mark and its chips
MARK = 9.0  # the size of a mark
CHIP = 4.8  # the radius of a chip
CHIP_SIZE = 6.2  # and the size of its letters
CORNER = 3.0  # the radius of a box's corners
STRIKE = 1.4  # the width of a line across a box
HALO = 1.6  # the paper around a curve, so that crossing curves can be told apart


class BoxStyle(NamedTuple):
    """How a box is drawn."""

    fill: str
    edge: str = INK
    border: float = 0.8
    dashed: bool = False
    hatched: bool = False


class Surface(Protocol):
    """Something to draw on; all lengths are in the units of the picture, y grows upwards."""

    @property
    def face(self) -> Typeface:
        """What to write with."""

    def write(
        self, paragraphs: Sequence[Paragraph], x: float, top: float, *, align: str = "left"
    ) -> None:
        """Write paragraphs below each other, from the top at a point."""

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
        """Draw a box with texts from its top and a mark at its foot; without gid, of the legend."""

    def clear(self, x: float, y: float, width: float, height: float) -> None:
        """Hide the lines behind a text, from its lower left corner on."""

    def draw_chip(self, x: float, y: float, text: str, closeness: float) -> None:
        """Draw a round chip, darker for a closer acquaintance."""

    def strike(self, begin: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line across a box."""

    def draw_polyline(self, corners: FloatArray, style: TieStyle, gid: str) -> None:
        """Draw a line around corners."""

    def draw_curve(
        self, points: FloatArray, style: TieStyle, *, strength: float, gid: str | None = None
    ) -> None:
        """Draw a curve by its control points, wider for a stronger tie, with its head."""
