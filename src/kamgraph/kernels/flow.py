"""How many chains that share nobody lead from us to a person: unit flow over split vertices."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.compile import compiled

_NOBODY = -1


@compiled
def disjoint_chains(
    starts: np.ndarray, ptr: np.ndarray, idx: np.ndarray, source: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    """Count the largest number of chains to each wanted node that share no other node.

    Each node is split into an entry and an exit joined by one unit, and chains are added one
    by one along shortest augmenting paths (Ford and Fulkerson, *Maximal flow through a
    network*, 1956; the count is the smallest number of nodes that cut all chains, Menger 1927).

    Parameters
    ----------
    starts
        First node of each scope, and the number of nodes at the end.
    ptr, idx
        Steps by rows: row i lists whom i leads to. No row leads to a source.
    source
        (nodes,) bool, where chains begin, at most one at each.
    wanted
        (nodes,) bool, the nodes to count for.

    Returns
    -------
    ndarray
        (nodes,) int, 0 where none is wanted or none leads.
    """
    chains = np.zeros(len(source), np.int64)
    for scope in range(len(starts) - 1):
        first, last = starts[scope], starts[scope + 1]
        after, before = np.empty(last - first, np.int64), np.empty(last - first, np.int64)
        found = np.empty(2 * (last - first), np.int64)
        queue = np.empty(2 * (last - first), np.int64)
        for target in range(first, last):
            if wanted[target]:
                after[:], before[:] = _NOBODY, _NOBODY
                while _add_chain(first, target, ptr, idx, source, after, before, found, queue):
                    chains[target] += 1
    return chains


@compiled
def _add_chain(
    first: int,
    target: int,
    ptr: np.ndarray,
    idx: np.ndarray,
    source: np.ndarray,
    after: np.ndarray,
    before: np.ndarray,
    found: np.ndarray,
    queue: np.ndarray,
) -> bool:
    """Add one more chain to the target, rerouting those there are; tell whether there was one.

    A state is twice a node of the scope for its entry, and one more for its exit; ``found``
    holds the state before each one seen. ``after`` and ``before`` hold the chains there are.
    """
    size = len(after)
    found[:] = _NOBODY
    begin, end = 0, 0
    for node in range(size):
        if source[first + node] and after[node] == _NOBODY:
            found[2 * node + 1] = 2 * node + 1
            queue[end] = 2 * node + 1
            end += 1
    while begin < end:
        state = queue[begin]
        begin += 1
        node, leaving = state // 2, state % 2
        used = before[node] != _NOBODY
        if not leaving:
            # The entry of a node on a chain leads back to the exit of the one before.
            onward = 2 * before[node] + 1 if used else state + 1
            if found[onward] == _NOBODY:
                found[onward] = state
                queue[end] = onward
                end += 1
            continue
        if used and found[state - 1] == _NOBODY:
            found[state - 1] = state
            queue[end] = state - 1
            end += 1
        for k in range(ptr[first + node], ptr[first + node + 1]):
            ahead = idx[k] - first
            if after[node] == ahead:
                continue
            if ahead == target - first:
                _reroute(state, ahead, found, after, before)
                return True
            if found[2 * ahead] == _NOBODY:
                found[2 * ahead] = state
                queue[end] = 2 * ahead
                end += 1
    return False


@compiled
def _reroute(
    state: int, target: int, found: np.ndarray, after: np.ndarray, before: np.ndarray
) -> None:
    """Take back the steps that the path found runs against, then take its own."""
    here = state
    while found[here] != here:
        back = found[here]
        if here % 2 and not back % 2 and back // 2 != here // 2:
            after[here // 2] = _NOBODY
            before[back // 2] = _NOBODY
        here = back
    ahead, here = 2 * target, state
    while True:
        if here % 2 and not ahead % 2 and here // 2 != ahead // 2:
            after[here // 2] = ahead // 2
            if ahead // 2 != target:
                before[ahead // 2] = here // 2
        if found[here] == here:
            return
        ahead, here = here, found[here]
