"""The header of one message: who wrote to whom on which day, and whether a person did."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from kamgraph.sources.mail.addresses import decode_words, plain_address, read_addresses
from kamgraph.sources.mail.encounters import Encounter
from kamgraph.sources.mail.words import is_robot, judge_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kamgraph.sources.mail.encounters import Mailbox

# What is looked at; of all else, the subject among it unless asked for, nothing is kept.
READ = frozenset(
    {
        *("from", "sender", "to", "cc", "bcc", "date", "received", "message-id", "subject"),
        *("x-original-from", "x-original-sender", "reply-to"),
        *("content-type", "list-id", "list-post", "list-unsubscribe", "precedence"),
        *("auto-submitted", "x-autoreply", "x-autorespond", "x-auto-response-suppress"),
        *("return-path", "x-spam-flag", "x-spam-status", "x-gmail-labels", "x-mozilla-status"),
    }
)
_FIELDS = re.compile(
    rf"^({'|'.join(sorted(READ))})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE | re.IGNORECASE
)
_PARTS = {"from": "from", "to": "to", "cc": "cc", "bcc": "cc"}
_BEHIND = ("x-original-from", "x-original-sender", "reply-to")  # who writes through a list
_DAY = re.compile(r"(?:[A-Za-z]{3},\s*)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+\d{1,2}:\d{2}")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_POSTMARK = re.compile(
    r"[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+[\d:]+(?:\s+\S+)??\s+(\d{4})"
)
_BY_POSTMARK = "no day in the header that can be read; taken is that of the line above the message"
_OLDEST = 1971  # years before are what a clock that was never set says
_CHARSET = re.compile(r'charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
_MAIL_LINK = re.compile(r"<mailto:([^>?]+)", re.IGNORECASE)
_ID = re.compile(r"<\s*([^<>]+?)\s*>")
_FOR_SOMEBODY = re.compile(r"\svia\s[^<>]*<([^<>]+)>", re.IGNORECASE)
_LIST_ID = re.compile(r"<([^<>@\s]+)>")
_EXPUNGED = 0x8  # the bit in which Mozilla notes what is thrown away
_BULK = re.compile(r"(?:bulk|junk|auto_reply)\b")


def read_header(
    fields: Mapping[str, str],
    *,
    zone: dt.tzinfo | None = None,
    subjects: bool = False,
    postmark: str = "",
) -> Encounter:
    """Make an encounter of the fields of a header, by their names in lower case."""
    named = _CHARSET.search(fields.get("content-type", ""))
    charset = named[1] if named else ""
    listed = tuple(_find_lists(fields, charset))
    day = _find_day(fields, zone)
    posted = None if day else _read_postmark(postmark)
    return Encounter(
        id=plain_id(fields.get("message-id", "")),
        day=day or posted,
        kind="email",
        parts=tuple(_read_parts(fields, charset)),
        machines=listed,
        subject=decode_words(fields.get("subject", ""), charset) if subjects else "",
        unread=_judge(fields),
        doubt=_BY_POSTMARK if posted else "",
    )


def parse_header(block: bytes) -> dict[str, str]:
    """Return the fields of a header that are looked at, by their names in lower case."""
    return parse_fields(_FIELDS.findall(block.decode("ascii", "surrogateescape")))


def parse_fields(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the fields that are looked at; of people all, of others the first of several."""
    fields: dict[str, str] = {}
    for name, value in pairs:
        plain = name.lower()
        if plain not in fields:
            if plain in READ:
                fields[plain] = _unfold(value)
        elif plain in _PARTS:
            fields[plain] += f", {_unfold(value)}"
    return fields


def _unfold(value: str) -> str:
    """Return the value of a field in one line."""
    return " ".join(map(str.strip, value.split("\n"))) if "\n" in value else value.strip()


def plain_id(text: str) -> str:
    """Return the id of a message without its brackets, empty if it is none."""
    found = _ID.search(text)
    plain = "".join((found[1] if found else text).split())
    return plain if plain.isascii() and plain.isprintable() else ""


def _find_proxy(fields: Mapping[str, str], charset: str) -> str:
    """Return the address of a list or service that writes in somebody's name, if one does."""
    sender = fields.get("from", "")
    found = _FOR_SOMEBODY.search(decode_words(sender, charset)) if "<" in sender else None
    return plain_address(found[1]) if found else ""


def _find_writers(fields: Mapping[str, str], charset: str) -> tuple[Mailbox, ...]:
    """Return who wrote: behind a list or service, whoever answers go to."""
    senders = read_addresses(fields.get("from", ""), charset)
    proxy = _find_proxy(fields, charset)
    for field in _BEHIND if proxy else ():
        behind = read_addresses(fields.get(field, ""), charset)
        if found := tuple(one for one in behind if one.address and one.address != proxy):
            return found
    return senders


def _read_parts(fields: Mapping[str, str], charset: str) -> Iterator[tuple[str, Mailbox]]:
    yield from (("from", one) for one in _find_writers(fields, charset))
    for field, part in _PARTS.items():
        if (header := fields.get(field)) and field != "from":
            for one in read_addresses(header, charset):
                yield part, one
    if "from" not in fields and "sender" in fields:
        for one in read_addresses(fields["sender"], charset):
            yield "from", one


def _find_lists(fields: Mapping[str, str], charset: str) -> Iterator[str]:
    """Yield the addresses of the lists, and of the programs, by which a message came."""
    if proxy := _find_proxy(fields, charset):
        yield proxy
    if post := _MAIL_LINK.search(fields.get("list-post", "")):
        yield plain_address(post[1])
    if named := _LIST_ID.search(fields.get("list-id", "")):
        name, _, host = named[1].partition(".")
        yield plain_address(f"{name}@{host}")


def _judge(fields: Mapping[str, str]) -> str:
    """Return why a message is no contact between people, nothing if it is one."""
    labels = fields.get("x-gmail-labels", "")
    for label in decode_words(labels).split(",") if labels else ():
        if why := judge_label(label.strip(' "')):
            return why
    if fields.get("x-spam-flag", "").lower() == "yes":
        return "spam"
    if fields.get("x-spam-status", "").lower().startswith("yes"):
        return "spam"
    status = fields.get("x-mozilla-status", "0")
    if re.fullmatch("[0-9a-fA-F]+", status) and int(status, 16) & _EXPUNGED:
        return "thrown away"
    return "sent by a program" if _is_automatic(fields) else ""


def _is_automatic(fields: Mapping[str, str]) -> bool:
    if fields.get("auto-submitted", "no").lower().split(";")[0].strip() != "no":
        return True
    if fields.get("return-path", "").replace(" ", "") == "<>":
        return True
    if {"x-autoreply", "x-autorespond", "x-auto-response-suppress"} & fields.keys():
        return True
    if fields.get("content-type", "").lower().startswith("multipart/report"):
        return True
    precedence = fields.get("precedence", "").lower()
    if _BULK.match(precedence):
        return "list-post" not in fields  # lists of people call themselves bulk, too
    is_newsletter = "list-unsubscribe" in fields and "list-post" not in fields
    return (is_newsletter and precedence != "list") or _is_from_robot(fields)


def _is_from_robot(fields: Mapping[str, str]) -> bool:
    senders = read_addresses(fields.get("from", ""))
    return bool(senders) and all(is_robot(one.address) for one in senders)


def _find_day(fields: Mapping[str, str], zone: dt.tzinfo | None) -> dt.date | None:
    """Return the day that the writer's clock showed, or that of a zone; else that of delivery."""
    written = read_day(fields.get("date", ""), zone)
    return written or read_day(fields.get("received", "").rpartition(";")[2], zone)


@lru_cache(2**12)
def read_day(text: str, zone: dt.tzinfo | None = None) -> dt.date | None:
    """Return the day of a moment as mail spells it, None if it spells none."""
    if zone is None and (found := _DAY.match(text.strip())):
        return make_day(int(found[3]), found[2], int(found[1]))
    try:
        moment = parsedate_to_datetime(text)
        day = (moment.astimezone(zone) if zone and moment.tzinfo else moment).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if day.year >= _OLDEST else None


def make_day(year: int, month: str, day: int) -> dt.date | None:
    """Return the day of a month with an English name, None if there is no such day."""
    plain = month.lower()
    if plain not in _MONTHS or year < _OLDEST:
        return None
    try:
        return dt.date(year, _MONTHS.index(plain) + 1, day)
    except ValueError:
        return None


def _read_postmark(line: str) -> dt.date | None:
    """Return the day in the line with which a mailbox separates messages."""
    found = _POSTMARK.search(line)
    return make_day(int(found[3]), found[1], int(found[2])) if found else None
