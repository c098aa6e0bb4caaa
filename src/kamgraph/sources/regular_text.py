"""Long delimited text that is proven to be one regular table, read as fast as a library can."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS: Any = pd.StringDtype(na_value=np.nan)  # as pandas holds texts by default
_BLOCK = 2**24  # bytes that are looked at together
_PIECE = 2**20  # bytes that are parsed together; a line may have part in two pieces only
_BREAK, _RETURN, _QUOTE = b'\n\r"'


class _Lines(NamedTuple):
    """The lines of a text, those in which a quoted cell goes on taken as one."""

    numbers: np.ndarray  # in which line of the file each begins, from 1
    begins: np.ndarray  # at which byte
    ends: np.ndarray
    marks: np.ndarray  # how many separators it has outside quotes


def read_regular(
    text: str, separator: str, header: int, width: int
) -> tuple[pd.DataFrame, np.ndarray] | None:
    """Read the rows below the line of a header, with their lines; None where nothing is proven."""
    # The text is regular if it can be read in one way only: each quote begins or ends a whole cell
    # or is one of two in it, and every line has one separator less than the header has cells.
    if width == 1 or ("\r" in text and text.count("\r") != text.count("\r\n")):
        return None
    data = text.encode()
    if (lines := _find_lines(data, separator)) is None:
        return None
    rows = np.flatnonzero((lines.numbers > header) & _find_filled(data, lines))
    if not len(rows) or (lines.marks[rows] != width - 1).any() or np.ptp(rows) >= len(rows):
        return None
    body = data[lines.begins[rows[0]] : lines.ends[rows[-1]]]
    if body.startswith(BOM_UTF8):  # libraries would take it away
        return None
    parse = _parse_with_arrow if _TEXTS.storage == "pyarrow" else _parse_with_pandas
    longest = int((lines.ends - lines.begins)[rows].max())
    return parse(body, separator, width, longest), lines.numbers[rows]


def _parse_with_arrow(body: bytes, separator: str, width: int, longest: int) -> pd.DataFrame:
    """Read the cells of regular text as texts of Arrow, which takes a tenth as long as objects."""
    from pyarrow import csv, large_string

    names = [*map(str, range(width))]
    table = csv.read_csv(
        io.BytesIO(body),
        read_options=csv.ReadOptions(
            column_names=names, block_size=max(_PIECE, 2 * longest), use_threads=False
        ),
        parse_options=csv.ParseOptions(
            delimiter=separator,
            quote_char='"' if _QUOTE in body else False,
            newlines_in_values=True,
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, large_string()), strings_can_be_null=False
        ),
    )
    columns = map(_TEXTS.__from_arrow__, table.itercolumns())
    return pd.DataFrame({at: pd.Series(cells, copy=False) for at, cells in enumerate(columns)})


def _parse_with_pandas(body: bytes, separator: str, width: int, _longest: int) -> pd.DataFrame:
    """Read the cells of regular text where Arrow is not there."""
    return pd.read_csv(
        io.BytesIO(body),
        sep=separator,
        names=range(width),
        index_col=False,
        dtype=TEXT,
        na_filter=False,
        quoting=csv.QUOTE_MINIMAL if _QUOTE in body else csv.QUOTE_NONE,
    )


def _find_filled(data: bytes, lines: _Lines) -> np.ndarray:
    """Return which lines hold anything."""
    letters = np.frombuffer(data, dtype=np.uint8)
    alone = lines.ends == lines.begins + 1
    returns = letters[np.minimum(lines.begins, len(letters) - 1)] == _RETURN
    return (lines.ends > lines.begins) & ~(alone & returns)


def _find_lines(data: bytes, separator: str) -> _Lines | None:
    """Return the lines of a text; None if a quote may be read in several ways."""
    letters = np.frombuffer(data, dtype=np.uint8)
    if not _are_quotes_clear(letters, separator):
        return None
    breaks, all_breaks, marks = zip(*_look_at(letters, separator), strict=True)
    ends = np.append(np.concatenate(breaks), len(letters))
    begins = np.append(0, ends[:-1] + 1)
    before = np.searchsorted(np.concatenate(all_breaks), begins)
    counts = np.diff(np.searchsorted(np.concatenate(marks), ends), prepend=0)
    return _Lines(before + 1, begins, ends, counts)


def _look_at(
    letters: np.ndarray, separator: str
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield the places of line ends outside quotes, of all, and of separators outside quotes."""
    is_within = np.uint8(0)
    for begin in range(0, max(len(letters), 1), _BLOCK):
        block = letters[begin : begin + _BLOCK]
        breaks = np.flatnonzero(block == _BREAK)
        marks = np.flatnonzero(block == ord(separator))
        are_quotes = block == _QUOTE
        if not is_within and not are_quotes.any():  # as in most blocks, which is seen sooner
            yield begin + breaks, begin + breaks, begin + marks
            continue
        # That the count of quotes may overflow does not matter: it counts whether it is odd.
        quotes = np.cumsum(are_quotes, dtype=np.uint8) + is_within
        outside = quotes[breaks] % 2 == 0
        yield begin + breaks[outside], begin + breaks, begin + marks[quotes[marks] % 2 == 0]
        is_within = quotes[-1] % 2 if len(quotes) else is_within


def _are_quotes_clear(letters: np.ndarray, separator: str) -> bool:
    """Return whether every quote begins or ends a cell, or is one of two within a cell."""
    between = [ord(separator), _BREAK, _QUOTE]
    count = 0
    for begin in range(0, len(letters), _BLOCK):
        quotes = begin + np.flatnonzero(letters[begin : begin + _BLOCK] == _QUOTE)
        opening, closing = quotes[count % 2 :: 2], quotes[1 - count % 2 :: 2]
        before = letters[opening[opening > 0] - 1]
        after = letters[closing[closing < len(letters) - 1] + 1]
        if not (np.isin(before, between).all() and np.isin(after, [*between, _RETURN]).all()):
            return False
        count += len(quotes)
    return count % 2 == 0
