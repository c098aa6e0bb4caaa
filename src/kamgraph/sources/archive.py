"""Zip archives from strangers: what one claims is checked before anything of it is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import contextmanager
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, NoReturn

from kamgraph.errors import SourceError
from kamgraph.sources.source_file import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.sources.limits import Limits

_BLOCK = 2**16
_LOCAL_HEADER = 30  # bytes before the name of a member
_HARMLESS = 2**20  # bytes; so small a member may be of any ratio
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_TYPES = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"PK", "a damaged zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls file or a workbook with a password"),
    (b"%PDF", "a PDF file"),
    (b"<?xml", "a plain XML file"),
    (b"<", "an HTML page"),
    (b"{", "a JSON file"),
)
_TEXT = "a text file, such as CSV"
_WAYS = {
    _TEXT: "; rename it so that it ends in .csv",
    "a JSON file": "; rename it so that it ends in .json",
}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a version or method that zipfile does not know
    OverflowError,
    RuntimeError,  # what zipfile raises for an encrypted member
    ValueError,  # names that are no text, offsets before the beginning
)


class Archive:
    """The members of a checked archive; a name finds its member in any case."""

    def __init__(self, file: zipfile.ZipFile, place: str) -> None:
        self._file = file
        self._members = {_fold_path(member): member for member in file.infolist()}
        self.place = place

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    @property
    def names(self) -> list[str]:
        """The names of its files, in their order."""
        return sorted(_find_path(one) for one in self._members.values() if not one.is_dir())

    def find_file(self, name: str) -> SourceFile:
        """Return one of its files, to be read while the archive is open."""
        member = self._members[name.casefold()]
        return SourceFile(
            PurePosixPath(name).name,
            f"{self.place}/{name}",
            member.file_size,
            lambda: io.BytesIO(b"".join(self.read_blocks(name))),
        )

    def read_blocks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member, never more of them than its declared size."""
        if name not in self:
            raise SourceError(f"{self.place}: the part {name} is missing")
        try:
            with self._file.open(self._members[name.casefold()]) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except _DAMAGE as error:
            raise SourceError(f"{self.place}: the part {name} is damaged ({error})") from error


@contextmanager
def open_archive(file: SourceFile, limits: Limits) -> Iterator[Archive]:
    """Open a zip archive that is whole and keeps to the limits."""
    # Nothing is ever unpacked to disk, so names such as `../x` harm nobody: no one asks for them.
    place = str(file)
    with file.open() as stream:
        archive = _open_directory(stream, place)
        with archive:
            _check(archive, place, limits)
            yield Archive(archive, place)


def _open_directory(stream: IO[bytes], place: str) -> zipfile.ZipFile:
    head = stream.read(_BLOCK)
    if not head.startswith(b"PK\x03\x04"):
        wanted = "a zip archive" if place.lower().endswith(".zip") else "a workbook"
        kind = _name_type(head)
        way = "" if wanted == "a zip archive" else _WAYS.get(kind, "; save it as .xlsx")
        raise SourceError(f"{place}: not {wanted} but {kind}{way}")
    try:
        return zipfile.ZipFile(stream)
    except (*_DAMAGE, OSError) as error:  # a damaged offset may lead to before the file
        raise SourceError(f"{place}: damaged or cut off ({error})") from error


def _name_type(head: bytes) -> str:
    if not head:
        return "an empty file"
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, name in _TYPES:
        if begin.startswith(magic):
            return name
    text = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head
    return _TEXT if text else "a file of another kind"


def _check(archive: zipfile.ZipFile, place: str, limits: Limits) -> None:
    members = archive.infolist()

    def refuse(problem: str) -> NoReturn:
        raise SourceError(f"{place}: {problem}")

    if not members:
        refuse("an empty zip archive")
    if len(members) > limits.files:
        refuse(f"holds more than {limits.files:,} files")
    if len({*map(_fold_path, members)}) < len(members):
        refuse("two parts of the archive have the same name")
    for member in members:
        if problem := _find_problem(member, limits):
            refuse(f"the part {member.filename} {problem}")
    if (size := sum(member.file_size for member in members)) > limits.size:
        refuse(f"{size:,} bytes when decompressed are more than {limits.size:,}")
    if _overlap(archive):
        refuse("parts of the archive overlap; is this a zip bomb?")


def _find_path(member: zipfile.ZipInfo) -> str:
    """Return where a member lies; some writers of Windows divide folders by backslashes."""
    return member.filename.replace("\\", "/")


def _fold_path(member: zipfile.ZipInfo) -> str:
    return _find_path(member).casefold()


def _find_problem(member: zipfile.ZipInfo, limits: Limits) -> str:
    """Return why a member is not read; empty if it is."""
    if member.flag_bits & _ENCRYPTED:
        return "is locked with a password"
    if member.compress_type not in _METHODS:
        return "is compressed in an unusual way; save it again"
    if member.file_size > max(limits.ratio * member.compress_size, _HARMLESS):
        ratio = member.file_size // max(member.compress_size, 1)
        return (
            f"is {ratio:,} times larger than its compressed form, more than {limits.ratio:,} "
            "times; is this a zip bomb?"
        )
    return ""


def _overlap(archive: zipfile.ZipFile) -> bool:
    """Return whether a member begins before the one in front of it can have ended."""
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    ends = [_LOCAL_HEADER + member.header_offset + member.compress_size for member in members]
    begins = [*(member.header_offset for member in members), archive.start_dir]
    return any(end > begin for end, (_, begin) in zip(ends, pairwise(begins), strict=True))
