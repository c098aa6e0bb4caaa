"""Reports as people see them: totals apart from records, grouped cells repeated."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.folding import fold, fold_name
from kamgraph.model.lines import are_filled
from kamgraph.sources.raw import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from kamgraph.sources.raw import RawTable

REPEATED_HEADER = "says again what the columns are called"
_LISTED = tomllib.loads(files(__package__).joinpath("totals.toml").read_text("utf-8"))


def _spell_any(words: Sequence[str]) -> str:
    """Return a pattern of any of some words as they are folded, the longest first."""
    return "|".join(re.escape(word) for word in sorted(map(fold, words), key=len, reverse=True))


# Every repetition is bounded or the only one, so that no cell takes long to look at.
_NUMBER = r"\d[\d.,]{0,15}"
_UNITS = _spell_any(_LISTED["counted"])
_COUNTED = rf"(?:\s?\({_NUMBER}(?:\s?\w{{1,20}})?\))?:?(?:\s?{_NUMBER}\s?(?:{_UNITS})?)?"
_COUNT = rf"(?:{_spell_any(_LISTED['before'])})?\s?{_NUMBER}\s?(?:{_UNITS})"  # 6 people
_AGGREGATE = r"(?:count|sum|avg|average|min|max|median)\b|[a-z]{3}(?=\s?\d)"  # Count: 3, EUR 12
_NO_TEXT = re.compile(rf"(?:{_AGGREGATE})?[\W\d]*|{_COUNT}", re.IGNORECASE)
_ANY = re.compile(rf"(?:{_spell_any(_LISTED['words'])}){_COUNTED}|{_COUNT}")
_OF_SOME = re.compile(rf"(?:{_spell_any(_LISTED['words'])})(?:[\s:(-].{{0,40}})?|{_COUNT}")
_BEHIND = re.compile(r"\W*\(?\d.*")


def find_totals(cells: pd.DataFrame, words: Sequence[str]) -> np.ndarray:
    """Return which rows are totals: they begin with one of some words, and hold numbers only."""
    found = np.zeros(len(cells), dtype=bool)
    if words and len(cells):
        begins = re.compile(f"(?:{_spell_any(words)}){_COUNTED}")
        found[[row for row, _ in _find_sums(cells, begins, words)]] = True
    return found


def is_total(texts: Sequence[str]) -> bool:
    """Return whether a row is a total: such a word first, and numbers only beside it."""
    first, *others = [text.strip() for text in texts if text.strip()] or [""]
    return bool(_ANY.fullmatch(fold(first))) and all(map(_is_number, others))


def list_totals(cells: pd.DataFrame, *, of_groups: bool) -> list[str]:
    """Return with which words rows of totals begin; also such as ``Subtotal Sales`` if wanted."""
    begins = _OF_SOME if of_groups else _ANY
    texts = [str(cells.iloc[row, at]).strip() for row, at in _find_sums(cells, begins)]
    return [*dict.fromkeys(_BEHIND.sub("", text, count=1) or text for text in texts)]


def _find_sums(
    cells: pd.DataFrame, begins: re.Pattern[str], words: Sequence[str] = ("",)
) -> Iterator[tuple[int, int]]:
    """Yield the rows that begin so and hold numbers only beside it, and where they begin."""
    # A company may be called Total; its row has texts beside the name.
    for row, at in _find_beginnings(
        cells, begins, [fold(word).partition(" ")[0] for word in words]
    ):
        others = cells.iloc[row, at + 1 :].str.strip()
        if all(map(_is_number, others)):
            yield row, at


def _is_number(text: str) -> bool:
    return bool(_NO_TEXT.fullmatch(fold(text)))


def find_empty(raw: RawTable) -> np.ndarray:
    """Return which rows hold nothing, not even an odd cell."""
    empty = np.ones(len(raw.cells), dtype=bool)
    empty[[row for odd in raw.odd.values() for row in odd]] = False
    for column in raw.cells:
        if empty.any():
            empty &= (raw.cells[column] == "").to_numpy()
    return empty


def _find_beginnings(
    cells: pd.DataFrame, pattern: re.Pattern[str], words: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield the rows whose first cell that is not empty fits, and where that cell is."""
    # What fits holds one of some words; that none is there is seen in all texts at once.
    rows = np.arange(len(cells))
    for at in range(len(cells.columns)):
        texts = cells.iloc[rows, at].tolist()
        joined = _fold_roughly(" ".join(texts))
        if any(word in joined for word in words):
            fits = {text: pattern.fullmatch(fold(text)) is not None for text in {*texts}}
            yield from ((int(row), at) for row, text in zip(rows, texts, strict=True) if fits[text])
        rows = rows[~are_filled(texts)]


def _fold_roughly(text: str) -> str:
    """Fold a long text as far as it takes to find words in it that hold no blanks."""
    return text.lower() if text.isascii() else fold(text)


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
