"""The ids of a book as numbers: each is looked up once, however many columns hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from kamgraph.model.entities import TABLES
from kamgraph.model.tables import id_columns, unique_key

if TYPE_CHECKING:
    from collections.abc import Mapping

NONE, NOWHERE = -1, -2


@dataclass(frozen=True, eq=False)
class Ids:
    """The ids of each table and of all columns that refer to it as numbers, ordered as the ids."""

    # By table and column of ids, the number of each row's id; -1 where it is missing.
    numbers: Mapping[tuple[str, str], np.ndarray]
    # By table of ids, the place of each number among the table's own ids, sorted; -2 for an id
    # that the table lacks, and -1 at the end, for what is missing.
    places: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> Self:
        """Return the ids in the tables of a book."""
        numbers: dict[tuple[str, str], np.ndarray] = {}
        places = {}
        for table, holders in _find_holders().items():
            held = [tables[holder][column] for holder, column in holders]
            codes, ids = pd.factorize(pd.concat(held, ignore_index=True), sort=True)
            ends = np.cumsum([len(column) for column in held])
            numbers |= zip(holders, np.split(codes, ends[:-1]), strict=True)
            places[table] = _find_places(numbers[table, "id"], len(ids))
        return cls(numbers, places)

    def codes(self, table: str, column: str) -> np.ndarray:
        """Return the place of each row's id in the canonical table of these ids, or -1, or -2."""
        return self.places[id_columns(table)[column]][self.numbers[table, column]]

    def by_code(self, table: str, values: np.ndarray) -> np.ndarray:
        """Return a value of each row by the code of its id, the first of equals; -1 for no row."""
        found = np.full(len(self.places[table]) + 1, -1)
        found[self.codes(table, "id")[::-1]] = values[::-1]
        found[NOWHERE:] = -1  # also where a row without an id has written
        return found

    def keys(self, table: str, frame: pd.DataFrame) -> dict[str, np.ndarray]:
        """Return codes of a table's key, or of all columns without one, ordered as values."""
        return {
            name: self.numbers[table, name]
            if (table, name) in self.numbers
            else pd.factorize(frame[name].array, sort=True)[0]
            for name in unique_key(table) or map(str, frame)
        }

    def reorder(self, rows: Mapping[str, np.ndarray]) -> Self:
        """Return the same ids with the rows of each table in another order."""
        numbers = {
            (table, column): numbers[rows[table]]
            for (table, column), numbers in self.numbers.items()
        }
        return type(self)(numbers, self.places)


def _find_places(numbers: np.ndarray, count: int) -> np.ndarray:
    own = np.zeros(count + 1, dtype=bool)
    own[numbers] = True
    places = np.where(own, np.cumsum(own) - 1, NOWHERE)
    places[-1] = NONE
    return places


@TABLES.remember
def _find_holders() -> dict[str, list[tuple[str, str]]]:
    """Return the columns that hold the ids of each table."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for holder in TABLES:
        for column, table in id_columns(holder).items():
            holders.setdefault(table, []).append((holder, column))
    return holders
