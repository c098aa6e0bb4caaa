"""How many stand below each node of a reporting graph."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.compile import Kernel


@Kernel
def count_below(ptr: np.ndarray, idx: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Count the other nodes below each node over all chains of lines."""
    count = len(counted)
    below = np.zeros(count, np.int64)
    seen_by = np.full(count, -1, np.int64)
    stack = np.empty(count, np.int64)
    for top in range(count):
        seen_by[top] = top
        stack[0], size = top, 1
        while size:
            size -= 1
            node = stack[size]
            for k in range(ptr[node], ptr[node + 1]):
                report = idx[k]
                if seen_by[report] != top:
                    seen_by[report] = top
                    below[top] += counted[report]
                    stack[size] = report
                    size += 1
    return below
