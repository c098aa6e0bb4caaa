"""What reach is lost without each node: only what hangs on it in the tree of best routes."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Flags, Ints, Reals, RealsToFill, Rows
from kamgraph.kernels.chunks import bound_nodes, run_in_chunks
from kamgraph.kernels.compile import Kernel, part
from kamgraph.kernels.routes import pop, push, spread

_ROUNDING = 1e-9
_NOBODY, _EVERYBODY = -1, -2
_Routes = tuple[Rows, Rows, Reals, Ints, Ints]


def find_losses(
    steps: Rows,
    back: Rows,
    reach: np.ndarray,
    before: np.ndarray,
    stake: np.ndarray,
    limit: float,
    asked: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the staked reach lost without each node asked for, itself counting as out of reach."""
    lost = np.zeros(len(reach))
    carried = np.where(asked, _count_stakes(before, stake), 0)
    children = _link_children(before)
    routes = (steps, back, reach, *children)
    bounds = bound_nodes(len(reach))
    pairs = run_in_chunks(
        _find_losses, bounds, routes, carried, stake, limit, lost, label="what hangs on whom"
    )
    leaver, unreached = (np.concatenate(part) for part in zip(*pairs, strict=True))
    return lost, leaver, unreached


@Kernel
def _find_losses(
    bounds: Ints,
    routes: _Routes,
    carried: Ints,
    stake: Reals,
    limit: float,
    lost: RealsToFill,
) -> tuple[np.ndarray, np.ndarray]:
    steps, back, reach, first_child, next_child = routes
    room = 0
    for gone in range(bounds[0], bounds[-1]):
        room += carried[gone]
    leaver, unreached = np.empty(room, np.int64), np.empty(room, np.int64)
    pairs = 0
    # Of these only what is used costs memory; whoever hangs on somebody is marked from 1 on.
    fresh, hanging = np.zeros(len(reach)), np.zeros(len(reach), np.int64)
    affected = np.empty(len(reach), np.int64)
    for gone in range(bounds[0], bounds[-1]):
        if carried[gone] == 0:
            continue
        size = list_subtree(gone, first_child, next_child, affected, hanging)
        _reach_again(gone, affected, size, steps, back, reach, fresh, hanging)
        for place in range(size):
            node = affected[place]
            if stake[node] > 0:
                lost[gone] += stake[node] * (reach[node] - fresh[node])
                if reach[node] >= limit > fresh[node]:
                    leaver[pairs], unreached[pairs] = gone, node
                    pairs += 1
    return leaver[:pairs], unreached[:pairs]


@Kernel
def _count_stakes(before: Ints, stake: Reals) -> np.ndarray:
    """Count the staked nodes to which a route leads over each node, itself included."""
    carried = np.zeros(len(before), np.int64)
    for node in range(len(before)):
        if stake[node] > 0:
            above = node
            while above >= 0:
                carried[above] += 1
                above = before[above]
    return carried


@Kernel
def _link_children(before: Ints) -> tuple[np.ndarray, np.ndarray]:
    """Return the first child of each node in the tree of routes, and the next of its parent."""
    first, following = np.empty(len(before), np.int64), np.empty(len(before), np.int64)
    for node in range(len(before)):
        first[node] = following[node] = -1
    for node in range(len(before) - 1, -1, -1):
        if before[node] >= 0:
            following[node] = first[before[node]]
            first[before[node]] = node
    return first, following


@part
def list_subtree(
    gone: int, first: np.ndarray, following: np.ndarray, affected: np.ndarray, hanging: np.ndarray
) -> int:
    """List a node and all below it in the tree of routes."""
    affected[0], hanging[gone], size, looked = gone, gone + 1, 1, 0
    while looked < size:
        child = first[affected[looked]]
        looked += 1
        while child >= 0:
            affected[size], hanging[child] = child, gone + 1
            size += 1
            child = following[child]
    return size


@part
def _reach_again(
    gone: int,
    affected: np.ndarray,
    count: int,
    steps: Rows,
    back: Rows,
    reach: np.ndarray,
    fresh: np.ndarray,
    hanging: np.ndarray,
) -> None:
    """Find the best routes to the affected nodes that do without the one that is gone."""
    if count == 1:  # nobody hangs on it
        fresh[gone] = 0.0
        return
    ptr, idx, val = steps
    room = count
    for place in range(count):
        node = affected[place]
        room += ptr[node + 1] - ptr[node]
    heap = (np.empty(room), np.empty(room, np.int64))
    size = 0
    for place in range(count):
        node = affected[place]
        fresh[node] = 0.0
        if node == gone:
            continue
        for k in range(back[0][node], back[0][node + 1]):
            if hanging[back[1][k]] != gone + 1:
                fresh[node] = max(fresh[node], reach[back[1][k]] * back[2][k])
        if fresh[node] > 0:
            size = push(heap, size, fresh[node], node)
    while size:
        product, node = heap[0][0], heap[1][0]
        size = pop(heap, size)
        if product < fresh[node]:
            continue
        for k in range(ptr[node], ptr[node + 1]):
            ahead = idx[k]
            if hanging[ahead] == gone + 1 and ahead != gone and product * val[k] > fresh[ahead]:
                fresh[ahead] = product * val[k]
                size = push(heap, size, fresh[ahead], ahead)


def count_truck_factors(
    starts: np.ndarray, steps: Rows, back: Rows, source: np.ndarray, stake: np.ndarray
) -> np.ndarray:
    """Count how few sources must go, worst first, until the staked reach falls below half."""
    fewest = run_in_chunks(
        _count_truck_factors, starts, steps, back, source, stake, label="truck factor"
    )
    return np.concatenate(fewest)


@Kernel
def _count_truck_factors(
    starts: Ints, steps: Rows, back: Rows, source: Flags, stake: Reals
) -> np.ndarray:
    fewest = np.empty(len(starts) - 1, np.int64)
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        fewest[scope] = _count_departures(_reach_by_source(first, last, steps, back, source, stake))
    return fewest


@part
def _reach_by_source(
    first: int, last: int, steps: Rows, back: Rows, source: np.ndarray, stake: np.ndarray
) -> np.ndarray:
    """Return how well each source alone reaches each staked node, by its stake."""
    ours, staked = _list_ends(first, last, source, stake)
    reach, best = np.empty((len(staked), len(ours))), np.empty(last - first)
    queue = np.empty(last - first, np.int64)
    # From whichever side there are fewer: it is the same chains.
    ahead = len(ours) <= len(staked)
    begin, end, rows = (ours, staked, steps) if ahead else (staked, ours, back)
    for one in range(len(begin)):
        _find_chains(begin[one], rows, source, best, first, queue)
        for other in range(len(end)):
            row, column = (other, one) if ahead else (one, other)
            reach[row, column] = best[end[other] - first] * stake[staked[row]]
    return reach


@part
def _list_ends(
    first: int, last: int, source: np.ndarray, stake: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """List the sources of a scope, and its staked nodes."""
    ours, staked = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
    sources = stakes = 0
    for node in range(first, last):
        if source[node]:
            ours[sources] = node
            sources += 1
        if stake[node] > 0:
            staked[stakes] = node
            stakes += 1
    return ours[:sources], staked[:stakes]


@part
def _find_chains(
    start: int, rows: Rows, source: np.ndarray, best: np.ndarray, first: int, queue: np.ndarray
) -> None:
    """Find the strongest chain between one node and every other that leads through no source."""
    for place in range(len(best)):
        best[place] = 0.0
    best[start - first], queue[0] = 1.0, start
    spread(first, rows, source, best, queue, 1)


@part
def _count_departures(reach: np.ndarray) -> int:
    """Count the columns to take out, worst first, until the sum of row maxima is below half."""
    rows, columns = reach.shape
    gone, holder = np.zeros(columns, np.bool_), np.empty(rows, np.int64)
    best, second = np.empty(rows), np.empty(rows)
    _find_bests(reach, gone, holder, best, second)
    whole = _sum_without(_EVERYBODY, holder, best, second)
    left, count = whole, 0
    while left > 0 and left >= 0.5 * whole * (1 - _ROUNDING):
        worst, left = -1, np.inf
        for column in range(columns):
            if not gone[column]:
                without = _sum_without(column, holder, best, second)
                if without < left - _ROUNDING * whole:
                    worst, left = column, without
        gone[worst] = True
        count += 1
        _find_bests(reach, gone, holder, best, second)
    return count


@part
def _find_bests(
    reach: np.ndarray, gone: np.ndarray, holder: np.ndarray, best: np.ndarray, second: np.ndarray
) -> None:
    """Find the largest of each row, whose it is, and what is the largest without that column."""
    for row in range(reach.shape[0]):
        holder[row], best[row], second[row] = _NOBODY, 0.0, 0.0
        for column in range(reach.shape[1]):
            if gone[column]:
                continue
            if reach[row, column] > best[row]:
                holder[row], best[row], second[row] = column, reach[row, column], best[row]
            else:
                second[row] = max(second[row], reach[row, column])


@part
def _sum_without(column: int, holder: np.ndarray, best: np.ndarray, second: np.ndarray) -> float:
    """Add up what is the largest of each row without a column."""
    total = 0.0
    for row in range(len(holder)):
        total += second[row] if holder[row] == column else best[row]
    return total
