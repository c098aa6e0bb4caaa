"""What reach is lost without each node: only what hangs on it in the tree of best routes."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.compile import compiled
from kamgraph.kernels.routes import pop, push

_ROUNDING = 1e-9


@compiled
def losses(
    steps: tuple[np.ndarray, np.ndarray, np.ndarray],
    back: tuple[np.ndarray, np.ndarray, np.ndarray],
    reach: np.ndarray,
    before: np.ndarray,
    stake: np.ndarray,
    limit: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the staked reach lost without each node, the node itself counting as out of reach.

    Parameters
    ----------
    steps
        ``ptr``, ``idx``, ``val``: strengths by rows, row i lists whom i leads to.
    back
        The same transposed: row j lists who leads to j.
    reach, before
        The best routes over all nodes.
    stake
        (nodes,), what each node's reach counts; only nodes with a stake are looked at.
    limit
        From which reach a node is in reach.

    Returns
    -------
    lost
        (nodes,), ``sum of stake * (reach - reach without the node)``.
    leaver, unreached
        Pairs of a node and a staked node that falls out of reach without it.
    """
    count = len(reach)
    lost = np.zeros(count)
    carries, room = _carriers(before, stake)
    leaver, unreached = np.empty(room, np.int64), np.empty(room, np.int64)
    pairs = 0
    first_child, next_child = _children(before)
    fresh, hanging = np.zeros(count), np.full(count, -1, np.int64)
    affected = np.empty(count, np.int64)
    for gone in range(count):
        if not carries[gone]:
            continue
        size = _hanging_on(gone, first_child, next_child, affected, hanging)
        _reach_again(gone, affected[:size], steps, back, reach, fresh, hanging)
        for node in affected[:size]:
            if stake[node] > 0:
                lost[gone] += stake[node] * (reach[node] - fresh[node])
                if reach[node] >= limit > fresh[node]:
                    leaver[pairs], unreached[pairs] = gone, node
                    pairs += 1
    return lost, leaver[:pairs], unreached[:pairs]


@compiled
def _carriers(before: np.ndarray, stake: np.ndarray) -> tuple[np.ndarray, int]:
    """Mark the nodes on routes to staked nodes, and count how often."""
    carries, count = np.zeros(len(before), np.bool_), 0
    for node in range(len(before)):
        if stake[node] > 0:
            above = node
            while above >= 0:
                carries[above] = True
                count += 1
                above = before[above]
    return carries, count


@compiled
def _children(before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first child of each node in the tree of routes, and the next of its parent."""
    first, following = np.full(len(before), -1, np.int64), np.full(len(before), -1, np.int64)
    for node in range(len(before) - 1, -1, -1):
        if before[node] >= 0:
            following[node] = first[before[node]]
            first[before[node]] = node
    return first, following


@compiled
def _hanging_on(
    gone: int, first: np.ndarray, following: np.ndarray, affected: np.ndarray, hanging: np.ndarray
) -> int:
    """List a node and all below it in the tree of routes."""
    affected[0], hanging[gone], size, looked = gone, gone, 1, 0
    while looked < size:
        child = first[affected[looked]]
        looked += 1
        while child >= 0:
            affected[size], hanging[child] = child, gone
            size += 1
            child = following[child]
    return size


@compiled
def _reach_again(
    gone: int,
    affected: np.ndarray,
    steps: tuple[np.ndarray, np.ndarray, np.ndarray],
    back: tuple[np.ndarray, np.ndarray, np.ndarray],
    reach: np.ndarray,
    fresh: np.ndarray,
    hanging: np.ndarray,
) -> None:
    """Find the best routes to the affected nodes that do without the one that is gone."""
    ptr, idx, val = steps
    room = len(affected)
    for node in affected:
        room += ptr[node + 1] - ptr[node]
    heap = (np.empty(room), np.empty(room, np.int64), np.empty(room, np.int64))
    size = 0
    for node in affected:
        fresh[node] = 0.0
        if node == gone:
            continue
        for k in range(back[0][node], back[0][node + 1]):
            if hanging[back[1][k]] != gone:
                fresh[node] = max(fresh[node], reach[back[1][k]] * back[2][k])
        if fresh[node] > 0:
            size = push(heap, size, fresh[node], 0, node)
    while size:
        product, node = heap[0][0], heap[2][0]
        size = pop(heap, size)
        if product < fresh[node]:
            continue
        for k in range(ptr[node], ptr[node + 1]):
            ahead = idx[k]
            if hanging[ahead] == gone and ahead != gone and product * val[k] > fresh[ahead]:
                fresh[ahead] = product * val[k]
                size = push(heap, size, fresh[ahead], 0, ahead)


@compiled
def truck_factors(
    starts: np.ndarray,
    back: tuple[np.ndarray, np.ndarray, np.ndarray],
    source: np.ndarray,
    stake: np.ndarray,
) -> np.ndarray:
    """Count how few sources must go, worst first, until the staked reach falls below half.

    Parameters
    ----------
    starts
        First node of each scope, and the number of nodes at the end.
    back
        Strengths transposed, ``ptr``, ``idx``, ``val``: row j lists who leads to j.
    source
        (nodes,) bool, where chains begin.
    stake
        (nodes,), what each node's reach counts.

    Returns
    -------
    ndarray
        (scopes,) int; 0 where nothing staked is reached at all. Equal losses: the earlier node.
    """
    fewest = np.zeros(len(starts) - 1, np.int64)
    best = np.zeros(len(source))
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        ours = first + np.flatnonzero(source[first:last])
        staked = first + np.flatnonzero(stake[first:last] > 0)
        reach = np.zeros((len(staked), len(ours)))
        for row in range(len(staked)):
            _reach_backwards(staked[row], back, source, best[first:last], first)
            for column in range(len(ours)):
                reach[row, column] = best[ours[column]] * stake[staked[row]]
        fewest[scope] = _departures(reach)
    return fewest


@compiled
def _reach_backwards(
    target: int,
    back: tuple[np.ndarray, np.ndarray, np.ndarray],
    source: np.ndarray,
    best: np.ndarray,
    first: int,
) -> None:
    """Find the strongest chain from every node of a scope to one target."""
    ptr, idx, val = back
    best[:] = 0.0
    best[target - first] = 1.0
    room = 1 + ptr[first + len(best)] - ptr[first]
    heap = (np.empty(room), np.empty(room, np.int64), np.empty(room, np.int64))
    size = push(heap, 0, 1.0, 0, target)
    while size:
        product, node = heap[0][0], heap[2][0]
        size = pop(heap, size)
        if product < best[node - first] or source[node]:
            continue
        for k in range(ptr[node], ptr[node + 1]):
            if product * val[k] > best[idx[k] - first]:
                best[idx[k] - first] = product * val[k]
                size = push(heap, size, product * val[k], 0, idx[k])


@compiled
def _departures(reach: np.ndarray) -> int:
    """Count the columns to take out, worst first, until the sum of row maxima is below half."""
    staying = np.ones(reach.shape[1], np.bool_)
    whole = _sum_of_best(reach, staying, -1)
    left, count = whole, 0
    while left > 0 and left >= 0.5 * whole * (1 - _ROUNDING):
        worst, left = -1, np.inf
        for column in range(reach.shape[1]):
            if staying[column]:
                without = _sum_of_best(reach, staying, column)
                if without < left - _ROUNDING * whole:
                    worst, left = column, without
        staying[worst] = False
        count += 1
    return count


@compiled
def _sum_of_best(reach: np.ndarray, staying: np.ndarray, but: int) -> float:
    total = 0.0
    for row in range(reach.shape[0]):
        best = 0.0
        for column in range(reach.shape[1]):
            if staying[column] and column != but:
                best = max(best, reach[row, column])
        total += best
    return total
