"""The tables of a book in a database, derived from the entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Column, Connection, Date, Double, Integer, MetaData, Table, Text, select

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

# Puts cells, column → values, into a table that is empty.
Fill: TypeAlias = Callable[[Connection, Table, Mapping[str, Iterable[Any]]], None]

VERSION = 1
PREFIX = "kamgraph_"
ROW = "row_number"
EXTRA = "extra"

# SQLite has no days; texts like 2026-01-31 compare as days do.
_DAY = Date().with_variant(Text(), "sqlite")
_TYPES: dict[str, TypeEngine[Any]] = {
    "text": Text(),
    "graded": Text(),
    "number": Double(),
    "integer": Integer(),
    "day": _DAY,
}


@TABLES.remember
def layout() -> MetaData:
    """Return the tables of this version."""
    # ``kamgraph_book`` holds one row: the version of the layout and the hash of the content. Its
    # own columns stay the same in every version, so that older ones can tell that they are older.
    whole = MetaData()
    Table(
        f"{PREFIX}book",
        whole,
        Column("version", Integer, nullable=False),
        Column("sha256", Text, nullable=False),
    )
    for name in TABLES:
        known = [
            Column(column.name, _TYPES[column.kind], nullable=not column.required)
            for column in columns(name)
        ]
        row = Column(ROW, Integer, primary_key=True, autoincrement=False)
        Table(PREFIX + name, whole, row, *known, Column(EXTRA, Text))
    return whole


def find_table(name: str) -> Table:
    """Return the table that stores one of a book's, or ``book``."""
    return layout().tables[PREFIX + name]


def has_book(connection: Connection, found: Mapping[str, str], expected: Mapping[str, str]) -> bool:
    """Return whether a database holds a book, and refuse what looks like one and is not."""
    if not found:
        return False
    book = f"{PREFIX}book"
    if found.get(book) == expected[book]:
        _check_version(connection)
    for name in sorted({*found, *expected}):
        if name not in found:
            raise SourceError(f"the table {name} is missing, so this is no book")
        if name not in expected:
            raise SourceError(f"'{name}' does not belong to a book; remove it or use another file")
        if found[name] != expected[name]:
            raise SourceError(f"{name} is not as kamgraph makes it, so nothing is read or written")
    return True


def _check_version(connection: Connection) -> None:
    versions = connection.scalars(select(find_table("book").c.version)).all()
    if len(versions) != 1:
        raise SourceError(f"the table {PREFIX}book must have one row, not {len(versions)}")
    if versions[0] != VERSION:
        raise SourceError(
            f"the book is of format {versions[0]!r}, and this kamgraph knows only {VERSION}; "
            "use the kamgraph that wrote it, or a newer one"
        )
