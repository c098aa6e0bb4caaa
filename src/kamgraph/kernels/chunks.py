"""Large graphs in chunks: several at a time, with a progress bar, and free to be interrupted."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from itertools import pairwise
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kamgraph.kernels.compile import count_elements, count_threads
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Result = TypeVar("Result")

_CHUNK = 20_000  # nodes, or elements of arrays: some ten milliseconds of most kernels


def run_in_chunks(
    kernel: Callable[..., Result], bounds: np.ndarray, *arrays: object, label: str
) -> list[Result]:
    """Run a kernel over consecutive parts of the nodes, as many at a time as numba has threads."""
    # Parts are cut by their size alone and no part sees what another one writes, so that results
    # do not depend on the number of threads.
    parts = [bounds[first : last + 1] for first, last in pairwise(_find_cuts(bounds))]
    if len(parts) <= 1:
        return [run_aside(kernel, bounds, *arrays)]
    return _hand_out([partial(kernel, part, *arrays) for part in parts], count_threads(), label)


def run_aside(kernel: Callable[..., Result], *arrays: object) -> Result:
    """Run a kernel where an interrupt need not wait for it, unless there is little to do."""
    if count_elements(arrays) <= _CHUNK:
        return kernel(*arrays)
    return _hand_out([partial(kernel, *arrays)], 1, kernel.__name__)[0]


def _hand_out(work: list[Callable[[], Result]], threads: int, label: str) -> list[Result]:
    """Have some threads do all the work, and wait for what comes of each."""
    # A threading layer of numba's own would be as fast, but none of them survives a fork, callers
    # with threads and an interrupt alike. Nor does a pool of the standard library: what is
    # interrupted while it holds one of the pool's locks waits for its threads for ever. So threads
    # fetch and hand in by queues that hold no lock of Python's, and nobody waits for those whom an
    # interrupt leaves with their last chunk.
    waiting: SimpleQueue[int] = SimpleQueue()
    done: SimpleQueue[tuple[int, Result | BaseException]] = SimpleQueue()
    for number in range(len(work)):
        waiting.put(number)

    def fetch_and_do() -> None:
        for number in _drain(waiting):
            try:
                done.put((number, work[number]()))
            except BaseException as error:  # noqa: BLE001 - the caller's thread raises it
                done.put((number, error))

    try:
        for _ in range(min(threads, len(work))):
            Thread(target=fetch_and_do, daemon=True).start()
        found = dict(_fetch_result(done) for _ in progress(work, label))
    finally:
        list(_drain(waiting))
    return [found[number] for number in range(len(work))]


def _drain(waiting: SimpleQueue[int]) -> Iterator[int]:
    """Yield what waits until nothing does."""
    with suppress(Empty):
        while True:
            yield waiting.get_nowait()


def _fetch_result(done: SimpleQueue[tuple[int, Result | BaseException]]) -> tuple[int, Result]:
    """Wait for the next result, and raise what a thread could not."""
    number, result = done.get()
    if isinstance(result, BaseException):
        raise result
    return number, result


def _find_cuts(bounds: np.ndarray) -> np.ndarray:
    """Return which bounds to cut at, so that chunks have about as many nodes as they should."""
    wanted = np.arange(bounds[0] + _CHUNK, bounds[-1], _CHUNK)
    return np.unique([0, *np.searchsorted(bounds, wanted), len(bounds) - 1])


def bound_nodes(count: int) -> np.ndarray:
    """Return bounds for work that may be cut between any nodes, of so many."""
    return np.append(np.arange(0, count, 1000), count)
