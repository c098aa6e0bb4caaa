"""Progress bars for work that lasts."""

from __future__ import annotations

import sys
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")

_PATIENCE = 2.0  # seconds before a bar appears


def progress(items: Iterable[Item], label: str, *, total: int | None = None) -> Iterable[Item]:
    """Pass items on, with a bar on the error stream once that has lasted two seconds."""
    # In a terminal and in a notebook only, so that logs stay free of it.
    if not (sys.stderr.isatty() or "ipykernel" in sys.modules):
        return items
    from tqdm import tqdm

    return tqdm(items, label, total, delay=_PATIENCE, leave=False)


@contextmanager
def stages(count: int, label: str) -> Iterator[Callable[[Item], Item]]:
    """Show such a bar for work in a few stages; what is yielded passes on the result of each."""
    begun = iter(progress(range(count), label))
    next(begun)

    def finish_stage(result: Item) -> Item:
        next(begun, None)
        return result

    try:
        yield finish_stage
    finally:
        deque(begun, maxlen=0)  # to its end, so that the bar goes
