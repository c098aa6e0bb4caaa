"""Large graphs in chunks: several at a time, with a progress bar, and free to be interrupted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numba
import numpy as np

from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_CHUNK = 20_000  # nodes: some ten milliseconds of most kernels


def in_chunks(
    kernel: Callable[..., Result], bounds: np.ndarray, *arrays: object, label: str
) -> list[Result]:
    """Run a kernel over consecutive parts of the nodes, as many at a time as numba has threads.

    Parts are cut by their size alone and no part sees what another one writes, so that results
    do not depend on the number of threads. A threading layer of numba's own would be as fast,
    but none of them survives a fork, callers with threads and an interrupt alike.

    Parameters
    ----------
    kernel
        Takes some consecutive bounds and the arrays, and writes what is between the bounds.
    bounds
        (parts + 1,), ascending nodes at which the work may be cut, such as the first nodes of
        scopes and the number of nodes at the end.
    arrays
        What the kernel takes besides.
    label
        What the work is, for the progress bar.

    Returns
    -------
    list
        What the kernel returned for each chunk, in order.
    """
    cuts = _cuts(bounds)
    if len(cuts) <= 2:  # noqa: PLR2004 - one chunk has two ends
        return [kernel(bounds, *arrays)]
    pool = ThreadPoolExecutor(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]
    try:
        running = [
            pool.submit(kernel, bounds[first : last + 1], *arrays) for first, last in pairwise(cuts)
        ]
        return [done.result() for done in progress(running, label)]
    finally:
        pool.shutdown(cancel_futures=True)


def _cuts(bounds: np.ndarray) -> np.ndarray:
    """Return which bounds to cut at, so that chunks have about as many nodes as they should."""
    wanted = np.arange(bounds[0] + _CHUNK, bounds[-1], _CHUNK)
    return np.unique([0, *np.searchsorted(bounds, wanted), len(bounds) - 1])


def node_bounds(count: int) -> np.ndarray:
    """Return bounds for work that may be cut between any nodes, of so many."""
    return np.append(np.arange(0, count, 1000), count)
