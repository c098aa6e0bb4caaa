"""Mentions of a person in free text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.folding import fold_units
from kamgraph.model.marks import Words
from kamgraph.model.tables import name_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

MARKER = "[erased]"

_UNSPACED = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "LAO", "THAI", "KHMER", "MYANMAR")


class Mentions:
    """Finds texts as whole words, whatever their case, width, accents' encoding and spacing."""

    # In scripts that put no blanks between words a text is found wherever its characters stand.

    def __init__(self, texts: Iterable[str]) -> None:
        found = {_write_pattern(words) for text in texts if (words := fold_units(text)[0].split())}
        longest_first = sorted(found, key=lambda pattern: (-len(pattern), pattern))
        self._pattern = re.compile("|".join(longest_first)) if found else None

    def replace(self, text: str) -> str:
        """Return a text with the marker in place of every mention."""
        if self._pattern is None:
            return text
        plain, starts = fold_units(text)
        parts, end = [], 0
        for match in self._pattern.finditer(plain):
            first, last = starts[match.start()], starts[match.end()]
            whole = match.start() == 0 or starts[match.start() - 1] < first
            if whole and starts[match.end() - 1] < last:
                parts += [text[end:first], MARKER]
                end = last
        return "".join([*parts, text[end:]])

    def blank(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows with the marker in place of every mention in columns of free text."""
        changed = {name: self._blank(table, rows, name) for name in _list_free_text(table, rows)}
        return rows.assign(**{name: cells for name, cells in changed.items() if cells is not None})

    def _blank(self, table: str, rows: pd.DataFrame, name: str) -> pd.Series[str] | None:
        distinct, words = rows[name].dropna().unique().tolist(), _list_words(table, name)
        other = {text: self.replace(text) for text in distinct if text not in words}
        other = {text: blanked for text, blanked in other.items() if text != blanked}
        if not other:
            return None
        cells = rows[name].map(lambda text: other.get(text, text), na_action="ignore")
        return cells.astype("str")


def _write_pattern(words: list[str]) -> str:
    first, last = words[0][0], words[-1][-1]
    before = "" if _needs_no_blanks(first) else r"(?<!\w)"
    after = "" if _needs_no_blanks(last) else r"(?!\w)"
    return before + r"\s+".join(map(re.escape, words)) + after


def _needs_no_blanks(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_UNSPACED)


def _list_free_text(table: str, rows: pd.DataFrame) -> Iterator[str]:
    """Yield the columns that hold text in people's own words, names of people excepted."""
    known = {column.name: column for column in columns(table)}
    for name in rows:
        column = known.get(str(name))
        if column is None:
            yield str(name)
        elif column.kind == "text" and not column.references and name != "id":
            words = column.mark(Words)
            names_people = table == "people" and name == name_column(table)
            if (words is None or words.open) and not names_people:
                yield str(name)


def _list_words(table: str, name: str) -> tuple[str, ...]:
    """Return the vocabulary of a column, empty if it has none."""
    marks = [column.mark(Words) for column in columns(table) if column.name == name]
    return next((mark.vocabulary.words for mark in marks if mark), ())
