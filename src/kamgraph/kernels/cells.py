"""Sparse matrices of cells, in time nearly linear in the number of cells."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, lend, part

_LONG = 32  # cells of a row, from where on to insert each among those before takes too long


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
    cells = (lend(row), lend(column), lend(value))
    ptr, idx, val = run_aside(_compress_rows, size, *cells, largest)
    return ptr, idx[: ptr[-1]].copy(), val[: ptr[-1]].copy()


@Kernel
def _compress_rows(
    size: int,
    row: np.ndarray,
    column: np.ndarray,
    value: np.ndarray,
    largest: bool,  # noqa: FBT001
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # Cells are dealt out to their rows, and the few of each row are sorted where they lie, which is
    # kinder to the memory than to sort all by column first.
    ptr = np.zeros(size + 1, np.int64)
    for k in range(len(row)):
        ptr[row[k] + 1] += 1
    for i in range(size):
        ptr[i + 1] += ptr[i]
    idx, val, ahead = np.empty(len(row), np.int64), np.empty(len(row)), ptr[:-1].copy()
    for k in range(len(row)):
        place = ahead[row[k]]
        idx[place], val[place] = column[k], value[k]
        ahead[row[k]] += 1
    kept, begin = 0, 0
    for i in range(size):
        end = ptr[i + 1]
        _sort_cells(idx, val, begin, end)
        kept = _unite_cells(idx, val, begin, end, kept, largest)
        ptr[i + 1], begin = kept, end
    return ptr, idx, val


@part
def _sort_cells(idx: np.ndarray, val: np.ndarray, begin: int, end: int) -> None:
    """Sort some cells by column, those of a column by value."""
    if end - begin > _LONG:
        order = np.argsort(idx[begin:end], kind="mergesort") + begin
        idx[begin:end], val[begin:end] = idx[order], val[order]
    for k in range(begin + 1, end):
        column, value, place = idx[k], val[k], k
        while place > begin:
            before = idx[place - 1]
            if before < column or (before == column and val[place - 1] <= value):
                break
            idx[place], val[place] = before, val[place - 1]
            place -= 1
        idx[place], val[place] = column, value


@part
def _unite_cells(
    idx: np.ndarray,
    val: np.ndarray,
    begin: int,
    end: int,
    kept: int,
    largest: bool,  # noqa: FBT001
) -> int:
    """Make one of cells that name one place, behind those kept before; return how many are now."""
    while begin < end:
        column, total = idx[begin], val[begin]
        begin += 1
        while begin < end and idx[begin] == column:
            total = max(total, val[begin]) if largest else total + val[begin]
            begin += 1
        if total != 0:
            idx[kept], val[kept] = column, total
            kept += 1
    return kept
