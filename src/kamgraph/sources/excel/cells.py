"""The cells of one sheet, read as a stream: each is a text, or odd."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal, NoReturn

from kamgraph.errors import SourceError, spell_value
from kamgraph.model.nothing import ERROR
from kamgraph.sources.excel.number_formats import Shown
from kamgraph.sources.excel.problems import column_letters
from kamgraph.sources.excel.texts import Runs, unescape
from kamgraph.sources.raw import Odd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.sources.excel.package import Styles
    from kamgraph.sources.limits import Limits

FORMULA = "is a formula; its last value was taken"
_TRUE = {"1", "true"}
_LAST_ROW = 2**20
_LAST_COLUMN = 2**14
_EXACT = 2**53  # beyond it not every whole number has a float of its own
_SURELY_EXACT = 16  # digits
_LETTERS = re.compile("[A-Z]{1,3}")
_RANGE = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SECONDS = 86_400
_LEAP_DAY = 60  # the 29th of February 1900, which Excel alone believes in
_FIRST_1900 = dt.date(1899, 12, 30)  # day 0 for all days after it
_FIRST_1904 = dt.date(1904, 1, 1)


class CellError(Exception):
    """What is wrong with a cell, and which columns may go without it."""

    fits: ClassVar[Literal["optional", "none"]] = "none"


class LostValueError(CellError):
    """A cell whose formula came to nothing."""

    fits = "optional"


@dataclass
class Column:
    """The filled cells of a column, from top to bottom."""

    rows: list[int] = field(default_factory=list)  # the row of each
    texts: list[str] = field(default_factory=list)  # its text
    # The rows in which a day or a truth value was a text only since we read it.
    days: list[int] = field(default_factory=list)
    truths: list[int] = field(default_factory=list)
    odd: dict[int, Odd] = field(default_factory=dict)  # what is odd, by row
    # The currency and the unit that its format shows, by row.
    currencies: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)

    def show(self, row: int, shown: Shown) -> None:
        """Keep what stands beside the number of a row."""
        if shown.currency:
            self.currencies[row] = shown.currency
        if shown.unit:
            self.units[row] = shown.unit


class SheetCells(Runs):
    """Keeps the filled cells and merged ranges of a sheet; a handler of its XML."""

    def __init__(
        self,
        place: str,
        *,
        strings: Sequence[str],
        styles: Styles,
        from_1904: bool,
        limits: Limits,
    ) -> None:
        super().__init__(place, limits)
        self.columns: defaultdict[int, Column] = defaultdict(Column)
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: set[int] = set()  # rows that the sheet does not show
        self._strings = strings
        self._styles = styles
        self._from_1904 = from_1904
        self._limits = limits
        self._row = 0
        self._row_text = ""
        self._in_row = False
        self._column = 0
        self._cell: dict[str, str] = {}
        self._value = ""
        self._formula: str | None = None
        self.is_worksheet = False
        self.starts |= {
            "worksheet": self._begin_worksheet,
            "row": self._begin_row,
            "c": self._begin_cell,
            "v": self._listen,
            "f": self._listen,
            "mergeCell": self._merge,
        }
        self.ends |= {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
        }
        self._readers: dict[str, Callable[[str], str]] = {
            "s": self._read_string,
            "str": unescape,
            "inlineStr": str,
            "b": self._read_truth,
            "d": self._read_iso_day,
            "e": self._refuse_error,
        }

    def _refuse(self, problem: str) -> NoReturn:
        raise SourceError(f"{self.place}: {problem}; open the workbook in Excel and save it again")

    def _begin_worksheet(self, _: dict[str, str]) -> None:
        self.is_worksheet = True

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        row = self._row + 1 if number is None else _read_whole(number)
        if not self._row < row <= _LAST_ROW:
            self._refuse(f"row {number or row} follows row {self._row}, which no sheet allows")
        self._row, self._row_text = row, str(row)
        if attributes.get("hidden") in _TRUE:
            self.hidden.add(row)
        self._in_row, self._column = True, 0

    def _end_row(self) -> None:
        self._in_row = False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._column = column_number(reference.removesuffix(self._row_text))
            if not self._column:
                self._refuse(f"row {self._row} holds a cell called {reference!r}")
        self._cell, self._value, self._formula = attributes, "", None

    def _listen(self, _: dict[str, str]) -> None:
        self._listening = True

    def _end_value(self) -> None:
        self._listening = False
        self._value = self.take_pieces()

    def _end_formula(self) -> None:
        self._listening = False
        self._formula = self.take_pieces()

    def _end_cell(self) -> None:
        """Read the cell, if it holds anything."""
        text = self._value + self.take_runs()
        if not self._in_row or not (text or self._formula is not None):
            return
        if self._column > self._limits.columns:
            most = f"{self._limits.columns:,} columns"
            raise SourceError(f"{self.place}, {self._name_cell()}: lies beyond the limit of {most}")
        try:
            kept = self._read(text)
        except CellError as error:
            odd = Odd(spell_value(self._show_formula() or text), str(error), error.fits)
            self.columns[self._column].odd[self._row] = odd
            kept = ""
        self._keep(kept)

    def _keep(self, text: str) -> None:
        column = self.columns[self._column]
        if column.rows and column.rows[-1] == self._row:
            self._refuse(f"{self._name_cell()} stands in the sheet twice")
        if len(text) > self._limits.cell:
            longest = f"{self._limits.cell:,} characters"
            raise SourceError(f"{self.place}, {self._name_cell()}: is longer than {longest}")
        column.rows.append(self._row)
        column.texts.append(text)

    def _name_cell(self) -> str:
        return f"cell {column_letters(self._column)}{self._row}"

    def _show_formula(self) -> str:
        return f"={self._formula}" if self._formula else ""

    def _read(self, text: str) -> str:
        """Return a cell as text; that of a formula is its last value."""
        kind = self._cell.get("t", "n")
        if self._formula is not None and kind != "e":
            if not text and kind != "str":
                raise CellError(
                    "is a formula without a value; open the workbook in Excel and save it again"
                )
            odd = Odd(spell_value(self._show_formula() or text), FORMULA, "any")
            self.columns[self._column].odd[self._row] = odd
        if kind == "n":
            style = self._cell.get("s", "")
            if style in self._styles.days:
                return self._read_day(text)
            self.columns[self._column].show(self._row, self._styles.shown.get(style, Shown()))
            return read_number(text)
        if kind not in self._readers:
            raise CellError(f"is a cell of the unknown type {kind!r}")
        return self._readers[kind](text)

    def _read_string(self, text: str) -> str:
        index = _read_whole(text)
        if not 0 <= index < len(self._strings):
            self._refuse(f"{self._name_cell()} refers to a text that is not in the workbook")
        return self._strings[index]

    def _read_truth(self, text: str) -> str:
        words = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
        if text not in words:
            raise CellError("is no truth value")
        self.columns[self._column].truths.append(self._row)
        return words[text]

    def _refuse_error(self, _: str) -> str:
        raise LostValueError(ERROR)

    def _read_day(self, text: str) -> str:
        """Read the number of a day, with the time as its fraction."""
        number = _read_finite(text)
        first = _FIRST_1904 if self._from_1904 else _FIRST_1900
        if not self._from_1904 and number < _LEAP_DAY + 1:
            if number >= _LEAP_DAY:
                raise CellError("is the 29th of February 1900, a day that never was")
            first += dt.timedelta(1)
        try:
            day = dt.datetime.combine(first, dt.time()) + dt.timedelta(0, round(number * _SECONDS))
        except OverflowError as error:
            raise CellError("is a day beyond the calendar") from error
        if number < (not self._from_1904):
            raise CellError("is no day of the calendar; format the cell as a number or text")
        return self._keep_day(day)

    def _read_iso_day(self, text: str) -> str:
        try:
            day = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise CellError("is no day of the calendar") from error
        return self._keep_day(day)

    def _keep_day(self, day: dt.datetime) -> str:
        self.columns[self._column].days.append(self._row)
        return day.isoformat().removesuffix("T00:00:00")

    def _merge(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        found = _RANGE.fullmatch(reference)
        if found is None:
            self._refuse(f"{reference!r} is no range of cells to merge")
        left, top, right, bottom = found.groups()
        self.merged.append((int(top), column_number(left), int(bottom), column_number(right)))


@cache
def column_number(letters: str) -> int:
    """Return the number of a column, counting from 1; 0 if there is none of these letters."""
    if not _LETTERS.fullmatch(letters):
        return 0  # digits that are left over are those of another row
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number if number <= _LAST_COLUMN else 0


def _read_whole(text: str) -> int:
    """Read a few decimal digits; anything else is -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_EXACT)) else -1


def _read_finite(text: str) -> float:
    plain = text.strip()
    number = float(plain) if _NUMBER.fullmatch(plain) else math.inf
    if math.isinf(number):
        raise CellError("is no number")
    return number


def read_number(text: str) -> str:
    """Return a number as text: a whole one as digits, any other as Python writes it."""
    if text.isdigit() and text.isascii() and len(text) < _SURELY_EXACT:
        return str(int(text))
    number = _read_finite(text)
    if not number.is_integer():
        return repr(number)
    if abs(number) >= _EXACT:
        raise CellError(
            "is a number too large to be exact, so its last digits are lost; "
            "format the cell as text and enter it again"
        )
    return str(int(number))
