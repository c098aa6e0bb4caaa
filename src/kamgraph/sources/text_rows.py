"""The rows of delimited text: which separator it has, and the cells of its lines one by one."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.sources.limits import Limits

Row: TypeAlias = tuple[int, list[str]]  # the line in which it begins, and its cells

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_HINT = re.compile(r'sep=([^"\r\n])\1*(?:[\r\n]|\Z)', re.IGNORECASE)
_ESCAPED = 'quotes in it are written as \\"; export them as ""'
_SAMPLE = 100_000  # characters by which separators are distinguished


def find_separator(text: str, place: str) -> tuple[str, int]:
    """Return the separator of a text and in how many first lines it is only named."""
    if hint := _HINT.match(text):
        return hint[1], 1
    sample = _cut_sample(text)
    there = [mark for mark in _SEPARATORS if mark in sample]
    lengths = {mark: [len(row) for row in _sample_rows(sample, mark)] for mark in there}
    possible = {mark: found for mark, found in lengths.items() if max(found, default=0) > 1}
    _refuse_whole_quotes(sample, place)
    regular = [mark for mark, found in possible.items() if len({*found}) == 1]
    if len(regular) > 1:
        named = " or ".join(_SEPARATORS[mark] for mark in regular)
        raise SourceError(
            f"{place}: the cells could be separated by {named}; "
            "name the right one in a first line such as sep=;"
        )
    return max([*regular, *possible, ","], key=lambda mark: _count_alike(lengths.get(mark, []))), 0


def _refuse_whole_quotes(sample: str, place: str) -> None:
    """Refuse lines that are each one quoted cell, in which there are as many separators."""
    lines = [line for line in sample.splitlines() if line]
    if not all(line[0] == line[-1] == '"' and len(line) > 1 for line in lines):
        return
    for mark, name in _SEPARATORS.items():
        rows = [*_sample_rows(sample, mark)]
        # A list of names, the family first, has blanks after its commas.
        counts = {row[0].count(mark) * (f"{mark} " not in row[0]) for row in rows}
        if {len(row) for row in rows} == {1} and len(rows) > 1 and len(counts) == 1 and max(counts):
            raise SourceError(
                f"{place}: each line is quoted as a whole, so the {name} in it parts no cells; "
                "take the quotes around the lines off"
            )


def find_first(text: str, separator: str, start: int, place: str) -> Row | None:
    """Return the first row that holds anything, None if it is not among the first lines."""
    try:
        rows = read_lines(_cut_sample(text), separator, start, place)
        return next((row for row in rows if row[1]), None)
    except SourceError:
        return None


def read_rows(text: str, separator: str, start: int, place: str, limits: Limits) -> list[Row]:
    """Return the rows, those of blank lines without cells; hardly more than the limit."""
    with _allow_cells(limits.cell):
        # Blanks before a quote are left out, or the quotes would be part of the text.
        if re.search(rf'(?:^|{re.escape(separator)}) +"', text, re.MULTILINE):
            with suppress(SourceError):
                lines = read_lines(text, separator, start, place, skip_blanks=True)
                return [*islice(lines, limits.rows + 2)]
        return [*islice(read_lines(text, separator, start, place), limits.rows + 2)]


def read_lines(
    text: str, separator: str, start: int, place: str, *, skip_blanks: bool = False
) -> Iterator[Row]:
    """Yield the line in which each row begins, and its cells; none for a blank line."""
    stream = io.StringIO(text, newline="")
    for _ in range(start):
        stream.readline()
    reader = csv.reader(stream, delimiter=separator, strict=True, skipinitialspace=skip_blanks)
    line = start + 1
    try:
        for cells in reader:
            yield line, cells
            line = start + reader.line_num + 1
    except csv.Error as error:
        advice = _ESCAPED if '\\"' in text else "is every quote closed?"
        message = f"the row that begins here is not CSV ({error}); {advice}"
        raise SourceError(f"{place}, line {line}: {message}") from error


def _cut_sample(text: str) -> str:
    """Return the first lines of a text."""
    end = text.rfind("\n", 0, _SAMPLE)
    return text if len(text) <= _SAMPLE or end < 0 else text[: end + 1]


def _sample_rows(sample: str, separator: str) -> Iterator[list[str]]:
    """Yield the cells of the first rows, without minding whether all is in order."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        yield from (row for row in reader if row)
    except csv.Error:
        return


def _count_alike(lengths: list[int]) -> int:
    """Return how many rows of several cells are of one length, the most frequent one."""
    return max(Counter(length for length in lengths if length > 1).values(), default=0)


@contextmanager
def _allow_cells(length: int) -> Iterator[None]:
    """Widen the longest cell that the csv module takes, if it is shorter than asked."""
    usual = csv.field_size_limit()
    if length > usual:
        csv.field_size_limit(length)
    try:
        yield
    finally:
        csv.field_size_limit(usual)
