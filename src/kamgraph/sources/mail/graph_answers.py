"""Messages, events, contacts and users as Microsoft Graph answers them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from kamgraph.sources.mail.addresses import make_mailbox, plain_address, plain_name
from kamgraph.sources.mail.answers import get_list, get_text
from kamgraph.sources.mail.calendars import find_zone
from kamgraph.sources.mail.encounters import PARTIAL, Card, Encounter, Mailbox
from kamgraph.sources.mail.headers import parse_fields, plain_id, read_header
from kamgraph.sources.mail.meetings import Attendance, Meeting, doubt_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.mail.answers import Record

_RECIPIENTS = {"toRecipients": "to", "ccRecipients": "cc", "bccRecipients": "cc"}
_ANSWERS = {"accepted": True, "tentativelyaccepted": True, "organizer": True, "declined": False}
_FREQUENCIES = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "absolutemonthly": "MONTHLY",
    "relativemonthly": "MONTHLY",
    "absoluteyearly": "YEARLY",
    "relativeyearly": "YEARLY",
}
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


def is_message(record: Record) -> bool:
    """Return whether a record is a message."""
    return "toRecipients" in record or ("internetMessageId" in record and "from" in record)


def is_event(record: Record) -> bool:
    """Return whether a record is an event of a calendar."""
    return "start" in record and ("attendees" in record or "organizer" in record)


def is_card(record: Record) -> bool:
    """Return whether a record is a contact or a user."""
    return "emailAddresses" in record or "userPrincipalName" in record


def read_message(record: Record, *, zone: dt.tzinfo | None, subjects: bool) -> Encounter:
    """Return the encounter of a message."""
    sender = record.get("from") or record.get("sender")
    parts = [("from", _make_mailbox(sender))] if isinstance(sender, dict) else []
    for name, part in _RECIPIENTS.items():
        parts += [(part, _make_mailbox(one)) for one in get_list(record, name)]
    headers = get_list(record, "internetMessageHeaders")
    pairs = [(get_text(one, "name"), get_text(one, "value")) for one in headers]
    header = read_header(parse_fields([*pairs, ("From", parts[0][1].address if parts else "")]))
    moment = _read_moment(
        get_text(record, "sentDateTime") or get_text(record, "receivedDateTime"), "UTC"
    )
    return Encounter(
        id=plain_id(get_text(record, "internetMessageId")),
        day=_find_day(moment, zone),
        kind="email",
        parts=tuple(parts),
        machines=header.machines,
        subject=get_text(record, "subject") if subjects else "",
        unread=_judge(record) or header.unread,
    )


def _judge(record: Record) -> str:
    """Return why a message is none between people, or cannot be told to be one."""
    if record.get("isDraft") is True:
        return "a draft"
    is_whole = "toRecipients" in record and (record.get("from") or record.get("sender"))
    return "" if is_whole else PARTIAL


def _find_day(moment: dt.datetime | None, zone: dt.tzinfo | None) -> dt.date | None:
    """Return the day of a moment by the clock of a zone."""
    return moment and (moment.astimezone(zone) if zone else moment).date()


def _make_mailbox(one: Record) -> Mailbox:
    name = get_text(one, "emailAddress", "name")
    return make_mailbox(name, get_text(one, "emailAddress", "address"))


def list_meetings(record: Record, number: int) -> Iterator[Meeting]:
    """Yield the meeting of an event; of a series also its times that were changed."""
    stated = get_text(record, "start", "timeZone") or "UTC"
    begins: dt.date | None = _read_moment(get_text(record, "start", "dateTime"), stated)
    if isinstance(begins, dt.datetime) and record.get("isAllDay") is True:
        begins = begins.date()
    changes = get_list(record, "exceptionOccurrences")
    yield Meeting(
        uid=get_text(record, "iCalUId") or get_text(record, "id"),
        series=get_text(record, "seriesMasterId") or get_text(record, "id"),
        attendance=_list_attendance(record),
        begins=begins,
        rules=_list_rules(record.get("recurrence")),
        without=tuple(_list_cancelled(record)),
        moment=_find_changed(record),
        place=find_zone(get_text(record, "originalStartTimeZone")),
        subject=get_text(record, "subject"),
        unread=_judge_event(record),
        line=number,
        doubt="" if find_zone(stated) else doubt_zone(stated),
    )
    for one in changes:
        yield from list_meetings({"seriesMasterId": get_text(record, "id"), **one}, number)


def _judge_event(record: Record) -> str:
    """Return why an event is no meeting, or cannot be told to be one."""
    if record.get("isCancelled") is True:
        return "cancelled"
    return "" if "attendees" in record and "organizer" in record else PARTIAL


def _find_changed(record: Record) -> dt.date | None:
    """Return when a time of a series was to begin."""
    if not get_text(record, "seriesMasterId"):
        return None
    planned = get_text(record, "originalStart")
    return _read_moment(planned or get_text(record, "start", "dateTime"), "UTC")


def _list_cancelled(record: Record) -> Iterator[dt.date]:
    """Yield the days on which a series did not take place; its ids of times end in them."""
    values = record.get("cancelledOccurrences")
    for one in values if isinstance(values, list) else ():
        with suppress(ValueError):
            yield dt.date.fromisoformat(str(one).rpartition(".")[2])


def drop_masters(events: Sequence[tuple[int, Record]]) -> list[tuple[int, Record]]:
    """Leave out the plans of series of which each time is listed by itself."""
    listed = {
        get_text(record, "seriesMasterId")
        for _, record in events
        if get_text(record, "type").lower() == "occurrence"
    }
    return [(number, record) for number, record in events if get_text(record, "id") not in listed]


def _list_attendance(record: Record) -> Attendance:
    found = Attendance()
    for one in get_list(record, "attendees"):
        who, answer = _make_mailbox(one), get_text(one, "status", "response").lower()
        if get_text(one, "type").lower() == "resource":
            found.things.append(who.key)
        else:
            found.invite(who, answer=_ANSWERS.get(answer))
    if isinstance(organizer := record.get("organizer"), dict):
        found.lead(_make_mailbox(organizer))
    return found


def _list_rules(recurrence: object) -> tuple[str, ...]:
    """Return the rule of a series as iCalendar has it, an empty one if it is not understood."""
    if not isinstance(recurrence, dict):
        return ()
    try:
        return (_write_rule(recurrence),)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ("",)


def _write_rule(recurrence: Record) -> str:
    """Return the rule of a series as iCalendar has it."""
    pattern, end = recurrence["pattern"], recurrence.get("range") or {}
    parts = [
        f"FREQ={_FREQUENCIES[get_text(pattern, 'type').lower()]}",
        f"INTERVAL={int(pattern.get('interval') or 1)}",
    ]
    days = [str(day)[:2].upper() for day in pattern.get("daysOfWeek") or ()]
    kind = get_text(pattern, "type").lower()
    if kind.startswith("relative"):
        parts.append(f"BYSETPOS={_PLACES[get_text(pattern, 'index').lower() or 'first']}")
    if days:
        parts.append(f"BYDAY={','.join(days)}")
    if kind.startswith("absolute") and pattern.get("dayOfMonth"):
        parts.append(f"BYMONTHDAY={int(pattern['dayOfMonth'])}")
    if kind.endswith("yearly") and pattern.get("month"):
        parts.append(f"BYMONTH={int(pattern['month'])}")
    if get_text(end, "type").lower() == "enddate":
        parts.append(f"UNTIL={get_text(end, 'endDate').replace('-', '')}")
    elif get_text(end, "type").lower() == "numbered":
        parts.append(f"COUNT={int(end['numberOfOccurrences'])}")
    return ";".join(parts)


def _read_moment(text: str, stated: str) -> dt.datetime | None:
    """Return a moment in the zone that is stated with it, None if it is none."""
    try:  # of fractions of a second there may be seven digits
        moment = dt.datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return moment.replace(tzinfo=dt.UTC if text.endswith("Z") else find_zone(stated))


def read_card(record: Record) -> Card:
    """Return the card of a contact or a user, with all their addresses."""
    texts = [get_text(one, "address") for one in get_list(record, "emailAddresses")]
    texts += [get_text(record, "mail"), get_text(record, "userPrincipalName")]
    proxies = record.get("proxyAddresses")
    texts += [str(one).partition(":")[2] for one in (proxies if isinstance(proxies, list) else ())]
    addresses = dict.fromkeys(filter(None, map(plain_address, texts)))
    manager = record.get("manager")
    return Card(
        name=plain_name(get_text(record, "displayName")),
        addresses=tuple(addresses),
        organization=get_text(record, "companyName"),
        title=get_text(record, "jobTitle"),
        function=get_text(record, "department"),
        manager=manager if isinstance(manager, str) else get_text(manager, "mail"),
    )
