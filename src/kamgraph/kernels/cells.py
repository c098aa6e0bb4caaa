"""Sparse matrices of cells, in time nearly linear in the number of cells."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Ints, Reals
from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, part

_WIDER = 3  # times as wide and one more is each gap over which cells are compared (Knuth)


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
    places = (np.ascontiguousarray(each, np.int64) for each in (row, column))
    values = np.ascontiguousarray(value, np.float64)
    ptr, idx, val = run_aside(_compress_rows, size, *places, values, largest)
    return ptr, idx[: ptr[-1]].copy(), val[: ptr[-1]].copy()


@Kernel
def _compress_rows(
    size: int,
    row: Ints,
    column: Ints,
    value: Reals,
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
    # Over wide gaps first (Shell, 1959), so that no cell of a long row has far to go in the end.
    gap = 1
    while _WIDER * gap < end - begin:
        gap = _WIDER * gap + 1
    while gap:
        for k in range(begin + gap, end):
            column, value, place = idx[k], val[k], k
            while place >= begin + gap:
                before = place - gap
                if idx[before] < column or (idx[before] == column and val[before] <= value):
                    break
                idx[place], val[place] = idx[before], val[before]
                place = before
            idx[place], val[place] = column, value
        gap //= _WIDER


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
