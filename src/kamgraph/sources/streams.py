"""What a caller holds in memory or reads from a pipe, put into a file while it is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from kamgraph.errors import KamgraphError, SourceError
from kamgraph.sources.limits import choose_limits
from kamgraph.sources.translation.read_report import ReadReport

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from kamgraph.sources.limits import Limits

Source: TypeAlias = "str | os.PathLike[str] | bytes | IO[Any]"
Reader = TypeVar("Reader", bound="Callable[..., Any]")

_BLOCK = 2**20
_HEAD = 4096  # bytes that tell what something is
_NAME = "stream"  # what messages call it that has no name of its own
_BEGINNINGS = {
    b"From ": ".mbox",
    b"BEGIN:VCALENDAR": ".ics",
    b"BEGIN:VCARD": ".vcf",
    b"PAR1": ".parquet",
    b"SQLite format 3": ".db",
}
_COMPRESSED: dict[bytes, tuple[str, Callable[..., Any]]] = {
    b"\x1f\x8b": (".gz", gzip.open),
    b"BZh": (".bz2", bz2.open),
    b"\xfd7zXZ\x00": (".xz", lzma.open),
}
_MARKUP = {b"<graphml": ".graphml", b"<gexf": ".gexf"}
_MEMBERS = {"xl/workbook.xml": ".xlsx", "content.xml": ".ods"}


def take_streams(read: Reader) -> Reader:
    """Have a function whose first argument is a path take bytes and streams, too."""

    @wraps(read)
    def read_source(source: Any, *args: Any, **options: Any) -> Any:
        if not is_stream(source):
            return read(source, *args, **options)
        with spool(source, choose_limits(options.get("limits"))) as path:
            found: Any = read(path, *args, **options)
            if isinstance(found, tuple) and isinstance(report := found[1], ReadReport):
                return found[0], replace(report, source=report.source.replace(*_rename(path)))
            return found

    return cast("Reader", read_source)


def is_stream(source: object) -> bool:
    """Tell whether something is no path but holds itself what is to be read."""
    return isinstance(source, bytes | bytearray) or hasattr(source, "read")


@contextmanager
def spool(source: bytes | IO[Any], limits: Limits) -> Iterator[Path]:
    """Yield a file with what something holds, called so in errors; it is gone afterwards."""
    stream: IO[Any] = io.BytesIO(source) if isinstance(source, bytes | bytearray) else source
    with TemporaryDirectory(prefix="kamgraph-") as folder:
        draft = Path(folder) / "draft"
        with draft.open("wb") as file:
            while block := stream.read(_BLOCK):
                file.write(block.encode() if isinstance(block, str) else block)
                if file.tell() > limits.size:
                    raise SourceError(f"{_NAME}: is larger than {limits.size:,} bytes")
        path = draft.rename(draft.with_name(_find_name(stream, draft)))
        try:
            yield path
        except KamgraphError as error:
            raise error.respell(*_rename(path)) from error.__cause__


def _rename(path: Path) -> tuple[str, str]:
    """Return what is to be replaced in messages, and by what."""
    return str(path), path.name


def _find_name(stream: object, file: Path) -> str:
    """Return a name whose ending says what a file holds: the stream's own, else by its content."""
    own = getattr(stream, "name", None)
    if isinstance(own, str) and (suffix := Path(own).suffix):
        return f"{Path(own).stem or _NAME}{suffix}"
    return f"{_NAME}{_find_ending(file)}"


def _find_ending(file: Path) -> str:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            held = {*archive.namelist()}
        return next((ending for member, ending in _MEMBERS.items() if member in held), ".zip")
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    for beginning, (ending, unpack) in _COMPRESSED.items():
        if head.startswith(beginning):
            # What is damaged is told by the reader.
            with suppress(OSError, EOFError, lzma.LZMAError, zlib.error), unpack(file) as stream:
                return f"{_tell_ending(stream.read(_HEAD))}{ending}"
            return ending
    return _tell_ending(head)


def _tell_ending(head: bytes) -> str:
    """Return the ending of a file that begins so."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, ending in _BEGINNINGS.items():
        if head.startswith(beginning):
            return ending
    if head.startswith(b"<"):
        return next((ending for tag, ending in _MARKUP.items() if tag in head), ".xml")
    if head.startswith((b"{", b"[")):
        first, _, rest = head.partition(b"\n")
        return ".jsonl" if rest.strip() and _is_one_record(first) else ".json"
    return ".csv"


def _is_one_record(line: bytes) -> bool:
    """Tell whether a line is an object by itself, as each line of records is."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
