"""The last things that were looked up, as many as there is room for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was found by some keys, of which what was used longest ago goes first."""

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        """Take how much there is room for, and how much of it a thing takes."""
        self._left, self._weigh = most, weigh
        self._held: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Value | None:
        """Return what is kept of a key, if anything is."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep something in place of what was there, and let go of what has no room left."""
        with self._lock:
            if key in self._held:
                self._left += self._weigh(self._held.pop(key))
            self._held[key] = value
            self._left -= self._weigh(value)
            while self._left < 0:
                self._left += self._weigh(self._held.popitem(last=False)[1])
