"""How much one request may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
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
        Requests that are worked on at once, others wait.
    trials
        Changes that may be tried in one request.
    """

    body: int = 1_000_000
    seconds: float = 30.0
    threads: int = 8
    trials: int = 200


async def read_body(request: Request, bounds: Bounds) -> bytes:
    """Return the body of a request, or refuse it as soon as it is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > bounds.body:
            raise HTTPException(413, f"the body is longer than {bounds.body:,} bytes")
    return body
