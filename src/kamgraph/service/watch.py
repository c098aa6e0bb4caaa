"""One look at a store for all who ask at the same time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kamgraph.service.tenants import Now


class Watch:
    """Looks at a store, never twice at once, and never for somebody who came after it began."""

    def __init__(self, look: Callable[[], Awaitable[Now]]) -> None:
        self._look = look
        self._under_way: asyncio.Future[Now] | None = None
        self._next: asyncio.Future[Now] | None = None

    async def see(self) -> Now:
        """Return what the store holds, with all that was changed before the call."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._look_after(self._under_way))
        return await asyncio.shield(self._next)

    async def _look_after(self, before: asyncio.Future[Now] | None) -> Now:
        if before is not None and not before.done():
            await asyncio.wait([before])
        # Whoever comes from here on waits for another look.
        self._under_way, self._next = self._next, None
        return await self._look()
