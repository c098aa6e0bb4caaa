"""Sets of moves tried together: what all of them share, and what each has beside it."""

# They differ in a move or two, so what they share is worked out once, and the rest move by move.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator


def split_sets(sets: np.ndarray) -> tuple[np.ndarray, Iterator[tuple[np.ndarray, np.ndarray]]]:
    """Return the moves that all of (sets, moves) share; and time and again, one more of others."""
    # Each time which sets have one more, by place, and which move that is.
    shared = np.asarray(sets.all(axis=0))
    return shared, _take_turns(sets & ~shared)


def _take_turns(left: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    while len(some := np.flatnonzero(left.any(axis=1))):
        first = left[some].argmax(axis=1)
        yield some, first
        left[some, first] = False
