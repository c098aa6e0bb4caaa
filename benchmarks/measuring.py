"""Several ways to the same result, measured in turns."""

from __future__ import annotations

import resource
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def interleaved(ways: Mapping[str, Callable[[], object]], times: int = 5) -> dict[str, float]:
    """Return the median CPU seconds, of all threads, of each way; all take turns.

    CPU time, because what else the machine does must not decide who is faster. It is hard on
    work that is shared out to several cores, which a user would have sooner.
    """
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            begin = time.process_time()
            way()
            spent[name].append(time.process_time() - begin)
    return {name: statistics.median(seconds) for name, seconds in spent.items()}


def peak() -> float:
    """Return the most memory that this process has held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
