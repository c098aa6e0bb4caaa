"""Sparse matrices in compressed rows, as the kernels take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamgraph import kernels
from kamgraph.model.once import once
from kamgraph.model.read_only import forbid_writing
from kamgraph.model.rounding import at_least


@dataclass(frozen=True, eq=False)
class Matrix:
    """A square sparse matrix over nodes, in compressed rows."""

    # (nodes + 1,), where each row begins.
    ptr: np.ndarray
    # The columns, ascending in each row, and the values; no cell appears twice.
    idx: np.ndarray
    val: np.ndarray

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.arrays)

    @once
    def row(self) -> np.ndarray:
        """The row of each stored value."""
        return np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))

    @once
    def row_sizes(self) -> np.ndarray:
        """The sum of each row's values in size, added from left to right."""
        return np.bincount(self.row, weights=np.abs(self.val), minlength=len(self.ptr) - 1)

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """``ptr``, ``idx`` and ``val``."""
        return self.ptr, self.idx, self.val

    def transpose(self) -> Matrix:
        """Return the matrix with rows and columns exchanged."""
        return add_up(len(self.ptr) - 1, self.idx, self.row, self.val)

    def drop_below(self, limit: float) -> Matrix:
        """Return the matrix without values below a limit."""
        kept = at_least(self.val, limit)
        before = np.concatenate([[0], np.cumsum(kept)])
        return Matrix(before[self.ptr], self.idx[kept], self.val[kept])


def add_up(size: int, row: np.ndarray, column: np.ndarray, value: np.ndarray) -> Matrix:
    """Make a matrix of cells, adding those that name the same place; zeros are left out."""
    return Matrix(*kernels.compress_rows(size, row, column, value, largest=False))


def keep_largest(size: int, row: np.ndarray, column: np.ndarray, value: np.ndarray) -> Matrix:
    """Make a matrix of cells, taking the largest of those that name the same place."""
    return Matrix(*kernels.compress_rows(size, row, column, value, largest=True))
