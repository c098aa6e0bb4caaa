"""The strongest chains from any of several sources: Dijkstra over products."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part

_Heap = tuple[np.ndarray, np.ndarray]
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
    starts: np.ndarray,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    source: np.ndarray,
    reach: np.ndarray,
    hops: np.ndarray,
    before: np.ndarray,
) -> None:
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        _find_products(first, last, ptr, idx, val, source, reach)
        _choose_routes(first, last, ptr, idx, val, source, reach, hops, before)


@part
def _find_products(
    first: int,
    last: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    val: np.ndarray,
    source: np.ndarray,
    reach: np.ndarray,
) -> None:
    """Find the largest products in one scope, the best of what is left first."""
    room = last - first + ptr[last] - ptr[first]
    heap = (np.empty(room), np.empty(room, np.int64))
    size = 0
    for node in range(first, last):
        if source[node]:
            reach[node] = 1.0
            size = push(heap, size, 1.0, node)
    while size:
        product, node = heap[0][0], heap[1][0]
        size = pop(heap, size)
        if product < reach[node]:
            continue
        for k in range(ptr[node], ptr[node + 1]):
            if product * val[k] > reach[idx[k]]:
                reach[idx[k]] = product * val[k]
                size = push(heap, size, reach[idx[k]], idx[k])


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
) -> None:
    """Choose among the steps that lose nothing those with the fewest hops, then the earlier."""
    # Hop by hop, so that equal products of different chains do not depend on rounding.
    queue, found = np.empty(last - first, np.int64), np.zeros(last - first, np.bool_)
    size = looked = 0
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
