"""A table of contents: entries by name, and what follows from them all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Entry = TypeVar("Entry")
Given = ParamSpec("Given")
Found = TypeVar("Found")


class Registry(Mapping[str, Entry]):
    """Entries by name, in their order; others can stand beside them for a while."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)
        self._forget: list[Callable[[], None]] = []

    def __getitem__(self, name: str) -> Entry:
        """Return an entry."""
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def remember(self, derive: Callable[Given, Found]) -> Callable[Given, Found]:
        """Cache what a function derives from the entries for as long as they stay the same."""
        remembered = cache(derive)
        self._forget.append(remembered.cache_clear)
        return cast("Callable[Given, Found]", remembered)

    @contextmanager
    def extend(self, entries: Mapping[str, Entry]) -> Iterator[None]:
        """Have other entries, too, until the context is left; no thread may be reading them."""
        before = self._entries
        self._replace(before | dict(entries))
        try:
            yield
        finally:
            self._replace(before)

    def _replace(self, entries: dict[str, Entry]) -> None:
        self._entries = entries
        for forget in self._forget:
            forget()
