"""What every workbook is written with: the file, the looks of cells, texts that come back."""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

import pandas as pd

from kamgraph.errors import SourceError, require_extra
from kamgraph.sources.commit import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


INK, FAINT, PAPER, LINE = "#1F3A4D", "#5F7482", "#F4F6F7", "#D5DCE0"
_LONGEST = 32_767
_EXACT = 2**53
_FIRST_DAY = pd.Timestamp(1900, 3, 1)  # from here on all spreadsheets agree
_NARROWEST, _WIDEST = 10, 48
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
    beside: Any  # names that stand beside ids
    beside_head: Any
    text: Any
    day: Any
    number: Any
    share: Any


@contextmanager
def create_workbook(path: Path, *, check: Callable[[], None] | None = None) -> Iterator[Any]:
    """Yield a workbook that is written to a file at the end, if all went well."""
    stream = io.BytesIO()
    workbook = import_xlsxwriter().Workbook(stream, {"in_memory": True})
    workbook.set_properties({"created": _FOREVER})
    yield workbook
    workbook.close()
    write_bytes(path, stream.getvalue(), check=check)


def make_formats(workbook: Any) -> Formats:
    """Make the looks of the cells of a workbook."""
    head = {"bold": True, "valign": "vcenter", "border": 1, "border_color": LINE}
    cell = {"valign": "top"}
    return Formats(
        required=workbook.add_format(head | {"bg_color": INK, "font_color": "#FFFFFF"}),
        optional=workbook.add_format(head | {"bg_color": LINE, "font_color": INK}),
        beside=workbook.add_format(cell | {"num_format": "@", "italic": True, "font_color": FAINT}),
        beside_head=workbook.add_format(head | {"italic": True, "font_color": FAINT}),
        text=workbook.add_format(cell | {"num_format": "@"}),
        day=workbook.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "left"}),
        number=workbook.add_format(cell),
        share=workbook.add_format(cell | {"num_format": "0%"}),
    )


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


def write_cell(
    sheet: Any, row: int, column: int, kind: str, cell: Any, text: str, formats: Formats
) -> None:
    """Write a value of a book as what it is, where a sheet can hold that exactly."""
    if kind == "day" and cell >= _FIRST_DAY:
        sheet.write_datetime(row, column, cell, formats.day)
    elif kind in {"number", "integer", "graded", "share"} and _is_exact(text):
        look = formats.share if kind == "share" else formats.number
        sheet.write_number(row, column, float(text), look)
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


def import_xlsxwriter() -> Any:
    """Return what writes workbooks, or say how to get it."""
    with require_extra("writing workbooks needs xlsxwriter", "excel"):
        import xlsxwriter
    return xlsxwriter
