"""The texts of a workbook: runs of rich text, escaped characters and the shared strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.sources import safe_xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.sources.archive import Archive
    from kamgraph.sources.limits import Limits

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Runs:
    """Puts a text together from its runs, and leaves the reading aids of East Asian text out."""

    def __init__(self, place: str, limits: Limits) -> None:
        self.place = place
        self._longest = self._room = limits.cell
        self._pieces: list[str] = []
        self._runs: list[str] = []
        self._listening = False
        self._aid = False
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "t": self._begin_run,
            "rPh": self._begin_aid,
        }
        self.ends: dict[str, Callable[[], None]] = {"t": self._end_run, "rPh": self._end_aid}

    def _begin_run(self, _: dict[str, str]) -> None:
        self._listening = not self._aid

    def _end_run(self) -> None:
        """Keep a run when it is whole, for an escape may be torn between two pieces."""
        self._listening = False
        self._runs.append(unescape(self.take_pieces()))

    def _begin_aid(self, _: dict[str, str]) -> None:
        self._aid = True

    def _end_aid(self) -> None:
        self._aid = False

    def take_text(self, text: str) -> None:
        """Take a piece of what is listened to."""
        if self._listening:
            self._room -= len(text)
            if self._room < 0:
                raise SourceError(f"{self.place}: a text is longer than {self._longest:,}")
            self._pieces.append(text)

    def take_pieces(self) -> str:
        """Return what was heard since the last time, as it is written."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return text

    def take_runs(self) -> str:
        """Return the runs since the last time, and begin the next text."""
        self._room = self._longest
        if not self._runs:
            return ""
        text = "".join(self._runs)
        self._runs.clear()
        return text


class _SharedStrings(Runs):
    def __init__(self, place: str, limits: Limits) -> None:
        super().__init__(place, limits)
        self.texts: list[str] = []
        self.ends["si"] = self._end_item

    def _end_item(self) -> None:
        self.texts.append(self.take_runs())


def read_strings(archive: Archive, part: str | None, limits: Limits) -> list[str]:
    """Return the texts that cells refer to by number."""
    if part is None:
        return []
    place = f"{archive.place}, part {part}"
    strings = _SharedStrings(place, limits)
    safe_xml.parse(archive.read_blocks(part), strings, place=place, limits=limits)
    return strings.texts


def unescape(text: str) -> str:
    """Turn ``_x000D_`` into the character it stands for, and ``_x005F_`` into an underscore."""
    if "_x" not in text:
        return text
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if _SURROGATE.search(plain):  # the two halves of one character are escaped one by one
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return plain
