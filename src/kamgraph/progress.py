"""Progress bars for work that lasts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

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
