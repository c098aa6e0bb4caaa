"""The legend of a map, in as many rows as the width takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from kamgraph.plot.canvas.surface import CHIP, BoxStyle
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import CHOICE, CLOSENESS, PAPER, TieStyle, ink

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.plot.canvas.surface import Surface
    from kamgraph.plot.fonts import Typeface

# Drawn on the surface whose strokes it needs, at its left end and its middle.
Symbol: TypeAlias = "Callable[[Any, float, float], None]"

_SIZE = 8.0
CELL = (24.0, 12.0)
_GUTTER = 4.0
_LINE = 34.0
_ROW = 19.0
_SPACE = 6.0
_BETWEEN = 22.0


class Entry(NamedTuple):
    """A sign, how wide it is, and what it means."""

    label: str
    symbol: Symbol
    width: float


def choice(label: str) -> Entry:
    """Explain the fills by the scale of choice."""
    return _cells(label, [(f"{value:.0f}", BoxStyle(fill)) for value, fill in CHOICE])


def closeness(label: str) -> Entry:
    """Explain fills by the scale of closeness."""
    return _cells(label, [(f"{100 * value:.0f}", BoxStyle(fill)) for value, fill in CLOSENESS])


def box(label: str, text: str, *, dashed: bool = False, hatched: bool = False) -> Entry:
    """Explain a kind of box."""
    return _cells(label, [(text, BoxStyle(PAPER, dashed=dashed, hatched=hatched))])


def borders(label: str, widths: dict[str, float]) -> Entry:
    """Explain the line widths of the boxes."""
    return _cells(label, [(text, BoxStyle(PAPER, border=width)) for text, width in widths.items()])


def line(label: str, style: TieStyle) -> Entry:
    """Explain a kind of line."""

    def symbol(canvas: Surface, x: float, y: float) -> None:
        points = np.array([(x, y), (x + _LINE / 3, y), (x + _LINE * 2 / 3, y), (x + _LINE, y)])
        canvas.curve(points, style, strength=0.5)

    return Entry(label, symbol, _LINE)


def chips(label: str, closenesses: Sequence[float]) -> Entry:
    """Explain the chips."""
    step = 2.4 * CHIP

    def symbol(canvas: Surface, x: float, y: float) -> None:
        for number, closeness in enumerate(closenesses):
            canvas.chip(x + CHIP + number * step, y, "1", closeness)

    return Entry(label, symbol, step * len(closenesses))


def note(label: str) -> Entry:
    """Return a remark without a sign."""
    return Entry(label, lambda _canvas, _x, _y: None, -_SPACE)


def _cells(label: str, boxes: Sequence[tuple[str, BoxStyle]]) -> Entry:
    width, _ = CELL

    def symbol(canvas: Surface, x: float, y: float) -> None:
        for number, (text, style) in enumerate(boxes):
            middle = x + (number + 0.5) * width + number * _GUTTER
            canvas.box((middle, y), CELL, style)
            word = Paragraph(text, 6.6, bold=True, colour=ink(style.fill))
            canvas.write([word], middle, y + word.height / 2, align="center")

    return Entry(label, symbol, width * len(boxes) + _GUTTER * (len(boxes) - 1))


@dataclass(frozen=True, eq=False)
class Legend:
    """Entries that flow over rows of a given width."""

    rows: tuple[tuple[Entry, ...], ...]
    face: Typeface

    @classmethod
    def of(cls, entries: Sequence[Entry], face: Typeface, width: float) -> Legend:
        """Set entries in rows."""
        rows: list[list[Entry]] = []
        filled = width
        for entry in entries:
            needed = _length(entry, face) + _BETWEEN
            if filled + needed - _BETWEEN > width:
                rows.append([])
                filled = 0.0
            rows[-1].append(entry)
            filled += needed
        return cls(tuple(tuple(row) for row in rows), face)

    @property
    def height(self) -> float:
        """The height of all rows."""
        return len(self.rows) * _ROW

    def draw(self, canvas: Surface, left: float, top: float) -> None:
        """Draw the rows below a top left corner."""
        for number, row in enumerate(self.rows):
            x, y = left, top - (number + 0.5) * _ROW
            for entry in row:
                entry.symbol(canvas, x, y)
                label = Paragraph(self.face.shown(entry.label), _SIZE)
                canvas.write([label], x + entry.width + _SPACE, y + label.height / 2)
                x += _length(entry, self.face) + _BETWEEN


def _length(entry: Entry, face: Typeface) -> float:
    return entry.width + _SPACE + face.width(face.shown(entry.label)) * _SIZE
