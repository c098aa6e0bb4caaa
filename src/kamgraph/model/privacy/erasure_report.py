"""What an erasure removed and blanked, and what in texts may still tell of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.marks import Words
from kamgraph.model.privacy.mentions import MARKER, Mentions, list_free_text, list_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamgraph.model.privacy.erasure import Erasure


class Trace(NamedTuple):
    """One row of the report of an erasure."""

    outcome: str
    table: str
    column: str
    found: str
    source: str
    rows: int
    text: str


def report_erasure(erasure: Erasure) -> pd.DataFrame:
    """Return what became of everything that tells of a person, or may."""
    found = [*_list_removed(erasure), *_list_blanked(erasure), *_list_residues(erasure)]
    table = pd.DataFrame(found, columns=Trace._fields)
    return table.astype({name: TEXT for name in Trace._fields if name != "rows"})


def _list_removed(erasure: Erasure) -> Iterator[Trace]:
    for table, rows in erasure.before.items():
        if gone := len(rows) - len(erasure.kept[table]):
            yield Trace("removed", table, "", "", "", gone, "")


def _list_blanked(erasure: Erasure) -> Iterator[Trace]:
    mentions = Mentions(erasure.identifiers.sure)
    for table, rows in erasure.kept.items():
        names = [*list_free_text(table, rows)]
        for column, text, source, found, count in _list_mentions(mentions, table, rows, names):
            yield Trace("erased", table, column, found, source, count, mentions.replace(text))


def _list_residues(erasure: Erasure) -> Iterator[Trace]:
    """Yield what may mean the person, and what does, but stands in an id or another's name."""
    mentions = Mentions((*erasure.identifiers.doubtful, *erasure.identifiers.sure))
    for table, rows in erasure.after.items():
        names = [*_list_texts(table, rows)]
        for column, text, source, found, count in _list_mentions(mentions, table, rows, names):
            yield Trace("residue", table, column, found, source, count, text)


def _list_mentions(
    mentions: Mentions, table: str, rows: pd.DataFrame, names: Iterable[str]
) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield column, text, source, what was found and in how many rows, for distinct texts."""
    for name in names:
        words = list_words(table, name)
        for text, count in rows[name].value_counts(sort=False).items():
            for first, last, source in () if text in words else mentions.find(str(text)):
                if (found := str(text)[first:last]) not in MARKER:
                    yield name, str(text), source, found, count


def _list_texts(table: str, rows: pd.DataFrame) -> Iterator[str]:
    """Yield the columns that hold texts of any kind, other tables' ids excepted."""
    known = {column.name: column for column in columns(table)}
    for name in map(str, rows):
        column = known.get(name)
        if column is None or (column.kind == "text" and not column.references):
            words = column.mark(Words) if column else None
            if words is None or words.open:
                yield name
