"""The grid of contacts as a table of a slide: their functions against their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.voice import say, share
from kamgraph.plot.contact_grid import ContactGrid, shade_touches, write_cell
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import ALARM, choose_ink
from kamgraph.reviews.formats.slides.lettering import THEME, fit_text
from kamgraph.reviews.formats.slides.table import Cell, Grid

if TYPE_CHECKING:
    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.formats.slides.box import Box

_LARGER = 1.3  # than in the picture
_HEAD = 11.0
_NAMES, _TOTALS = 0.13, 0.09  # of the width
_TALLEST = 0.5  # of the room that a row may take
_PAD = 11.0  # what a cell needs beside and above its text


def measure_contacts(shown: ContactGrid, face: Typeface, room: Box) -> Grid:
    """Measure the grid for a room: a row per function, and beside it its touches."""
    step = room.width * (1 - _NAMES - _TOTALS * shown.recorded) / len(shown.columns)
    widths = [_NAMES * room.width, *(step for _ in shown.columns)]
    headings = ["", *shown.columns]
    if shown.recorded:
        widths.append(_TOTALS * room.width)
        headings.append(say("plot.touches_heading"))
    rows = [[_write_head(text) for text in headings]]
    rows += [_write_row(str(row), shown) for row in shown.touches.index]
    fitting = [
        [_fit(cell, face, width, room) for cell, width in zip(row, widths, strict=True)]
        for row in rows
    ]
    return Grid(fitting[0], fitting[1:], widths, face)


def _write_head(text: str) -> Cell:
    return Cell((Paragraph(text, _HEAD, bold=True, colour=THEME),), "left")


def _write_row(row: str, shown: ContactGrid) -> list[Cell]:
    """Return a row: its name, its cells and how many of the touches it has."""
    cells = [_write_head(row), *(_write_cell(row, column, shown) for column in shown.columns)]
    if shown.recorded:
        count, total = int(shown.touches[row]), max(int(shown.touches.sum()), 1)
        told = say("plot.share_of_touches", count=f"{count:,}", share=share(count / total))
        cells.append(Cell((Paragraph(told, _HEAD, colour=THEME),), "left"))
    return cells


def _write_cell(row: str, column: str, shown: ContactGrid) -> Cell:
    """Return a cell in the colours of the picture; who was never met stands out."""
    cell = shown.cells.get((row, column))
    if cell is None:
        return Cell((), "left")
    most = max(one.touches for one in shown.cells.values())
    fill = shade_touches(cell.touches / most) if cell.touches else ""
    first, *others = (
        line._replace(size=_LARGER * line.size, colour=choose_ink(fill) if fill else THEME)
        for line in write_cell(cell, recorded=shown.recorded)
    )
    first = first._replace(colour=ALARM) if cell.unmet else first
    return Cell((first, *others), "left", fill)


def _fit(cell: Cell, face: Typeface, width: float, room: Box) -> Cell:
    height = _TALLEST * room.height
    fitting = fit_text(cell.paragraphs, face, width=width - _PAD, height=height - _PAD)
    return Cell(tuple(fitting), cell.align, cell.fill)
