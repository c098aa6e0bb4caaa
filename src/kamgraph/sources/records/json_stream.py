"""JSON read value by value: of a large document only what is read next is in memory."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

from kamgraph.errors import SourceError
from kamgraph.model.options import name_option
from kamgraph.model.strict_json import quote, refuse_repeats
from kamgraph.sources.records.plain import make_plain
from kamgraph.sources.text import make_decoder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.sources.records.plain import Plain

_BLANKS = re.compile(r"[ \t\n\r]*")
_BETWEEN = re.compile(r"\[[ \t\n\r]*[^ \t\n\r]")  # a list, as far as it takes to tell
_RECORDS = re.compile(r"\[[ \t\n\r]*\{")
_ROWS = re.compile(r"\[[ \t\n\r]*\[")
_CUT = 16  # characters before the end of what is there in which an error may come from the cut
_BRACKETS = '}]"'
_ROOM = 2**16


class JsonStream:
    """The values of a document, one after the other."""

    # Numbers are kept as they are written, since an id may be longer than any number is exact.
    # NaN, which programs write for what is missing although JSON has none, is nothing.

    def __init__(self, blocks: Iterable[bytes], place: str, encoding: str | None = None) -> None:
        """Begin before the first value; JSON is Unicode, unless it is said to be another."""
        self._blocks = iter(blocks)
        self._place = place
        first = next(self._blocks, b"")
        detected = json.detect_encoding(first)
        self._encoding = encoding if encoding and detected == "utf-8" else detected
        self._decoder = make_decoder(self._encoding)
        self._bytes = 0
        self._text = self._decode(first)
        self._at = 0
        self._before = self._lines = self._indent = 0  # characters and lines that are gone
        self._counted = 0  # up to where the lines of the text are in the count
        self._are_plain = True  # the records so far
        self._json = json.JSONDecoder(
            object_pairs_hook=refuse_repeats,
            parse_int=str,
            parse_float=str,
            parse_constant=lambda name: None if name == "NaN" else name,
        )

    @property
    def line(self) -> int:
        """The line in which the next value begins."""
        self._lines += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines + 1

    def peek(self) -> str:
        """Return the next character that is no blank, nothing at the end."""
        while True:
            blanks = _BLANKS.match(self._text, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_on():
                return ""

    def begins_records(self) -> bool:
        """Return whether a list of objects comes next."""
        return self._begins(_RECORDS)

    def begins_rows(self) -> bool:
        """Return whether a list of lists comes next."""
        return self._begins(_ROWS)

    def _begins(self, pattern: re.Pattern[str]) -> bool:
        if self.peek() != "[":
            return False
        while not _BETWEEN.match(self._text, self._at):
            if not self._read_on():
                return False
        return bool(pattern.match(self._text, self._at))

    def take(self, char: str) -> bool:
        """Pass over a character if it comes next; return whether it did."""
        found = self.peek() == char
        self._at += found
        return found

    def need(self, chars: str) -> str:
        """Pass over one of some characters, which must come next, and return it."""
        char = self.peek()
        if not char or char not in chars:
            self._refuse(f"{' or '.join(chars)} is missing", self._at)
        self._at += 1
        return char

    def read_value(self) -> object:
        """Read one value whole."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._read_on():
                    self._refuse(error.msg, error.pos)
            except RecursionError:
                self._refuse("the values are nested too deeply", self._at)
            except SourceError as error:
                raise SourceError(f"{self._place}, line {self.line}: {error}") from None
            else:
                if end < len(self._text) or self._text[end - 1] in _BRACKETS or not self._read_on():
                    self._at = end
                    return value

    def read_lines(self) -> list[Plain]:
        """Read the records of the whole lines that are there, if all are plain; else none."""
        # Each line has to begin with a brace: of records without lists a comma before a brace is
        # between two of them, so none goes on in the next line, and none is valid that did not end.
        if not self._are_plain:
            return []
        end = max(self._text.rfind("\n", self._at), self._at)
        text = self._text[self._at : end]
        breaks = text.count("\n")
        are_apart = text.startswith("{") and text.count("\n{") == breaks
        return self._take_plain(text.replace("\n", ",\n"), end, breaks + 1) if are_apart else []

    def read_list(self) -> list[Plain]:
        """Read the records of a list up to the last comma that is there; none if not plain."""
        if not self._are_plain:
            return []
        end = self._text.rfind("},", self._at) + 1
        if not end:  # as at the end, or for good, where a comma is not next to a brace
            self._are_plain = len(self._text) - self._at < _ROOM
            return []
        return self._take_plain(self._text[self._at : end], end)

    def _take_plain(self, text: str, end: int, count: int | None = None) -> list[Plain]:
        """Pass over some records, so many if that is known, and return them if all are plain."""
        try:
            records = self._json.decode(f"[{text}]")
        except (ValueError, RecursionError, SourceError):  # read one by one, it is said which
            records = []
        plain = make_plain(records, text) if count in {None, len(records)} else []
        self._are_plain = bool(plain)
        self._at = end if plain else self._at
        return plain

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        """Return whether what is wrong may be that the rest is not read yet."""
        return error.msg.startswith("Unterminated") or error.pos > len(self._text) - _CUT

    def _read_on(self) -> bool:
        """Read at least as much as is waiting, and forget what was taken; False at the end."""
        waiting = len(self._text) - self._at
        pieces: list[str] = []
        length = 0
        for block in self._blocks:
            pieces.append(self._decode(block))
            length += len(pieces[-1])
            if length > max(waiting, _ROOM):
                break
        else:
            pieces.append(self._decode(b"", final=True))
        more = "".join(pieces)
        if more:
            self._forget()
            self._text += more
        return bool(more)

    def _forget(self) -> None:
        self._lines = self.line - 1
        gone = self._text[: self._at]
        self._indent = len(gone) - gone.rfind("\n") - 1 + (self._indent if "\n" not in gone else 0)
        self._before += len(gone)
        self._text = self._text[self._at :]
        self._at = self._counted = 0

    def _decode(self, block: bytes, *, final: bool = False) -> str:
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError as error:
            name = self._encoding.removesuffix("-sig").upper()
            what = f"is not {name}, at byte offset {self._bytes + error.start}"
            way = f"save it as UTF-8, or say which {name_option('encoding')} it is in"
            raise SourceError(f"{self._place}: {what}; {way}") from error
        self._bytes += len(block)
        return text

    def _refuse(self, what: str, at: int) -> NoReturn:
        # A comma or bracket is missed after blanks, but missing where the last value ends.
        is_early = what.startswith("Expecting ','")
        place = len(self._text[:at].rstrip()) if is_early else at
        line = self.line + self._text.count("\n", self._counted, place)
        begin = self._text.rfind("\n", 0, place) + 1
        column = place - begin + 1 + (0 if begin else self._indent)
        cut = at >= len(self._text) or what.startswith("Unterminated")
        end = "; is the file complete?" if cut else f" before {quote(self._text[at : at + 20])}"
        raise SourceError(f"{self._place}, line {line}, column {column}: not JSON: {what}{end}")
