"""Threads beside the event loop, for what waits for a database or takes some milliseconds."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

from kamgraph.service.bounds import Bounds, refuse_busy

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")


class Threads:
    """So many threads at once, and so many who wait for one."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._all = CapacityLimiter(bounds.threads)
        self._alone: dict[tuple[str, ...], CapacityLimiter] = defaultdict(
            lambda: CapacityLimiter(1)
        )

    async def run(self, work: Callable[[], Found], *alone: str) -> Found:
        """Do what takes long; of what has a name one after the other, beside everything else."""
        limiter = self._alone[alone] if alone else self._all
        if (waiting := limiter.statistics().tasks_waiting) >= self._bounds.waiting:
            refuse_busy(math.ceil(waiting / self._bounds.waiting))
        return await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=limiter)
