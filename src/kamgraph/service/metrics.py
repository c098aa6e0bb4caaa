"""How many requests there were, and how long they took, as Prometheus reads it."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EDGES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """An app around an app, which counts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._statuses: Counter[int] = Counter()
        self._buckets = [0] * (len(_EDGES) + 1)
        self._seconds = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, and take its time."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["kamgraph.metrics"] = self
        begin, status = time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._count(status, time.perf_counter() - begin)

    def _count(self, status: int, seconds: float) -> None:
        with self._lock:
            self._statuses[status] += 1
            self._buckets[bisect_left(_EDGES, seconds)] += 1
            self._seconds += seconds

    def spell(self) -> str:
        """Return the counts as text."""
        with self._lock:
            statuses, buckets, seconds = dict(self._statuses), [*self._buckets], self._seconds
        lines = ["# TYPE kamgraph_requests_total counter"]
        lines += [
            f'kamgraph_requests_total{{status="{status}"}} {count}'
            for status, count in sorted(statuses.items())
        ]
        lines.append("# TYPE kamgraph_request_seconds histogram")
        so_far = 0
        for edge, count in zip((*map(str, _EDGES), "+Inf"), buckets, strict=True):
            so_far += count
            lines.append(f'kamgraph_request_seconds_bucket{{le="{edge}"}} {so_far}')
        lines += [
            f"kamgraph_request_seconds_sum {seconds}",
            f"kamgraph_request_seconds_count {so_far}",
        ]
        return "\n".join(lines) + "\n"
