"""What a book with a few rows gone and others new holds, without touching the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.checks import make_empty
from kamgraph.model.coded import Coded, code_rows, reference_columns
from kamgraph.model.columnar.make import join_tables
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE, NOWHERE
from kamgraph.model.once import once
from kamgraph.model.parts.account_rows import add_mentions
from kamgraph.model.parts.layers import Layers
from kamgraph.model.parts.part import Holding, Part, count_days, newest_of
from kamgraph.model.parts.row_index import EVENT, NO_ROWS
from kamgraph.model.recorded import TABLES_OF
from kamgraph.model.rules import Draft
from kamgraph.model.tables import (
    POSTS,
    account_column,
    id_columns,
    nature,
    tables_with_ids,
)
from kamgraph.model.vocabulary import SIDES
from kamgraph.model.whole import Whole

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import pandas as pd

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.rows import Rows

_SIDES = ("organizations", "people", "positions")  # the tables that say who is on which side
_SHARE = 0.01  # of its rows changed, from which on a book is put together anew
_FEW = 1000  # rows that may be changed in any book before that


class Changed:
    """The rows of a whole book but some that are gone, and after them new ones."""

    def __init__(
        self, base: Holding, gone: Mapping[str, np.ndarray], new: Mapping[str, Table]
    ) -> None:
        """Take a book, places of its rows, ascending, and tables that have been read."""
        self._base, self._gone, self._new = base, gone, new
        self._sizes = {name: len(table) for name, table in base.tables.items()}

    @classmethod
    def of(cls, base: Holding) -> Changed:
        """Return a book of which nothing is changed yet."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(
            base, dict.fromkeys(TABLES, nothing), {name: make_empty(name) for name in TABLES}
        )

    @once
    def whole(self) -> Whole:
        """All rows in their order, put together when somebody asks for more than a part."""
        return Whole(Draft({name: self.take(name, self.list_rows(name)) for name in TABLES}))

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables in their order."""
        return self.whole.tables

    @property
    def coded(self) -> Coded:
        """The tables as arrays with integer codes."""
        return self.whole.coded

    @once
    def index(self) -> Layers:
        """Where rows are, in places of the book that was changed, and after them the new ones."""
        return Layers(self._base.index, self._sizes, self._gone, self._coded)

    def find_code(self, table: str, id_: str) -> int:
        """Return the code of an id, -2 where there never was one."""
        code = self._base.find_code(table, id_)
        return self._ids[table].get(id_, NOWHERE) if code == NOWHERE else code

    def find_row(self, table: str, id_: str) -> int:
        """Return the first row of an id, -1 without one."""
        column = "id" if table in tables_with_ids() else EVENT
        code = self.find_code(table, id_)
        if code == NOWHERE:
            return NONE
        rows = self.index.find(table, column, np.array([code]))
        return int(rows[0]) if len(rows) else NONE

    def list_columns(self, table: str) -> list[str]:
        """Return the names of a table's columns, without a look at its rows."""
        return [*dict.fromkeys([*self._base.list_columns(table), *self._new[table]])]

    def take(self, name: str, rows: np.ndarray) -> Table:
        """Return some rows of a table."""
        size = self._sizes[name]
        old, new = rows[rows < size], rows[rows >= size]
        parts = [self._base.take(name, old)] if len(old) or not len(new) else []
        return join_tables([*parts, self._new[name].take(new - size)] if len(new) else parts)

    def cut(self, rows: Mapping[str, np.ndarray]) -> Draft | Part:
        """Return what some rows hold."""
        if all(
            len(places) == 0 or places.max() < self._sizes[name] for name, places in rows.items()
        ):
            return self._base.cut(rows)
        return Draft({name: self.take(name, places) for name, places in rows.items()})

    def change(self, gone: Mapping[str, np.ndarray], new: Mapping[str, Table]) -> Changed:
        """Return the same without some rows, and with new ones at the end."""
        kept: dict[str, np.ndarray] = {}
        added: dict[str, Table] = {}
        for name, size in self._sizes.items():
            old = gone[name][gone[name] < size]
            kept[name] = np.union1d(self._gone[name], old)
            stays = np.ones(len(self._new[name]), dtype=bool)
            stays[gone[name][gone[name] >= size] - size] = False
            added[name] = join_tables([self._new[name].take(stays), new[name].forget_others()])
        return Changed(self._base, kept, added)

    def list_rows(self, name: str) -> np.ndarray:
        """Return the rows of a table that are there, in their places."""
        left = np.ones(self._sizes[name], dtype=bool)
        left[self._gone[name]] = False
        return np.append(np.flatnonzero(left), self.list_last(name, len(self._new[name])))

    def list_last(self, name: str, count: int) -> np.ndarray:
        """Return so many of the rows of a table that came last."""
        return np.arange(len(self._new[name]) - count, len(self._new[name])) + self._sizes[name]

    def list_lost(self, rows: Mapping[str, np.ndarray]) -> set[str]:
        """Return the tables that lack what some rows name."""
        return {
            of
            for name, some in rows.items()
            for column, of in reference_columns(name).items()
            if (self.index.read(name, column, some) == NOWHERE).any()
        }

    @property
    def is_large(self) -> bool:
        """Whether so much is changed that a look at all of it costs less than many at the rest."""
        count = sum(map(len, self._gone.values())) + sum(map(len, self._new.values()))
        return count > max(_FEW, _SHARE * sum(self._sizes.values())) or self._base.has_dangling

    @once
    def has_dangling(self) -> bool:
        """Whether any row names what is not there, as a lenient book may."""
        gone = self.index.vanished
        return self._base.has_dangling or any(
            (self._coded[name][column] == NOWHERE).any()
            or len(self.index.find(name, column, gone.get(of, NO_ROWS)))
            for name in TABLES
            for column, of in reference_columns(name).items()
        )

    @once
    def days(self) -> pd.Series[int]:
        """How many rows tell of something on each day, by the day's number."""
        counts = self._base.days.add(count_days(self._new), fill_value=0)
        if any(map(len, self._gone.values())):
            gone = {name: self._base.take(name, rows) for name, rows in self._gone.items()}
            counts = counts.sub(count_days(gone), fill_value=0)
        return counts[counts > 0]

    @property
    def newest_day(self) -> dt.date | None:
        """The newest day of what happened."""
        return newest_of(self.days)

    @once
    def recorded(self) -> frozenset[str]:
        """The families of facts of which anything is recorded."""
        lost = sum(map(len, self._gone.values())) + self._count_meetings()
        counts = self._base.counts
        found = frozenset(family for family, count in counts.items() if count > lost)
        others = [name for family in counts.keys() - found for name in TABLES_OF[family]]
        if any(len(self._new[name]) for name in others):
            found |= self._find_recorded_anew()
        doubtful = any(count and family not in found for family, count in counts.items())
        if doubtful or ("interactions" not in found and self._may_have_met()):
            return self.whole.recorded
        return found

    def _may_have_met(self) -> bool:
        """Tell whether somebody who is one of us by now may have been in older interactions."""
        moved = any(len(self._new[name]) for name in _SIDES)
        return moved and len(self._base.tables["interactions"]) > 0

    def _count_meetings(self) -> int:
        """Return how many rows of interactions are of people whose side may be another now."""
        rows = self._gone["positions"]
        holders = self._base.index.read("positions", "person", rows)
        people = np.unique(np.append(self._gone["people"], holders[holders >= 0]))
        firms = self._gone["organizations"]
        for name, person in POSTS:
            held = self._base.index.find(name, "organization", firms)
            people = np.union1d(people, self._base.index.read(name, person, held))
        return self._base.index.count("interactions", "person", people[people >= 0])

    def _find_recorded_anew(self) -> frozenset[str]:
        """Return the families of which the new rows hold anything, with the people they name."""
        new = {name: self.list_last(name, len(table)) for name, table in self._new.items()}
        rows = add_mentions(self.index, new)
        return Whole(Draft({name: self.take(name, some) for name, some in rows.items()})).recorded

    @once
    def _ids(self) -> dict[str, dict[str, int]]:
        """The codes of ids that are new, by table."""
        found: dict[str, dict[str, int]] = {}
        for name in TABLES:
            if name in tables_with_ids() or nature(name).shared:
                ids = dict.fromkeys(self._new[name].column("id").dropna())
                new = [one for one in ids if self._base.find_code(name, one) == NOWHERE]
                first = self._base.count_codes(name)
                found[name] = {one: first + place for place, one in enumerate(new)}
        return found

    @once
    def _coded(self) -> dict[str, Rows]:
        return {name: self._code_new(name, table) for name, table in self._new.items()}

    def _code_new(self, name: str, table: Table) -> Rows:
        """Return what the index needs to know of new rows of a table."""
        if not len(table):
            return _code_nothing(name)
        ids = id_columns(name)
        return _code(
            name, table, lambda column: self._find_codes(table, column, ids.get(column, name))
        )

    def _find_codes(self, table: Table, column: str, of: str) -> np.ndarray:
        cells = table.texts(column)
        codes = [self.find_code(of, text) for text in cells.texts]
        return np.array([*codes, NONE], dtype=np.int64)[cells.codes]


def _code(name: str, table: Table, find_codes: Callable[[str], np.ndarray]) -> Rows:
    rows = code_rows(name, table, find_codes)
    if home := account_column(name):
        rows = rows.with_columns(unit=rows[home])
    if name in tables_with_ids():
        rows = rows.with_columns(id=find_codes("id"))
    if nature(name).shared:
        rows = rows.with_columns(**{EVENT: find_codes("id")})
    if name == "organizations":
        rows = rows.with_columns(side=table.texts("kind").find(SIDES.words))
    return rows


@TABLES.remember
def _code_nothing(name: str) -> Rows:
    return _code(name, make_empty(name), lambda _: np.zeros(0, dtype=np.int64))
