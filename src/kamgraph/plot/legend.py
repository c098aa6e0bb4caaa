"""The legend of a map, in as many rows as the width takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from kamgraph.model.colours import CHOICE
from kamgraph.model.voice import score
from kamgraph.plot.canvas.surface import CHIP, BoxStyle
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import CLOSENESS, PAPER, TieStyle, choose_ink

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
_SPARE = 1.05  # of the width of a long label; small letters are drawn wider than they measure


class Entry(NamedTuple):
    """A sign, how wide it is, and what it means."""

    label: str
    symbol: Symbol
    width: float


def explain_choice(label: str) -> Entry:
    """Explain the fills by the scale of choice."""
    return _explain_boxes(label, [(score(value), BoxStyle(fill)) for value, fill in CHOICE])


def explain_closeness(label: str) -> Entry:
    """Explain fills by the scale of closeness."""
    return _explain_boxes(
        label, [(f"{100 * value:.0f}", BoxStyle(fill)) for value, fill in CLOSENESS]
    )


def explain_box(
    label: str, text: str, *, fill: str = PAPER, dashed: bool = False, hatched: bool = False
) -> Entry:
    """Explain a kind of box."""
    return _explain_boxes(label, [(text, BoxStyle(fill, dashed=dashed, hatched=hatched))])


def explain_borders(label: str, widths: dict[str, float]) -> Entry:
    """Explain the line widths of the boxes."""
    return _explain_boxes(
        label, [(text, BoxStyle(PAPER, border=width)) for text, width in widths.items()]
    )


def explain_line(label: str, style: TieStyle) -> Entry:
    """Explain a kind of line."""

    def draw(canvas: Surface, x: float, y: float) -> None:
        points = np.array([(x, y), (x + _LINE / 3, y), (x + _LINE * 2 / 3, y), (x + _LINE, y)])
        canvas.draw_curve(points, style, strength=0.5)

    return Entry(label, draw, _LINE)


def explain_chips(label: str, closenesses: Sequence[float]) -> Entry:
    """Explain the chips."""
    step = 2.4 * CHIP

    def draw(canvas: Surface, x: float, y: float) -> None:
        for number, closeness in enumerate(closenesses):
            canvas.draw_chip(x + CHIP + number * step, y, "1", closeness)

    return Entry(label, draw, step * len(closenesses))


def write_remark(label: str) -> Entry:
    """Return a remark without a sign."""
    return Entry(label, lambda _canvas, _x, _y: None, -_SPACE)


def _explain_boxes(label: str, boxes: Sequence[tuple[str, BoxStyle]]) -> Entry:
    width, _ = CELL

    def draw(canvas: Surface, x: float, y: float) -> None:
        for number, (text, style) in enumerate(boxes):
            middle = x + (number + 0.5) * width + number * _GUTTER
            canvas.draw_box((middle, y), CELL, style)
            word = Paragraph(text, 6.6, bold=True, colour=choose_ink(style.fill))
            canvas.write([word], middle, y + word.height / 2, align="center")

    return Entry(label, draw, width * len(boxes) + _GUTTER * (len(boxes) - 1))


@dataclass(frozen=True, eq=False)
class Legend:
    """Entries that flow over rows of a given width."""

    rows: tuple[tuple[Entry, ...], ...]
    face: Typeface
    width: float

    @classmethod
    def of(cls, entries: Sequence[Entry], face: Typeface, width: float) -> Legend:
        """Set entries in rows."""
        rows: list[list[Entry]] = []
        filled = width
        for entry in entries:
            needed = _measure_entry(entry, face, width) + _BETWEEN
            if filled + needed - _BETWEEN > width:
                rows.append([])
                filled = 0.0
            rows[-1].append(entry)
            filled += needed
        return cls(tuple(tuple(row) for row in rows), face, width)

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
                label = _fit_label(entry, self.face, self.width)
                canvas.write([label], x + entry.width + _SPACE, y + label.height / 2)
                x += _measure_entry(entry, self.face, self.width) + _BETWEEN


def _measure_entry(entry: Entry, face: Typeface, width: float) -> float:
    return entry.width + _SPACE + _fit_label(entry, face, width).measure(face)


def _fit_label(entry: Entry, face: Typeface, width: float) -> Paragraph:
    """Return a label on one line, or on more and smaller where a row is too short for it."""
    room = {"width": (width - entry.width - _SPACE) / _SPARE, "height": _ROW}
    return fit_texts([Paragraph(entry.label, _SIZE)], face, **room)[0]
