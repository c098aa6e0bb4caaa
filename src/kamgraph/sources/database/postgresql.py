"""A book in a PostgreSQL database, beside whatever else is there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

import psycopg
from psycopg import sql
from sqlalchemy import URL, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from kamgraph.errors import SourceError, quote
from kamgraph.model.entities import TABLES
from kamgraph.sources.database.layout import CHANGES, ROW, find_version, layout, make_tables
from kamgraph.sources.database.log import LOG
from kamgraph.sources.database.postgresql_triggers import LOCK, TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Engine, Table

    from kamgraph.sources.limits import Limits

PATIENCE = 30  # seconds to wait for another writer
_CONNECTION = {"connect_timeout": "10", "client_encoding": "utf8"}

# What would read or write otherwise than the plain table does is in the description: its kind,
# its columns, and whether triggers, rules or policies for rows stand in between.
_FOUND = text("""
    SELECT c.relname,
        CASE WHEN c.relkind = 'r' THEN 'table' ELSE 'other' END
        || CASE WHEN c.relrowsecurity
            OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = c.oid)
            THEN ' with rules' ELSE '' END
        || coalesce((
            SELECT string_agg(' ' || tgname || ' ' || md5(prosrc), '' ORDER BY tgname)
            FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid
            WHERE tgrelid = c.oid AND NOT tgisinternal), '')
        || ': '
        || string_agg(
            a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
            || CASE WHEN a.attgenerated <> '' OR a.attidentity <> '' THEN ' made' ELSE '' END,
            ', ' ORDER BY a.attnum)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relname = ANY(:names)
    GROUP BY c.oid, c.relname, c.relkind, c.relrowsecurity
""")


# No two servers have begun in one microsecond.
_ADDRESS = text("""
    SELECT pg_postmaster_start_time(), current_schema(),
        (SELECT oid FROM pg_database WHERE datname = current_database())
""")


@dataclass(frozen=True)
class PostgresqlDatabase:
    """A database of a server; the book is in the first schema of its search path."""

    url: URL  # where it is and who asks
    errors: ClassVar[tuple[type[Exception], ...]] = (SQLAlchemyError, psycopg.Error)

    @property
    def place(self) -> str:
        """What the database is called in messages: neither where it is nor who asks."""
        named = f" {quote(self.url.database)}" if self.url.database else ""
        return f"the PostgreSQL database{named}"

    def find_address(self) -> Hashable:
        """Return what is equal for one schema of one server, however that is named and by whom."""
        with self._make_engine("READ COMMITTED").begin() as connection:
            return tuple(map(str, connection.execute(_ADDRESS).one()))

    @contextmanager
    def open_for_reading(self, _: Limits) -> Iterator[Connection]:
        """Open a transaction that sees one state of the book."""
        with self._make_engine("REPEATABLE READ").begin() as connection:
            if not find_version_in(connection):
                raise SourceError("holds no book")
            yield connection

    @contextmanager
    def open_for_writing(self, check: Callable[[Connection], None]) -> Iterator[Connection]:
        """Open the transaction of the only writer."""
        with self._make_engine("READ COMMITTED").begin() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
            connection.execute(text(f"SELECT {LOCK}"))
            version = find_version_in(connection)
            check(connection)
            make_tables(connection, version)
            yield connection

    @staticmethod
    def fill(connection: Connection, table: Table, cells: Mapping[str, Iterable[Any]]) -> None:
        """Put cells into a table; COPY takes a sixth of the time that INSERT needs."""
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        columns = sql.SQL(", ").join(map(sql.Identifier, cells))
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
        with driver.cursor() as cursor, cursor.copy(copy) as stream:
            for row in zip(*cells.values(), strict=True):
                stream.write_row(row)

    def make_engine(self) -> Engine:
        """Return an engine that keeps connections, of each of which it asks whether it is alive."""
        return create_engine(self._spell_url(), hide_parameters=True, pool_pre_ping=True)

    def _make_engine(self, isolation: str) -> Engine:
        return create_engine(
            self._spell_url(), poolclass=NullPool, hide_parameters=True, isolation_level=isolation
        )

    def _spell_url(self) -> URL:
        query = _CONNECTION | dict(self.url.query)
        return self.url.set(drivername="postgresql+psycopg", query=query)


def find_version_in(connection: Connection) -> int | None:
    """Return the version of the book in a schema, None if it holds none; refuse anything else."""
    return find_version(connection, _describe_tables(connection), _describe_layout)


def _describe_tables(connection: Connection) -> dict[str, str]:
    """Describe what stands where the tables of a book do."""
    rows = connection.execute(_FOUND, {"names": [*layout().tables, CHANGES]})
    return dict(map(tuple, rows))


@TABLES.remember
def _describe_layout(version: int, live: bool) -> dict[str, str]:  # noqa: FBT001
    described = {
        name: _describe_table(table, live=live and ROW in table.c)
        for name, table in layout(version).tables.items()
    }
    return described | ({CHANGES: _describe_table(LOG)} if live else {})


def _describe_table(table: Table, *, live: bool = False) -> str:
    dialect = create_engine("postgresql+psycopg://").dialect
    parts = [
        f"{column.name} {column.type.compile(dialect).lower()}"
        + ("" if column.nullable else " not null")
        + (" made" if column.identity or (live and column.name == ROW) else "")
        for column in table.columns
    ]
    return f"table{TRIGGERS if live else ''}: {', '.join(parts)}"
