"""Files of messages: one with many (mbox), or one each; of their bodies nothing is kept."""

from __future__ import annotations

import codecs
import re
from typing import IO, TYPE_CHECKING

from kamgraph.sources.mail.headers import parse_header, read_header

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamgraph.sources.mail.encounters import Encounter

_LONGEST_LINE = 2**16  # bytes that are read at once, whatever a line claims
_LONGEST_HEADER = 2**20  # bytes of a header; the rest of a longer one is passed over
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
# What separates messages names an address or a moment, and a header follows: a sentence that
# begins with From does not.
_SEPARATOR = re.compile(rb"From (?:\S*@\S*|-|MAILER-DAEMON|.*\d:\d\d.*\d{4})\s", re.IGNORECASE)


class _Header:
    """The header of a message while it is read."""

    def __init__(self, line: int, postmark: bytes = b"") -> None:
        self.line = line  # of the file, on which the message begins
        self.postmark = postmark  # the line that separates it from the one before
        self.block = bytearray()
        self.is_open = True

    def add(self, line: bytes) -> None:
        """Take a line; those after the first blank one are of the body, and passed over."""
        self.is_open = self.is_open and bool(line.strip())
        if self.is_open and len(self.block) < _LONGEST_HEADER:
            self.block += line

    def read(self, zone: dt.tzinfo | None, *, subjects: bool) -> Encounter:
        """Return what the header tells."""
        postmark = self.postmark.decode("ascii", "replace")
        fields = parse_header(bytes(self.block))
        return read_header(fields, zone=zone, subjects=subjects, postmark=postmark)


def read_mbox(
    stream: IO[bytes], *, zone: dt.tzinfo | None = None, subjects: bool = False
) -> Iterator[tuple[int, Encounter]]:
    """Yield the line and the encounter of each message of a file of many, one at a time."""
    header = _Header(1)
    waiting, was_blank = b"", True
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
        if waiting and _FIELD.match(line):
            if header.block:
                yield header.line, header.read(zone, subjects=subjects)
            header = _Header(number - 1, waiting)
        waiting = b""
        if was_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            waiting = line
        elif header.is_open:
            header.add(line)
        was_blank = not line.strip()
    if header.block:
        yield header.line, header.read(zone, subjects=subjects)


def read_message(
    stream: IO[bytes], *, zone: dt.tzinfo | None = None, subjects: bool = False
) -> Encounter:
    """Return the encounter of a file with one message, of which the header alone is read."""
    header = _Header(1)
    for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
        plain = line.removeprefix(codecs.BOM_UTF8)
        if header.block or not (plain.isspace() or plain.startswith(b"From ")):
            header.add(plain)
        elif not plain.isspace():
            header.postmark = plain
        if not header.is_open:
            break
    return header.read(zone, subjects=subjects)
