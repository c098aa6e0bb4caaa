"""The equilibrium of influence, and the leverage of each person on a weighted outcome."""

# With ``M`` the influence matrix of a scope, whose rows sum to less than 1 in size, both solve
# ``x = A x + b``: the one with ``A = M``, the other with its transpose. Small scopes are solved by
# elimination, which needs no pivots as ``1 - A`` is diagonally dominant, by rows or by columns, and
# little room as whoever has the fewest ties goes first. Large ones are swept (Gauss and Seidel)
# until a bound of what is left says that it does not matter any more. They would
# take as many sweeps as 1 over what the sums leave of 1; where that is too many they are factorised
# instead, which takes as long however close to 1 the sums are.

from __future__ import annotations

import math

import numpy as np

from kamgraph.kernels.arrays import Ints, Reals, Sides, SidesToFill
from kamgraph.kernels.cells import compress_rows
from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part
from kamgraph.kernels.factors import factorise, solve_factors

_DIGITS = 37.0  # natural logarithm of 1e16: from there on sweeps change no digit of a float
_SETTLED = 1e-14
_PATIENCE = 200  # sweeps
_STEPS = 64  # of eliminating a dense scope, that take as long as to sweep over one cell
_LARGE = 2000  # people in a scope whose dense matrix is too large to eliminate


def solve_equilibrium(
    starts: np.ndarray,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    fixed: np.ndarray,
    width: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Solve ``x = M x + fixed`` and ``y = |M| y + width`` in each scope, together."""
    rows, right, signed = (ptr, idx, val), np.hstack([fixed, width]), fixed.shape[1]
    x = right.copy()
    for first, last in _solve_fast(starts, *rows, right, x, signed, label="influence"):
        scope = _cut_out(first, last, *rows)
        alike = right.shape[1] if (scope[2] >= 0).all() else signed
        x[first:last, :alike] = solve_factors(factorise(*scope), right[first:last, :alike])
        if alike < right.shape[1]:
            sizes = factorise(*scope[:2], np.abs(scope[2]))
            x[first:last, alike:] = solve_factors(sizes, right[first:last, alike:])
    return x[:, :signed], x[:, signed:]


def solve_leverage(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Solve the adjoint ``y = Mᵀ y + weight`` in each scope, for one weight or several."""
    row = np.repeat(np.arange(len(weight)), np.diff(ptr))
    turned = compress_rows(len(weight), idx, row, val, largest=False)
    right = weight.reshape(len(weight), *(weight.shape[1:] or (1,))).astype(np.float64, order="C")
    y = right.copy()
    for first, last in _solve_fast(starts, *turned, right, y, right.shape[1], label="power"):
        scope = _cut_out(first, last, ptr, idx, val)
        y[first:last] = solve_factors(factorise(*scope), right[first:last], turned=True)
    return y.reshape(weight.shape)


def _solve_fast(starts: np.ndarray, *system: object, label: str) -> np.ndarray:
    """Solve the scopes where that is fast; return the others, the first and last node of each."""
    return np.concatenate(run_in_chunks(_solve, starts, *system, label=label))


def _cut_out(
    first: int, last: int, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of one scope for themselves."""
    cells = slice(ptr[first], ptr[last])
    return ptr[first : last + 1] - ptr[first], idx[cells] - first, val[cells]


@Kernel
def _solve(
    starts: Ints,
    ptr: Ints,
    idx: Ints,
    val: Reals,
    right: Sides,
    x: SidesToFill,
    signed: int,
) -> np.ndarray:
    """Turn x, at first the right sides, into the solutions; those after the signed, of ``|A|``."""
    # Returned are the first and the last node of scopes that are left out, as they take too long.
    left, count = np.empty((len(starts) - 1, 2), np.int64), 0
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        size, cells = last - first, ptr[last] - ptr[first]
        contraction = _measure_contraction(first, last, ptr, idx, val)
        sweeps = _count_sweeps(contraction)
        patience = min(sweeps, _PATIENCE)
        if size <= _LARGE and size * size * size <= _STEPS * patience * cells:
            _eliminate(first, last, ptr, idx, val, x, signed)
        elif sweeps > _PATIENCE:
            left[count] = first, last
            count += 1
        else:
            settled = _SETTLED * (1 - contraction)
            for _ in range(sweeps):
                if _sweep(first, last, ptr, idx, val, right, x, signed) * contraction <= settled:
                    break
    return left[:count]


@part
def _measure_contraction(
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
def _count_sweeps(contraction: float) -> int:
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
    signed: int,
) -> float:
    """Settle each person once, given the others; return the sum of all changes."""
    # The error left is at most that, times ``contraction / (1 - contraction)``.
    change = 0.0
    for j in range(first, last):
        moved = 0.0
        for side in range(x.shape[1]):
            settled = right[j, side]
            if side < signed:
                for k in range(ptr[j], ptr[j + 1]):
                    settled += val[k] * x[idx[k], side]
            else:
                for k in range(ptr[j], ptr[j + 1]):
                    settled += abs(val[k]) * x[idx[k], side]
            moved += abs(settled - x[j, side])
            x[j, side] = settled
        change += moved
    return change


@part
def _eliminate(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    x: np.ndarray,
    signed: int,
) -> None:
    """Solve one scope, with the right sides in x, at once where no cell is negative."""
    negative = False
    for k in range(ptr[first], ptr[last]):
        negative = negative or val[k] < 0
    sides = x.shape[1]
    if negative and signed < sides:
        _eliminate_sides(first, last, ptr, idx, val, x, signed, 0, signed)
        _eliminate_sides(first, last, ptr, idx, val, x, signed, signed, sides)
    else:
        _eliminate_sides(first, last, ptr, idx, val, x, signed, 0, sides)


@part
def _eliminate_sides(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    x: np.ndarray,
    signed: int,
    begin: int,
    end: int,
) -> None:
    """Solve one scope for some right sides in x, by looking at cells that are not 0 alone."""
    size, sides = last - first, end - begin
    rank = _rank_by_ties(first, last, ptr, idx)
    system = np.zeros((size, size + sides))
    for j in range(size):
        row = system[rank[j]]
        row[rank[j]] = 1.0
        for k in range(ptr[first + j], ptr[first + j + 1]):
            row[rank[idx[k] - first]] -= abs(val[k]) if begin >= signed else val[k]
        for side in range(sides):
            row[size + side] = x[first + j, begin + side]
    _reduce(system, size)
    for j in range(size):
        for side in range(sides):
            x[first + j, begin + side] = system[rank[j], size + side]


@part
def _rank_by_ties(first: int, last: int, ptr: np.ndarray, idx: np.ndarray) -> np.ndarray:
    """Return the rank of each person by the number of ties, the fewest first."""
    size = last - first
    ties = np.zeros(size, np.int64)
    for j in range(size):
        ties[j] += ptr[first + j + 1] - ptr[first + j]
        for k in range(ptr[first + j], ptr[first + j + 1]):
            ties[idx[k] - first] += 1
    begin = np.zeros(2 * size + 2, np.int64)
    for j in range(size):
        begin[ties[j] + 1] += 1
    for few in range(2 * size):
        begin[few + 1] += begin[few]
    for j in range(size):
        few = ties[j]
        ties[j] = begin[few]
        begin[few] += 1
    return ties


@part
def _reduce(system: np.ndarray, size: int) -> None:
    """Eliminate a system beside its right sides, which become the solutions."""
    # For each pivot the columns right of it, and the rows below it, that are not 0 are listed,
    # without a sign, which spares the machine the question whether to count from the end.
    columns, below = np.empty(size * (size - 1) // 2, np.uint32), np.empty(size, np.uint32)
    begin, end, width = np.zeros(size + 1, np.int64), 0, system.shape[1]
    for pivot in range(size):
        upper, rows = system[pivot], 0
        for other in range(pivot + 1, size):
            columns[end], below[rows] = other, other
            end += upper[other] != 0
            rows += system[other, pivot] != 0
        begin[pivot + 1] = end
        for place in range(rows):
            lower = system[below[place]]
            factor = lower[pivot] / upper[pivot]
            for k in range(begin[pivot], end):
                lower[columns[k]] -= factor * upper[columns[k]]
            for side in range(size, width):
                lower[side] -= factor * upper[side]
    for pivot in range(size - 1, -1, -1):
        upper = system[pivot]
        for k in range(begin[pivot], begin[pivot + 1]):
            settled = system[columns[k]]
            for side in range(size, width):
                upper[side] -= upper[columns[k]] * settled[side]
        for side in range(size, width):
            upper[side] /= upper[pivot]
