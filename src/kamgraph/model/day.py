"""Days as callers give them."""

from __future__ import annotations

import datetime as dt

from kamgraph.errors import ScopeError


def as_day(day: dt.date | str) -> dt.date:
    """Return a date, the day of a moment, or the date that an ISO text spells."""
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise ScopeError(f"'{day}' is no date; write it as YYYY-MM-DD") from error
