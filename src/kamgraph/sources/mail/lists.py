"""Lists of meetings, messages and contacts that Outlook and Google export as .csv."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from kamgraph.model.full_names import join_name
from kamgraph.sources import delimited
from kamgraph.sources.mail.addresses import (
    make_line,
    make_mailbox,
    plain_address,
    plain_name,
)
from kamgraph.sources.mail.encounters import AMBIGUOUS, STRANGE, Card, Encounter, Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.sources.mail.options import Options
    from kamgraph.sources.raw import RawTable

# The columns without which a list is not of a kind, in the order in which kinds are tried.
_KINDS = {
    "calendar": ("day", "required"),
    "messages": ("from_address", "to_address"),
    "contacts": ("address",),
}
_ADDRESSES = ("address", "address_2", "address_3")
_SLASHED = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})\b.*", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d).*", re.ASCII)
_MONTHS = 12


@cache
def _load() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "lists.toml").read_text("utf-8"))


def read_list(data: bytes, place: str, options: Options) -> Iterator[tuple[int, Encounter | Card]]:
    """Yield the line and content of each row of a list."""
    raw = delimited.parse(data, place, encoding=options.encoding, limits=options.limits)
    for kind, needed in _KINDS.items():
        columns = {
            name: column
            for name, headings in _load()[kind].items()
            if (column := next(filter(None, map(raw.find_column, headings)), None))
        }
        if columns.keys() >= {*needed}:
            return _read_rows(raw, kind, columns, options)
    return ((line, Card("", unread=STRANGE)) for line in raw.lines.tolist())


def _read_rows(
    raw: RawTable, kind: str, columns: dict[str, str], options: Options
) -> Iterator[tuple[int, Encounter | Card]]:
    cells = {name: raw.cells[column].tolist() for name, column in columns.items()}
    order = options.order or _find_order(cells.get("day", []))
    for place, line in enumerate(raw.lines.tolist()):
        row = {name: texts[place] for name, texts in cells.items()}
        if kind == "contacts":
            yield line, _make_card(row)
            continue
        day, unread = _read_day(row.get("day", ""), order)
        subject = make_line(row.get("subject", "")) if options.subjects else ""
        parts = tuple(_list_present(row) if kind == "calendar" else _list_parts(row))
        kind_of = "meeting" if kind == "calendar" else "email"
        yield line, Encounter("", day, kind_of, parts, subject=subject, unread=unread)


def _list_present(row: dict[str, str]) -> Iterator[tuple[str, Mailbox]]:
    """Yield who was at a meeting, each once; such a list does not tell who declined."""
    columns = ("organizer", "required", "optional")
    people = (_read_person(text) for column in columns for text in _split(row, column))
    yield from (("present", who) for who in dict.fromkeys(people))


def _split(row: dict[str, str], column: str) -> list[str]:
    return [one.strip() for one in row.get(column, "").split(";") if one.strip()]


def _read_person(text: str) -> Mailbox:
    """Return somebody who is listed by name, by address, or by both."""
    name, bracket, address = text.partition("<")
    return make_mailbox(name, address) if bracket else make_mailbox(text, "")


def _list_parts(row: dict[str, str]) -> Iterator[tuple[str, Mailbox]]:
    for part in ("from", "to", "cc"):
        names, addresses = _split(row, f"{part}_name"), _split(row, f"{part}_address")
        if len(names) != len(addresses):
            names = []
        for name, address in zip_longest(names, addresses, fillvalue=""):
            who = make_mailbox(name, address) if name else _read_person(address)
            yield part, who


def _make_card(row: dict[str, str]) -> Card:
    addresses = map(plain_address, (row.get(name, "") for name in _ADDRESSES))
    whole = join_name(row.get("first", ""), row.get("last", ""))
    return Card(
        name=make_line(whole) or plain_name(row.get("name", "")),
        addresses=tuple(dict.fromkeys(filter(None, addresses))),
        organization=make_line(row.get("organization", "")),
        title=make_line(row.get("title", "")),
        function=make_line(row.get("function", "")),
        manager=make_line(row.get("manager", "")),
    )


def _find_order(texts: list[str]) -> str | None:
    """Return whether days or months come first, None if no day of a list tells."""
    # Of a whole list one day after the twelfth is enough; with dots the day is always first.
    found = [match for text in texts if (match := _SLASHED.match(text.strip()))]
    if any(match[2] == "." or int(match[1]) > _MONTHS for match in found):
        return "day_first"
    return "month_first" if any(int(match[3]) > _MONTHS for match in found) else None


def _read_day(text: str, order: str | None) -> tuple[dt.date | None, str]:
    """Return a day, or none and why."""
    plain = text.strip()
    if first := _YEAR_FIRST.match(plain):
        return _make_day(*first.groups()), ""
    slashed = _SLASHED.match(plain)
    if slashed is None:
        return None, ""
    if order not in {"day_first", "month_first"}:
        return None, AMBIGUOUS
    one, _, other, year = slashed.groups()
    day, month = (one, other) if order == "day_first" else (other, one)
    return _make_day(year, month, day), ""


def _make_day(year: Any, month: Any, day: Any) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
