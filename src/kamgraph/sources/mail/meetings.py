"""Meetings as calendars plan them, and the times at which they took place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamgraph.sources.mail.encounters import NO_RULE, TOO_OFTEN, Encounter, Mailbox
from kamgraph.sources.mail.recurrence import Series, list_starts, make_local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass
class Attendance:
    """Who is at a meeting, as invitations and their answers tell."""

    parts: dict[str, tuple[str, Mailbox]] = field(default_factory=dict)
    things: list[str] = field(default_factory=list)  # the keys of rooms and of groups
    absent: set[str] = field(default_factory=set)
    unanswered: int = 0

    def invite(self, who: Mailbox, *, answer: bool | None, part: str = "present") -> None:
        """Add somebody who has said yes or no, or nothing: who has not declined counts as there."""
        if answer is False:
            self.absent.add(who.key)
        elif who.name or who.address:
            self.unanswered += answer is None
            self.parts[who.key] = (part, who)

    def lead(self, who: Mailbox) -> None:
        """Add who has called the meeting, unless they have declined themselves."""
        if who.key not in self.absent and (who.name or who.address):
            self.parts[who.key] = ("present", who)


@dataclass(frozen=True)
class Meeting:
    """A meeting as a calendar has it: once, in a series, or one changed time of a series."""

    uid: str
    attendance: Attendance
    begins: dt.date | None  # a moment, in its zone, or a whole day
    rules: tuple[str, ...] = ()
    more: tuple[dt.date, ...] = ()
    without: tuple[dt.date, ...] = ()
    moment: dt.date | None = None  # of a changed time, when it was to begin
    place: dt.tzinfo | None = None  # the zone of a moment that is given in universal time
    subject: str = ""
    unread: str = ""  # why it did not take place: it was cancelled
    line: int = 0  # of the file, or the number of a record
    version: int = 0
    series: str = ""  # what the parts of a meeting have in common, the uid by default
    doubt: str = ""  # why its day may be another one


def list_encounters(
    meetings: Iterable[Meeting], last: dt.date, zone: dt.tzinfo | None
) -> Iterator[tuple[int, Encounter]]:
    """Yield the line and the encounter of each time that meetings took place up to a day."""
    newest: dict[tuple[str, dt.date | None], Meeting] = {}
    for meeting in meetings:
        key = (meeting.series or meeting.uid or f"\0{meeting.line}", meeting.moment)
        if key not in newest or meeting.version >= newest[key].version:
            newest[key] = meeting
    series = defaultdict(list)
    for (name, _), meeting in newest.items():
        series[name].append(meeting)
    for one in series.values():
        yield from _list_series(one, last, zone)


def _list_series(
    meetings: Sequence[Meeting], last: dt.date, zone: dt.tzinfo | None
) -> Iterator[tuple[int, Encounter]]:
    """Yield the times of one meeting; those that were changed take the place of the planned."""
    changed = tuple(one.moment for one in meetings if one.moment is not None)
    for meeting in meetings:
        for start, mark, unread in _list_times(meeting, changed, last):
            day = _find_day(meeting, start, zone)
            is_planned = day is not None and day > last
            found = Encounter(
                id=f"{meeting.uid}{mark}" if meeting.uid else "",
                day=day,
                kind="meeting",
                parts=tuple(meeting.attendance.parts.values()),
                machines=tuple(meeting.attendance.things),
                subject=meeting.subject,
                unread=meeting.unread or (f"planned after {last}" if is_planned else unread),
                unanswered=meeting.attendance.unanswered,
                absent=tuple(meeting.attendance.absent),
                doubt=meeting.doubt,
            )
            yield meeting.line, found


def _list_times(
    meeting: Meeting, changed: tuple[dt.date, ...], last: dt.date
) -> Iterator[tuple[dt.datetime | None, str, str]]:
    """Yield when a meeting began, what tells that from its other times, and why it is unread."""
    if meeting.begins is None:
        yield None, "", ""
        return
    start = make_moment(meeting.begins)
    if meeting.moment is not None:
        yield start, _mark(make_local(meeting.moment, start)), ""
        return
    if not meeting.rules and not meeting.more:
        yield start, "", ""
        return
    more = tuple(map(make_moment, meeting.more))
    try:
        series = Series(start, meeting.rules, more, (*meeting.without, *changed))
        starts, is_all = list_starts(series, last)
    except (ValueError, OverflowError):
        yield start, _mark(start), ""
        yield start, "", NO_RULE
        return
    for one in starts:
        yield one.replace(tzinfo=start.tzinfo), _mark(one), ""
    if not is_all:
        yield start, "", TOO_OFTEN
    if start.date() > last:
        yield start, "", ""


def _mark(moment: dt.datetime) -> str:
    return f" {moment:%Y%m%dT%H%M}"


def doubt_zone(name: str) -> str:
    """Return why the day of a moment may be another one, in a zone that nobody knows."""
    return f"the time zone '{name}' is not known, so taken is the day as it is written"


def make_moment(day: dt.date) -> dt.datetime:
    """Return a moment, of a whole day its beginning."""
    return day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())


def _find_day(
    meeting: Meeting, start: dt.datetime | None, zone: dt.tzinfo | None
) -> dt.date | None:
    """Return the day by the clock of a zone, else by that of the meeting's place."""
    if start is None:
        return None
    where = zone or (meeting.place if start.utcoffset() == dt.timedelta(0) else None)
    is_moment = isinstance(meeting.begins, dt.datetime) and start.tzinfo is not None
    return (start.astimezone(where) if where and is_moment else start).date()
