"""Tables as CSV, exact and harmless: no spreadsheet that opens one runs anything in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.distinct import Distinct
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamgraph.sources.raw import RawTable

_BLOCK = 65_536  # rows that are spelled at once
_SPECIAL = '",\n'
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# What spreadsheets take for a formula: at the start, or after what they may split a cell at.
_BEGINNINGS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_ACTIVE = rf"(?=[{re.escape(_BEGINNINGS)}])"
_TO_QUOTE = re.compile(rf"(^|[;,\t|\r\n])('*){_ACTIVE}")
_QUOTED = re.compile(rf"(^|[;,\t|\r\n])'('*){_ACTIVE}")


def write(table: pd.DataFrame, stream: TextIO) -> None:
    """Write texts, numbers and days so that parse and restore_texts give them back."""
    write_columns(Distinct.of_frame(table), stream)


def write_columns(table: Mapping[str, Distinct], stream: TextIO) -> None:
    """Write a table as :func:`write` does of whose columns the distinct values are known."""
    # Texts that a spreadsheet would run as a formula get an apostrophe.
    columns = [*map(_spell_column, table.values())]
    longest = max((len(text) for column in columns for text in column.members), default=0)
    if longest > Limits().cell:
        raise SourceError(f"a text of {longest:,} characters is too long for CSV; write .json")
    # A reader would take a lone carriage return for a line's end, wherever it does not expect one,
    # and an empty cell that is alone in its row for a blank line.
    always = any(_hold_any("\r", column.members) for column in columns)
    empty = '""' if always or len(columns) == 1 else ""
    header = _quote_all([*table], empty, always=always)
    stream.write(",".join(header) + "\n")
    cells = [
        column.spread(_quote_all(column.members, empty, always=always), missing=empty)
        for column in columns
    ]
    count = max((len(column) for column in cells), default=0)
    for first in range(0, count, _BLOCK):
        block = [column[first : first + _BLOCK].tolist() for column in cells]
        stream.write("\n".join(map(",".join, zip(*block, strict=True))) + "\n")


def guard_formulas(text: str) -> str:
    """Quote what a spreadsheet would run as a formula; numbers stay as they are."""
    return text if _NUMBER.fullmatch(text) else _TO_QUOTE.sub(r"\1\2'", text)


def restore_texts(raw: RawTable) -> RawTable:
    """Return a table with its texts as they were before :func:`write` guarded them."""
    if not raw.from_text:
        return raw
    cells = raw.cells.copy()
    for column in cells:
        marked = cells[column].str.contains("'", regex=False).to_numpy()
        if marked.any():
            texts = cells[column].to_numpy(dtype=object)
            texts[marked] = [_QUOTED.sub(r"\1\2", text) for text in texts[marked]]
            cells[column] = pd.array(texts, dtype=TEXT)
    return replace(raw, cells=cells)


def _spell_column(found: Distinct) -> Distinct:
    """Return the distinct values of a column as texts that do no harm."""
    if not {str}.issuperset(map(type, found.members[:1])):
        return found._replace(members=[str(number).removesuffix(".0") for number in found.members])
    return found._replace(members=_guard_all(found.members))


def _guard_all(texts: list[str]) -> list[str]:
    """Quote formulas in many texts."""
    return [*map(guard_formulas, texts)] if _hold_any(_BEGINNINGS, texts) else texts


def _quote_all(texts: list[str], empty: str, *, always: bool) -> list[str]:
    """Put cells in quotes, all or those whose line could not be read without them."""
    if always or _hold_any(_SPECIAL, texts):
        texts = [_quote(text) if always or _hold_any(_SPECIAL, text) else text for text in texts]
    return [text or empty for text in texts]


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _hold_any(marks: str, texts: Iterable[str]) -> bool:
    """Tell whether any of some marks stands in any of many texts, told of all at once."""
    joined = "".join(texts)
    return any(mark in joined for mark in marks)
