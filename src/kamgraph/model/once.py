"""Properties that are worked out at most once, free of locks and read-only."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kamgraph.model.read_only import forbid_writing

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")


def once(find: Callable[[Any], Found]) -> cached_property[Found]:
    """Make a method a property that keeps what it found; nobody may write into its arrays."""
    return _Once(find)


class _Once(cached_property[Found]):
    # On Python 3.11 the property of the standard library holds a lock of its class: threads wait
    # for each other, and a process forked while one works something out waits for ever. Here two
    # that ask at the same time may both do the work, and both are given what one of them found.

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Return what is kept, or work it out; the property itself when asked of the class."""
        if instance is None:
            return self
        return vars(instance).setdefault(self.attrname, forbid_writing(self.func(instance)))
