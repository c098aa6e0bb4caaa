"""The tables of a book in a database, derived from the entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Double,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    func,
    select,
    text,
)

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.versions import VERSION, check_version, list_columns, list_tables

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

# Puts cells, column → values, into a table that is empty.
Fill: TypeAlias = Callable[[Connection, Table, Mapping[str, Iterable[Any]]], None]

PREFIX = "kamgraph_"
CHANGES = f"{PREFIX}changes"  # the log that a live book has
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
def layout(version: int = VERSION) -> MetaData:
    """Return the tables of a version."""
    # ``kamgraph_book`` holds one row: the version of the layout and the hash of the content. Its
    # own columns stay the same in every version, so that older ones can tell that they are older.
    whole = MetaData()
    Table(
        f"{PREFIX}book",
        whole,
        Column("version", Integer, nullable=False),
        Column("sha256", Text, nullable=False),
    )
    for name in list_tables(version):
        known = [
            Column(column.name, _TYPES[column.kind], nullable=not column.required)
            for column in list_columns(version, name)
        ]
        row = Column(ROW, Integer, primary_key=True, autoincrement=False)
        Table(PREFIX + name, whole, row, *known, Column(EXTRA, Text))
    return whole


def find_table(name: str, version: int = VERSION) -> Table:
    """Return the table that stores one of a book's, or ``book``."""
    return layout(version).tables[PREFIX + name]


def select_rows(connection: Connection, name: str) -> Select[Any]:
    """Select the rows of a table as a log spells them."""
    # PostgreSQL has days that Python has not, such as infinity, so days come as texts; those of a
    # cast would be in the style of the server.
    table = find_table(name)
    if connection.dialect.name != "postgresql":
        return select(table)
    return select(
        *(
            func.to_json(column).op("#>>", return_type=Text())(text("'{}'")).label(column.name)
            if isinstance(column.type, Date)
            else column
            for column in table.c
        )
    )


@TABLES.remember
def find_id_column(name: str) -> str:
    """Return the column of ids by which the rows of a table are found."""
    return next(one.name for one in columns(name) if one.references or one.name == "id")


def find_version(
    connection: Connection,
    found: Mapping[str, str],
    describe: Callable[[int, bool], Mapping[str, str]],
) -> int | None:
    """Return the version of the book in a database, None if it holds none; refuse anything else."""
    # A database describes its tables as they are found, and as those of a version would be, of a
    # book that is live or not.
    if not found:
        return None
    book, version, live = f"{PREFIX}book", VERSION, CHANGES in found
    if found.get(book) == describe(version, live)[book]:
        version = read_version(connection)
    expected = describe(version, live)
    for name in sorted({*found, *expected}):
        if name not in found:
            raise SourceError(f"the table {name} is missing, so this is no book")
        if name not in expected:
            raise SourceError(f"'{name}' does not belong to a book; remove it or use another file")
        if found[name] != expected[name]:
            raise SourceError(f"{name} is not as kamgraph makes it, so nothing is read or written")
    return version


def read_version(connection: Connection) -> int:
    """Return the version of the book in a database, if it can be read."""
    versions = connection.scalars(select(find_table("book").c.version)).all()
    if len(versions) != 1:
        raise SourceError(f"the table {PREFIX}book must have one row, not {len(versions)}")
    return check_version(versions[0])


def make_tables(connection: Connection, version: int | None) -> None:
    """Make the tables of this version, in place of those of an older one that differ."""
    if version == VERSION:
        return
    older = {} if version is None else layout(version).tables
    for name, table in older.items():
        if table.c.keys() != layout().tables[name].c.keys():
            table.drop(connection)
    layout().create_all(connection)
