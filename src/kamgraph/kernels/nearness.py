"""How many steps there are between nodes, whichever way and how strong: breadth first."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Groups, GroupsToFill, Ints, Pointers, RealsToFill
from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, part

NEVER = -1  # steps to where no way leads


def measure_steps(ptr: np.ndarray, idx: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Return (sets, nodes), the steps from the nearest node of each set; -1 without a way."""
    far = np.full((len(sets), len(ptr) - 1), NEVER)
    run_aside(_measure_steps, (ptr, idx), sets, far)
    return far


def count_steps_without(
    ptr: np.ndarray, idx: np.ndarray, begin: np.ndarray, sets: np.ndarray
) -> np.ndarray:
    """Count (sets, steps) the ways of so many steps from some nodes, without those of each set."""
    counts = np.zeros((len(sets), len(ptr) - 1), np.int64)
    run_aside(_count_steps_without, (ptr, idx), begin, sets, counts)
    return counts


def add_up_gains(
    ptr: np.ndarray, idx: np.ndarray, ends: np.ndarray, least: np.ndarray
) -> np.ndarray:
    """Add up how much nearer each node is to some ends than the steps that they have anyhow."""
    # Near is one by the steps, and 1 to itself; of ends without a way the steps are -1.
    gains = np.zeros(len(ptr) - 1)
    run_aside(_add_up_gains, (ptr, idx), ends, least, gains)
    return gains


@Kernel
def _measure_steps(steps: Pointers, sets: Groups, far: GroupsToFill) -> None:
    count = far.shape[1]
    nobody, queue = np.zeros(count, np.bool_), np.empty(count, np.int64)
    for number in range(len(sets)):
        for place in range(sets.shape[1]):
            queue[place] = sets[number, place]
            far[number, queue[place]] = 0
        walk(queue, sets.shape[1], steps, nobody, far[number], count)


@Kernel
def _count_steps_without(steps: Pointers, begin: Ints, sets: Groups, counts: GroupsToFill) -> None:
    count = counts.shape[1]
    gone, queue = np.zeros(count, np.bool_), np.empty(count, np.int64)
    far = np.full(count, NEVER)
    for number in range(len(sets)):
        for node in sets[number]:
            gone[node] = True
        for node in begin:
            if gone[node]:
                continue
            queue[0], far[node] = node, 0
            seen = walk(queue, 1, steps, gone, far, count)
            for place in range(1, seen):
                counts[number, far[queue[place]]] += 1
            forget(queue, seen, far)
        for node in sets[number]:
            gone[node] = False


@Kernel
def _add_up_gains(steps: Pointers, ends: Ints, least: Ints, gains: RealsToFill) -> None:
    count = len(gains)
    nobody, queue = np.zeros(count, np.bool_), np.empty(count, np.int64)
    far = np.full(count, NEVER)
    for place in range(len(ends)):
        if least[place] == 0 or least[place] == 1:  # nobody could be nearer
            continue
        near = 0.0 if least[place] == NEVER else 1.0 / least[place]
        queue[0], far[ends[place]] = ends[place], 0
        most = count if least[place] == NEVER else least[place] - 1
        seen = walk(queue, 1, steps, nobody, far, most)
        for other in range(seen):
            node = queue[other]
            gains[node] += 1.0 / max(1, far[node]) - near
        forget(queue, seen, far)


@part
def walk(
    queue: np.ndarray,
    count: int,
    steps: Pointers,
    gone: np.ndarray,
    far: np.ndarray,
    most: int,
) -> int:
    """Walk up to so many steps from the nodes in the queue; return how many are in it then."""
    ptr, idx = steps
    place = 0
    while place < count:
        node = queue[place]
        place += 1
        if far[node] >= most:
            break
        for k in range(ptr[node], ptr[node + 1]):
            ahead = idx[k]
            if far[ahead] == NEVER and not gone[ahead]:
                far[ahead], queue[count] = far[node] + 1, ahead
                count += 1
    return count


@part
def forget(queue: np.ndarray, count: int, far: np.ndarray) -> None:
    """Forget the steps to the nodes in the queue."""
    for place in range(count):
        far[queue[place]] = NEVER
