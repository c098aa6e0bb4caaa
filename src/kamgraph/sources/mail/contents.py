"""The files of a mailbox, a calendar or an address book, and of what kind each is."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING

from kamgraph.sources.archive import open_archive
from kamgraph.sources.limits import check_file
from kamgraph.sources.mail.words import judge_label
from kamgraph.sources.source_file import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from kamgraph.sources.archive import Archive
    from kamgraph.sources.limits import Limits

KINDS = {
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".eml": "message",
    ".emlx": "message",
    ".ics": "calendar",
    ".ical": "calendar",
    ".vcf": "cards",
    ".vcard": "cards",
    ".json": "answers",
    ".jsonl": "answers",
    ".ndjson": "answers",
    ".csv": "table",
}
ARCHIVE = ".zip"
# Of whole mailboxes, each with the way that is open.
_REFUSED = {
    ".pst": "a mailbox of Outlook: export it from there as .csv or .ics, or convert it to .mbox",
    ".ost": "a mailbox of Outlook: export it from there as .csv or .ics, or convert it to .mbox",
    ".olm": "a mailbox of Outlook for Mac: drag its folders out of Outlook, as .mbox files",
    ".msg": "a message of Outlook: save it as .eml",
    ".nsf": "a mailbox of Notes: export it from there as .eml or .mbox",
    ".tgz": "compressed: unpack it and give the folder",
    ".gz": "compressed: unpack it and give the folder",
}
_MESSAGESMAIL_FILESDIR = {"cur", "new"}
_HEAD = 4096
_FIELD = re.compile(rb"(?:[!-9;-~]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}")
_FLAGS = {"D": "a draft", "T": "thrown away"}


MAIL_FILES = {".mbox", ".mbx", ".eml", ".emlx", ".ics", ".ical", ".vcf", ".vcard", *_REFUSED} - {
    ".gz",
    ".tgz",
}
_ANSWERED = re.compile(rb'"(?:internetMessageId|toRecipients|iCalUId|iCalUID|labelIds)"')


def holds_mail(path: Path) -> bool:
    """Return whether a file, or all that is in a folder, is mail, a calendar or an address book."""
    if path.is_dir():
        if {file.name for file in path.iterdir()} >= _MESSAGESMAIL_FILESDIR:
            return True
        files = [file for file in path.iterdir() if not file.name.startswith(".")]
        return bool(files) and all(file.is_file() and holds_mail(file) for file in files)
    ending = path.suffix.lower()
    if ending in MAIL_FILES:
        return True
    if ending not in {"", ".json", ".jsonl", ".ndjson"}:  # a table, which a writer may take away
        return False
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return bool(_ANSWERED.search(head)) if ending else head.startswith(b"From ")


@dataclass(frozen=True)
class Part:
    """A file, or a part of an archive."""

    place: str
    kind: str  # empty if it is none that is read
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    reason: str = ""  # why it is not read
    is_lost: bool = False  # whether it holds mail all the same
    unread: str = ""  # why its message is no contact between people, where its name tells

    @property
    def group(self) -> str:
        """The folder of a file that holds one message, any other file itself."""
        return str(PurePath(self.place).parent) if self.kind == "message" else self.place

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return PurePath(self.place).suffix.lower()


def list_parts(path: Path, limits: Limits) -> Iterator[Part]:
    """Yield each file of a folder and what is below it, each part of an archive, or the file."""
    if not path.is_dir():
        yield from _list_file(path, limits)
        return
    for folder, below, names in os.walk(path):
        below.sort()
        for name in sorted(names):
            yield from _list_file(Path(folder, name), limits)


def _list_file(file: Path, limits: Limits) -> Iterator[Part]:
    if file.suffix.lower() == ARCHIVE:
        with open_archive(SourceFile.on_disk(file, limits), limits) as archive:
            for name in archive.names:
                yield _make_part(f"{file}, {name}", name, partial(_open_part, archive, name))
    else:
        yield _make_part(str(file), str(file), partial(_open_file, file, limits))


@contextmanager
def _open_file(file: Path, limits: Limits) -> Iterator[IO[bytes]]:
    # A mailbox is never held as a whole, so it may be of any size.
    is_stream = KINDS.get(file.suffix.lower(), "mbox") == "mbox"
    check_file(file, replace(limits, size=sys.maxsize) if is_stream else limits)
    with file.open("rb") as stream:
        yield stream


@contextmanager
def _open_part(archive: Archive, name: str) -> Iterator[IO[bytes]]:
    yield io.BufferedReader(_Blocks(archive.read_blocks(name)))


class _Blocks(io.RawIOBase):
    """Blocks of bytes as a stream."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next."""
        self._rest = self._rest or next(self._blocks, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def _make_part(
    place: str, name: str, open_it: Callable[[], AbstractContextManager[IO[bytes]]]
) -> Part:
    path = PurePath(name)
    suffix = path.suffix.lower()
    if path.parent.name in _MESSAGESMAIL_FILESDIR:
        return Part(place, "message", open_it, unread=_judge_name(path))
    if suffix in KINDS:
        folder = next(filter(None, (judge_label(part.lstrip(".")) for part in path.parts)), "")
        return Part(place, KINDS[suffix], open_it, unread=folder)
    if suffix in _REFUSED:
        return Part(place, "", open_it, reason=f"is {_REFUSED[suffix]}", is_lost=True)
    if suffix and not suffix[1:].isdigit():
        return Part(place, "", open_it, reason=_NEITHER)
    kind = _recognise(open_it)
    return Part(place, kind, open_it, reason="" if kind else _NEITHER)


_NEITHER = "holds neither mail nor a calendar or addresses"


def _judge_name(path: PurePath) -> str:
    """Return why a message of a Maildir is no contact, by its flags and its folder."""
    flags = path.name.rpartition(":2,")[2] if ":2," in path.name else ""
    folders = [judge_label(part) for part in path.parent.parent.name.strip(".").split(".")]
    return next(filter(None, [*(_FLAGS.get(flag, "") for flag in flags), *folders]), "")


def _recognise(open_it: Callable[[], AbstractContextManager[IO[bytes]]]) -> str:
    """Return what a file without an ending holds, by how it begins."""
    with open_it() as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"From "):
        return "mbox"
    return "message" if _FIELD.match(head) else ""
