"""Sparse factors of ``1 - M``: who has few ties is eliminated, one by one, down to a dense core."""

# Beside each row its excess is kept, 1 less the sum of its sizes, and a pivot is the excess and the
# sizes that are left in its row. So nothing is subtracted that is nearly equal, and how close to 1
# the sums of ``M`` come matters neither to the time nor, on the way down, to the digits (Ye,
# *Computing singular values of diagonally dominant matrices to high relative accuracy*, 2008).

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kamgraph.kernels.arrays import Ints, Reals, SidesToFill
from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, part
from kamgraph.kernels.core import Core
from kamgraph.kernels.routes import pop, push

# Cells in linked lists: the first of each row, the next of its row, its column; the same of columns
# with rows; the values; and a table in which the cell of a row and a column is looked up.
_Links = tuple[Ints, Ints, Ints]
_Cells = tuple[_Links, _Links, np.ndarray, np.ndarray]

_NOTHING = -1
_ROOM = 4  # times the cells of a matrix: as many may be filled in
_THICK = 4096  # cells that one elimination may touch, from where on what is left is the core
_LEAST = 2.0**-53  # excess of whom others move altogether, but for rounding


class Factors(NamedTuple):
    """Who is eliminated, in order, with their pivots and cells, and what is left."""

    order: np.ndarray
    rank: np.ndarray  # in the order; of those in the core the number of all
    pivot: np.ndarray
    rows: _Links
    columns: _Links
    value: np.ndarray
    core: Core


def factorise(ptr: np.ndarray, idx: np.ndarray, val: np.ndarray) -> Factors:
    """Factorise ``1 - M``, with sums of the sizes of each row below 1."""
    size, room = len(ptr) - 1, _ROOM * (len(idx) + len(ptr))
    if (np.diff(ptr) * np.bincount(idx, minlength=size)).min() > _THICK:
        return _take_all(ptr, idx, val)
    order, pivot, excess, outward, inward, value = run_aside(_thin_out, ptr, idx, val, room)
    rank = np.full(size, size)
    rank[order] = np.arange(len(order))
    left = np.flatnonzero((rank[inward[2]] == size) & (rank[outward[2]] == size))
    core = Core.of_cells(rank == size, excess, inward[2][left], outward[2][left], value[left])
    return Factors(order, rank, pivot, outward, inward, value, core)


def _take_all(ptr: np.ndarray, idx: np.ndarray, val: np.ndarray) -> Factors:
    """Make a core of a matrix in which nobody has few ties."""
    size = len(ptr) - 1
    row, nobody, none = np.repeat(np.arange(size), np.diff(ptr)), np.empty(0, np.int64), np.empty(0)
    excess = np.maximum(1.0 - np.bincount(row, np.abs(val), size), _LEAST)
    core = Core.of_cells(np.ones(size, dtype=bool), excess, row, idx, val)
    links = (nobody, nobody, nobody)
    return Factors(nobody, np.zeros(size, np.int64), none, links, links, none, core)


def solve_factors(factors: Factors, right: np.ndarray, *, turned: bool = False) -> np.ndarray:
    """Solve ``(1 - M) x = right``, or turned ``(1 - Mᵀ) x = right``, for several right sides."""
    order, rank, pivot, outward, inward, value, core = factors
    down, up = (outward, inward) if turned else (inward, outward)
    x = right.copy()
    run_aside(_pass_down, order, rank, pivot, down, value, x)
    x[core.nodes] = core.solve(x[core.nodes], turned=turned)
    run_aside(_pass_up, order, rank, pivot, up, value, x)
    return x


@Kernel
def _thin_out(
    ptr: Ints, idx: Ints, val: Reals, room: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, _Links, _Links, np.ndarray]:
    size = len(ptr) - 1
    cells, excess = _make_cells(size, room), np.empty(size)
    outs, ins = np.zeros(size, np.int64), np.zeros(size, np.int64)
    count = 0
    for i in range(size):
        total = 0.0
        for k in range(ptr[i], ptr[i + 1]):
            total += abs(val[k])
            if idx[k] != i:
                count = _add_cell(cells, count, i, idx[k], val[k])
                outs[i] += 1
                ins[idx[k]] += 1
        excess[i] = max(1.0 - total, _LEAST)
    heap, waiting = (np.empty(size + room), np.empty(size + room, np.int64)), 0
    for i in range(size):
        waiting = push(heap, waiting, -float(outs[i] * ins[i]), i)
    gone, done = np.zeros(size, np.bool_), 0
    order, pivot = np.empty(size, np.int64), np.empty(size)
    while waiting:
        node, cost = heap[1][0], outs[heap[1][0]] * ins[heap[1][0]]
        stale = gone[node] or cost != -heap[0][0]
        if not stale and (cost > _THICK or count + cost > room):
            break
        waiting = pop(heap, waiting)
        if stale:
            continue
        gone[node], order[done] = True, node
        pivot[node], count = _eliminate(node, cells, count, gone, excess, outs, ins)
        done += 1
        waiting = _ask_again(node, cells, gone, outs, ins, heap, waiting)
    rows, columns, value, _ = cells
    outward = (rows[0], rows[1][:count], rows[2][:count])
    inward = (columns[0], columns[1][:count], columns[2][:count])
    return order[:done], pivot, excess, outward, inward, value[:count]


@part
def _make_cells(size: int, room: int) -> _Cells:
    slots = 4
    while slots < 2 * room:
        slots *= 2
    rows = (np.full(size, _NOTHING), np.empty(room, np.int64), np.empty(room, np.int64))
    columns = (np.full(size, _NOTHING), np.empty(room, np.int64), np.empty(room, np.int64))
    return rows, columns, np.empty(room), np.full(slots, _NOTHING)


@part
def _find_slot(cells: _Cells, i: int, j: int) -> int:
    """Return where the cell of a row and a column stands in the table, or would stand."""
    rows, columns, _, table = cells
    slot = (i * 7919 + j * 104729) % len(table)
    while table[slot] != _NOTHING:
        if columns[2][table[slot]] == i and rows[2][table[slot]] == j:
            break
        slot = (slot + 1) % len(table)
    return slot


@part
def _add_cell(cells: _Cells, count: int, i: int, j: int, value: float) -> int:
    """Add a cell that is not there yet; return the new count."""
    rows, columns, values, table = cells
    rows[1][count], rows[2][count], rows[0][i] = rows[0][i], j, count
    columns[1][count], columns[2][count], columns[0][j] = columns[0][j], i, count
    values[count], table[_find_slot(cells, i, j)] = value, count
    return count + 1


@part
def _eliminate(
    node: int,
    cells: _Cells,
    count: int,
    gone: np.ndarray,
    excess: np.ndarray,
    outs: np.ndarray,
    ins: np.ndarray,
) -> tuple[float, int]:
    """Hand what a node gives to whoever takes from it on to them; return its pivot, the count."""
    rows, columns, value, table = cells
    pivot, cell = excess[node], rows[0][node]
    while cell >= 0:
        if not gone[rows[2][cell]]:
            pivot += abs(value[cell])
            ins[rows[2][cell]] -= 1
        cell = rows[1][cell]
    taken = columns[0][node]
    while taken >= 0:
        i = columns[2][taken]
        if not gone[i]:
            outs[i] -= 1
            factor = value[taken] / pivot
            excess[i] += abs(factor) * excess[node]
            cell = rows[0][node]
            while cell >= 0:
                j, more = rows[2][cell], factor * value[cell]
                if j == i:
                    excess[i] += abs(more) - more
                elif not gone[j]:
                    there = table[_find_slot(cells, i, j)]
                    if there >= 0:
                        sizes = abs(value[there]) + abs(more)
                        value[there] += more
                        excess[i] += max(0.0, sizes - abs(value[there]))
                    else:
                        count = _add_cell(cells, count, i, j, more)
                        outs[i] += 1
                        ins[j] += 1
                cell = rows[1][cell]
        taken = columns[1][taken]
    return pivot, count


@part
def _ask_again(
    node: int,
    cells: _Cells,
    gone: np.ndarray,
    outs: np.ndarray,
    ins: np.ndarray,
    heap: tuple[np.ndarray, np.ndarray],
    waiting: int,
) -> int:
    """Put those on the heap whose cost another's elimination has changed; return its new size."""
    rows, columns, _, _ = cells
    cell = rows[0][node]
    while cell >= 0:
        if not gone[rows[2][cell]]:
            other = rows[2][cell]
            waiting = push(heap, waiting, -float(outs[other] * ins[other]), other)
        cell = rows[1][cell]
    cell = columns[0][node]
    while cell >= 0:
        if not gone[columns[2][cell]]:
            other = columns[2][cell]
            waiting = push(heap, waiting, -float(outs[other] * ins[other]), other)
        cell = columns[1][cell]
    return waiting


@Kernel
def _pass_down(
    order: Ints,
    rank: Ints,
    pivot: Reals,
    links: _Links,
    value: Reals,
    x: SidesToFill,
) -> None:
    """Hand what each eliminated node has on to those that were left."""
    first, following, other = links
    for place in range(len(order)):
        node = order[place]
        cell = first[node]
        while cell >= 0:
            if rank[other[cell]] > place:
                factor = value[cell] / pivot[node]
                for side in range(x.shape[1]):
                    x[other[cell], side] += factor * x[node, side]
            cell = following[cell]


@Kernel
def _pass_up(
    order: Ints,
    rank: Ints,
    pivot: Reals,
    links: _Links,
    value: Reals,
    x: SidesToFill,
) -> None:
    """Settle each eliminated node, given those that were left."""
    first, following, other = links
    for place in range(len(order) - 1, -1, -1):
        node = order[place]
        cell = first[node]
        while cell >= 0:
            if rank[other[cell]] > place:
                for side in range(x.shape[1]):
                    x[node, side] += value[cell] * x[other[cell], side]
            cell = following[cell]
        for side in range(x.shape[1]):
            x[node, side] /= pivot[node]
