"""Live books: transactions that read one state, and those of the only writer of a tenant."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, cast

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from kamgraph.errors import SourceError
from kamgraph.sources.database import sqlite, sqlite_triggers
from kamgraph.sources.database.access import Place, open_database
from kamgraph.sources.database.sqlite import SqliteFile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from kamgraph.sources.database.layout import Fill


class Live(Place, Protocol):
    """A database with a live book."""

    @property
    def fill(self) -> Fill:
        """What puts cells into a table that is empty."""

    def read(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state, whoever writes."""

    def write(self) -> AbstractContextManager[Connection]:
        """Open the transaction of the only writer, which sees what all before have written."""

    def find_version(self, connection: Connection) -> int | None:
        """Return the version of the book that is there, None if there is none."""

    def list_statements(self) -> list[str]:
        """Return the statements that make a book live."""

    def prepare(self) -> None:
        """See to what no transaction can do, before the first."""

    def clear(self) -> None:
        """Leave nothing of what was deleted, as far as the database allows."""

    def on(self, connection: Connection) -> Self:
        """Return the same within the transaction of somebody else."""

    def close(self) -> None:
        """Close the connections of an engine of one's own."""


@dataclass(frozen=True)
class LiveSqlite:
    """A live book in a SQLite file."""

    engine: Engine
    file: SqliteFile
    owned: bool  # whether the engine is nobody else's
    outer: Connection | None = None  # of whoever has begun a transaction
    errors: ClassVar[tuple[type[Exception], ...]] = SqliteFile.errors

    @property
    def place(self) -> str:
        """What the file is called in messages."""
        return self.file.place

    @property
    def fill(self) -> Fill:
        """What puts cells into a table that is empty."""
        return self.file.fill

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state, whoever writes."""
        if self.outer is not None:
            yield self.outer
            return
        with self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open the transaction of the only writer."""
        if self.outer is not None:
            with self.outer.begin_nested():
                yield self.outer
            return
        with self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    def find_version(self, connection: Connection) -> int | None:
        """Return the version of the book in the file, None if there is none."""
        return sqlite.find_version_in(connection)

    def list_statements(self) -> list[str]:
        """Return the statements that make a book live."""
        return [*sqlite_triggers.list_statements().values()]

    def prepare(self) -> None:
        """Let readers and a writer work side by side, and refuse a file that is no book."""
        if self.file.path.exists() and not self.file.path.is_file():
            raise SourceError("is no file")
        with self.read() as connection:
            self.find_version(connection)
        self.file.switch_to_wal()

    def clear(self) -> None:
        """Empty the journal, which holds rows as they were."""
        if self.outer is None:
            self.file.clear_wal()

    def on(self, connection: Connection) -> Self:
        """Return the same within the transaction of somebody else."""
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        if not driver.in_transaction:  # the driver by itself begins with the first INSERT
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        return replace(self, outer=connection)

    def close(self) -> None:
        """Close the connections of an engine of one's own."""
        if self.owned and self.outer is None:
            self.engine.dispose()


@dataclass(frozen=True)
class LivePostgresql:
    """A live book in a schema of a PostgreSQL database."""

    engine: Engine
    place: str
    schema: str | None
    owned: bool  # whether the engine is nobody else's
    errors: ClassVar[tuple[type[Exception], ...]] = (SQLAlchemyError,)
    outer: Connection | None = None

    @property
    def fill(self) -> Fill:
        """What puts cells into a table that is empty."""
        from kamgraph.sources.database.postgresql import PostgresqlDatabase

        return PostgresqlDatabase.fill

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state, whoever writes."""
        if self.outer is not None:
            self._find_place(self.outer)
            yield self.outer
            return
        with self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            self._find_place(connection)
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open the transaction of the only writer of the schema."""
        if self.outer is not None:
            with self.outer.begin_nested():
                self._lock(self.outer)
                yield self.outer
            return
        with self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="READ COMMITTED")
            self._lock(connection)
            yield connection
            connection.commit()

    def find_version(self, connection: Connection) -> int | None:
        """Return the version of the book in the schema, None if there is none."""
        from kamgraph.sources.database.postgresql import find_version_in

        return find_version_in(connection)

    def list_statements(self) -> list[str]:
        """Return the statements that make a book live."""
        from kamgraph.sources.database import postgresql_triggers

        return [*postgresql_triggers.list_statements()]

    def prepare(self) -> None:
        """Make the schema, if there is none of its name."""
        if self.schema is not None:
            named = self._quote(self.schema)
            with self.engine.begin() as connection:
                connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {named}")

    def clear(self) -> None:
        """Do nothing: deleted rows are gone from the disk when the server vacuums."""

    def on(self, connection: Connection) -> Self:
        """Return the same within the transaction of somebody else."""
        if connection.get_isolation_level() != "READ COMMITTED":
            raise SourceError(
                "a transaction in which a live book is changed must be READ COMMITTED, "
                "or it would not see what others have written before it"
            )
        return replace(self, outer=connection)

    def close(self) -> None:
        """Close the connections of an engine of one's own."""
        if self.owned and self.outer is None:
            self.engine.dispose()

    def _lock(self, connection: Connection) -> None:
        from kamgraph.sources.database.postgresql import PATIENCE
        from kamgraph.sources.database.postgresql_triggers import LOCK

        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
        self._find_place(connection)
        connection.execute(text(f"SELECT {LOCK}"))

    def _find_place(self, connection: Connection) -> None:
        if self.schema is not None:
            path = "SELECT set_config('search_path', :schema, true)"
            connection.execute(text(path), {"schema": self._quote(self.schema)})

    def _quote(self, name: str) -> str:
        return self.engine.dialect.identifier_preparer.quote(name)


def open_live(database: str | Engine, schema: str | None) -> Live:
    """Return the database of a URL, or of somebody's engine, which keeps being theirs."""
    if not isinstance(database, (str, Engine)):
        raise SourceError(
            f"a store is opened by a URL or an engine of SQLAlchemy, not by a {type(database)}"
        )
    named = (
        database
        if isinstance(database, str)
        else database.url.render_as_string(hide_password=False)
    )
    opened, owned = open_database(named), isinstance(database, str)
    engine = opened.make_engine() if isinstance(database, str) else database
    if isinstance(opened, SqliteFile):
        if schema is not None:
            raise SourceError("a SQLite file has no schemas; give each tenant a file")
        return LiveSqlite(engine, opened, owned)
    place = opened.place if schema is None else f"{opened.place}, schema {schema}"
    return LivePostgresql(engine, place, schema, owned)
