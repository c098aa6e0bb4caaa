"""How many chains that share nobody lead from us to a person: unit flow over split vertices."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Flags, Ints, IntsToFill, Pointers
from kamgraph.kernels.chunks import bound_nodes, run_in_chunks
from kamgraph.kernels.compile import Kernel, part

_NOBODY = -1


def count_disjoint_chains(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, source: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    """Count the largest number of chains to each wanted node that share no other node."""
    # Each node is split into an entry and an exit joined by one unit, and chains are added one
    # by one along shortest augmenting paths (Ford and Fulkerson, *Maximal flow through a
    # network*, 1956; the count is the smallest number of nodes that cut all chains, Menger 1927).
    # They are followed from their end: sources are many steps away from few and few steps from
    # most, so that in a scope of any size little of it is looked at.
    scope = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    sources = np.bincount(scope, weights=source)[scope].astype(np.int64)
    most = np.where(wanted, np.minimum(sources, np.diff(ptr)), 0)
    chains = np.zeros(len(source), np.int64)
    if not most.any():
        return chains
    spans, steps = (starts[scope], starts[scope + 1]), (ptr, idx)
    bounds = bound_nodes(len(source))
    run_in_chunks(
        _count_disjoint_chains, bounds, spans, steps, source, most, chains, label="threads"
    )
    return chains


@Kernel
def _count_disjoint_chains(
    bounds: Ints,
    spans: Pointers,
    steps: Pointers,
    source: Flags,
    most: Ints,
    chains: IntsToFill,
) -> None:
    base = spans[0][bounds[0]]
    size = spans[1][bounds[-1] - 1] - base
    before, found = np.empty(size, np.int64), np.empty(2 * size, np.int64)
    for place in range(size):
        before[place] = found[2 * place] = found[2 * place + 1] = _NOBODY
    queue, used = np.empty(2 * size, np.int64), np.empty(size, np.int64)
    for target in range(bounds[0], bounds[-1]):
        while chains[target] < most[target]:
            end = _add_chain(base, target, steps, source, before, found, queue)
            if end == _NOBODY:
                break
            used[chains[target]] = end
            chains[target] += 1
        for chain in range(chains[target]):
            node = used[chain]
            while node != target - base:
                nearer = before[node]
                before[node] = _NOBODY
                node = nearer


@part
def _add_chain(
    base: int,
    target: int,
    steps: tuple[np.ndarray, np.ndarray],
    source: np.ndarray,
    before: np.ndarray,
    found: np.ndarray,
    queue: np.ndarray,
) -> int:
    """Add one more chain to the target, rerouting those there are; return its source, or -1."""
    # A state is twice a node, counted from the base, where it is entered, and one more where it
    # is left on the way back to a source; ``found`` holds the state before each one seen, and
    # ``before`` the chains there are: the next node on each node's chain to the target.
    ptr, idx = steps
    start = 2 * (target - base) + 1
    found[start], queue[0], begin, end = start, start, 0, 1
    source_found = _NOBODY
    while begin < end and source_found == _NOBODY:
        state = queue[begin]
        begin += 1
        node, leaving = state // 2, state % 2
        used = before[node] != _NOBODY
        if not leaving:
            # A node on a chain can be entered to take back the step that leads to it.
            end = _see(2 * before[node] + 1 if used else state + 1, state, found, queue, end)
            continue
        if used:
            end = _see(state - 1, state, found, queue, end)
        for k in range(ptr[base + node], ptr[base + node + 1]):
            ahead = idx[k] - base
            if before[ahead] == node:
                continue
            if source[base + ahead] and before[ahead] == _NOBODY:
                _reroute(state, ahead, found, before)
                source_found = ahead
                break
            end = _see(2 * ahead, state, found, queue, end)
    for place in range(end):
        found[queue[place]] = _NOBODY
    return source_found


@part
def _see(state: int, by: int, found: np.ndarray, queue: np.ndarray, end: int) -> int:
    """Put a state in the queue unless it has been seen; return the new end of the queue."""
    if found[state] != _NOBODY:
        return end
    found[state], queue[end] = by, state
    return end + 1


@part
def _reroute(state: int, end: int, found: np.ndarray, before: np.ndarray) -> None:
    """Take back the steps that the path found runs against, then take its own."""
    here = state
    while found[here] != here:
        back = found[here]
        if here % 2 and not back % 2 and back // 2 != here // 2:
            before[back // 2] = _NOBODY
        here = back
    ahead, here = 2 * end, state
    while True:
        if here % 2 and not ahead % 2 and here // 2 != ahead // 2:
            before[ahead // 2] = here // 2
        if found[here] == here:
            return
        ahead, here = here, found[here]
