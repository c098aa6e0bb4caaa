"""Days as callers give them, and the newest of those that books hold."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kamgraph.errors import ScopeError, quote
from kamgraph.model.arguments import check_argument

FIRST_DAY = dt.date(1970, 1, 1)  # an older one is a slip of whoever typed it


def as_day(day: dt.date | str) -> dt.date:
    """Return a date, the day of a moment, or the date that an ISO text spells."""
    check_argument(day, (dt.date, str), "a day is a date, or a text as YYYY-MM-DD", ScopeError)
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise ScopeError(f"{quote(day)} is no date; write it as YYYY-MM-DD") from error


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
