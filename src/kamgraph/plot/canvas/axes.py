"""The strokes that maps and legends are drawn with on axes, all lengths in data units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Normal, Stroke

from kamgraph.model.colours import UNKNOWN, colour
from kamgraph.model.once import once
from kamgraph.plot.canvas.arrow import build_arrow
from kamgraph.plot.canvas.inscription import write_in_box
from kamgraph.plot.canvas.surface import CHIP, CHIP_SIZE, CORNER, HALO, STRIKE
from kamgraph.plot.lettering import ASCENT, LEADING, Paragraph, ScaledText, measure_unit
from kamgraph.plot.palette import CLOSENESS, INK, PAPER, TieStyle, choose_ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.canvas.surface import BoxStyle
    from kamgraph.plot.fonts import Typeface

LINES, CURVES, BOXES, TEXTS = 1.0, 2.0, 3.0, 4.0
_POINTS = 72  # an inch


class WholeFigure(Axes):
    """Axes that are all of their figure, which takes the size of the page drawn on them."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure, (0, 0, 1, 1))
        figure.add_axes(self)


def open_page(axes: Axes | None, page: tuple[float, float, float, float]) -> Axes:
    """Return axes that show a page, in points: without any, of a new figure at full size."""
    left, right, bottom, top = page
    if axes is None:
        from matplotlib import pyplot as plt

        axes = WholeFigure(plt.figure())
    if isinstance(axes, WholeFigure):
        size = ((right - left) / _POINTS, (top - bottom) / _POINTS)
        cast("Figure", axes.get_figure(root=True)).set_size_inches(size)
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()
    axes.apply_aspect()  # line widths follow the final scale
    return axes


@dataclass(frozen=True, eq=False)
class Canvas:
    """Axes with the typeface of their texts."""

    axes: Axes  # where to draw; limits and aspect are set already
    face: Typeface  # what to write with

    @once
    def _pen(self) -> float:
        """A line width of one unit, in points."""
        return measure_unit(self.axes)

    def write(
        self, paragraphs: Sequence[Paragraph], x: float, top: float, *, align: str = "left"
    ) -> None:
        """Write paragraphs below each other, from the top at a point; each line is an artist."""
        for paragraph in paragraphs:
            style = self.face.make_properties(bold=paragraph.bold)
            for line in paragraph.lines:
                text = ScaledText(x, top - ASCENT * paragraph.size, line, style, paragraph.size)
                text.set(color=paragraph.colour, horizontalalignment=align, zorder=TEXTS)
                self.axes.add_artist(text)
                top -= LEADING * paragraph.size

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
        """Draw a rounded box around a centre, with texts from its top and a mark at its foot."""
        if style.hatched:
            hatch = _round_box(centre, size)
            hatch.set(facecolor=style.fill, edgecolor=UNKNOWN, linewidth=0, hatch="///")
            hatch.set_hatch_linewidth(0.9 * self._pen)
            self.axes.add_artist(hatch)
        box = _round_box(centre, size)
        box.set(facecolor="none" if style.hatched else style.fill, edgecolor=style.edge, gid=gid)
        box.set(linewidth=style.border * self._pen)
        box.set(linestyle=(0, (4, 2.5)) if style.dashed else "solid")
        self.axes.add_artist(box)
        write_in_box(self, texts, mark, centre, size)

    def clear(self, x: float, y: float, width: float, height: float) -> None:
        """Hide the lines behind a text, from its lower left corner on."""
        shape = Rectangle((x, y), width, height, facecolor=PAPER, edgecolor="none", zorder=BOXES)
        self.axes.add_artist(shape)

    def draw_chip(self, x: float, y: float, text: str, closeness: float) -> None:
        """Draw a round chip, darker for a closer acquaintance."""
        fill = colour(closeness, CLOSENESS)
        shape = Circle(
            (x, y), CHIP, facecolor=fill, edgecolor=INK, linewidth=0.5 * self._pen, zorder=BOXES
        )
        self.axes.add_artist(shape)
        label = Paragraph(self.face.show(text), CHIP_SIZE, bold=True, colour=choose_ink(fill))
        self.write([label], x, y + 8.1 / 2, align="center")

    def strike(self, begin: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a straight line across a box."""
        stroke = PathPatch(Path([begin, end]), edgecolor=colour, linewidth=STRIKE * self._pen)
        stroke.set(fill=False, zorder=BOXES)
        self.axes.add_artist(stroke)

    def draw_polyline(self, corners: FloatArray, style: TieStyle, gid: str) -> None:
        """Draw a line around corners."""
        self._draw_stroke(Path(corners), style, 1.0, gid, zorder=LINES)

    def draw_curve(
        self, points: FloatArray, style: TieStyle, *, strength: float, gid: str | None = None
    ) -> None:
        """Draw a curve by its control points, wider for a stronger tie, with its head."""
        shaft, weight, head = build_arrow(points, style, strength)
        codes = [Path.MOVETO, *[Path.CURVE4] * (len(shaft) - 1)]
        self._draw_stroke(Path(shaft, codes), style, weight, gid, zorder=CURVES)
        if style.head == "triangle":
            triangle = Polygon(head, closed=True)
            triangle.set(facecolor=style.colour, edgecolor="none", zorder=CURVES)
            self.axes.add_artist(triangle)
        elif style.head == "bar":
            self._draw_stroke(Path(head), style._replace(dashes=()), 1.0, None, zorder=CURVES)

    def _draw_stroke(
        self, path: Path, style: TieStyle, weight: float, gid: str | None, *, zorder: float
    ) -> None:
        width = style.width * weight * self._pen
        patch = PathPatch(
            path,
            fill=False,
            edgecolor=style.colour,
            linewidth=width,
            linestyle=(0, style.dashes) if style.dashes else "solid",
            capstyle="round" if style.dashes else "butt",
            zorder=zorder,
            gid=gid,
        )
        if zorder == CURVES:  # a halo, so that crossing curves can be told apart
            halo = Stroke(linewidth=width + HALO * self._pen, foreground=PAPER)
            patch.set_path_effects([halo, Normal()])
        self.axes.add_artist(patch)


def _round_box(centre: tuple[float, float], size: tuple[float, float]) -> FancyBboxPatch:
    (x, y), (width, height) = centre, size
    corner = (x - width / 2, y - height / 2)
    style = f"round,pad=0,rounding_size={CORNER}"
    return FancyBboxPatch(corner, width, height, boxstyle=style, zorder=BOXES)
