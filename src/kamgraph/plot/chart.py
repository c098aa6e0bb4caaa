"""The furniture that charts share: a page of one width with heading and signs, axes and marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from kamgraph.plot.canvas import BOXES, CURVES, LINES, TEXTS, Canvas, open_page
from kamgraph.plot.fonts import Typeface, typeface
from kamgraph.plot.legend import Entry, Legend
from kamgraph.plot.lettering import Paragraph, ScaledText, fitted
from kamgraph.plot.palette import GRID, INK, PAPER, QUIET, Ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

WIDTH = 540.0  # at 700 pixels a text of size 8 is 10 pixels high
NAME, TEXT, SMALL = 9.0, 8.0, 7.2
GRIDS = LINES - 0.5  # behind everything
_TITLE, _LEAD, _NOTE = 13.0, 9.0, 7.2
_MARGIN, _GAP = 12.0, 9.0
_SIGN = 7.0
_NAME_SHARE = 0.62  # of the height that name and description have together
_SPAN = 18.0  # points
_SHAPES = {
    "square": np.array([(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]),
    "triangle": np.array([(-1.1, -0.9), (1.1, -0.9), (0.0, 1.15)]),
    "target": np.array([(-1.0, 1.4), (1.0, 1.4), (0.0, -0.2)]),
    "diamond": np.array([(-1.2, 0.0), (0.0, -1.2), (1.2, 0.0), (0.0, 1.2)]),
}


class Scale(NamedTuple):
    """Where values stand on a page: from low to high over a stretch of it.

    Examples
    --------
    >>> Scale(0, 100, 20, 220)(50)
    120.0
    """

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return float(self.begin + share * (self.end - self.begin))

    @classmethod
    def around(
        cls, values: Iterable[float], begin: float, end: float, *, score: bool = False
    ) -> Scale:
        """Return a scale from one round number to another that has room for all values.

        That of scores stays within 0 and 100 and spans some points at least, so that a small
        change looks small.
        """
        low, high = min(values := [*values]), max(values)
        lacking = max(0.0, _SPAN - (high - low)) / 2 * score
        ticks = round_numbers(low - lacking, high + lacking)
        low, high = ticks[0], ticks[-1]
        return (
            cls(max(low, 0.0), min(high, 100.0), begin, end)
            if score
            else cls(low, high, begin, end)
        )

    @property
    def ticks(self) -> list[float]:
        """A few round numbers on the scale."""
        found = round_numbers(self.low, self.high)
        slack = 1e-9 * (self.high - self.low)
        return [tick for tick in found if self.low - slack <= tick <= self.high + slack]


def round_numbers(low: float, high: float) -> list[float]:
    """Return a few round numbers around a range of values."""
    if low == high:
        low, high = low - 1, high + 1
    locator = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10])
    return np.asarray(locator.tick_values(low, high)).tolist()


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
        line = Paragraph(self.face.shown(text), size, bold=bold, colour=colour)
        self.write([line], x, y + line.height / 2, align=align)

    def person(
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
        lines = fitted([Paragraph(name, NAME, bold=True)], self.face, width=width, height=room)
        if place:
            room = height - sum(line.height for line in lines)
            below = [Paragraph(place, SMALL, colour=QUIET)]
            lines += fitted(below, self.face, width=width, height=room)
        spare = (height - sum(line.height for line in lines)) * centred
        self.write(lines, left, top - spare / 2)

    def bar(
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

    def rule(
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

    def area(self, points: Sequence[tuple[float, float]], fill: str, gid: str) -> None:
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

    def outline(
        self, corner: tuple[float, float], size: tuple[float, float], colour: str, gid: str | None
    ) -> None:
        """Draw a dashed frame in front of bars and cells."""
        shape = Rectangle(corner, *size, fill=False, edgecolor=colour, zorder=BOXES + 0.3)
        shape.set(linewidth=1.6 * self._pen, linestyle=(0, (3, 1.6)), gid=gid)
        self.axes.add_artist(shape)

    def aslant(self, text: Paragraph, x: float, y: float, degrees: float) -> None:
        """Write a text upwards to the right, from the middle of its left end on."""
        label = ScaledText(x, y, text.text, self.face.properties(bold=text.bold), text.size)
        label.set(color=text.colour, rotation=degrees, rotation_mode="anchor", zorder=TEXTS)
        label.set(horizontalalignment="left", verticalalignment="center")
        self.axes.add_artist(label)

    def columns(
        self, scale: Scale, bottom: float, top: float, text: Callable[[float], str]
    ) -> None:
        """Draw the grid of a horizontal scale, its numbers above."""
        for tick in scale.ticks:
            x = scale(tick)
            self.rule([(x, bottom), (x, top)], colour=GRID, width=0.6, zorder=GRIDS)
            self.label(text(tick), x, top + 6, align="center", size=SMALL, colour=QUIET)

    def rows(self, scale: Scale, left: float, right: float, text: Callable[[float], str]) -> None:
        """Draw the grid of a vertical scale, its numbers on the left."""
        for tick in scale.ticks:
            y = scale(tick)
            self.rule([(left, y), (right, y)], colour=GRID, width=0.6, zorder=GRIDS)
            self.label(text(tick), left - 5, y, align="right", size=SMALL, colour=QUIET)


def swatch(label: str, look: Ink, edge: str = "none") -> Entry:
    """Explain the fill of bars."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.bar((x, y - _SIGN / 2), (2 * _SIGN, _SIGN), look, edge=edge)

    return Entry(label, symbol, 2 * _SIGN)


def sign(label: str, look: Ink, *, edge: str = PAPER, size: float = 3.0) -> Entry:
    """Explain a mark."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.mark(x + _SIGN / 2, y, look, edge=edge, size=size)

    return Entry(label, symbol, _SIGN)


def upright(label: str) -> Entry:
    """Explain a short upright line."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.rule([(x + _SIGN / 2, y - _SIGN / 1.6), (x + _SIGN / 2, y + _SIGN / 1.6)], width=2)

    return Entry(label, symbol, _SIGN)


def frame(label: str, colour: str) -> Entry:
    """Explain a dashed frame."""

    def symbol(chart: Chart, x: float, y: float) -> None:
        chart.outline((x, y - _SIGN * 0.7), (2 * _SIGN, 1.4 * _SIGN), colour, None)

    return Entry(label, symbol, 2 * _SIGN)


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is written around the body of a chart.

    Parameters
    ----------
    face
        What to write with.
    heading
        The title, if any, and below it what is shown.
    legend
        The signs and what they mean.
    notes
        What is to be known besides.
    width
        The width of the body.
    """

    face: Typeface
    heading: list[Paragraph]
    legend: Legend
    notes: list[Paragraph]
    width: float

    @classmethod
    def of(
        cls,
        title: str,
        lead: str,
        *,
        texts: Iterable[str] = (),
        entries: Sequence[Entry] = (),
        notes: Sequence[str] = (),
        width: float = WIDTH,
    ) -> Sheet:
        """Choose a typeface for everything that the chart says, its own texts included."""
        face = typeface([title, lead, *texts, *notes, *(entry.label for entry in entries)])
        heading = [Paragraph(title, _TITLE, bold=True)] if title else []
        heading.append(Paragraph(lead, _LEAD, colour=QUIET))
        below = [Paragraph(note, _NOTE, colour=QUIET) for note in notes]
        return cls(
            face=face,
            heading=[line for one in heading for line in fitted([one], face, width=width)],
            legend=Legend.of(entries, face, width),
            notes=fitted(below, face, width=width),
            width=width,
        )

    def open(self, axes: Axes | None, height: float) -> Chart:
        """Open a page with a body of some height, everything around it written.

        Parameters
        ----------
        axes
            Where to draw; without any, on a new figure.
        height
            Of the body, which lies between (0, 0) and (width, height).
        """
        gap = _GAP if height else 0.0
        above = sum(line.height for line in self.heading) + gap
        notes = sum(line.height for line in self.notes)
        below = self.legend.height + notes + gap * bool(self.legend.height + notes)
        page = (-_MARGIN, self.width + _MARGIN, -below - _MARGIN, height + above + _MARGIN)
        chart = Chart(open_page(axes, page), self.face)
        chart.write(self.heading, 0, height + above)
        self.legend.draw(chart, 0, -gap)
        chart.write(self.notes, 0, notes - below)
        return chart
