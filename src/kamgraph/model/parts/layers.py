"""The index of a book some of whose rows are gone, and others new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.coded import reference_columns
from kamgraph.model.ids import NONE, NOWHERE
from kamgraph.model.once import once
from kamgraph.model.parts.row_index import NO_ROWS
from kamgraph.model.tables import tables_with_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.parts.row_index import RowIndex
    from kamgraph.model.rows import Rows


class Layers:
    """A row index of the rows of a book that are left, and of new ones, numbered after them."""

    # Codes are those of the book; what only new rows hold has codes after them.

    def __init__(
        self,
        base: RowIndex,
        sizes: Mapping[str, int],
        gone: Mapping[str, np.ndarray],
        new: Mapping[str, Rows],
    ) -> None:
        """Take the index of a book with the size of its tables, what is gone, and what is new."""
        self._base, self._sizes, self._gone, self._new = base, sizes, gone, new

    def find(self, table: str, column: str, codes: np.ndarray) -> np.ndarray:
        """Return the rows with any of some codes in a column; no code may be named twice."""
        if column == "id" and table in tables_with_ids():
            rows = codes[codes < self._sizes[table]]
        else:
            rows = self._base.find(table, column, codes)
        if self._is_as_it_was(table):
            return rows
        return self._add_new(table, rows, np.isin(self._new[table][column], codes))

    def find_none(self, table: str, column: str) -> np.ndarray:
        """Return the rows with nothing in a column."""
        rows = self._base.find_none(table, column)
        return self._add_new(table, rows, self._new[table][column] == NONE)

    def count(self, table: str, column: str, codes: np.ndarray) -> int:
        """Return how many rows have any of some codes in a column, or a few more."""
        count = self._base.count(table, column, codes)
        if self._is_as_it_was(table):
            return count
        return count + int(np.count_nonzero(np.isin(self._new[table][column], codes)))

    def read(self, table: str, column: str, rows: np.ndarray) -> np.ndarray:
        """Return the codes in a column of some rows."""
        found = self._read_both(table, column, rows)
        gone = self.vanished.get(reference_columns(table).get(column, ""), NO_ROWS)
        return np.where(np.isin(found, gone), NOWHERE, found) if len(gone) else found

    def _read_both(self, table: str, column: str, rows: np.ndarray) -> np.ndarray:
        """Return codes, also those of what is gone."""
        size = self._sizes[table]
        is_new = rows >= size
        if not len(self._new[table]) or not is_new.any():
            return self._base.read(table, column, rows)
        found = np.empty(len(rows), dtype=np.int64)
        found[~is_new] = self._base.read(table, column, rows[~is_new])
        found[is_new] = self._new[table][column][rows[is_new] - size]
        return found

    @once
    def vanished(self) -> dict[str, np.ndarray]:
        """The codes of ids that are gone and have not come again, by table."""
        return {
            name: np.setdiff1d(self._gone[name], self._new[name]["id"])
            for name in tables_with_ids()
            if len(self._gone[name])
        }

    def _is_as_it_was(self, table: str) -> bool:
        return not len(self._new[table]) and not len(self._gone[table])

    def _add_new(self, table: str, rows: np.ndarray, new: np.ndarray) -> np.ndarray:
        if len(gone := self._gone[table]):
            rows = rows[~np.isin(rows, gone)]
        return np.append(rows, np.flatnonzero(new) + self._sizes[table])
