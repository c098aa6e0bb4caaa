"""The equilibrium of influence, and the leverage of each person on a weighted outcome."""

# With ``M`` the influence matrix of a scope, whose rows sum to less than 1 in size, the one solves
# ``x = M x + b``, the other the same with the transpose of ``M``. Small scopes are eliminated once,
# and their factors serve every right side of both. Large ones are swept until a bound of what is
# left says that it does not matter any more. They would take as many sweeps as 1 over what the sums
# leave of 1; where that is too many they are factorised instead, which takes as long however close
# to 1 the sums are.

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.kernels.arrays import Ints, IntsToFill, Reals, RealsToFill
from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel
from kamgraph.kernels.elimination import Triangles, eliminate
from kamgraph.kernels.factors import Factors, factorise, solve_factors
from kamgraph.kernels.sweeps import Swept, count_sweeps, measure_contraction

if TYPE_CHECKING:
    from kamgraph.kernels.arrays import Rows

_PATIENCE = 200  # sweeps
_STEPS = 64  # of eliminating a dense scope, that take as long as to sweep over one cell
_LARGE = 2000  # people in a scope whose dense matrix is too large to eliminate
_ELIMINATED, _SWEPT, _LEFT = 0, 1, 2  # ways to solve a scope


class FixedPoint(NamedTuple):
    """The system ``x = M x + b`` of every scope, taken apart once for all right sides."""

    starts: np.ndarray
    small: Triangles
    swept: Swept
    large: list[tuple[slice, Factors]]

    def solve(self, right: np.ndarray, *, turned: bool = False) -> np.ndarray:
        """Solve it, or its adjoint, for one right side over the nodes or for several in columns."""
        sides = right if right.ndim > 1 else right[:, None]
        x = np.array(sides, np.float64, order="C")
        self.small.solve(self.starts, x, turned=turned)
        if len(self.swept.nodes):
            x[self.swept.nodes] = self.swept.solve(x, turned=turned)
        for nodes, factors in self.large:
            x[nodes] = solve_factors(factors, x[nodes], turned=turned)
        return x.reshape(right.shape)


def take_apart(starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray) -> FixedPoint:
    """Take the systems of an influence matrix apart, each scope for itself."""
    rows, size = (ptr, idx, val), len(ptr) - 1
    order, pivot = np.arange(size), np.ones(size)
    deep, wide = np.zeros(size, np.int64), np.zeros(size, np.int64)
    found = run_in_chunks(
        _take_apart, starts, *rows, order, pivot, deep, wide, label="influence taken apart"
    )
    way, *cells = (np.concatenate(part) for part in zip(*found, strict=True))
    lower = (_begin_rows(deep), cells[0], cells[1])
    upper = (_begin_rows(wide), cells[2], cells[3])
    large = [slice(starts[scope], starts[scope + 1]) for scope in np.flatnonzero(way == _LEFT)]
    return FixedPoint(
        starts,
        Triangles(order, pivot, lower, upper),
        _gather(starts, way == _SWEPT, *rows),
        [(nodes, factorise(*_cut_out(nodes, *rows))) for nodes in large],
    )


def _begin_rows(sizes: np.ndarray) -> np.ndarray:
    """Return where each row begins, by how many cells it has."""
    return np.concatenate([[0], np.cumsum(sizes)])


def _gather(
    starts: np.ndarray, asked: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray
) -> Swept:
    """Return the rows of the scopes that are asked for, for themselves."""
    inside = np.repeat(asked, np.diff(starts))
    place, cells = np.cumsum(inside) - 1, np.repeat(inside, np.diff(ptr))
    rows = (_begin_rows(np.diff(ptr)[inside]), place[idx[cells]], val[cells])
    return Swept(np.flatnonzero(inside), _begin_rows(np.diff(starts)[asked]), rows)


def _cut_out(nodes: slice, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray) -> Rows:
    """Return the rows of one scope for themselves."""
    cells = slice(ptr[nodes.start], ptr[nodes.stop])
    return (
        ptr[nodes.start : nodes.stop + 1] - ptr[nodes.start],
        idx[cells] - nodes.start,
        val[cells],
    )


@Kernel
def _take_apart(
    starts: Ints,
    ptr: Ints,
    idx: Ints,
    val: Reals,
    order: IntsToFill,
    pivot: RealsToFill,
    deep: IntsToFill,
    wide: IntsToFill,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    # Of the room for cells only what is used costs memory.
    way, room = np.empty(len(starts) - 1, np.int64), 0
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        size, cells = last - first, ptr[last] - ptr[first]
        sweeps = count_sweeps(measure_contraction(first, last, ptr, idx, val))
        if size <= _LARGE and size * size * size <= _STEPS * min(sweeps, _PATIENCE) * cells:
            way[scope] = _ELIMINATED
            room += size * (size - 1) // 2
        else:
            way[scope] = _SWEPT if sweeps <= _PATIENCE else _LEFT
    lower = (deep, np.empty(room, np.uint32), np.empty(room))
    upper = (wide, np.empty(room, np.uint32), np.empty(room))
    ends = (0, 0)
    for scope in range(len(starts) - 1):
        if way[scope] == _ELIMINATED:
            first, last = starts[scope], starts[scope + 1]
            ends = eliminate(first, last, ptr, idx, val, order, pivot, lower, upper, ends)
    return (
        way,
        lower[1][: ends[0]].copy(),
        lower[2][: ends[0]].copy(),
        upper[1][: ends[1]].copy(),
        upper[2][: ends[1]].copy(),
    )
