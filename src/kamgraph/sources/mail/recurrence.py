"""When a meeting that recurs took place: its rule, with the days added and taken out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import islice, takewhile

from dateutil.rrule import rruleset, rrulestr

# Once a day for a century; what recurs more often is no meeting.
MOST = 40_000
# Several times within a day, or again and again without ever going on.
_ENDLESS = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|INTERVAL=[-+]?0*(?:;|$)", re.IGNORECASE)
_UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?", re.IGNORECASE)


@dataclass(frozen=True)
class Series:
    """A meeting and how it recurs."""

    start: dt.datetime  # when it begins for the first time
    rules: tuple[str, ...] = ()  # as iCalendar writes them: ``FREQ=WEEKLY;COUNT=5``
    more: tuple[dt.datetime, ...] = ()  # when it begins besides
    without: tuple[dt.date, ...] = ()  # when it does not; a date without a time is all of a day


def list_starts(series: Series, last: dt.date) -> tuple[list[dt.datetime], bool]:
    """Return when a meeting began, by the clock of its place, and whether that is all."""
    # A rule that is none is a ValueError.
    start = series.start.replace(tzinfo=None)
    found = rruleset()
    for rule in series.rules:
        if _ENDLESS.search(rule):
            message = "recurs within a day"
            raise ValueError(message)
        found.rrule(rrulestr(_end_locally(rule, series.start), dtstart=start))
    for moment in (start, *(make_local(one, series.start) for one in series.more)):
        found.rdate(moment)
    days = {one for one in series.without if not isinstance(one, dt.datetime)}
    moments = {
        make_local(one, series.start) for one in series.without if isinstance(one, dt.datetime)
    }
    past = [*islice(takewhile(lambda one: one.date() <= last, found), MOST + 1)]
    starts = [one for one in past[:MOST] if one not in moments and one.date() not in days]
    return starts, len(past) <= MOST


def make_local(moment: dt.date, like: dt.datetime) -> dt.datetime:
    """Return a moment by the clock of another one's place, without naming that."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, like.time())
    if moment.tzinfo is None or like.tzinfo is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(like.tzinfo).replace(tzinfo=None)


def _end_locally(rule: str, start: dt.datetime) -> str:
    """Return a rule whose end is by the clock of the place where the meeting begins."""
    found = _UNTIL.search(rule)
    if found is None:
        return rule
    day, time, utc = found.groups()
    end = dt.datetime.strptime(f"{day}{time or '235959'}", "%Y%m%d%H%M%S")  # noqa: DTZ007
    if utc:
        end = make_local(end.replace(tzinfo=dt.UTC), start)
    return f"{rule[: found.start()]}UNTIL={end:%Y%m%dT%H%M%S}{rule[found.end() :]}"
