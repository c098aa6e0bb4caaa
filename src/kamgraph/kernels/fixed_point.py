"""The equilibrium of influence, and the leverage of each person on a weighted outcome.

With ``M`` the influence matrix of a scope, whose rows sum to less than 1 in size, both are
Gauss-Seidel sweeps over ``x = M x + b`` and its adjoint, which shrink the error by at least
the largest row sum each time. Where that is close to 1, elimination is faster: ``1 - M`` is
diagonally dominant, so that it needs no pivots.
"""

from __future__ import annotations

import math

import numpy as np

from kamgraph.kernels.chunks import in_chunks
from kamgraph.kernels.compile import compiled

_DIGITS = 37.0  # natural logarithm of 1e16: from there on sweeps change no digit of a float
_SETTLED = 1e-16
_MANY_SWEEPS = 500
_LARGE = 2000  # people in a scope whose dense matrix is too large to eliminate


def equilibrium(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, fixed: np.ndarray
) -> np.ndarray:
    """Solve ``x = M x + fixed`` in each scope.

    Parameters
    ----------
    starts
        First node of each scope, and the number of nodes at the end.
    ptr, idx, val
        ``M`` by rows: row j lists who moves j.
    fixed
        (nodes, 3), the part that nobody moves on each axis.

    Returns
    -------
    ndarray
        (nodes, 3).
    """
    x = fixed.copy()
    in_chunks(_equilibrium, starts, ptr, idx, val, fixed, x, label="influence")
    return x


@compiled
def _equilibrium(
    starts: np.ndarray,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    fixed: np.ndarray,
    x: np.ndarray,
) -> None:
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        contraction = _largest_row(first, last, ptr, val)
        sweeps = _sweeps(contraction)
        if sweeps > _MANY_SWEEPS and last - first <= _LARGE:
            _eliminate(_dense(first, last, ptr, idx, val, False), x[first:last])  # noqa: FBT003
            continue
        settled = _SETTLED * (1 - contraction)
        for _ in range(sweeps):
            change = 0.0
            for j in range(first, last):
                a, b, c = fixed[j, 0], fixed[j, 1], fixed[j, 2]
                for k in range(ptr[j], ptr[j + 1]):
                    i, pull = idx[k], val[k]
                    a += pull * x[i, 0]
                    b += pull * x[i, 1]
                    c += pull * x[i, 2]
                moved = max(abs(a - x[j, 0]), abs(b - x[j, 1]), abs(c - x[j, 2]))
                change = max(change, moved)
                x[j, 0], x[j, 1], x[j, 2] = a, b, c
            if change <= settled:
                break


def leverage(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Solve the adjoint ``y = Mᵀ y + weight`` in each scope.

    Parameters
    ----------
    starts, ptr, idx, val
        As for :func:`equilibrium`: ``M`` by rows, not transposed.
    weight
        (nodes,), what each node counts in the outcome.

    Returns
    -------
    ndarray
        (nodes,), the change of the weighted outcome with a change of each node's fixed part.
    """
    y = weight[:, None].copy()
    in_chunks(_leverage, starts, ptr, idx, val, weight, y, label="power")
    return y[:, 0]


@compiled
def _leverage(
    starts: np.ndarray,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    weight: np.ndarray,
    y: np.ndarray,
) -> None:
    flow, onward = np.empty(starts[-1] - starts[0]), np.empty(starts[-1] - starts[0])
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        contraction = _largest_row(first, last, ptr, val)
        sweeps = _sweeps(contraction)
        if sweeps > _MANY_SWEEPS and last - first <= _LARGE:
            _eliminate(_dense(first, last, ptr, idx, val, True), y[first:last])  # noqa: FBT003
            continue
        for j in range(last - first):
            flow[j] = weight[first + j]
        # What is new flows one step down the rows at each sweep, and is added up.
        for _ in range(sweeps):
            for j in range(last - first):
                onward[j] = 0.0
            for j in range(first, last):
                if flow[j - first] != 0:
                    for k in range(ptr[j], ptr[j + 1]):
                        onward[idx[k] - first] += val[k] * flow[j - first]
            moving = 0.0
            for j in range(last - first):
                y[first + j, 0] += onward[j]
                moving += abs(onward[j])
            if moving <= _SETTLED * (1 - contraction):
                break
            flow, onward = onward, flow


@compiled
def _largest_row(first: int, last: int, ptr: np.ndarray, val: np.ndarray) -> float:
    largest = 0.0
    for j in range(first, last):
        total = 0.0
        for k in range(ptr[j], ptr[j + 1]):
            total += abs(val[k])
        largest = max(largest, total)
    return largest


@compiled
def _sweeps(contraction: float) -> int:
    """Return how many sweeps bring any error below the last digit."""
    if contraction <= 0:
        return 1
    return int(_DIGITS / -math.log(min(contraction, 1 - 1e-15))) + 2


@compiled
def _dense(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    turned: bool,  # noqa: FBT001 - compiled code takes arguments by place
) -> np.ndarray:
    """Return ``1 - M`` of one scope, or its transpose."""
    system = np.zeros((last - first, last - first))
    for j in range(last - first):
        system[j, j] = 1.0
        for k in range(ptr[first + j], ptr[first + j + 1]):
            i = idx[k] - first
            if turned:
                system[i, j] -= val[k]
            else:
                system[j, i] -= val[k]
    return system


@compiled
def _eliminate(system: np.ndarray, right: np.ndarray) -> None:
    """Solve a diagonally dominant system in place; ``right`` becomes the solution."""
    size, columns = right.shape
    for pivot in range(size):
        for row in range(pivot + 1, size):
            factor = system[row, pivot] / system[pivot, pivot]
            if factor != 0:
                for k in range(pivot + 1, size):
                    system[row, k] -= factor * system[pivot, k]
                for column in range(columns):
                    right[row, column] -= factor * right[pivot, column]
    for row in range(size - 1, -1, -1):
        for column in range(columns):
            total = right[row, column]
            for k in range(row + 1, size):
                total -= system[row, k] * right[k, column]
            right[row, column] = total / system[row, row]
