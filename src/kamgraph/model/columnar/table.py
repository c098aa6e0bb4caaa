"""The columns of one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from kamgraph.model.columnar.cells import Cells
from kamgraph.model.columnar.days import Days
from kamgraph.model.columnar.numbers import Numbers
from kamgraph.model.columnar.texts import Texts
from kamgraph.model.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = TypeVar("Kind", bound=Cells)


class Table:
    """The columns of one table by their names, of equal length."""

    def __init__(self, columns: Mapping[str, Cells]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> Cells:
        """Return the cells of a column."""
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the columns."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(next(iter(self._columns.values()), ()))

    def texts(self, name: str) -> Texts:
        """Return a column of texts."""
        return _require(self[name], Texts)

    def days(self, name: str) -> Days:
        """Return a column of days."""
        return _require(self[name], Days)

    def numbers(self, name: str) -> Numbers:
        """Return a column of numbers."""
        return _require(self[name], Numbers)

    def with_columns(self, columns: Mapping[str, Cells]) -> Table:
        """Return the table with more or other columns."""
        return Table(self._columns | dict(columns))

    def take(self, rows: np.ndarray) -> Table:
        """Return the rows that a mask or positions choose."""
        if not len(rows):
            return self._nothing if len(self) else self
        return Table({name: cells.take(rows) for name, cells in self._columns.items()})

    @once
    def _nothing(self) -> Table:
        """The table without rows, of which a part of a book has many."""
        none = np.zeros(0, dtype=np.int64)
        found = {name: cells.take(none) for name, cells in self._columns.items()}
        return Table(found).forget_others()

    def forget_others(self) -> Table:
        """Return the same table, with no more than a few texts of a column that no cell holds."""
        return Table(
            {
                name: cells.forget_others() if isinstance(cells, Texts) else cells
                for name, cells in self._columns.items()
            }
        )

    def compact(self) -> Table:
        """Return the same table, with those of the texts alone that a cell holds."""
        return Table(
            {
                name: cells.compact() if isinstance(cells, Texts) else cells
                for name, cells in self._columns.items()
            }
        )

    def column(self, name: str) -> pd.Series[Any]:
        """Return a column as pandas has it."""
        return pd.Series(self[name].to_pandas(), name=name, copy=False)

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a frame."""
        found = {name: cells.to_pandas() for name, cells in self._columns.items()}
        return pd.DataFrame(found, copy=False)

    def equals(self, other: Table) -> bool:
        """Tell whether both hold the same columns and rows."""
        same = [*self] == [*other] and len(self) == len(other)
        return same and all(self[name].equals(other[name]) for name in self)


def _require(cells: Cells, kind: type[Kind]) -> Kind:
    if not isinstance(cells, kind):
        raise TypeError(f"a column of {type(cells).__name__} is none of {kind.__name__}")
    return cells
