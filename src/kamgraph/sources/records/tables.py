"""Tables that grow record by record, and are compact from thousand to thousand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.dtypes import TEXT
from kamgraph.model.strict_json import quote
from kamgraph.sources.raw import RawTable
from kamgraph.sources.records.answers import check_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.limits import Limits

Row: TypeAlias = Mapping[str, str | None]  # field → text, None where it says nothing

_WAITING = 5_000  # records that wait as they are until they become columns


class GrowingTable:
    """The records of one kind: each is a row, and each field a column."""

    def __init__(self, name: str, place: str, unit: str, system: str, limits: Limits) -> None:
        """Begin without a record."""
        self._name, self._place, self._unit, self._system = name, place, unit, system
        self._limits = limits
        self._waiting: list[Row] = []
        self._columns: dict[str, None] = {}
        self._parts: list[pd.DataFrame] = []
        self._lines: list[int] = []

    def add_all(self, rows: Sequence[Row], lines: Sequence[int]) -> None:
        """Add records, each of a line or of a number; a field that is None says nothing."""
        if len(self._lines) + len(rows) > self._limits.rows:
            raise SourceError(f"{self._place}: has more than {self._limits.rows:,} records")
        self._waiting += rows
        self._lines += lines
        if len(self._waiting) >= _WAITING:
            self._settle()

    def finish(self) -> RawTable:
        """Return the table of all records."""
        self._settle()
        cells = pd.concat(self._parts, ignore_index=True).reindex(columns=[*self._columns])
        return RawTable(
            self._name,
            self._place,
            cells.fillna(""),
            np.array(self._lines),
            unit=self._unit,
            system=self._system,
        )

    def _settle(self) -> None:
        """Make columns of the records that wait."""
        columns = dict.fromkeys(chain.from_iterable(self._waiting))
        self._columns |= columns
        if len(self._columns) > self._limits.columns:
            what = f"{len(self._columns):,} columns are more than {self._limits.columns:,}"
            raise SourceError(f"{self._place}: {what}")
        texts = {name: [row.get(name) or "" for row in self._waiting] for name in columns}
        for name, column in texts.items():
            self._check(name, column)
        for at, row in self._list_linked(columns):
            check_record(row, f"{self._place}, {self._unit} {self._line_of(at)}")
        cells = {name: pd.array(column, dtype=TEXT) for name, column in texts.items()}
        self._parts.append(pd.DataFrame(cells, index=range(len(self._waiting))))
        self._waiting = []

    def _check(self, name: str, column: list[str]) -> None:
        """Refuse what no cell can hold."""
        _refuse_halves(name, self._place)
        most = self._limits.cell
        if max(map(len, column)) > most:
            at = next(at for at, text in enumerate(column) if len(text) > most)
            raise SourceError(f"{self._name_cell(at, name)}: holds more than {most:,} characters")
        if not _is_whole("".join(column)):
            for at, text in enumerate(column):
                _refuse_halves(text, self._name_cell(at, name))

    def _list_linked(self, columns: Mapping[str, None]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield what records say of where they go on."""
        linked = [name for name in columns if "@" in name]
        if linked:
            for at, row in enumerate(self._waiting):
                yield at, {name: row.get(name) or "" for name in linked}

    def _name_cell(self, at: int, column: str) -> str:
        return f"{self._place}, {self._unit} {self._line_of(at)}, column {column}"

    def _line_of(self, at: int) -> int:
        return self._lines[len(self._lines) - len(self._waiting) + at]


def _is_whole(text: str) -> bool:
    """Return whether a text holds no half of a character, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_halves(text: str, place: str) -> None:
    if not _is_whole(text):
        raise SourceError(f"{place}: {quote(text)} holds half of a character")
