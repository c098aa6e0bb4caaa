"""Files of messages: one with many (mbox), or one each; of their bodies nothing is kept."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from kamgraph.sources.mail.headers import parse_header, read_header

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamgraph.sources.mail.encounters import Encounter

_BLOCK = 2**18  # bytes that are read at once
_LONGEST = 2**20  # bytes of a header; the rest of a longer one is passed over
_OVERLAP = 2**12  # bytes that are looked at again with the next block
_BEGIN = b"\nFrom "
# What separates messages names an address or a moment, and a field of a header follows: a sentence
# that begins with From does not.
_SEPARATOR = re.compile(
    rb"(From (?:\S*@\S*|-|MAILER-DAEMON|[^\n]*\d:\d\d[^\n]*\d{4})(?:[ \t][^\n]*)?\r?\n)"
    rb"(?=[!-9;-~]+[ \t]*:)",
    re.IGNORECASE,
)
# Some programs leave out the blank line above; then nothing short of a whole moment will do.
_DATED = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    rb"(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} [A-Z][a-z]{2}) [^\n]*\d:\d\d[^\n]*\n"
)
_BLANK = re.compile(rb"\n\r?\n")
_COUNT = re.compile(rb"\s*\d+[ \t]*\r?\n")  # Apple Mail puts the length of a message before it


@dataclass(frozen=True)
class _Message:
    """The header of a message in a mailbox."""

    line: int  # of the file, on which the message begins
    postmark: bytes  # the line that separates it from the one before
    header: bytes


def read_mbox(
    stream: IO[bytes], *, zone: dt.tzinfo | None = None, subjects: bool = False
) -> Iterator[tuple[int, Encounter]]:
    """Yield the line and the encounter of each message of a file of many, one at a time."""
    for one in _split(stream):
        fields = parse_header(one.header)
        postmark = one.postmark.decode("ascii", "replace")
        yield one.line, read_header(fields, zone=zone, subjects=subjects, postmark=postmark)


def read_message(
    stream: IO[bytes], *, zone: dt.tzinfo | None = None, subjects: bool = False
) -> Encounter:
    """Return the encounter of a file with one message, of which no more than the header is read."""
    text = b""
    while len(text) < _LONGEST and (block := stream.read(_OVERLAP)):
        text += block
        begin = _skip_lead(text)
        if _BLANK.search(text, begin):
            break
    begin = _skip_lead(text)
    end = _BLANK.search(text, begin)
    fields = parse_header(text[begin : end.start() if end else len(text)])
    postmark = text[:begin].decode("ascii", "replace")
    return read_header(fields, zone=zone, subjects=subjects, postmark=postmark)


def _skip_lead(text: bytes) -> int:
    """Return where the header of a message begins: behind marks, blank lines and a separator."""
    begin = len(codecs.BOM_UTF8) if text.startswith(codecs.BOM_UTF8) else 0
    if found := _COUNT.match(text, begin):
        begin = found.end()
    while text[begin : begin + 1].isspace():
        begin += 1
    return text.find(b"\n", begin) + 1 if text.startswith(b"From ", begin) else begin


def _split(stream: IO[bytes]) -> Iterator[_Message]:
    """Yield the header of each message; bodies are passed over in blocks."""
    text = stream.read(_BLOCK)
    lead = b"\n\n" if text.startswith(b"From ") else b"\n\nFrom -\n"
    text, line, at, seen = lead + text, 1 - lead.count(b"\n"), 0, 0
    while True:
        found = _find_separator(text, at)
        end = _find_end(text, found.end() - 1) if found else -1
        is_whole = end >= 0 or (found and len(text) - found.end() > _LONGEST)
        if found is None or not is_whole:
            cut = found.start() - 2 if found else max(at, len(text) - _OVERLAP)
            block = stream.read(_BLOCK)
            if block:
                line += text.count(b"\n", seen, cut)
                text, at, seen = text[cut:] + block, 0, 0
                continue
            if found is None:
                return
        line += text.count(b"\n", seen, found.start())
        seen = found.start()
        at = end if end >= 0 else len(text)
        yield _Message(max(line, 1), found[1], text[found.end() : at][:_LONGEST])


def _find_end(text: bytes, begin: int) -> int:
    """Return where a header ends: above a blank line or the next message, -1 if text ends first."""
    blank = _BLANK.search(text, begin)
    following = _find_separator(text[: blank.start()] if blank else text, begin)
    if following:
        return following.start() - 1
    return blank.start() if blank else -1


def _find_separator(text: bytes, at: int) -> re.Match[bytes] | None:
    """Return the next line that separates messages: below a blank one, or with a whole moment."""
    place = text.find(_BEGIN, at)
    while place >= 0:
        is_below_blank = text[max(place - 2, 0) : place].replace(b"\r", b"").endswith(b"\n")
        found = _SEPARATOR.match(text, place + 1)
        if found and (is_below_blank or _DATED.match(found[1])):
            return found
        place = text.find(_BEGIN, place + 1)
    return None
