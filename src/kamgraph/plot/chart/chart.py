"""The strokes of charts, on a page of one width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from kamgraph.plot.canvas.axes import BOXES, CURVES, LINES, TEXTS, Canvas
from kamgraph.plot.lettering import Paragraph, ScaledText, fit_texts
from kamgraph.plot.palette import GRID, INK, PAPER, QUIET, Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.patches import Patch

    from kamgraph.plot.chart.scale import Scale

WIDTH = 540.0  # at 700 pixels a text of size 8 is 10 pixels high
NAME, TEXT, SMALL = 9.0, 8.0, 7.2
GRIDS = LINES - 0.5  # behind everything
_NAME_SHARE = 0.62  # of the height that name and description have together
_SHAPES = {
    "square": np.array([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]),
    "triangle": np.array([(-1.1, -0.9), (1.1, -0.9), (0.0, 1.15)]),
    "target": np.array([(-1.0, 1.4), (1.0, 1.4), (0.0, -0.2)]),
    "diamond": np.array([(-1.2, 0.0), (0.0, -1.2), (1.2, 0.0), (0.0, 1.2)]),
}


@dataclass(frozen=True, eq=False)
class Chart(Canvas):
    """A page with the strokes of charts; the body begins at (0, 0), y grows upwards."""

    def label(
        self,
        text: str,
        x: float,
        y: float,
        *,
        align: str = "left",
        size: float = TEXT,
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Write one line with its middle at a height."""
        line = Paragraph(self.face.show(text), size, bold=bold, colour=colour)
        self.write([line], x, y + line.height / 2, align=align)

    def write_person(
        self,
        name: str,
        place: str,
        box: tuple[float, float, float, float],
        *,
        centred: bool = True,
    ) -> None:
        """Write a name and quietly below it what describes it, in left, top, width, height."""
        left, top, width, height = box
        room = height * _NAME_SHARE if place else height
        lines = fit_texts([Paragraph(name, NAME, bold=True)], self.face, width=width, height=room)
        if place:
            room = height - sum(line.height for line in lines)
            below = [Paragraph(place, SMALL, colour=QUIET)]
            lines += fit_texts(below, self.face, width=width, height=room)
        spare = (height - sum(line.height for line in lines)) * centred
        self.write(lines, left, top - spare / 2)

    def draw_bar(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        look: Ink,
        *,
        edge: str = "none",
        gid: str | None = None,
    ) -> None:
        """Draw a bar from a corner on, leftwards or downwards where its size is negative."""
        shape = Rectangle(corner, *size, facecolor=look.fill, edgecolor=edge, zorder=BOXES)
        shape.set(linewidth=0.6 * self._pen, gid=gid)
        if look.hatch:
            shape.set(hatch=look.hatch, edgecolor=INK)
            shape.set_hatch_linewidth(0.5 * self._pen)
        self.axes.add_artist(shape)

    def draw_rule(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = INK,
        width: float = 0.8,
        dashes: tuple[float, ...] = (),
        zorder: float = CURVES,
        gid: str | None = None,
    ) -> None:
        """Draw straight lines from point to point; dashes are in line widths."""
        line = PathPatch(Path(np.array(points)), fill=False, edgecolor=colour, zorder=zorder)
        line.set(linewidth=width * self._pen, linestyle=(0, dashes) if dashes else "solid", gid=gid)
        line.set(capstyle="butt", joinstyle="round")
        self.axes.add_artist(line)

    def fill_area(self, points: Sequence[tuple[float, float]], fill: str, gid: str) -> None:
        """Fill a polygon behind everything but the grid."""
        shape = Polygon(np.array(points), closed=True, facecolor=fill, edgecolor="none")
        shape.set(zorder=GRIDS - 0.1, gid=gid)
        self.axes.add_artist(shape)

    def mark(
        self,
        x: float,
        y: float,
        look: Ink,
        *,
        size: float = 3.0,
        edge: str = PAPER,
        gid: str | None = None,
    ) -> None:
        """Draw a sign around a point."""
        shape: Patch
        if look.shape == "circle":
            shape = Circle((x, y), size)
        else:
            shape = Polygon(_SHAPES[look.shape] * size + np.array([x, y]), closed=True)
        shape.set(facecolor=look.fill, edgecolor=edge, linewidth=0.7 * self._pen, gid=gid)
        shape.set(zorder=BOXES + 0.5)
        self.axes.add_artist(shape)

    def draw_outline(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        colour: str,
        gid: str | None,
        *,
        width: float = 1.6,
        dashed: bool = True,
    ) -> None:
        """Draw a frame in front of bars and cells."""
        shape = Rectangle(corner, *size, fill=False, edgecolor=colour, zorder=BOXES + 0.3)
        shape.set(linewidth=width * self._pen, gid=gid, joinstyle="miter")
        shape.set(linestyle=(0, (3, 1.6)) if dashed else "solid")
        self.axes.add_artist(shape)

    def write_aslant(self, text: Paragraph, x: float, y: float, degrees: float) -> None:
        """Write a text upwards to the right, from the middle of its left end on."""
        label = ScaledText(x, y, text.text, self.face.make_properties(bold=text.bold), text.size)
        label.set(color=text.colour, rotation=degrees, rotation_mode="anchor", zorder=TEXTS)
        label.set(horizontalalignment="left", verticalalignment="center")
        self.axes.add_artist(label)

    def draw_columns(
        self, scale: Scale, bottom: float, top: float, text: Callable[[float], str]
    ) -> None:
        """Draw the grid of a horizontal scale, its numbers above."""
        for tick in scale.ticks:
            x = scale(tick)
            self.draw_rule([(x, bottom), (x, top)], colour=GRID, width=0.6, zorder=GRIDS)
            self.label(text(tick), x, top + 6, align="center", size=SMALL, colour=QUIET)

    def draw_rows(
        self, scale: Scale, left: float, right: float, text: Callable[[float], str]
    ) -> None:
        """Draw the grid of a vertical scale, its numbers on the left."""
        for tick in scale.ticks:
            y = scale(tick)
            self.draw_rule([(left, y), (right, y)], colour=GRID, width=0.6, zorder=GRIDS)
            self.label(text(tick), left - 5, y, align="right", size=SMALL, colour=QUIET)
