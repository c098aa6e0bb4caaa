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
    """Pass items on, with a bar on the error stream once that has lasted two seconds.

    There is a bar in a terminal and in a notebook only, so that logs stay free of it.

    Parameters
    ----------
    items
        What is worked through.
    label
        What the work is, beside the bar.
    total
        How many items there are, where they cannot tell.
    """
    if not (sys.stderr.isatty() or "ipykernel" in sys.modules):
        return items
    from tqdm import tqdm

    return tqdm(items, label, total, delay=_PATIENCE, leave=False)


@contextmanager
def stages(count: int, label: str) -> Iterator[Callable[[Item], Item]]:
    """Show the same bar for work in a few unlike stages.

    Parameters
    ----------
    count
        How many stages there are.
    label
        What the work is, beside the bar.

    Yields
    ------
    callable
        To be called with the result of each stage, which it returns.
    """
    begun = iter(progress(range(count), label))
    next(begun)

    def finish_stage(result: Item) -> Item:
        next(begun, None)
        return result

    try:
        yield finish_stage
    finally:
        deque(begun, maxlen=0)  # to its end, so that the bar goes
