"""A file to read wherever it lies: on disk, in an archive, or compressed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Self

from kamgraph.errors import SourceError
from kamgraph.sources.limits import Limits, check_file

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = 4096
_HARMLESS = 2**20  # bytes; what is so small may be of any ratio
_OPENERS: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError)
COMPRESSED = tuple(_OPENERS)


@dataclass(frozen=True)
class SourceFile:
    """What a file is called, where it is in words, and how to get at its bytes."""

    name: str
    place: str
    size: int
    opener: Callable[[], IO[bytes]]

    @classmethod
    def on_disk(cls, path: Path, limits: Limits = Limits()) -> Self:
        """Take a plain file that is not too large."""
        check_file(path, limits)
        return cls(path.name, str(path), path.stat().st_size, lambda: path.open("rb"))

    @classmethod
    def in_memory(cls, path: Path, data: bytes) -> Self:
        """Take the bytes of a file that was read already."""
        return cls(path.name, str(path), len(data), lambda: io.BytesIO(data))

    def __str__(self) -> str:
        """Return where it is."""
        return self.place

    @property
    def suffix(self) -> str:
        """The ending of its name, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return PurePosixPath(self.name).stem

    def open(self) -> IO[bytes]:
        """Open it as a stream in which one can go back."""
        stream = self.opener()
        return stream if stream.seekable() else io.BytesIO(stream.read())

    def read_bytes(self) -> bytes:
        """Return all of it."""
        with self.opener() as stream:
            return stream.read()

    def read_head(self) -> bytes:
        """Return how it begins."""
        with self.opener() as stream:
            return stream.read(_HEAD)

    @property
    def packing(self) -> str:
        """The ending that says that it is compressed, empty if it is not."""
        return self.suffix if self.suffix in COMPRESSED else ""

    def decompress(self, limits: Limits) -> SourceFile:
        """Return what is compressed in it, or itself; refuse what grows beyond the limits."""
        if not self.packing:
            return self
        most = min(limits.size, max(limits.ratio * self.size, _HARMLESS))
        try:
            with self.opener() as stream, _OPENERS[self.suffix](stream) as plain:
                data = plain.read(most + 1)
        except _DAMAGE as error:
            raise SourceError(f"{self}: damaged or cut off ({error})") from error
        if len(data) > most:
            raise SourceError(
                f"{self}: more than {most:,} bytes when decompressed; is this a bomb?"
            )
        return SourceFile(self.stem, self.place, len(data), lambda: io.BytesIO(data))
