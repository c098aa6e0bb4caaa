"""Days on which people work: Monday to Friday, as holidays are not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import datetime as dt

_DAY = "datetime64[D]"


def find_work_days(days: np.ndarray, first: dt.date) -> np.ndarray:
    """Return the last day of work up to each day, and none before the first day."""
    found = np.busday_offset(np.asarray(days, dtype=_DAY), 0, roll="backward")
    return np.maximum(found, np.datetime64(first, "D"))


def count_work_days(first: dt.date, days: float) -> int:
    """Return on how many of the days after the first one people work."""
    start = np.datetime64(first, "D") + np.timedelta64(1, "D")
    return int(np.busday_count(start, start + np.timedelta64(int(max(days, 0)), "D")))
