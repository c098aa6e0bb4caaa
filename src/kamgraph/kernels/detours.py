"""How near nodes are to each other without each one of them: only detours around it are walked."""

# From one node the ways with the fewest steps to another often all lead through a third, its gate:
# its immediate dominator (Lengauer and Tarjan, 1979), which in a graph walked breadth first is
# where the gates of all nodes one step nearer meet. Without a node only what it is a gate to is
# further, and has to be walked again only where a tie leads out around it.

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Flags, Ints, Pointers, RealsToFill
from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, part
from kamgraph.kernels.nearness import NEVER, forget, walk
from kamgraph.kernels.removal import list_subtree
from kamgraph.kernels.routes import pop, push

_Tree = tuple[np.ndarray, np.ndarray]  # the gate of each node, and how many gates lead to it


def add_up_nearness_without(
    ptr: np.ndarray, idx: np.ndarray, begin: np.ndarray, gone: np.ndarray
) -> np.ndarray:
    """Add up, without each node, one by the steps from some nodes to all others that are there."""
    near = np.zeros(len(gone))
    whole = run_aside(_add_up_nearness_without, (ptr, idx), begin, gone, near)
    return np.asarray(whole + near)


@Kernel
def _add_up_nearness_without(
    steps: Pointers, begin: Ints, gone: Flags, change: RealsToFill
) -> float:
    count, total = len(gone), 0.0
    queue, far = np.empty(count, np.int64), np.full(count, NEVER)
    tree = (np.empty(count, np.int64), np.empty(count, np.int64))
    for source in begin:
        if gone[source]:
            continue
        queue[0], far[source] = source, 0
        seen = walk(queue, 1, steps, gone, far, count)
        _find_gates(queue, seen, steps, far, tree)
        whole = 0.0
        for place in range(1, seen):
            near = 1.0 / far[queue[place]]
            whole += near
            change[queue[place]] -= near
        change[source] -= whole
        total += whole
        _change_by_detours(queue, seen, steps, far, tree, change)
        forget(queue, seen, far)
    return total


@part
def _find_gates(
    queue: np.ndarray, seen: int, steps: Pointers, far: np.ndarray, tree: _Tree
) -> None:
    """Find the last node through which all shortest ways to each node lead."""
    ptr, idx = steps
    gate, depth = tree
    gate[queue[0]], depth[queue[0]] = queue[0], 0
    for place in range(1, seen):
        node, found = queue[place], NEVER
        for k in range(ptr[node], ptr[node + 1]):
            if far[idx[k]] == far[node] - 1:
                found = idx[k] if found == NEVER else _meet(found, idx[k], tree)
        gate[node], depth[node] = found, depth[found] + 1


@part
def _meet(one: int, other: int, tree: _Tree) -> int:
    """Return the last gate to two nodes, each of which may be it."""
    gate, depth = tree
    while one != other:
        if depth[one] >= depth[other]:
            one = gate[one]
        else:
            other = gate[other]
    return one


@part
def _change_by_detours(
    queue: np.ndarray, seen: int, steps: Pointers, far: np.ndarray, tree: _Tree, change: np.ndarray
) -> None:
    """Change what is near without each node by what it is a gate to."""
    gate, exits = tree[0], _count_exits(queue, seen, steps, far, tree)
    behind, first, following = np.zeros(len(far)), np.full(len(far), -1), np.full(len(far), -1)
    for place in range(seen - 1, 0, -1):
        node = queue[place]
        change[node] -= behind[node]
        behind[gate[node]] += behind[node] + 1.0 / far[node]
        exits[gate[node]] += exits[node]
        following[node], first[gate[node]] = first[gate[node]], node
    hanging, affected = np.zeros(len(far), np.int64), np.empty(len(far), np.int64)
    fresh = np.empty(len(far), np.int64)
    for place in range(1, seen):
        node = queue[place]
        if exits[node]:
            size = list_subtree(node, first, following, affected, hanging)
            change[node] += _walk_around(node, affected, size, steps, far, fresh, hanging)
            for other in range(size):
                hanging[affected[other]] = 0


@part
def _count_exits(
    queue: np.ndarray, seen: int, steps: Pointers, far: np.ndarray, tree: _Tree
) -> np.ndarray:
    """Count the ties that lead out from behind each node, to be added up from the last on."""
    ptr, idx = steps
    gate, depth = tree
    exits = np.zeros(len(gate), np.int64)
    for place in range(1, seen):
        node = queue[place]
        for k in range(ptr[node], ptr[node + 1]):
            if far[idx[k]] == NEVER:
                continue
            meet = _meet(node, idx[k], tree)
            if depth[meet] < depth[gate[node]]:
                exits[gate[node]] += 1
                exits[meet] -= 1
    return exits


@part
def _walk_around(
    gone: int,
    affected: np.ndarray,
    count: int,
    steps: Pointers,
    far: np.ndarray,
    fresh: np.ndarray,
    hanging: np.ndarray,
) -> float:
    """Return how near is what lies behind a node by the ways around it, nearest first."""
    ptr, idx = steps
    room, total, size = count, 0.0, 0
    for place in range(count):
        room += ptr[affected[place] + 1] - ptr[affected[place]]
    heap = (np.empty(room), np.empty(room, np.int64))
    for place in range(1, count):
        node = affected[place]
        fresh[node] = len(far)
        for k in range(ptr[node], ptr[node + 1]):
            if far[idx[k]] != NEVER and hanging[idx[k]] != gone + 1:
                fresh[node] = min(fresh[node], far[idx[k]] + 1)
        if fresh[node] < len(far):
            size = push(heap, size, -float(fresh[node]), node)
    while size:
        steps_there, node = -heap[0][0], heap[1][0]
        size = pop(heap, size)
        if steps_there > fresh[node]:
            continue
        total += 1.0 / fresh[node]
        for k in range(ptr[node], ptr[node + 1]):
            ahead = idx[k]
            behind = hanging[ahead] == gone + 1 and ahead != gone
            if behind and fresh[node] + 1 < fresh[ahead]:
                fresh[ahead] = fresh[node] + 1
                size = push(heap, size, -float(fresh[ahead]), ahead)
    return total
