"""The ids of a book as numbers: each is looked up once, however many columns hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from kamgraph.model.columnar.cells import MISSING
from kamgraph.model.columnar.texts import share_texts
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import id_columns, unique_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.columnar.texts import Texts

NONE, NOWHERE = MISSING, -2
_NO_CODES = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Ids:
    """The ids of each table and of all columns that refer to it as numbers, ordered as the ids."""

    # By table and column of ids, which of the texts each row holds; those of one table are sorted,
    # and the same in all columns that refer to it.
    columns: Mapping[tuple[str, str], Texts]
    # By table of ids, the place of each text among the table's own ids; -2 for an id that the table
    # lacks, and -1 at the end, for what is missing.
    places: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, tables: Mapping[str, Table]) -> Self:
        """Return the ids in the tables of a book."""
        found: dict[tuple[str, str], Texts] = {}
        places = {}
        for table, holders in find_holders().items():
            held = [tables[holder].texts(column) for holder, column in holders]
            found |= zip(holders, share_texts(held), strict=True)
            own = found[table, "id"]
            places[table] = _find_places(own.codes, len(own.texts))
        return cls(found, places)

    def codes(self, table: str, column: str) -> np.ndarray:
        """Return the place of each row's id in the canonical table of these ids, or -1, or -2."""
        codes = self.columns[table, column].codes
        places = self.places[id_columns(table)[column]]
        last = len(places) - 2  # the last of the ids is in its own place where all are known
        return codes if last < 0 or places[last] == last else places[codes]

    def of_table(self, table: str) -> dict[str, Texts]:
        """Return the columns of ids of a table."""
        return {name: self.columns[table, name] for name in id_columns(table)}

    def by_code(self, table: str, values: np.ndarray) -> np.ndarray:
        """Return a value of each row by the code of its id, the first of equals; -1 for no row."""
        found = np.full(len(self.places[table]) + 1, -1)
        found[self.codes(table, "id")[::-1]] = values[::-1]
        found[NOWHERE:] = -1  # also where a row without an id has written
        return found

    def keys(self, table: str, cells: Table) -> dict[str, np.ndarray]:
        """Return numbers of a table's key, or of all columns without one, ordered as values."""
        if not len(cells):
            return dict.fromkeys(unique_key(table) or cells, _NO_CODES)
        return {
            name: self.columns[table, name].codes
            if (table, name) in self.columns
            else cells[name].rank()
            for name in unique_key(table) or cells
        }

    def reorder(self, rows: Mapping[str, np.ndarray]) -> Self:
        """Return the same ids with the rows of each table in another order."""
        found = {place: cells.take(rows[place[0]]) for place, cells in self.columns.items()}
        return type(self)(found, self.places)


def _find_places(numbers: np.ndarray, count: int) -> np.ndarray:
    own = np.zeros(count + 1, dtype=bool)
    own[numbers] = True
    places = np.where(own, np.cumsum(own) - 1, NOWHERE)
    places[-1] = NONE
    return places.astype(np.int32)


@TABLES.remember
def find_holders() -> dict[str, list[tuple[str, str]]]:
    """Return the columns that hold the ids of each table."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for holder in TABLES:
        for column, table in id_columns(holder).items():
            holders.setdefault(table, []).append((holder, column))
    return holders
