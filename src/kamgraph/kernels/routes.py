"""The strongest chains from any of several sources."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Flags, Ints, IntsToFill, Reals, RealsToFill, Rows
from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part

_Heap = tuple[np.ndarray, np.ndarray]
_FEW = 200  # nodes of a scope, up to which to look at some twice is cheaper than to keep an order
# Within which products are equal: far above what rounding makes of the same one, far below what
# anybody could tell apart.
_SAME = 1e-12


def find_best_routes(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, source: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the chain with the largest product of strengths to every node."""
    # Of products that are equal but for rounding, fewer hops win, then the earlier predecessor.
    count = len(source)
    reach, hops = np.zeros(count), np.zeros(count, np.int64)
    before = np.full(count, -1, np.int64)
    run_in_chunks(
        _find_best_routes, starts, ptr, idx, val, source, reach, hops, before, label="reach"
    )
    return reach, hops, before


@Kernel
def _find_best_routes(
    starts: Ints,
    ptr: Ints,
    idx: Ints,
    val: Reals,
    source: Flags,
    reach: RealsToFill,
    hops: IntsToFill,
    before: IntsToFill,
) -> None:
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        queue, count = np.empty(last - first, np.int64), 0
        for node in range(first, last):
            if source[node]:
                reach[node], queue[count] = 1.0, node
                count += 1
        spread(first, (ptr, idx, val), source, reach[first:last], queue, count)
        _choose_routes(first, last, ptr, idx, val, source, reach, hops, before, queue)


@part
def spread(
    first: int, rows: Rows, source: np.ndarray, best: np.ndarray, queue: np.ndarray, count: int
) -> None:
    """Lead the largest products on from the nodes in a queue, and through no further source."""
    # Whichever way they are found, they are the largest that rounding makes of any chain.
    if len(best) <= _FEW:
        _spread_in_turn(first, rows, source, best, queue, count)
    else:
        _spread_in_order(first, rows, source, best, queue, count)


@part
def _spread_in_turn(
    first: int, rows: Rows, source: np.ndarray, best: np.ndarray, queue: np.ndarray, count: int
) -> None:
    """Take who has grown first of all, and again whenever it has grown once more."""
    ptr, idx, val = rows
    size, waits, begin = len(best), np.zeros(len(best), np.bool_), 0
    end = count if count < size else 0
    while count:
        node, count = queue[begin], count - 1
        begin = begin + 1 if begin + 1 < size else 0
        waits[node - first] = False
        for k in range(ptr[node], ptr[node + 1]):
            ahead, product = idx[k] - first, best[node - first] * val[k]
            if product > best[ahead]:
                best[ahead] = product
                if not waits[ahead] and not source[ahead + first]:
                    waits[ahead], queue[end] = True, ahead + first
                    end, count = end + 1 if end + 1 < size else 0, count + 1


@part
def _spread_in_order(
    first: int, rows: Rows, source: np.ndarray, best: np.ndarray, queue: np.ndarray, count: int
) -> None:
    """Take the largest product of those that are left, which cannot grow any more (Dijkstra)."""
    ptr, idx, val = rows
    room = count + ptr[first + len(best)] - ptr[first]
    heap, size = (np.empty(room), np.empty(room, np.int64)), 0
    for place in range(count):
        size = push(heap, size, best[queue[place] - first], queue[place])
    while size:
        product, node = heap[0][0], heap[1][0]
        size = pop(heap, size)
        if product < best[node - first]:
            continue
        for k in range(ptr[node], ptr[node + 1]):
            ahead = idx[k] - first
            if product * val[k] > best[ahead]:
                best[ahead] = product * val[k]
                if not source[ahead + first]:
                    size = push(heap, size, best[ahead], ahead + first)


@part
def _choose_routes(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    source: np.ndarray,
    reach: np.ndarray,
    hops: np.ndarray,
    before: np.ndarray,
    queue: np.ndarray,
) -> None:
    """Choose among the steps that lose nothing those with the fewest hops, then the earlier."""
    # Hop by hop, so that equal products of different chains do not depend on rounding.
    found, size, looked = np.zeros(last - first, np.bool_), 0, 0
    for node in range(first, last):
        if source[node]:
            queue[size], found[node - first] = node, True
            size += 1
    while looked < size:
        node = queue[looked]
        looked += 1
        for k in range(ptr[node], ptr[node + 1]):
            ahead, product = idx[k], reach[node] * val[k]
            if product <= 0 or product < reach[ahead] - _SAME:
                continue
            if not found[ahead - first]:
                queue[size], found[ahead - first] = ahead, True
                size += 1
                hops[ahead], before[ahead] = hops[node] + 1, node
            elif hops[ahead] == hops[node] + 1:
                before[ahead] = min(before[ahead], node)


@part
def push(heap: _Heap, size: int, product: float, node: int) -> int:
    """Put a node on the heap of arrays (products, nodes); return the new size."""
    products, nodes = heap
    place = size
    while place:
        above = (place - 1) // 2
        if product <= products[above]:
            break
        products[place], nodes[place] = products[above], nodes[above]
        place = above
    products[place], nodes[place] = product, node
    return size + 1


@part
def pop(heap: _Heap, size: int) -> int:
    """Take the best node, the first of the arrays, off the heap; return the new size."""
    products, nodes = heap
    size -= 1
    product, node = products[size], nodes[size]
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and products[below + 1] > products[below]:
            below += 1
        if products[below] <= product:
            break
        products[place], nodes[place] = products[below], nodes[below]
        place = below
    products[place], nodes[place] = product, node
    return size
