"""The leading eigenvector of a symmetric matrix without negative cells, of each scope."""

# Started where everybody is equal, so that of several parts that lead alike each has its share, and
# the result does not depend on the order of people. Each step adds the vector itself, without which
# two groups that know nobody but each other would take turns for ever.

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Ints, Reals, RealsToFill
from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part

_SETTLED = 1e-13
_STEPS = 2_000  # enough to tell parts apart that lead by a hundredth


def find_leading(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray
) -> np.ndarray:
    """Return the leading eigenvector of each scope, its largest entry 1; 0 without any cells."""
    x = np.zeros(len(ptr) - 1)
    run_in_chunks(_lead, starts, ptr, idx, val, x, label="standing")
    return x


@Kernel
def _lead(starts: Ints, ptr: Ints, idx: Ints, val: Reals, x: RealsToFill) -> None:
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        for j in range(first, last):
            x[j] = 1.0 if ptr[j + 1] > ptr[j] else 0.0
        for _ in range(_STEPS):
            if _step(first, last, ptr, idx, val, x) <= _SETTLED:
                break


@part
def _step(
    first: int, last: int, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, x: np.ndarray
) -> float:
    """Multiply once, and return the largest change."""
    following, largest = np.zeros(last - first), 0.0
    for j in range(first, last):
        total = x[j]
        for k in range(ptr[j], ptr[j + 1]):
            total += val[k] * x[idx[k]]
        following[j - first] = total
        largest = max(largest, total)
    change = 0.0
    for j in range(first, last):
        settled = following[j - first] / largest if largest else 0.0
        change = max(change, abs(settled - x[j]))
        x[j] = settled
    return change
