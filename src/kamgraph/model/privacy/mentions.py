"""Mentions of a person in texts of their own words, found and blanked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.columns import columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold_units
from kamgraph.model.marks import Words
from kamgraph.model.tables import name_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from kamgraph.model.privacy.identifiers import Identifier

MARKER = "[erased]"


class Mention(NamedTuple):
    """A place in a text, and the column of the person's row that tells of it."""

    first: int
    last: int
    column: str


class Mentions:
    """Finds what tells of a person, whatever its case, width, accents' encoding and spacing."""

    def __init__(self, identifiers: Iterable[Identifier]) -> None:
        known = dict.fromkeys(identifiers)
        self._each = [(one.column, re.compile(one.pattern)) for one in known]
        # Most texts tell of nobody, so that it pays to ask for all at once first.
        self._any = re.compile("|".join(one.pattern for one in known) or "(?!)")

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in a text, those that overlap as one."""
        plain, starts = fold_units(text)
        if not self._any.search(plain):
            return []
        found: list[Mention] = []
        for first, last, column in sorted(self._list_places(plain, starts)):
            if found and first < found[-1].last:
                found[-1] = found[-1]._replace(last=max(last, found[-1].last))
            else:
                found.append(Mention(first, last, column))
        return found

    def _list_places(self, plain: str, starts: list[int]) -> Iterator[tuple[int, int, str]]:
        for column, pattern in self._each:
            for match in pattern.finditer(plain):
                first, last = starts[match.start()], starts[match.end()]
                whole = match.start() == 0 or starts[match.start() - 1] < first
                if whole and starts[match.end() - 1] < last:  # not within a letter
                    yield first, last, column

    def replace(self, text: str) -> str:
        """Return a text with the marker in place of every mention."""
        parts, end = [], 0
        for first, last, _ in self.find(text):
            parts += [text[end:first], MARKER]
            end = last
        return "".join([*parts, text[end:]])

    def blank(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows with the marker in place of every mention in columns of free text."""
        changed = {name: self._blank(table, rows, name) for name in list_free_text(table, rows)}
        return rows.assign(**{name: cells for name, cells in changed.items() if cells is not None})

    def _blank(self, table: str, rows: pd.DataFrame, name: str) -> pd.Series[str] | None:
        distinct, words = rows[name].dropna().unique().tolist(), list_words(table, name)
        other = {text: self.replace(text) for text in distinct if text not in words}
        other = {text: blanked for text, blanked in other.items() if text != blanked}
        if not other:
            return None
        cells = rows[name].map(lambda text: other.get(text, text), na_action="ignore")
        return cells.astype(TEXT)


def list_free_text(table: str, rows: pd.DataFrame) -> Iterator[str]:
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


def list_words(table: str, name: str) -> tuple[str, ...]:
    """Return the vocabulary of a column, empty if it has none."""
    marks = [column.mark(Words) for column in columns(table) if column.name == name]
    return next((mark.vocabulary.words for mark in marks if mark), ())
