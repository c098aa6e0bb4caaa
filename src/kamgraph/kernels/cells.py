"""Sparse matrices of cells: sorted by counting, in time linear in the number of cells."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, lend, part


def compress_rows(
    size: int,
    row: np.ndarray,
    column: np.ndarray,
    value: np.ndarray,
    *,
    largest: bool,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make compressed rows of cells; of those that name one place the sum, or the largest."""
    # Equal places are added in the order of their values, so that a sum does not depend on the
    # order in which cells came. Zeros are left out.
    row, column, value, order = lend(row), lend(column), lend(value), np.arange(len(row))
    ptr, idx, val, count = run_aside(_compress_rows, size, row, column, value, order, largest)
    return ptr, idx[:count].copy(), val[:count].copy()


@Kernel
def _compress_rows(
    size: int,
    row: np.ndarray,
    column: np.ndarray,
    value: np.ndarray,
    order: np.ndarray,
    largest: bool,  # noqa: FBT001
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    order = sort_by(row, sort_by(column, order, size), size)
    ptr = np.zeros(size + 1, np.int64)
    idx, val = np.empty(len(row), np.int64), np.empty(len(row))
    kept, begin = 0, 0
    while begin < len(order):
        i, j = row[order[begin]], column[order[begin]]
        end = begin + 1
        while end < len(order) and row[order[end]] == i and column[order[end]] == j:
            _sink(value, order, begin, end)
            end += 1
        total = value[order[begin]]
        for place in range(begin + 1, end):
            cell = value[order[place]]
            total = max(total, cell) if largest else total + cell
        if total != 0:
            idx[kept], val[kept] = j, total
            kept += 1
            ptr[i + 1] += 1
        begin = end
    for i in range(size):
        ptr[i + 1] += ptr[i]
    return ptr, idx, val, kept


@part
def sort_by(key: np.ndarray, order: np.ndarray, size: int) -> np.ndarray:
    """Return places in the order of their keys below a size, those of equal keys as they were."""
    begin = np.zeros(size + 1, np.int64)
    for k in range(len(order)):
        begin[key[order[k]] + 1] += 1
    for k in range(size):
        begin[k + 1] += begin[k]
    ordered = np.empty(len(order), np.int64)
    for k in range(len(order)):
        place = order[k]
        ordered[begin[key[place]]] = place
        begin[key[place]] += 1
    return ordered


@part
def _sink(value: np.ndarray, order: np.ndarray, first: int, place: int) -> None:
    """Move one cell down among those from the first on, which are in the order of their values."""
    while place > first and value[order[place]] < value[order[place - 1]]:
        order[place], order[place - 1] = order[place - 1], order[place]
        place -= 1
