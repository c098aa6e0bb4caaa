"""Workbooks written from a book: one sheet per table, to be read by people and by us."""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

import pandas as pd

from kamgraph.errors import SourceError, require_extra
from kamgraph.model.columns import columns
from kamgraph.model.document import iso_days
from kamgraph.sources.files import name_errors, replace_files

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from kamgraph.model.book import Book

INK, PAPER, LINE = "#1F3A4D", "#F4F6F7", "#D5DCE0"
_MOST_ROWS, _MOST_COLUMNS, _LONGEST = 2**20 - 1, 2**14, 32_767
_EXACT = 2**53
_FIRST_DAY = pd.Timestamp(1900, 3, 1)  # from here on all spreadsheets agree
_NARROWEST, _WIDEST = 10, 48
_LOOKED_AT = 200  # rows
_FOREVER = datetime(2000, 1, 1, tzinfo=UTC)  # the same book gives the same bytes
_IMPOSSIBLE = re.compile("[\ufffe\uffff]")
# Text that would come back changed: markup of rich text, and an escape that begins in another.
_GARBLED = re.compile(r"<r>.*</r>|.*_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_.*", re.DOTALL)
_OVERLAPS = re.compile("(?<=_x[0-9A-Fa-f]{4})(?=_x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Formats:
    """The looks of the cells of a workbook."""

    required: Any
    optional: Any
    text: Any
    day: Any
    number: Any


def write_workbook(book: Book, path: str | os.PathLike[str]) -> None:
    """Write a book as an Excel workbook from which an equal book is read."""
    # Every table is a sheet with all its columns. Texts are texts, never formulas or links; days
    # are days, numbers are numbers, save those that a sheet cannot hold exactly: they are texts.
    with create_workbook(Path(path)) as workbook:
        formats = make_formats(workbook)
        for name, table in book.to_tables().items():
            _write_table(workbook, name, table, formats)


@contextmanager
def create_workbook(path: Path) -> Iterator[Any]:
    """Yield a workbook that is written to a file at the end, if all went well."""
    stream = io.BytesIO()
    workbook = _import_xlsxwriter().Workbook(stream, {"in_memory": True})
    workbook.set_properties({"created": _FOREVER})
    yield workbook
    workbook.close()
    with name_errors(path):
        replace_files({path: lambda draft: draft.write_bytes(stream.getvalue())})


def make_formats(workbook: Any) -> Formats:
    """Make the looks of the cells of a workbook."""
    head = {"bold": True, "valign": "vcenter", "border": 1, "border_color": LINE}
    cell = {"valign": "top"}
    return Formats(
        required=workbook.add_format(head | {"bg_color": INK, "font_color": "#FFFFFF"}),
        optional=workbook.add_format(head | {"bg_color": LINE, "font_color": INK}),
        text=workbook.add_format(cell | {"num_format": "@"}),
        day=workbook.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "left"}),
        number=workbook.add_format(cell),
    )


def add_sheet(workbook: Any, table: str, names: list[str], formats: Formats) -> Any:
    """Add the sheet of a table with its header, which stays in sight and filters."""
    sheet = workbook.add_worksheet(table)
    required = {column.name for column in columns(table) if column.required}
    sheet.set_row(0, 22)
    for at, name in enumerate(names):
        write_text(sheet, 0, at, name, formats.required if name in required else formats.optional)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def write_text(sheet: Any, row: int, column: int, text: str, look: Any) -> None:
    """Write a text so that it is read back as it is, whatever it looks like."""
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > _LONGEST:
        _refuse(sheet, row, f"a text of {len(text):,} characters is too long for a cell")
    if _IMPOSSIBLE.search(text):
        _refuse(sheet, row, "a text holds U+FFFE or U+FFFF, which no sheet can hold")
    # What looks like runs of rich text is written as such, and need be it when it only looks so.
    written = _divide_runs(text) if _GARBLED.fullmatch(text) else text
    if sheet.write_string(row, column, written, look):
        _refuse(sheet, row, "a text is too long for a cell")


def _divide_runs(text: str) -> str:
    """Put a text into runs, each with no more than one escape."""
    runs = _OVERLAPS.split(text)
    return "".join(f'<r><t xml:space="preserve">{escape(run)}</t></r>' for run in runs)


def _refuse(sheet: Any, row: int, problem: str) -> NoReturn:
    raise SourceError(f"sheet {sheet.get_name()}, row {row + 1}: {problem}; write .json instead")


def _write_table(workbook: Any, name: str, table: pd.DataFrame, formats: Formats) -> None:
    if len(table) > _MOST_ROWS or len(table.columns) > _MOST_COLUMNS:
        size = f"{len(table):,} rows and {len(table.columns):,} columns"
        raise SourceError(f"the table {name} has {size}, too many for a sheet; write a folder")
    sheet = add_sheet(workbook, name, [*table], formats)
    kinds = {column.name: column.kind for column in columns(name)}
    for at, column in enumerate(table):
        cells = table[column].dropna()
        texts = _write_cells(sheet, at, kinds.get(str(column), "text"), cells, formats)
        sheet.set_column(at, at, fit_width([str(column), *texts[:_LOOKED_AT]]))
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(table) + 1}"})


def _write_cells(
    sheet: Any, column: int, kind: str, cells: pd.Series[Any], formats: Formats
) -> list[str]:
    """Write the cells of a column below its header; return their texts."""
    if cells.empty:
        return []
    texts = (iso_days(cells) if kind == "day" else cells.astype("str")).tolist()
    for row, cell, text in zip(cells.index.tolist(), cells, texts, strict=True):
        write_cell(sheet, row + 1, column, kind, cell, text, formats)
    return texts


def write_cell(
    sheet: Any, row: int, column: int, kind: str, cell: Any, text: str, formats: Formats
) -> None:
    """Write a value of a book as what it is, where a sheet can hold that exactly."""
    if kind == "day" and cell >= _FIRST_DAY:
        sheet.write_datetime(row, column, cell, formats.day)
    elif kind in {"number", "integer", "graded"} and _is_exact(text):
        sheet.write_number(row, column, float(text), formats.number)
    else:
        write_text(sheet, row, column, text, formats.text)


def _is_exact(text: str) -> bool:
    """Return whether a text is a number that a sheet gives back to the last digit."""
    try:
        number = float(text)
    except ValueError:
        return False
    normal = number == 0 or sys.float_info.min <= abs(number) < _EXACT
    return normal and float(f"{number:.16G}") == number


def fit_width(texts: Iterable[str]) -> int:
    """Return how wide a column should be; characters of East Asia take twice the room."""
    return min(max(max(map(count_letters, texts)) + 4, _NARROWEST), _WIDEST)


def count_letters(text: str) -> int:
    """Return how many letters of the West a text is as wide as."""
    return sum(1 + (east_asian_width(char) in "WF") for char in text)


def _import_xlsxwriter() -> Any:
    with require_extra("writing workbooks needs xlsxwriter", "excel"):
        import xlsxwriter
    return xlsxwriter
