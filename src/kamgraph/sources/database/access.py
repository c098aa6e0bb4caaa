"""Reading and writing a book by the URL of its database."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from kamgraph.errors import BookError, ChangedError, SourceError, require_extra
from kamgraph.model.book import Book
from kamgraph.model.entities import TABLES
from kamgraph.sources.expectation import expect_content
from kamgraph.sources.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from sqlalchemy import URL, Connection, Engine, Table

    from kamgraph.errors import Locate
    from kamgraph.model.policy import Policy


class Place(Protocol):
    """Where something goes wrong in its own way."""

    errors: ClassVar[tuple[type[Exception], ...]]  # what SQLAlchemy and the driver raise

    @property
    def place(self) -> str:
        """What the database is called in messages; never its server, user or password."""


class Database(Place, Protocol):
    """A database that may hold a book."""

    def make_engine(self) -> Engine:
        """Return an engine that keeps connections."""

    def find_address(self) -> Hashable:
        """Return what is equal for one database however it is named; not for messages."""

    def open_for_reading(self, limits: Limits) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state of a book whose layout is as it must be."""

    def open_for_writing(
        self, check: Callable[[Connection], None]
    ) -> AbstractContextManager[Connection]:
        """Open the transaction of the only writer, who may check what is there and refuse it."""
        # After that the tables are those of this version, or made so.

    @staticmethod
    def fill(connection: Connection, table: Table, cells: Mapping[str, Iterable[Any]]) -> None:
        """Put cells, column → values, into a table that is empty."""


def read_database(
    url: str,
    *,
    policy: Policy | None = None,
    lenient: bool = False,
    limits: Limits = Limits(),
) -> Book:
    """Read the book that :func:`write_database` wrote."""
    # The rows are those of one moment, whoever writes meanwhile, and are taken only if they are
    # still what was written: a book that was altered by other means is refused.
    database = open_database(url)
    from kamgraph.sources.database.content import load

    with translate_errors(database), database.open_for_reading(limits) as connection:
        tables = load(connection, limits)
    try:
        return Book.from_tables(tables, policy=policy, lenient=lenient)
    except BookError as error:
        locate = {name: _locate(f"{database.place}, table kamgraph_{name}") for name in TABLES}
        raise error.add_places(locate) from None


def write_database(
    book: Book, url: str, *, expecting: str | None = None, policy: Policy | None = None
) -> None:
    """Write a book so that :func:`read_database` gives an equal one."""
    # The book replaces the one that is there, in one transaction: whoever reads, and whatever
    # happens on the way, there is the old book or the new one. Writers wait for each other, half a
    # minute at most. Each table of the book is a table with the prefix `kamgraph_`; what the
    # library does not know of a row is in its column `extra`, a JSON object.
    # A SQLite file keeps nothing of the book that was replaced. PostgreSQL does until it vacuums.
    database = open_database(url)
    from sqlalchemy import inspect

    from kamgraph.sources.database.content import load, replace
    from kamgraph.sources.database.layout import CHANGES

    def check(connection: Connection) -> None:
        if inspect(connection).has_table(CHANGES):
            raise SourceError(
                "holds a live book, whose rows are changed one by one: "
                "kamgraph.Store(...).change(rows); write to another database"
            )
        if expecting is not None:
            expect_content(expecting, lambda: read(connection), database.place)

    def read(connection: Connection) -> Book:
        return Book.from_tables(load(connection, Limits()), policy=policy, lenient=True)

    if expecting is not None:
        _expect_any(database)
    with translate_errors(database), database.open_for_writing(check) as connection:
        replace(connection, book, database.fill)


def is_one_place(url: str, other: str) -> bool:
    """Return whether two URLs name one database."""
    databases = open_database(url), open_database(other)
    return (
        databases[0] == databases[1]
        or len({_find_address(database) for database in databases}) == 1
    )


def _find_address(database: Database) -> tuple[str, Hashable]:
    with translate_errors(database):
        return type(database).__name__, database.find_address()


def _expect_any(database: Database) -> None:
    """Refuse to make a database in which a book is expected."""
    try:
        with translate_errors(database), database.open_for_reading(Limits()):
            pass
    except SourceError as error:
        raise ChangedError(f"{error}, so the book that was read before is not written") from error


def open_database(url: str) -> Database:
    """Return the database that a URL names; never repeat a URL, it may hold a password."""
    parsed = _parse_url(url)
    dialect, _, driver = parsed.drivername.partition("+")
    if dialect == "sqlite" and driver in {"", "pysqlite"}:
        from kamgraph.sources.database.sqlite import SqliteFile

        return SqliteFile.from_url(parsed)
    if dialect == "postgresql" and driver in {"", "psycopg"}:
        return _open_postgresql(parsed)
    raise SourceError(
        f"'{parsed.drivername}' is no database kamgraph knows; "
        "write sqlite:///path/to/book.db or postgresql://user:password@server/database"
    )


def _parse_url(url: str) -> URL:
    with require_extra("a database needs SQLAlchemy", "database"):
        from sqlalchemy import make_url
        from sqlalchemy.exc import ArgumentError
    with suppress(ArgumentError, ValueError):
        if "\0" not in url and url.encode():
            parsed = make_url(url)
            if "@" not in (parsed.host or ""):  # else a part of the password is taken for one
                return parsed
    raise SourceError(
        "the database's URL cannot be read; write sqlite:///path/to/book.db or "
        "postgresql://user:password@server:port/database, with %40 for an @ in the password"
    )


def _open_postgresql(url: URL) -> Database:
    with require_extra("PostgreSQL needs psycopg", "database"):
        from kamgraph.sources.database.postgresql import PostgresqlDatabase
    return PostgresqlDatabase(url)


@contextmanager
def translate_errors(database: Place) -> Iterator[None]:
    """Say where an error arose, and turn those of the database into our own."""
    from kamgraph.sources.database.reasons import explain

    try:
        yield
    except ChangedError:
        raise
    except SourceError as error:
        raise SourceError(f"{database.place}: {error}") from error
    except OSError as error:
        raise SourceError(f"{database.place}: {error.strerror or error}") from error
    except database.errors as error:
        raise SourceError(f"{database.place}: {explain(error)}") from None


def _locate(place: str) -> Locate:
    def locate_row(row: int | None, column: str) -> tuple[None, str]:
        parts = ["" if row is None else f"row {row}", f"column {column}" if column else ""]
        return None, ", ".join(part for part in (place, *parts) if part)

    return locate_row
