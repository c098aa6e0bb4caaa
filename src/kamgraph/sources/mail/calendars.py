"""Calendars in iCalendar files: meetings as they took place, and who was there."""

from __future__ import annotations

import datetime as dt
import warnings
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any

from kamgraph.errors import require_extra
from kamgraph.sources.mail.addresses import make_mailbox
from kamgraph.sources.mail.encounters import DAMAGED, Encounter
from kamgraph.sources.mail.meetings import Attendance, Meeting, doubt_zone, list_encounters

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is looked at; descriptions, places and files are passed over as text.
_READ = frozenset(
    {
        *("BEGIN", "END", "UID", "SEQUENCE", "STATUS", "ORGANIZER", "ATTENDEE"),
        *("DTSTART", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"),
    }
)
_OF_CALENDAR = {"METHOD", "X-WR-TIMEZONE"}
_NO_MEETINGS = {"VTODO": "a task, no meeting", "VJOURNAL": "a note, no meeting"}
_ANSWERS = {
    "ACCEPTED": True,
    "TENTATIVE": True,
    "COMPLETED": True,
    "IN-PROCESS": True,
    "DECLINED": False,
    "DELEGATED": False,
}
_THINGS = {"ROOM", "RESOURCE", "GROUP"}
_METHODS = {"CANCEL": "cancelled", "REPLY": "an answer to an invitation"}


@dataclass
class _Block:
    """The lines of a component that are looked at."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    is_whole: bool = False  # whether its end is there

    @property
    def text(self) -> str:
        return "\r\n".join(self.lines) + "\r\n"


@dataclass
class _Contents:
    """The components of a calendar, and what it says of itself."""

    blocks: list[_Block] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True  # whether the end of the calendar is there
    last: int = 0  # the number of the last line


def read_calendar(
    stream: IO[bytes], last: dt.date, *, zone: dt.tzinfo | None = None, subjects: bool = False
) -> Iterator[tuple[int, Encounter]]:
    """Yield the line and the encounter of each time that a meeting took place up to a day."""
    contents = _list_blocks(stream, _READ | {"SUMMARY"} if subjects else _READ)
    for block in contents.blocks:
        if reason := _NO_MEETINGS.get(block.kind):
            yield block.line, Encounter("", None, "meeting", unread=reason)
    for line in _list_cuts(contents):
        yield line, Encounter("", None, "meeting", unread=DAMAGED)
    yield from list_encounters(_parse_events(contents), last, zone)


def _list_cuts(contents: _Contents) -> Iterator[int]:
    """Yield the lines of events without an end, and where a calendar without one breaks off."""
    cut = [block for block in contents.blocks if block.kind == "VEVENT" and not block.is_whole]
    yield from (block.line for block in cut)
    is_within = bool(cut) and cut[-1] is contents.blocks[-1]
    if not contents.is_whole and not is_within:
        yield contents.last


def _list_blocks(stream: IO[bytes], read: frozenset[str]) -> _Contents:
    """Return the components of a calendar, without the lines that are not looked at."""
    found = _Contents()
    block: _Block | None = None
    depth, kept = 0, False
    for number, data in enumerate(stream, 1):
        line = data.decode("utf-8", "replace").rstrip("\r\n").removeprefix("\ufeff")
        if line[:1] in {" ", "\t"}:
            if kept and block and block.lines:
                block.lines.append(line)
            continue
        name, value = _split_name(line)
        found.last, kind = number, value.upper()
        if name in {"BEGIN", "END"} and kind == "VCALENDAR":
            found.is_whole = name == "END"
            block, depth = None, 0
        elif name == "BEGIN":
            depth = 1 if kind == "VEVENT" else depth + 1  # in an event there is none: it has no end
            if depth == 1:
                block = _Block(kind, number)
                found.blocks.append(block)
        is_whole = block is not None and block.kind == "VTIMEZONE"
        kept = block is not None and (is_whole or (depth == 1 and name in read))
        if kept and block:
            block.lines.append(line)
        elif not depth and name in _OF_CALENDAR:
            found.settings[name] = value
        if name == "END" and block:
            block.is_whole = kind == block.kind
            depth = 0 if block.is_whole else max(depth - 1, 0)
            block = block if depth else None
    return found


def _split_name(line: str) -> tuple[str, str]:
    """Return the name of a line, and its value if that is plain."""
    head, _, value = line.partition(":")
    return head.partition(";")[0].strip().upper(), value.strip()


def _parse_events(contents: _Contents) -> list[Meeting]:
    """Return the events of a calendar, with what all of them have in common."""
    with require_extra("calendars need icalendar", "mail"):
        from icalendar import Calendar
    named = contents.settings.get("X-WR-TIMEZONE", "")
    unread = _METHODS.get(contents.settings.get("METHOD", "").upper(), "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a zone of a global name is the one it ends in
        zones = "".join(block.text for block in contents.blocks if block.kind == "VTIMEZONE")
        with suppress(ValueError):  # a broken zone leaves the moments without one
            Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{zones}END:VCALENDAR\r\n")
        place = find_zone(named)
        events = [one for one in contents.blocks if one.kind == "VEVENT" and one.is_whole]
        found = [make_meeting(parse_event(block.text), place, block.line) for block in events]
    doubt = doubt_zone(named) if named and place is None else ""
    return [replace(one, unread=unread or one.unread, doubt=one.doubt or doubt) for one in found]


def parse_event(text: str) -> Any:
    """Return a component of icalendar, an empty one if a text is none."""
    with require_extra("calendars need icalendar", "mail"):
        from icalendar import Event
    try:
        return Event.from_ical(text)
    except ValueError:
        return Event()


def make_meeting(component: Any, place: dt.tzinfo | None, line: int) -> Meeting:
    """Return the meeting of a component of icalendar."""
    version = component.get("SEQUENCE", 0)
    is_cancelled = str(component.get("STATUS", "")).upper() == "CANCELLED"
    return Meeting(
        uid="".join(str(component.get("UID", "")).split()),
        attendance=_list_attendance(component),
        begins=next(_list_days(component, "DTSTART"), None),
        rules=tuple(_list_rules(component)),
        more=tuple(_list_days(component, "RDATE")),
        without=tuple(_list_days(component, "EXDATE")),
        moment=next(_list_days(component, "RECURRENCE-ID"), None),
        place=place,
        subject=str(component.get("SUMMARY", "")),
        unread="cancelled" if is_cancelled else "",
        line=line,
        version=version if isinstance(version, int) else 0,
        doubt=_doubt_start(component),
    )


def _doubt_start(component: Any) -> str:
    """Return why the day on which a meeting begins may be another one."""
    for value in _list_values(component, "DTSTART"):
        zone = str(value.params.get("TZID", ""))
        if zone and isinstance(value.dt, dt.datetime) and value.dt.tzinfo is None:
            return doubt_zone(zone)
    return ""


def _list_values(component: Any, name: str) -> list[Any]:
    """Return what a component says under a name, once or more often, but what is broken."""
    value = component.get(name, [])
    values = value if isinstance(value, list) else [value]
    return [one for one in values if type(one).__name__ != "vBroken"]


def _list_rules(component: Any) -> Iterator[str]:
    """Yield the rules of a series; a broken one is there, but says nothing."""
    if "RRULE" in component:
        rules = [rule.to_ical().decode() for rule in _list_values(component, "RRULE")]
        yield from rules or [""]


def _list_days(component: Any, name: str) -> Iterator[dt.date]:
    """Yield the days and moments under a name; of a period its beginning."""
    for value in _list_values(component, name):
        for one in getattr(value, "dts", [value]):
            found = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if isinstance(found, dt.date):
                yield found


def _list_attendance(component: Any) -> Attendance:
    found = Attendance()
    for value in _list_values(component, "ATTENDEE"):
        params = {name: str(text) for name, text in value.params.items()}
        who = make_mailbox(params.get("CN", ""), params.get("EMAIL") or str(value))
        is_informed = params.get("ROLE", "").upper() == "NON-PARTICIPANT"
        if params.get("CUTYPE", "").upper() in _THINGS:
            found.things.append(who.key)
        else:
            answer = _ANSWERS.get(params.get("PARTSTAT", "").upper())
            found.invite(who, answer=answer, part="cc" if is_informed else "present")
    for value in _list_values(component, "ORGANIZER"):
        found.lead(make_mailbox(str(value.params.get("CN", "")), str(value)))
    return found


def find_zone(name: str) -> dt.tzinfo | None:
    """Return the zone of a name, as Windows or the rest of the world calls it."""
    with require_extra("calendars need icalendar", "mail"):
        from icalendar.timezone import tzp
    found: dt.tzinfo | None = tzp.timezone(name) if name else None
    return found
