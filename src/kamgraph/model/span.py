"""What holds on a day: rows from their first day until the first day no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.model.rows import Rows


def in_effect(rows: Rows | pd.DataFrame, day: int | pd.Timestamp | None) -> np.ndarray:
    """Return which rows hold on a day, since <= day < until; without a day, all of them."""
    begun = has_begun(rows["since"], day)
    return begun if day is None else begun & ~(np.asarray(rows["until"]) <= day)


def has_begun(since: Any, day: int | pd.Timestamp | None) -> np.ndarray:
    """Return which of some days are not after a day; a missing one never is."""
    if day is None:
        return np.ones(len(since), dtype=bool)
    # A missing day compares as neither earlier nor later.
    begun: np.ndarray = ~(np.asarray(since) > day)
    return begun
