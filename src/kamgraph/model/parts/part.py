"""A part of a book: some rows of its tables, made when somebody looks at them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.arguments import check_id
from kamgraph.model.coded import Coded, reference_columns, stack_posts
from kamgraph.model.columnar.days import NO_DAY
from kamgraph.model.day import choose_newest
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE, NOWHERE
from kamgraph.model.once import once
from kamgraph.model.parts.row_index import EVENT, RowIndex
from kamgraph.model.recorded import count_families
from kamgraph.model.sorting import list_distinct
from kamgraph.model.tables import list_event_days, nature

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.rows import Rows


_NO_DAYS = np.zeros(0, dtype=np.int32)


class Holding(ABC):
    """Tables in the order of their keys, and where in them is what."""

    tables: Mapping[str, Table]

    @property
    @abstractmethod
    def coded(self) -> Coded:
        """The tables as arrays with integer codes."""

    @property
    def whole(self) -> Holding:
        """All rows in their order."""
        return self

    @once
    def index(self) -> RowIndex:
        """Where the rows are that hold some codes."""
        return RowIndex(self.coded)

    def find_row(self, table: str, id_: str) -> int:
        """Return the first row of an id, by which a table is sorted; -1 without one."""
        check_id(id_)
        ids = self.tables[table].texts("id")
        row = bisect_left(range(len(ids)), id_, key=lambda place: ids.texts[ids.codes[place]])
        return row if row < len(ids) and ids.texts[ids.codes[row]] == id_ else NONE

    def find_code(self, table: str, id_: str) -> int:
        """Return the code of an id, of events their number; -2 without one."""
        row = self.find_row(table, id_)
        if row == NONE:
            return NOWHERE
        return int(self.coded.tables[table][EVENT][row]) if nature(table).shared else row

    def count_codes(self, table: str) -> int:
        """Return how many codes the ids of a table have."""
        if not nature(table).shared:
            return len(self.tables[table])
        return int(self.coded.tables[table][EVENT].max(initial=-1)) + 1

    def list_columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        return [*self.tables[table]]

    def take(self, name: str, rows: np.ndarray) -> Table:
        """Return some rows of a table."""
        return self.tables[name].take(rows).forget_others()

    def cut(self, rows: Mapping[str, np.ndarray]) -> Part:
        """Return what some rows hold."""
        return Part(self.tables, self.coded, rows)

    @once
    def days(self) -> pd.Series[int]:
        """How many rows tell of something on each day, by the day's number."""
        return count_days(self.tables)

    @property
    def newest_day(self) -> dt.date | None:
        """The newest day of what happened."""
        return newest_of(self.days)

    @once
    def counts(self) -> dict[str, int]:
        """Of how many rows each family of facts is."""
        return count_families(self.coded)

    @property
    def recorded(self) -> frozenset[str]:
        """The families of facts of which anything is recorded."""
        return frozenset(family for family, count in self.counts.items() if count)

    @once
    def has_dangling(self) -> bool:
        """Whether any row names what is not there, as a lenient book may."""
        return any(
            (self.coded.tables[name][column] == NOWHERE).any()
            for name in TABLES
            for column in reference_columns(name)
        )


def count_days(tables: Mapping[str, Table]) -> pd.Series[int]:
    """Return how many cells hold each day on which something happened, by the day's number."""
    days = [
        tables[table].days(column).numbers
        for table, column in list_event_days()
        if len(tables[table])
    ]
    found, counts = np.unique(np.concatenate([*days, _NO_DAYS]), return_counts=True)
    return pd.Series(counts, found).drop(NO_DAY, errors="ignore")


def newest_of(days: pd.Series[int]) -> dt.date | None:
    """Return the newest day of some counts of days."""
    return choose_newest(days.index.to_numpy().astype("M8[D]"))


class Part(Holding):
    """What some rows of the tables of a book hold; rows are places, ascending by table."""

    def __init__(
        self, tables: Mapping[str, Table], coded: Coded, rows: Mapping[str, np.ndarray]
    ) -> None:
        self.tables = _Chosen(tables, rows)
        self._coded, self._rows = coded, rows

    @once
    def coded(self) -> Coded:
        """The rows as arrays, with codes of the part's own."""
        return _take_codes(self._coded, self._rows)


class _Chosen(Mapping[str, "Table"]):
    """Some rows of each table, taken when they are first asked for."""

    def __init__(self, tables: Mapping[str, Table], rows: Mapping[str, np.ndarray]) -> None:
        self._tables, self._rows = tables, rows
        self._taken: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._taken:
            self._taken[name] = self._tables[name].take(self._rows[name])
        return self._taken[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def _take_codes(coded: Coded, rows: Mapping[str, np.ndarray]) -> Coded:
    """Return some rows of a book's tables as arrays, with codes in place of the book's."""
    units = rows["organizations"]
    account = coded.organizations["account"][units]
    kept = list_distinct(account[account >= 0])
    tables = {
        name: _renumber(name, table.take(rows[name]), rows, kept)
        for name, table in coded.tables.items()
    }
    posts = np.append(rows["people"], len(coded.people) + rows["positions"])
    return Coded(
        accounts=coded.accounts.take(kept),
        tables=tables,
        strength=coded.strength.take(rows["ties"]),
        grades={axis: grades.take(rows["assessments"]) for axis, grades in coded.grades.items()},
        interaction_kind=coded.interaction_kind.take(rows["interactions"]),
        candidate_value=coded.candidate_value.take(rows["candidates"]),
        posts=stack_posts(tables),
        title=coded.title.select(posts),
        function=coded.function.select(posts),
        names=coded.names.take(rows["people"]).forget_others(),
        readings=coded.readings,
    )


def _renumber(name: str, table: Rows, rows: Mapping[str, np.ndarray], kept: np.ndarray) -> Rows:
    """Return rows with codes of the chosen rows in place of those of all."""
    if not len(table):
        return table
    codes = {
        column: _find_places(rows[of], table[column])
        for column, of in reference_columns(name).items()
    }
    if "account" in table.names:
        codes["account"] = _find_places(kept, table["account"])
    if nature(name).shared:
        codes[EVENT] = np.unique(table[EVENT], return_inverse=True)[1]
    if "row" in table.names:
        codes["row"] = np.arange(len(table))
    return table.with_columns(**codes)


def _find_places(kept: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the place of each code among those that are kept, ascending; -2 for others."""
    place = np.searchsorted(kept, codes)
    found = np.append(kept, NOWHERE)[place] == codes
    return np.where(codes == NONE, NONE, np.where(found & (codes >= 0), place, NOWHERE))
