"""Factors ``L D U`` of small scopes, which serve any right sides, turned or not."""

# No pivots need to be chosen, as ``1 - M`` is diagonally dominant, and there is little to fill in,
# as whoever has the fewest ties goes first.

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kamgraph.kernels.arrays import Ints, Places, Reals, SidesToFill
from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part

# Of each place in the order, the nodes that come later and how much of it they take, or give. Nodes
# have no sign, which spares the machine the question whether to count from the end.
_Cells = tuple[Ints, Places, Reals]
_Filled = tuple[np.ndarray, np.ndarray, np.ndarray]  # how many of each place, nodes, values


class Triangles(NamedTuple):
    """The factors of many scopes; whoever is in none of them stays as they are."""

    order: np.ndarray  # the node at each place
    pivot: np.ndarray  # of each place
    lower: tuple[np.ndarray, np.ndarray, np.ndarray]
    upper: tuple[np.ndarray, np.ndarray, np.ndarray]

    def solve(self, starts: np.ndarray, x: np.ndarray, *, turned: bool) -> None:
        """Turn the right sides in x into the solutions."""
        order, pivot, down, up = self
        if turned:
            down, up = up, down
        run_in_chunks(_substitute, starts, order, pivot, down, up, x, label="influence")


@Kernel
def _substitute(
    starts: Ints, order: Ints, pivot: Reals, down: _Cells, up: _Cells, x: SidesToFill
) -> None:
    down_ptr, down_node, down_value = down
    up_ptr, up_node, up_value = up
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        for side in range(x.shape[1]):
            for place in range(first, last):
                given = x[order[place], side]
                for k in range(down_ptr[place], down_ptr[place + 1]):
                    x[down_node[k], side] -= down_value[k] * given
            for place in range(last - 1, first - 1, -1):
                settled = x[order[place], side] / pivot[place]
                for k in range(up_ptr[place], up_ptr[place + 1]):
                    settled -= up_value[k] * x[up_node[k], side]
                x[order[place], side] = settled


@part
def eliminate(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    order: np.ndarray,
    pivots: np.ndarray,
    lower: _Filled,
    upper: _Filled,
    ends: tuple[int, int],
) -> tuple[int, int]:
    """Eliminate one scope, its cells behind those that end there; return where they end now."""
    size = last - first
    system = _lay_out(first, last, ptr, idx, val, order)
    columns, below = np.empty(size, np.uint32), np.empty(size, np.uint32)
    lower_end, upper_end = ends
    for pivot in range(size):
        row, wide, deep = system[pivot], 0, 0
        for other in range(pivot + 1, size):
            columns[wide], below[deep] = other, other
            wide += row[other] != 0
            deep += system[other, pivot] != 0
        pivots[first + pivot] = row[pivot]
        lower[0][first + pivot], upper[0][first + pivot] = deep, wide
        for k in range(deep):
            other_row = system[below[k]]
            factor = other_row[pivot] / row[pivot]
            for place in range(wide):
                other_row[columns[place]] -= factor * row[columns[place]]
            lower[1][lower_end], lower[2][lower_end] = order[first + below[k]], factor
            lower_end += 1
        for k in range(wide):
            upper[1][upper_end] = order[first + columns[k]]
            upper[2][upper_end] = row[columns[k]] / row[pivot]
            upper_end += 1
    return lower_end, upper_end


@part
def _lay_out(
    first: int, last: int, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, order: np.ndarray
) -> np.ndarray:
    """Return ``1 - M`` of one scope, whoever has the fewest ties first, and note the order."""
    size = last - first
    rank = _rank_by_ties(first, last, ptr, idx)
    system = np.zeros((size, size))
    for j in range(size):
        order[first + rank[j]] = first + j
        system[rank[j], rank[j]] = 1.0
        for k in range(ptr[first + j], ptr[first + j + 1]):
            system[rank[j], rank[idx[k] - first]] -= val[k]
    return system


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
