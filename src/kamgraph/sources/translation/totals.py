"""Reports as people see them: totals apart from records, grouped cells repeated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.folding import fold, fold_name
from kamgraph.sources.raw import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kamgraph.sources.raw import RawTable

REPEATED_HEADER = "says again what the columns are called"
# Every repetition is bounded or the only one, so that no cell takes long to look at.
_COUNTED = r"(?:\s?\(\d[\d.,]{0,15}(?:\s\w{1,20})?\))?:?"  # Total (3 records)
_AGGREGATE = r"(?:count|sum|avg|average|min|max|median)\b|[a-z]{3}(?=\s?\d)"  # Count: 3, EUR 12
_NO_TEXT = re.compile(rf"(?:{_AGGREGATE})?[\W\d]*", re.IGNORECASE)


def find_totals(cells: pd.DataFrame, words: Sequence[str]) -> np.ndarray:
    """Return which rows are totals: they begin with one of some words, and hold numbers only."""
    # A company may be called Total; its row has texts beside the name.
    found = np.zeros(len(cells), dtype=bool)
    if words and len(cells):
        begins = re.compile(f"(?:{'|'.join(re.escape(fold(word)) for word in words)}){_COUNTED}")
        for row, at in _find_beginnings(cells, begins):
            others = cells.iloc[row, at + 1 :].str.strip()
            found[row] = all(map(_NO_TEXT.fullmatch, others))
    return found


def find_empty(raw: RawTable) -> np.ndarray:
    """Return which rows hold nothing, not even an odd cell."""
    empty = np.ones(len(raw.cells), dtype=bool)
    empty[[row for odd in raw.odd.values() for row in odd]] = False
    for column in raw.cells:
        if empty.any():
            empty &= (raw.cells[column] == "").to_numpy()
    return empty


def _find_beginnings(cells: pd.DataFrame, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the rows whose first cell that is not empty fits, and where that cell is."""
    rows = np.arange(len(cells))
    for at in range(len(cells.columns)):
        texts = cells.iloc[rows, at].astype(object)
        fitting = [text for text in texts.unique() if pattern.fullmatch(fold(text))]
        yield from ((int(row), at) for row in rows[texts.isin(fitting)])
        rows = rows[[not text.strip() for text in texts]]


def find_repeated_headers(cells: pd.DataFrame) -> np.ndarray:
    """Return which rows say again what the columns are called, as files put together have them."""
    found = np.zeros(len(cells), dtype=bool)
    if not len(cells.columns) or cells.iloc[:, 0].dtype not in TEXTS:
        return found
    header = [fold(str(name)) for name in cells]
    alike = cells.iloc[:, 0].isin([cells.columns[0]]).to_numpy()
    for row in np.flatnonzero(alike):
        pairs = zip(cells.iloc[row], header, strict=True)
        found[row] = all(fold(str(text)) in {"", name} for text, name in pairs)
    return found


def fill_down(cells: pd.DataFrame, columns: Sequence[str], totals: np.ndarray) -> pd.DataFrame:
    """Return cells in which empty ones of some columns repeat the cell above, totals left aside."""
    wanted = {fold_name(column) for column in columns}
    filled = {}
    for column in cells:
        if fold_name(str(column)) in wanted:
            texts = cells[column].where(~totals)
            repeated = texts.mask(texts.str.strip() == "").ffill().fillna("")
            filled[str(column)] = cells[column].where(totals, repeated)
    return cells.assign(**filled)
