"""Where the rows of a book are that name a person, an organization, a deal or an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.ids import NONE
from kamgraph.model.tables import tables_with_ids

if TYPE_CHECKING:
    from kamgraph.model.coded import Coded

EVENT = "interaction"  # the column of the number that rows of one event share
NO_ROWS = np.zeros(0, dtype=np.int64)
_ROW_BITS = 32


class _Order(NamedTuple):
    """The rows of a table by the code in one of its columns."""

    rows: np.ndarray
    begin: np.ndarray  # of the rows of each code, and the end of the last one's


class RowIndex:
    """The rows of a book's tables by the codes in their columns, each worked out when asked for."""

    def __init__(self, coded: Coded) -> None:
        """Take the tables as arrays, see ``model.coded``."""
        self._coded = coded
        self._orders: dict[tuple[str, str], _Order | None] = {}

    def find(self, table: str, column: str, codes: np.ndarray) -> np.ndarray:
        """Return the rows with any of some codes in a column; no code may be named twice."""
        if column == "id" and table in tables_with_ids():
            return codes
        if not len(codes) or not len(self._coded.tables[table]):
            return NO_ROWS
        begin, end, order = self._find_runs(table, column, codes)
        count = end - begin
        step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        places = np.repeat(begin, count) + step
        return places if order is None else order[places].astype(np.int64)

    def find_none(self, table: str, column: str) -> np.ndarray:
        """Return the rows with nothing in a column."""
        return np.flatnonzero(self._coded.tables[table][column] == NONE)

    def count(self, table: str, column: str, codes: np.ndarray) -> int:
        """Return how many rows have any of some codes in a column."""
        if not len(codes):
            return 0
        begin, end, _ = self._find_runs(table, column, codes)
        return int((end - begin).sum())

    def read(self, table: str, column: str, rows: np.ndarray) -> np.ndarray:
        """Return the codes in a column of some rows."""
        if column == "id" and table in tables_with_ids():
            return rows
        return self._coded.tables[table][column][rows]

    def _find_runs(
        self, table: str, column: str, codes: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Return where the rows of each code begin and end, in an order or as they stand."""
        if (table, column) not in self._orders:
            self._orders[table, column] = _sort_rows(self._coded.tables[table][column])
        order = self._orders[table, column]
        if order is None:
            held = self._coded.tables[table][column]
            return np.searchsorted(held, codes), np.searchsorted(held, codes, "right"), None
        codes = np.minimum(codes, len(order.begin) - 2)  # the last of which no row has
        return order.begin[codes], order.begin[codes + 1], order.rows


def _sort_rows(codes: np.ndarray) -> _Order | None:
    """Return the rows in the order of their codes, without those that have none; None if sorted."""
    if (codes[1:] >= codes[:-1]).all():
        return None
    held = np.flatnonzero(codes >= 0)
    # Sorted as one number each, which takes half the time of sorting places.
    key = codes[held].astype(np.int64) << _ROW_BITS | held
    key.sort()
    ends = np.cumsum(np.bincount(codes[held], minlength=1))
    rows = (key & (1 << _ROW_BITS) - 1).astype(np.int32)
    return _Order(rows, np.concatenate([[0], ends, ends[-1:]]).astype(np.int32))
