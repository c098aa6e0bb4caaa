"""Tables of plain arrays, and the few relational operations that graphs are built with."""

# At the size of one account these are an order of magnitude faster than data frames, at the size of
# a whole CRM they are as fast, and they never change a dtype.

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOM = 2**62
_DENSE = 4  # numbers for each key up to which a table of all of them beats looking by halves
_NO_ROWS = np.zeros(0, dtype=np.int64)


class Rows:
    """Named columns of equal length; they are read-only, every change makes new rows."""

    def __init__(self, **columns: np.ndarray) -> None:
        for column in columns.values():
            column.setflags(write=False)
        self._columns = columns

    def __getitem__(self, name: str) -> np.ndarray:
        """Return a column."""
        return self._columns[name]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(next(iter(self._columns.values()), ()))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._columns)

    def take(self, rows: np.ndarray) -> Self:
        """Return the rows that a mask or positions choose."""
        if rows.dtype == bool:
            if rows.all():
                return self
            rows = np.flatnonzero(rows)  # which costs less than a mask from the second column on
        return type(self)(**{name: column[rows] for name, column in self._columns.items()})

    def with_columns(self, **columns: np.ndarray | int) -> Self:
        """Return the rows with more or other columns; a single number fills its column."""
        filled = {
            name: np.full(len(self), column) if isinstance(column, int) else column
            for name, column in columns.items()
        }
        return type(self)(**self._columns | filled)

    def select(self, *names: str, **renamed: str) -> Self:
        """Return some columns, those given as ``new="old"`` under a new name."""
        old = {name: name for name in names} | renamed
        return type(self)(**{new: self._columns[name] for new, name in old.items()})

    def sort(self, *names: str) -> Self:
        """Return the rows sorted by columns, the first one mattering most; equals keep order."""
        if len(self) <= 1:
            return self
        columns = [self._columns[name] for name in names]
        whole = list(takewhile(lambda column: column.dtype.kind in "ib", columns))
        key = _make_key(whole) if whole else np.zeros(len(self))
        others = columns[len(whole) :]
        if (key[1:] > key[:-1] if others else key[1:] >= key[:-1]).all():
            return self
        return self.take(np.lexsort([*reversed(others), key]))

    def keep_first(self, *names: str) -> Self:
        """Return the first row of each combination of values, in the order of the rows."""
        if len(self) <= 1:
            return self
        key = _make_key([self._columns[name] for name in names])
        if (key[1:] >= key[:-1]).all():
            return self.take(np.diff(key, prepend=-1) > 0)
        _, first = np.unique(key, return_index=True)
        return self.take(np.sort(first))

    def keep_last(self, *names: str) -> Self:
        """Return the last row of each combination of values, of rows in order of these columns."""
        if len(self) <= 1:
            return self
        key = _make_key([self._columns[name] for name in names])
        return self.take(np.append(key[1:] != key[:-1], np.ones(len(key[:1]), dtype=bool)))

    def is_in(self, others: Rows, *names: str) -> np.ndarray:
        """Return which rows have a combination of values that the others have too."""
        return self.locate(others, *names) >= 0

    def locate(self, others: Rows, *names: str) -> np.ndarray:
        """Return for each row the position of the first other with equal values; -1 for none."""
        # Where numbers spread far, found by halving: hash tables are slower.
        if not len(self) or not len(others):
            return np.full(len(self), -1)
        tables = [[rows[name] for name in names] for rows in (self, others)]
        (mine, theirs), room = _number_keys(tables)
        if room <= _DENSE * (len(mine) + len(theirs)):
            place = np.full(room, -1)
            place[theirs[::-1]] = np.arange(len(theirs))[::-1]  # the first is written last
            return place[mine]
        order = np.argsort(theirs, kind="stable")
        known = theirs[order]
        found = np.minimum(np.searchsorted(known, mine), len(known) - 1)
        return np.where(known[found] == mine, order[found], -1)

    def join(self, others: Rows, *names: str) -> Self:
        """Return every pair of a row and an other with equal values, with the columns of both."""
        left, right = self._pair(others, names) if len(self) and len(others) else (_NO_ROWS,) * 2
        new = [name for name in others.names if name not in self._columns]
        return self.take(left).with_columns(**{name: others[name][right] for name in new})

    def _pair(self, others: Rows, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions of every row and other with equal values."""
        tables = [[rows[name] for name in names] for rows in (self, others)]
        (mine, theirs), _ = _number_keys(tables)
        order = np.argsort(theirs, kind="stable")
        begin, end = _find_runs(theirs[order], mine)
        count = end - begin
        left = np.repeat(np.arange(len(mine)), count)
        step = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
        return left, order[np.repeat(begin, count) + step]


def stack(parts: Sequence[Rows]) -> Rows:
    """Return the rows of all parts, with the columns of the first."""
    names = parts[0].names
    parts = [part for part in parts if len(part)] or [parts[0]]
    if len(parts) == 1:
        return parts[0].select(*names)
    return Rows(**{name: np.concatenate([part[name] for part in parts]) for name in names})


def order_rows(columns: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of rows by columns of whole numbers, and which, in it, repeat the last."""
    key = _make_key([*columns])
    if (key[1:] >= key[:-1]).all():
        order = np.arange(len(key))
    else:
        order = np.argsort(key, kind="stable")
        key = key[order]
    return order, np.diff(key, prepend=key[:1] - 1) == 0


def _make_key(columns: list[np.ndarray]) -> np.ndarray:
    """Return one integer per row that is equal where all columns are."""
    (key,), _ = _number_keys([columns])
    return key


def _number_keys(tables: list[list[np.ndarray]]) -> tuple[list[np.ndarray], int]:
    """Return such integers from 0 on for the rows of several tables, and below what all are."""
    keys, room = [np.zeros(len(table[0]), dtype=np.int64) for table in tables], 1
    for columns in zip(*tables, strict=True):
        held = [column for column in columns if len(column)]
        low = min((int(column.min()) for column in held), default=0)
        span = max((int(column.max()) for column in held), default=0) - low + 1
        if room * span >= _ROOM:
            keys, room = _renumber(keys)
        for key, column in zip(keys, columns, strict=True):
            np.multiply(key, span, out=key)  # in place, as memory is slower than arithmetic
            np.add(key, column, out=key)
            np.subtract(key, low, out=key)
        room *= span
    return keys, room


def _find_runs(known: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each wanted key begins and ends among sorted ones, none of them below 0."""
    top = max(known.max(initial=-1), wanted.max(initial=-1))
    if top < len(wanted):  # so few that each is looked for once only
        begin = np.searchsorted(known, np.arange(top + 2))
        return begin[wanted], begin[wanted + 1]
    return np.searchsorted(known, wanted, "left"), np.searchsorted(known, wanted, "right")


def _renumber(keys: list[np.ndarray]) -> tuple[list[np.ndarray], int]:
    """Return numbers without gaps in place of keys, and how many there are."""
    distinct, number = np.unique(np.concatenate(keys), return_inverse=True)
    return np.split(number, np.cumsum([len(key) for key in keys])[:-1]), len(distinct)
