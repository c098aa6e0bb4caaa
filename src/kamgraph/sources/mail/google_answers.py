"""Messages as the Gmail API answers them, and events as the Google Calendar API does."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from kamgraph.sources.mail.addresses import make_mailbox
from kamgraph.sources.mail.answers import get_list, get_text
from kamgraph.sources.mail.calendars import find_zone, make_meeting, parse_event
from kamgraph.sources.mail.encounters import DAMAGED, NO_HEADER, PARTIAL, Encounter, Mailbox
from kamgraph.sources.mail.headers import parse_fields, read_header
from kamgraph.sources.mail.mailboxes import read_message as read_raw
from kamgraph.sources.mail.meetings import Attendance, Meeting
from kamgraph.sources.mail.words import judge_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.sources.mail.answers import Record

_ANSWERS = {"accepted": True, "tentative": True, "declined": False}


def is_message(record: Record) -> bool:
    """Return whether a record is a message."""
    return "threadId" in record


def is_event(record: Record) -> bool:
    """Return whether a record is an event of a calendar."""
    if record.get("kind") == "calendar#event":
        return True
    people = [record.get("organizer"), record.get("creator"), *get_list(record, "attendees")]
    return "start" in record and (
        "iCalUID" in record or any(get_text(one, "email") for one in people)
    )


def read_message(record: Record, *, zone: dt.tzinfo | None, subjects: bool) -> Encounter:
    """Return the encounter of a message."""
    payload = record.get("payload")
    if isinstance(payload, dict):
        pairs = [
            (get_text(one, "name"), get_text(one, "value")) for one in get_list(payload, "headers")
        ]
        found = read_header(parse_fields(pairs), zone=zone, subjects=subjects)
    elif raw := get_text(record, "raw"):
        try:
            block = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
        except (binascii.Error, ValueError):
            return Encounter("", None, "email", unread=DAMAGED)
        found = read_raw(BytesIO(block), zone=zone, subjects=subjects)
    else:
        return Encounter("", None, "email", unread=NO_HEADER)
    labels = record.get("labelIds")
    reasons = map(judge_label, map(str, labels if isinstance(labels, list) else ()))
    return replace(
        found,
        day=found.day or _read_epoch(get_text(record, "internalDate"), zone),
        unread=next(filter(None, reasons), found.unread),
    )


def _read_epoch(text: str, zone: dt.tzinfo | None) -> dt.date | None:
    """Return the day of a moment in milliseconds since 1970."""
    try:
        return dt.datetime.fromtimestamp(int(text) / 1000, zone or dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def list_meetings(record: Record, number: int) -> Iterator[Meeting]:
    """Yield the meeting of an event, or of a changed time of one."""
    series = get_text(record, "recurringEventId")
    lines = [_write_moment("DTSTART", record.get("start"))]
    if series:
        lines.append(_write_moment("RECURRENCE-ID", record.get("originalStartTime")))
    rules = record.get("recurrence")
    lines += [one for one in (rules if isinstance(rules, list) else ()) if isinstance(one, str)]
    text = "\r\n".join(line for line in lines if line)
    component = parse_event(f"BEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\n")
    yield replace(
        make_meeting(component, None, number),
        uid=get_text(record, "iCalUID") or get_text(record, "id"),
        series=series or get_text(record, "id"),
        attendance=_list_attendance(record),
        subject=get_text(record, "summary"),
        unread=_judge(record),
    )


def _judge(record: Record) -> str:
    """Return why an event is no meeting, or cannot be told to be one."""
    if get_text(record, "status") == "cancelled":
        return "cancelled"
    says_who = "organizer" in record or "attendees" in record
    return "" if says_who and not record.get("attendeesOmitted") else PARTIAL


def _write_moment(name: str, value: object) -> str:
    """Return a moment as iCalendar writes it, nothing if it is none."""
    day, moment = get_text(value, "date"), get_text(value, "dateTime")
    try:
        if day:
            return f"{name};VALUE=DATE:{dt.date.fromisoformat(day):%Y%m%d}"
        written = dt.datetime.fromisoformat(moment)
    except ValueError:
        return ""
    where = get_text(value, "timeZone")
    if written.tzinfo and not where:
        return f"{name}:{written:%Y%m%dT%H%M%S}"
    if written.tzinfo and (zone := find_zone(where)):
        written = written.astimezone(zone)
    return f"{name};TZID={where}:{written:%Y%m%dT%H%M%S}"


def _list_attendance(record: Record) -> Attendance:
    found = Attendance()
    for one in get_list(record, "attendees"):
        who = _make_mailbox(one)
        if one.get("resource") is True:
            found.things.append(who.key)
        else:
            found.invite(who, answer=_ANSWERS.get(get_text(one, "responseStatus").lower()))
    if isinstance(organizer := record.get("organizer"), dict):
        found.lead(_make_mailbox(organizer))
    return found


def _make_mailbox(one: Record) -> Mailbox:
    return make_mailbox(get_text(one, "displayName"), get_text(one, "email"))
