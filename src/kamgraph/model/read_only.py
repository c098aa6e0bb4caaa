"""Arrays that many hold, so that none of them may write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np

Held = TypeVar("Held")


def forbid_writing(held: Held) -> Held:
    """Make an array read-only, or those of a tuple or a mapping; return it."""
    if isinstance(held, np.ndarray):
        held.setflags(write=False)
    elif isinstance(held, (tuple, Mapping)):
        for part in held.values() if isinstance(held, Mapping) else held:
            forbid_writing(part)
    return held
