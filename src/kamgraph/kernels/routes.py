"""The strongest chains from any of several sources: Dijkstra over products."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.chunks import run_in_chunks
from kamgraph.kernels.compile import Kernel, part

_Heap = tuple[np.ndarray, np.ndarray, np.ndarray]


def find_best_routes(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, source: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the chain with the largest product of strengths to every node."""
    # Ties are broken by fewer hops, then by the earlier predecessor.
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
        _search(starts[scope], starts[scope + 1], ptr, idx, val, source, reach, hops, before)


@part
def _search(
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
    """Find the best routes of one scope, the best of what is left first."""
    done = np.zeros(last - first, np.bool_)
    room = last - first + ptr[last] - ptr[first]
    heap = (np.empty(room), np.empty(room, np.int64), np.empty(room, np.int64))
    size = 0
    for node in range(first, last):
        if source[node]:
            reach[node] = 1.0
            size = push(heap, size, 1.0, 0, node)
    while size:
        node = heap[2][0]
        size = pop(heap, size)
        if done[node - first]:
            continue
        done[node - first] = True
        for k in range(ptr[node], ptr[node + 1]):
            ahead, product, steps = idx[k], reach[node] * val[k], hops[node] + 1
            if done[ahead - first] or product <= 0:
                continue
            if _is_better(product, steps, reach[ahead], hops[ahead]):
                reach[ahead], hops[ahead], before[ahead] = product, steps, node
                size = push(heap, size, product, steps, ahead)
            elif product == reach[ahead] and steps == hops[ahead]:
                before[ahead] = min(before[ahead], node)


@part
def _is_better(product: float, steps: int, than: float, than_steps: int) -> bool:
    return product > than or (product == than and steps < than_steps)


@part
def push(heap: _Heap, size: int, product: float, steps: int, node: int) -> int:
    """Put a node on the heap of arrays (products, steps, nodes); return the new size."""
    products, hops, nodes = heap
    place = size
    while place:
        above = (place - 1) // 2
        if not _is_better(product, steps, products[above], hops[above]):
            break
        products[place], hops[place], nodes[place] = products[above], hops[above], nodes[above]
        place = above
    products[place], hops[place], nodes[place] = product, steps, node
    return size + 1


@part
def pop(heap: _Heap, size: int) -> int:
    """Take the best node, the first of the arrays, off the heap; return the new size."""
    products, hops, nodes = heap
    size -= 1
    product, steps, node = products[size], hops[size], nodes[size]
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and _is_better(
            products[below + 1], hops[below + 1], products[below], hops[below]
        ):
            below += 1
        if not _is_better(products[below], hops[below], product, steps):
            break
        products[place], hops[place], nodes[place] = products[below], hops[below], nodes[below]
        place = below
    products[place], hops[place], nodes[place] = product, steps, node
    return size
