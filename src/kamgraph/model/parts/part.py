"""A part of a book: some rows of its tables, made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.coded import Coded, reference_columns, stack_posts
from kamgraph.model.ids import NONE, NOWHERE
from kamgraph.model.once import once
from kamgraph.model.parts.row_index import EVENT
from kamgraph.model.tables import nature

if TYPE_CHECKING:
    from kamgraph.model.columnar import Table
    from kamgraph.model.rows import Rows


class Part:
    """What some rows of the tables of a book hold; rows are positions, ascending by table."""

    def __init__(
        self, tables: Mapping[str, Table], coded: Coded, rows: Mapping[str, np.ndarray]
    ) -> None:
        self.tables = _Chosen(tables, rows)
        self._coded, self._rows = coded, rows

    @once
    def coded(self) -> Coded:
        """The rows as arrays, with codes of the part's own."""
        return _take_coded(self._coded, self._rows)


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


def _take_coded(coded: Coded, rows: Mapping[str, np.ndarray]) -> Coded:
    """Return some rows of a book's tables as arrays, with codes in place of the book's."""
    units = rows["organizations"]
    account = coded.organizations["account"][units]
    kept = np.unique(account[account >= 0])
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
