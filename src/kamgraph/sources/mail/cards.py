"""Address books of vCards: who somebody is, and all their addresses."""

from __future__ import annotations

import binascii
import quopri
import re
from typing import IO, TYPE_CHECKING, NamedTuple

from kamgraph.model.full_names import join_name
from kamgraph.sources.mail.addresses import make_line, plain_address, plain_name
from kamgraph.sources.mail.encounters import DAMAGED, Card
from kamgraph.sources.mail.words import name_codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_READ = frozenset(["FN", "N", "EMAIL", "ORG", "TITLE", "ROLE", "KIND", "X-MANAGER", "X-MS-MANAGER"])
_GROUP_NAME = re.compile(r"^[\w-]+\.(?=[\w-]+[;:])")  # item1.EMAIL:...
_LINE = re.compile(r'([\w-]+)((?:;(?:[^";:]|"[^"]*")*)*):(.*)', re.DOTALL)
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_LONGEST_LINE = 2**16  # bytes; a photograph takes more, and is passed over


class _Property(NamedTuple):
    name: str
    params: str
    value: str


def read_cards(stream: IO[bytes]) -> Iterator[tuple[int, Card]]:
    """Yield the line and the card of each person of an address book."""
    found: list[_Property] = []
    begin = 0
    for number, line in _unfold(stream):
        plain = line.strip().upper()
        if plain == "BEGIN:VCARD":
            begin, found = number, []
        elif plain == "END:VCARD" and begin:
            yield begin, _make_card(found)
            begin = 0
        elif begin and (one := _split_line(line)) and one.name in _READ:
            found.append(one)
    if begin:
        yield begin, Card("", unread=DAMAGED)


def _unfold(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    """Yield each line with those that continue it, and the number of its first."""
    begin, whole = 1, ""
    for number, data in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
        line = data.decode("utf-8", "surrogateescape").rstrip("\r\n").removeprefix("\ufeff")
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.upper():
            whole = whole[:-1] + line
        elif line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            yield begin, whole
            begin, whole = number, line
    yield begin, whole


def _split_line(line: str) -> _Property | None:
    found = _LINE.fullmatch(_GROUP_NAME.sub("", line))
    if found is None:
        return None
    name, params, value = found[1].upper(), found[2].upper(), found[3]
    return _Property(name, params, _decode(value, params))


def _decode(value: str, params: str) -> str:
    """Decode a value of the oldest cards, which name an encoding and a charset."""
    named = re.search(r'CHARSET="?([^;"]+)', params)
    data = value.encode("utf-8", "surrogateescape")
    if "QUOTED-PRINTABLE" in params:
        data = quopri.decodestring(data)
    try:
        return data.decode(name_codec(named[1]) if named else "utf-8")
    except (LookupError, UnicodeError, binascii.Error):
        return ""


def _make_card(found: Iterable[_Property]) -> Card:
    values: dict[str, list[str]] = {}
    for one in found:
        values.setdefault(one.name, []).append(one.value)

    def first(*names: str) -> str:
        texts = (text for name in names for text in values.get(name, ()))
        return next((plain for text in texts if (plain := _plain(text))), "")

    firm, *units = map(_plain, _UNESCAPED_SEMICOLON.split(values.get("ORG", [""])[0]))
    kind = first("KIND").lower()
    is_person = kind in {"", "individual"}
    addresses = map(plain_address, values.get("EMAIL", ()))
    return Card(
        name=plain_name(first("FN")) or _join_names(values.get("N", [""])[0]),
        addresses=tuple(dict.fromkeys(one for one in addresses if one)),
        organization=firm,
        title=first("TITLE", "ROLE"),
        function=next(filter(None, units), ""),
        manager=first("X-MANAGER", "X-MS-MANAGER"),
        unread="" if is_person else f"a card of kind {kind}, of no person",
    )


def _join_names(text: str) -> str:
    """Return the first and the last name of a name in parts."""
    last, first = [*map(_plain, _UNESCAPED_SEMICOLON.split(text)), ""][:2]
    return join_name(first, last)


def _plain(text: str) -> str:
    """Return a value without escapes, in one line."""
    return make_line(_ESCAPED.sub(lambda one: " " if one[1] in "nN" else one[1], text))
