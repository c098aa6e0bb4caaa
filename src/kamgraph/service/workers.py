"""Those who work out answers: so many at once, so many waiting, and no more."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from kamgraph.service.bounds import Bounds, refuse_busy
from kamgraph.service.jobs import Job, begin_process, do

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

_SHARE = 0.1  # of a new duration in the mean of all


class Workers:
    """Threads or processes that do each job once, however many wait for it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._lock = threading.Lock()
        self._pool: Executor | None = None  # begun with the first job
        self._under_way: dict[str, Future[bytes]] = {}
        self._mean = 0.0  # seconds that a job takes

    async def work_out(self, tag: str, job: Job, keep: Callable[[bytes], None]) -> bytes:
        """Return what a job makes, and have it kept, though nobody may wait for it any more."""
        future = self._submit(tag, job, keep)
        try:
            return await asyncio.shield(asyncio.wrap_future(future))
        except BrokenExecutor:  # a process was killed, by whomever
            refuse_busy(1)

    def close(self) -> None:
        """Let threads or processes finish what they are at, and end."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def _submit(self, tag: str, job: Job, keep: Callable[[bytes], None]) -> Future[bytes]:
        with self._lock:
            if (known := self._under_way.get(tag)) is not None:
                return known
            if len(self._under_way) >= self._count + self._bounds.waiting:
                refuse_busy(math.ceil(len(self._under_way) * self._mean / self._count))
            future = self._under_way[tag] = self._begin(job)
        future.add_done_callback(partial(self._finish, tag, time.perf_counter(), keep))
        return future

    def _begin(self, job: Job) -> Future[bytes]:
        """Give a job to the pool, or to another where processes of this one were killed."""
        try:
            return self._open().submit(do, job)
        except BrokenExecutor:
            self._pool = None
            return self._open().submit(do, job)

    @property
    def _count(self) -> int:
        return self._bounds.processes or self._bounds.threads

    def _open(self) -> Executor:
        if self._pool is None and self._bounds.processes:
            # Begun anew and not forked, since a fork has the locks of threads that it lacks.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._count, mp_context=context, initializer=begin_process
            )
        elif self._pool is None:
            self._pool = ThreadPoolExecutor(self._count, "kamgraph")
        return self._pool

    def _finish(
        self,
        tag: str,
        begin: float,
        keep: Callable[[bytes], None],
        future: Future[bytes],
    ) -> None:
        if not future.cancelled() and future.exception() is None:
            keep(future.result())
        with self._lock:
            waited = (time.perf_counter() - begin) / max(len(self._under_way) / self._count, 1)
            self._mean += _SHARE * (waited - self._mean)
            del self._under_way[tag]
