"""Spreadsheets of OpenDocument (.ods), whose sheets are all in one part, cell by cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError, spell_value
from kamgraph.model.nothing import ERROR
from kamgraph.sources import safe_xml
from kamgraph.sources.excel.cells import FORMULA, CellError, Column, LostValueError, read_number
from kamgraph.sources.excel.number_formats import read_cell_text
from kamgraph.sources.excel.package import HIDDEN
from kamgraph.sources.raw import Odd
from kamgraph.sources.translation.numbers import IN_PERCENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.sources.archive import Archive
    from kamgraph.sources.limits import Limits

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
_DIGITS = len(str(_LAST_ROW))
_MOST_REPEATED = 1_000_000  # cells that are only said to repeat another
_ASIDE = ("annotation", "frame", "custom-shape", "shapes")  # what lies on a cell, not in it
_NUMBERS = {"float", "currency", "percentage"}
_UNSEEN = {"collapse", "filter"}
_TRUTHS = {"true": "TRUE", "false": "FALSE"}


@dataclass
class OpenSheet:
    """A sheet of a spreadsheet, and its filled cells."""

    name: str
    unread: str  # why it is not read, empty where it is
    columns: defaultdict[int, Column] = field(default_factory=lambda: defaultdict(Column))
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)  # rows that the sheet does not show


def read_content(archive: Archive, limits: Limits) -> list[OpenSheet]:
    """Read the sheets of a spreadsheet, in their order."""
    place = archive.place
    if _MANIFEST in archive:
        blocks = archive.read_blocks(_MANIFEST)
        if safe_xml.list_elements(blocks, ("encryption-data",), place=place, limits=limits):
            raise SourceError(f"{place}: is locked with a password; save it without one")
    content = _Content(place, limits)
    safe_xml.parse(archive.read_blocks(_CONTENT), content, place=place, limits=limits)
    return content.sheets


class _Content:
    """Keeps the filled cells of all sheets; a handler of the XML."""

    def __init__(self, place: str, limits: Limits) -> None:
        self._place, self._limits = place, limits
        self.sheets: list[OpenSheet] = []
        self._hidden: set[str] = set()  # styles of sheets that people do not see
        self._style = ""
        self._sheet: OpenSheet | None = None
        self._row = self._rows = self._column = self._repeated = 0
        self._cells: list[tuple[int, dict[str, str], str]] = []  # those of a row
        self._is_hidden = False  # whether a row is
        self._cell: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._listening, self._aside = False, 0
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "style": lambda found: self._begin_style(_name_plainly(found)),
            "table-properties": lambda found: self._judge_style(_name_plainly(found)),
            "table": lambda found: self._begin_sheet(_name_plainly(found)),
            "table-row": lambda found: self._begin_row(_name_plainly(found)),
            "table-cell": lambda found: self._begin_cell(_name_plainly(found)),
            "covered-table-cell": lambda found: self._begin_cell(_name_plainly(found)),
            "p": lambda _: self._begin_paragraph(),
            "s": lambda found: self._add(" " * min(_read_count(_name_plainly(found), "c"), 100)),
            "tab": lambda _: self._add("\t"),
            "line-break": lambda _: self._add("\n"),
            **dict.fromkeys(_ASIDE, lambda _: self._go_aside(1)),
        }
        self.ends: dict[str, Callable[[], None]] = {
            "table": self._end_sheet,
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "p": self._end_paragraph,
            **dict.fromkeys(_ASIDE, lambda: self._go_aside(-1)),
        }

    def take_text(self, text: str) -> None:
        """Take a piece of text of a paragraph."""
        if self._listening:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._cell is not None and not self._aside:
            self._pieces.append(text)

    def _go_aside(self, step: int) -> None:
        self._aside += step

    def _begin_style(self, found: dict[str, str]) -> None:
        self._style = found.get("name", "")

    def _judge_style(self, found: dict[str, str]) -> None:
        if found.get("display") == "false":
            self._hidden.add(self._style)

    def _begin_sheet(self, found: dict[str, str]) -> None:
        unread = HIDDEN["hidden"] if found.get("style-name", "") in self._hidden else ""
        self._sheet = OpenSheet(found.get("name", ""), unread)
        self.sheets.append(self._sheet)
        self._row = 0

    def _end_sheet(self) -> None:
        self._sheet = None

    def _begin_row(self, found: dict[str, str]) -> None:
        self._rows = _read_count(found, "number-rows-repeated")
        self._is_hidden = found.get("visibility") in _UNSEEN
        self._column, self._cells = 0, []

    def _end_row(self) -> None:
        """Keep the cells of a row, as often as it is said to be there."""
        times = self._rows if self._cells else 0
        self._repeated += (times - 1) * len(self._cells) if times else 0
        if self._repeated > _MOST_REPEATED or self._row + self._rows > _LAST_ROW:
            raise SourceError(f"{self._place}: repeats its cells more often than a sheet has room")
        for row in range(self._row + 1, self._row + times + 1):
            for column, found, text in self._cells:
                self._keep(row, column, found, text)
            if self._is_hidden and self._sheet:
                self._sheet.hidden.add(row)
        self._row += self._rows

    def _begin_cell(self, found: dict[str, str]) -> None:
        self._cell, self._pieces = found, []

    def _begin_paragraph(self) -> None:
        self._add("\n" if self._pieces else "")
        self._listening = True

    def _end_paragraph(self) -> None:
        self._listening = False

    def _end_cell(self) -> None:
        found, text = self._cell or {}, "".join(self._pieces)
        times = _read_count(found, "number-columns-repeated")
        if self._sheet and (text or found.get("value-type") or found.get("formula")):
            self._repeated += times - 1
            if self._column + times > min(_LAST_COLUMN, self._limits.columns):
                raise SourceError(f"{self._place}: more than {self._limits.columns:,} columns")
            self._cells += [(self._column + at, found, text) for at in range(1, times + 1)]
        self._column += times
        self._cell = None

    def _keep(self, row: int, at: int, found: dict[str, str], text: str) -> None:
        """Keep a cell as text, with what is odd about it."""
        if self._sheet is None:
            return
        column = self._sheet.columns[at]
        if formula := found.get("formula"):
            shown = f"={formula.partition('=')[2]}"
            column.odd[row] = Odd(spell_value(shown), FORMULA, "any")
        try:
            kept = _read(column, row, found, text)
        except CellError as error:
            column.odd[row] = Odd(spell_value(text), str(error), error.fits)
            kept = ""
        if len(kept) > self._limits.cell:
            raise SourceError(f"{self._place}: a text is longer than {self._limits.cell:,}")
        column.rows.append(row)
        column.texts.append(kept)
        wide, high = (_read_count(found, f"number-{of}-spanned") for of in ("columns", "rows"))
        if wide > 1 or high > 1:
            self._sheet.merged.append((row, at, row + high - 1, at + wide - 1))


def _read(column: Column, row: int, found: dict[str, str], text: str) -> str:
    """Return a cell as text, whatever is its type."""
    kind = found.get("value-type", "string")
    if found.get("calcext-type") == "error":
        raise LostValueError(ERROR)
    if kind in _NUMBERS:
        number = read_number(found.get("value", text))
        shown = read_cell_text(text, number)
        if shown.unit == "%" and kind != "percentage":
            shown = shown._replace(unit=IN_PERCENT)
        column.show(row, shown._replace(currency=found.get("currency") or shown.currency))
        return number
    if kind == "date":
        column.days.append(row)
        return found.get("date-value", text).removesuffix("T00:00:00")
    if kind == "boolean":
        column.truths.append(row)
        return _TRUTHS.get(found.get("boolean-value", ""), text)
    return found.get("string-value", text)


def _name_plainly(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by their names without namespaces; the type of an extension apart."""
    plain: dict[str, str] = {}
    for name, value in attributes.items():
        space, _, own = name.rpartition("}")
        plain["calcext-type" if own == "value-type" and "calcext" in space else own] = value
    return plain


def _read_count(found: dict[str, str], name: str) -> int:
    """Return how often something is there: once, unless it says so."""
    text = found.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= _DIGITS else 1
