"""Texts that a book holds in another spelling than the file: each is told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of, number_of
from kamgraph.model.dtypes import TEXT
from kamgraph.model.finding import Finding
from kamgraph.sources.raw import TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.sources.raw import RawTable

LINES = "held line ends or control characters, which are blanks now"
OPENED = 'were written as ="...", as spreadsheets keep zeros, and are taken without it'
CONTROL = re.compile("[\x00-\x1f\x7f]")  # what no column of one line takes
_BLANKS = re.compile("[\\s\x00-\x1f\x7f]+")


def join_lines(text: str) -> str:
    """Return a text in one line: line ends and control characters are blanks."""
    return _BLANKS.sub(" ", text).strip()


def join_cells(raw: RawTable) -> tuple[RawTable, list[Finding]]:
    """Return one of our tables with texts of one line where its columns hold such; ids stay."""
    joined: dict[str, pd.Series[str]] = {}
    found = []
    for column in columns(raw.name):
        if not column.is_line or column.name not in raw.cells:
            continue
        texts = raw.cells[column.name]
        if texts.dtype not in TEXTS:
            continue
        broken = texts.astype(TEXT).str.contains(CONTROL.pattern, regex=True).to_numpy(dtype=bool)
        if broken.any():
            joined[column.name] = texts.mask(broken, texts[broken].map(join_lines))
            places = [raw.name_place(int(row), column.name) for row in broken.nonzero()[0]]
            found.append(report_new_spellings(raw.name, column.name, LINES, places))
    return replace(raw, cells=raw.cells.assign(**joined)) if joined else raw, found


def report_new_spellings(table: str, column: str, what: str, places: Sequence[str]) -> Finding:
    """Tell of texts of a column that are spelled otherwise now, and where they stand."""
    return Finding(
        "low",
        "respelled_cell",
        table,
        (column,),
        f"{number_of(places, 'cell')} of {table}, {column}, {what}: "
        f"{first_of(places, between='; ')}.",
        "Nothing, unless they meant something else.",
    )
