"""Tables of a review as tables of a slide, over as many slides as their rows take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from kamgraph.model.colours import colour
from kamgraph.plot.lettering import Paragraph, measure_longest_piece
from kamgraph.plot.palette import choose_ink
from kamgraph.reviews.formats.cells import is_missing, show_cell
from kamgraph.reviews.formats.slides.lettering import (
    THEME,
    convert_colour,
    fit_text,
    measure_height,
    write_paragraph,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.table import _Cell

    from kamgraph.model.result import Kind
    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.columns import Column
    from kamgraph.reviews.formats.slides.box import Box
    from kamgraph.reviews.formats.slides.deck import Page
    from kamgraph.reviews.section import Table

_SIZE, _BELOW, _HEAD = 11.0, 9.0, 10.0
_PAD_X, _PAD_Y = 5.0, 3.5
_BESIDE = 2 * _PAD_X + 1  # what a column needs beside its text, and a hair for rounding
_MOST = 600  # letters of a cell; more would not be read on a slide
_WIDER = 1.15  # how much wider than measured a day may be where a program lacks the font
_WORDS = {"name", "text"}  # the kinds of columns that may be wrapped
_LEFT = _WORDS | {"day"}
_WIDEST = 0.5  # of a table that the longest word of a column may claim
_LOOSE = 0.9  # of a page that is filled where nothing may go on to the next one
_TALLEST = 0.5  # of a page that a row may take
_GRID_FREE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_HEAD_LINE = '<a:schemeClr val="accent1"/>', 1.5
_ROW_LINE = '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>', 0.5


@dataclass(frozen=True, eq=False)
class Cell:
    """What a cell says and on which colour."""

    paragraphs: tuple[Paragraph, ...]
    align: str
    fill: str = ""


@dataclass(frozen=True, eq=False)
class Grid:
    """A table measured for a width."""

    head: list[Cell]
    rows: list[list[Cell]]
    widths: list[float]
    face: Typeface

    def measure_height(self, row: Sequence[Cell]) -> float:
        """Return how high a row is."""
        heights = (
            measure_height(cell.paragraphs, self.face, width - 2 * _PAD_X)
            for cell, width in zip(row, self.widths, strict=True)
        )
        return max(heights, default=0.0) + 2 * _PAD_Y

    def fill_pages(self, height: float) -> list[list[list[Cell]]]:
        """Deal the rows to as few pages of a height as can be, about equally full."""
        room = height - self.measure_height(self.head)
        heights = [self.measure_height(row) for row in self.rows]
        fewest = len(_share_rows(heights, room))
        low, high = max(heights), room
        while high - low > 1:  # the least room that needs no more pages fills them alike
            middle = (low + high) / 2
            low, high = (
                (low, middle) if len(_share_rows(heights, middle)) == fewest else (middle, high)
            )
        return [[self.rows[number] for number in page] for page in _share_rows(heights, high)]

    def fill_first(self, height: float) -> list[list[Cell]]:
        """Return as many of the first rows as a height takes, with room for a wider font."""
        room = _LOOSE * height - self.measure_height(self.head)
        heights = [self.measure_height(row) for row in self.rows]
        return [self.rows[number] for number in _share_rows(heights, room)[0]] if heights else []


def _share_rows(heights: list[float], room: float) -> list[list[int]]:
    pages: list[list[int]] = []
    filled = math.inf
    for number, height in enumerate(heights):
        if filled + height > room:
            pages.append([])
            filled = 0.0
        pages[-1].append(number)
        filled += height
    return pages


def measure_table(table: Table, face: Typeface, room: Box) -> Grid:
    """Measure a table for the width of a room."""
    columns = {name: one for name, one in table.columns.items() if one.kind != "span"}
    head = [
        Cell((Paragraph(one.heading, _HEAD, bold=True, colour=THEME),), _choose_align(one))
        for one in columns.values()
    ]
    rows = [
        [_make_cell(row, name, column) for name, column in columns.items()]
        for row in table.rows.to_dict("records")
    ]
    kinds = [one.kind for one in columns.values()]
    widths = _share_width([head, *rows], kinds, face, room.width)
    tallest = room.height * _TALLEST  # what does not fit is made smaller, and shortened in the end
    fitting = [
        [_fit_columns(cell, face, width, tallest) for cell, width in zip(row, widths, strict=True)]
        for row in (head, *rows)
    ]
    return Grid(fitting[0], fitting[1:], widths, face)


def _make_cell(row: dict[Any, Any], name: str, column: Column) -> Cell:
    value = row[name]
    fill = colour(value) if column.kind == "score" and not is_missing(value) else ""
    shade = choose_ink(fill) if fill else THEME
    below = row[column.below] if column.below else ""
    paragraphs = [
        Paragraph(
            show_cell(value, column.kind)[:_MOST], _SIZE, bold=column.kind == "name", colour=shade
        )
    ]
    if not is_missing(below):
        paragraphs.append(Paragraph(str(below)[:_MOST], _BELOW, colour=shade))
    return Cell(tuple(paragraphs), _choose_align(column), fill)


def _choose_align(column: Column) -> str:
    if column.kind in _LEFT:
        return "left"
    return "center" if column.kind == "score" else "right"


def _fit_columns(cell: Cell, face: Typeface, width: float, tallest: float) -> Cell:
    room = {"width": width - 2 * _PAD_X, "height": tallest - 2 * _PAD_Y}
    return Cell(tuple(fit_text(cell.paragraphs, face, **room)), cell.align, cell.fill)


def _share_width(
    rows: list[list[Cell]], kinds: list[Kind], face: Typeface, width: float
) -> list[float]:
    """Give each column its longest word or day, and share the rest by how much each has to say."""
    said = [
        [one for cell in column for one in cell.paragraphs] for column in zip(*rows, strict=True)
    ]
    longest = [max(measure_longest_piece(one, face) for one in texts) + _BESIDE for texts in said]
    whole = [max(_measure_whole_line(one, face) for one in texts) + _BESIDE for texts in said]
    days = [
        max(_measure_whole_line(cell.paragraphs[0], face) for cell in column) * _WIDER + _BESIDE
        for column in zip(*rows, strict=True)
    ]
    unbroken = [
        max(word, day if kind == "day" else 0.0)
        for word, day, kind in zip(longest, days, kinds, strict=True)
    ]
    least = np.minimum(unbroken, _WIDEST * width)
    wanted = np.maximum(np.array(whole) - least, 0.0)
    spare = width - least.sum()
    if spare < 0:
        shared = least * (width / least.sum())
    elif wanted.sum() <= spare:  # nothing needs to be wrapped; texts take what is left over
        words = np.isin(kinds, [*_WORDS])
        more = words if words.any() else np.ones(len(least), dtype=bool)
        shared = least + wanted + more * ((spare - wanted.sum()) / more.sum())
    else:
        shared = least + spare * np.sqrt(wanted) / np.sqrt(wanted).sum()
    return [float(one) for one in shared]


def add_table(page: Page, grid: Grid, rows: list[list[Cell]], name: str) -> None:
    """Add a table of some of the rows, with its headings."""
    size = len(rows) + 1, len(grid.widths)
    frame = page.shapes.add_table(*size, *page.room.take_top(0.0).emu)
    frame.name = name
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _GRID_FREE  # noqa: SLF001 - XML only
    table.horz_banding = False
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Pt(width)
    heights = [grid.measure_height(row) for row in (grid.head, *rows)]
    for number, (row, height) in enumerate(zip((grid.head, *rows), heights, strict=True)):
        table.rows[number].height = Pt(height)
        for place, cell in enumerate(row):
            _write(table.cell(number, place), cell, head=number == 0)
    frame.height = Emu(sum(row.height for row in table.rows))


def _write(place: _Cell, cell: Cell, *, head: bool) -> None:
    place.margin_left = place.margin_right = Pt(_PAD_X)
    place.margin_top = place.margin_bottom = Pt(_PAD_Y - 0.5)
    place.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    frame = place.text_frame
    frame.word_wrap = True
    for number, one in enumerate(cell.paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write_paragraph(paragraph, one, align=cell.align)
    if cell.fill:
        place.fill.solid()
        place.fill.fore_color.rgb = convert_colour(cell.fill)
    else:
        place.fill.background()
    shade, width = _HEAD_LINE if head else _ROW_LINE
    line = f'<a:lnB {nsdecls("a")} w="{int(Pt(width))}"><a:solidFill>{shade}</a:solidFill></a:lnB>'
    place._tc.get_or_add_tcPr().insert(0, parse_xml(line))  # noqa: SLF001 - borders are XML only


def _measure_whole_line(paragraph: Paragraph, face: Typeface) -> float:
    return face.measure(face.show(paragraph.text), bold=paragraph.bold) * paragraph.size
