"""Large scopes whose influence dies out fast: swept until nothing changes (Gauss and Seidel)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kamgraph.kernels.arrays import Ints, Reals, Rows, Sides, SidesToFill
from kamgraph.kernels.cells import compress_rows
from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part

_DIGITS = 37.0  # natural logarithm of 1e16: from there on sweeps change no digit of a float
_SETTLED = 1e-14


class Swept(NamedTuple):
    """The rows of some scopes for themselves, and which nodes of the whole they are."""

    nodes: np.ndarray
    starts: np.ndarray
    rows: Rows

    def solve(self, right: np.ndarray, *, turned: bool) -> np.ndarray:
        """Return the solutions of these scopes, given the right sides of all."""
        rows, own = self._turn() if turned else self.rows, right[self.nodes]
        x = own.copy()
        run_in_chunks(_sweep_scopes, self.starts, *rows, own, x, label="influence")
        return x

    def _turn(self) -> Rows:
        ptr, idx, val = self.rows
        row = np.repeat(np.arange(len(self.nodes)), np.diff(ptr))
        return compress_rows(len(self.nodes), idx, row, val, largest=False)


@Kernel
def _sweep_scopes(
    starts: Ints, ptr: Ints, idx: Ints, val: Reals, right: Sides, x: SidesToFill
) -> None:
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        contraction = measure_contraction(first, last, ptr, idx, val)
        settled = _SETTLED * (1 - contraction)
        for _ in range(count_sweeps(contraction)):
            if _sweep(first, last, ptr, idx, val, right, x) * contraction <= settled:
                break


@part
def measure_contraction(
    first: int, last: int, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray
) -> float:
    """Return the largest sum of a row, or that of a column, in size, whichever is smaller."""
    # By so much at least does a sweep shrink the error ``e``: by the one in its largest entry, by
    # the other in the sum over ``(1 - L) e``, with ``L`` the cells left of the diagonal.
    by_row, column = 0.0, np.zeros(last - first)
    for j in range(first, last):
        row = 0.0
        for k in range(ptr[j], ptr[j + 1]):
            row += abs(val[k])
            column[idx[k] - first] += abs(val[k])
        by_row = max(by_row, row)
    by_column = 0.0
    for j in range(last - first):
        by_column = max(by_column, column[j])
    return min(by_row, by_column)


@part
def count_sweeps(contraction: float) -> int:
    """Return how many sweeps bring any error below the last digit."""
    if contraction <= 0:
        return 1
    return int(_DIGITS / -math.log(min(contraction, 1 - 1e-15))) + 2


@part
def _sweep(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    right: np.ndarray,
    x: np.ndarray,
) -> float:
    """Settle each person once, given the others; return the sum of all changes."""
    # The error left is at most that, times ``contraction / (1 - contraction)``.
    change = 0.0
    for j in range(first, last):
        moved = 0.0
        for side in range(x.shape[1]):
            settled = right[j, side]
            for k in range(ptr[j], ptr[j + 1]):
                settled += val[k] * x[idx[k], side]
            moved += abs(settled - x[j, side])
            x[j, side] = settled
        change += moved
    return change
