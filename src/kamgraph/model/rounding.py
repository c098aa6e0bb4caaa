"""How near a sum may come to a limit and still reach it."""

from __future__ import annotations

import numpy as np

ROUNDING = 1e-9


def at_least(values: np.ndarray, limit: float) -> np.ndarray:
    """Return which values reach a limit, but for a rounding error of a sum."""
    return np.asarray(values >= limit - ROUNDING)
