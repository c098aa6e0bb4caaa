"""Days as callers give them, and the newest of those that books hold."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError, quote
from kamgraph.model.arguments import check_argument

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAYS = re.compile(r"(?:(?!0000)\d{4}-\d{2}-\d{2}\n)*", re.ASCII)
_WANTED = "a day is a date, or a text as YYYY-MM-DD"
FIRST_DAY = dt.date(1970, 1, 1)  # an older one is a slip of whoever typed it


def as_day(day: dt.date | str) -> dt.date:
    """Return a date, the day of a moment, or the date that an ISO text spells."""
    check_argument(day, (dt.date, str), _WANTED, ScopeError)
    if pd.isna(day):
        raise ScopeError(f"{_WANTED}, and not NaT, which is none")
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise ScopeError(f"{quote(day)} is no date; write it as YYYY-MM-DD") from error


def are_days(texts: Sequence[str]) -> bool:
    """Return whether all texts are days of the calendar as YYYY-MM-DD, told of all at once."""
    if not _DAYS.fullmatch("\n".join([*texts, ""])):
        return False
    try:
        np.array(texts, dtype="datetime64[D]")
    except ValueError:
        return False
    return True


def as_past_day(day: dt.date | str) -> dt.date:
    """Return the day on which somebody said something: neither to come nor before our times."""
    found = as_day(day)
    if found > today():
        raise ScopeError(f"{found} is still to come; say on which day it was")
    if found < FIRST_DAY:
        raise ScopeError(f"{found} is before {FIRST_DAY.year}; say on which day it was")
    return found


def choose_newest(days: np.ndarray) -> dt.date | None:
    """Return the newest of some days that is not after today, None without any day."""
    # Where all are to come it is today: nothing has happened yet, though much is planned.
    days = days[~np.isnat(days)].astype("datetime64[D]")
    if not len(days):
        return None
    now = today()
    past = days[days <= np.datetime64(now)]
    newest: dt.date = past.max().item() if len(past) else now
    return newest


def today() -> dt.date:
    """Return the day by the clock, of which nothing else is asked."""
    return dt.datetime.now().astimezone().date()
