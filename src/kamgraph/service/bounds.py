"""How much one request may take."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request


@dataclass(frozen=True)
class Bounds:
    """How much one request, and all of them together, may take.

    Parameters
    ----------
    body
        Bytes of a request's body.
    seconds
        How long an answer may take; then the answer is 503.
    threads
        Requests that are looked at by threads at once, others wait.
    waiting
        Requests that may wait for a thread, and answers for somebody to work them out. Whoever
        comes then is answered by 503 at once, and told when to come again.
    processes
        Processes in which answers are worked out, so that they keep nobody else waiting; without
        them threads do it. Whoever runs the app must be importable without running it
        (``if __name__ == "__main__":``), as Python's ``multiprocessing`` asks.
    trials
        Changes that may be tried in one request.
    """

    body: int = 1_000_000
    seconds: float = 30.0
    threads: int = 8
    waiting: int = 250
    processes: int = 0
    trials: int = 200


@asynccontextmanager
async def in_time(bounds: Bounds) -> AsyncIterator[None]:
    """Give up waiting for an answer when it takes too long."""
    try:
        async with asyncio.timeout(bounds.seconds):
            yield
    except TimeoutError:
        detail = f"there is no answer after {bounds.seconds:g} seconds"
        raise HTTPException(503, detail, {"Retry-After": "1"}) from None


async def read_body(request: Request, bounds: Bounds) -> bytes:
    """Return the body of a request, or refuse it as soon as it is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > bounds.body:
            raise HTTPException(413, f"the body is longer than {bounds.body:,} bytes")
    return body


def refuse_busy(seconds: int) -> NoReturn:
    """Refuse a request that would wait too long, and say when to come again."""
    again = max(1, seconds)
    detail = f"too much is asked at once; come again in {again} s"
    raise HTTPException(503, detail, {"Retry-After": str(again)})
