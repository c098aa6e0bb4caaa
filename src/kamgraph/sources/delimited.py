"""Tables as CSV text: a strict gate on the way in, exact on the way out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, TextIO

import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.document import iso_days

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_COLUMNS = 1000
_SHOWN = 10


def parse(data: bytes, name: str) -> tuple[pd.DataFrame, list[int]]:
    """Take CSV apart: UTF-8 with or without BOM, commas, double quotes, a header.

    Parameters
    ----------
    data
        The bytes of the file; none at all is a table without rows.
    name
        What the file is called in messages.

    Returns
    -------
    tuple of DataFrame and list of int
        The cells as text, empty ones as empty text; and for each row the line of the file in
        which it begins, counting from 1. Blank lines are no rows.

    Raises
    ------
    SourceError
        If the text is not UTF-8, holds a NUL, or is not CSV; if the header names a column twice
        or not at all; if a row is shorter or longer than the header.
    """
    (header, *rows), (_, *lines) = _rows(_decoded(data, name), name) or ([[]], [1])
    _check_header(header, name)
    _check_lengths(rows, lines, len(header), name)
    cells = zip(*rows, strict=True) if rows else [()] * len(header)
    return pd.DataFrame(dict(zip(header, cells, strict=True)), dtype=object), lines
