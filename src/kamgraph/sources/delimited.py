"""Tables as CSV text: a strict gate on the way in, exact on the way out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.document import iso_days
from kamgraph.sources.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_COLUMNS = 1000
_SHOWN = 10


def parse(data: bytes, place: str, name: str = "") -> RawTable:
    """Take a CSV file apart: UTF-8 with or without BOM, commas, double quotes, one header.

    Parameters
    ----------
    data
        The bytes of the file; none at all is a table without rows.
    place
        What the file is called in messages.
    name
        What the table is called.

    Returns
    -------
    RawTable
        The cells as text; each row with the line of the file in which it begins, counting
        from 1. Blank lines are no rows.

    Raises
    ------
    SourceError
        If the bytes are not UTF-8, hold a NUL or are not CSV; if the header leaves a column
        without name or names one twice; if a row is shorter or longer than the header.
    """
    numbered = [*_rows(_decoded(data, place), place)]
    if not numbered:
        return RawTable(name, place, pd.DataFrame(), np.zeros(0, dtype=int))
    (line, header), *numbered = numbered
    lines, rows = [line for line, _ in numbered], [cells for _, cells in numbered]
    _check_header(header, f"{place}, line {line}")
    _check_lengths(rows, lines, len(header), place)
    cells = pd.DataFrame(rows, columns=header, dtype=object)
    return RawTable(name, place, cells, np.array(lines, dtype=int))


def write(table: pd.DataFrame, stream: TextIO) -> None:
    """Write a table of a book so that :func:`parse` gives back every cell.

    Raises
    ------
    SourceError
        If a text is too long to be read back.
    """
    cells = [_texts(table[name]) for name in table]
    longest = max((len(text) for column in cells for text in column), default=0)
    if longest > csv.field_size_limit():
        raise SourceError(f"a text of {longest:,} characters is too long for CSV; write .json")
    # The writer would leave a lone carriage return bare, and a reader take it for a line's end.
    returns = any("\r" in text for column in cells for text in column)
    writer = csv.writer(
        stream,
        lineterminator="\n",
        quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL,
    )
    writer.writerow(table.columns)
    writer.writerows(zip(*cells, strict=True))


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{name}: not UTF-8, at byte offset {error.start}; save the file as UTF-8"
        raise SourceError(message) from error
    if (position := text.find("\0")) >= 0:
        line = len(io.StringIO(text[: position + 1], newline="").readlines())
        raise SourceError(f"{name}, line {line}: holds a NUL character, so it is not plain text")
    return text.removeprefix("\ufeff")


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line in which each row begins, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the row that begins here is not CSV ({error}); is every quote closed?"
        raise SourceError(f"{name}, line {line}: {message}") from error


def _check_header(header: list[str], place: str) -> None:
    if len(header) > _MOST_COLUMNS:
        raise SourceError(f"{place}: {len(header):,} columns are more than {_MOST_COLUMNS:,}")
    if nameless := [str(at) for at, name in enumerate(header, start=1) if not name.strip()]:
        raise SourceError(f"{place}: without a name: column {', '.join(nameless)}")
    if repeated := [repr(name) for name, count in Counter(header).items() if count > 1]:
        raise SourceError(f"{place}: named twice: column {', '.join(repeated)}")


def _check_lengths(rows: list[list[str]], lines: list[int], width: int, name: str) -> None:
    ragged = [
        f"line {line} has {len(cells)}"
        for line, cells in zip(lines, rows, strict=True)
        if len(cells) != width
    ]
    if ragged:
        shown = ", ".join(ragged[:_SHOWN])
        more = f" and {len(ragged) - _SHOWN:,} more" if len(ragged) > _SHOWN else ""
        raise SourceError(f"{name}: the header has {width} cells, but {shown}{more}")


def _texts(values: pd.Series[Any]) -> list[str]:
    """Spell out a column; missing values are empty."""
    if values.dtype.kind == "M":
        values = iso_days(values)
    elif values.dtype.kind == "f":
        values = values.map(lambda number: repr(number).removesuffix(".0"), na_action="ignore")
    return [*values.astype("str").fillna("")]
