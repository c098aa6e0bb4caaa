"""A book in a SQLite file, which belongs to it alone."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import sqlalchemy
from sqlalchemy import NullPool, QueuePool, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from kamgraph.errors import SourceError
from kamgraph.model.entities import TABLES
from kamgraph.sources.database.layout import find_version, layout, make_tables
from kamgraph.sources.database.sqlite_triggers import list_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from sqlalchemy import URL, Connection, Engine, Table

    from kamgraph.sources.limits import Limits

PATIENCE = 30.0  # seconds to wait for another program's transaction
_PAUSE = 0.02
_BATCH = 20_000  # rows handed over at once, since the driver needs several times their space
_CAREFUL = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA synchronous=FULL",
)
# The triggers of a live book, which are read before they are trusted, spell rows as JSON.
_OF_TRIGGERS = "PRAGMA trusted_schema=ON"


@dataclass(frozen=True)
class SqliteFile:
    """A file that holds one book and nothing else."""

    path: Path
    errors: ClassVar[tuple[type[Exception], ...]] = (SQLAlchemyError, sqlite3.Error)

    @classmethod
    def from_url(cls, url: URL) -> Self:
        """Return the file that a URL names."""
        named = url.database not in {None, "", ":memory:"}
        if not named or url.host or url.query:
            raise SourceError(
                "a SQLite URL names one file and nothing else: sqlite:///book.db, "
                "or sqlite:////folder/book.db for an absolute path"
            )
        return cls(Path(str(url.database)))

    @property
    def place(self) -> str:
        """What the file is called in messages."""
        return str(self.path)

    def find_address(self) -> Hashable:
        """Return what is equal for one file however it is named, by a hard link, too."""
        with suppress(FileNotFoundError):
            found = self.path.stat()
            return found.st_dev, found.st_ino
        return self.path.resolve()

    @contextmanager
    def open_for_reading(self, limits: Limits) -> Iterator[Connection]:
        """Open a transaction that sees one state of the book."""
        if not self.path.is_file():
            raise SourceError("no such file" if not self.path.exists() else "is no file")
        if (size := self.path.stat().st_size) > limits.size:
            raise SourceError(f"{size:,} bytes are more than {limits.size:,}")
        mode = "ro&immutable=1" if self._is_fixed() else "rw"
        with self._make_engine("BEGIN", mode).begin() as connection:
            if not find_version_in(connection):
                raise SourceError("holds no book")
            yield connection

    @contextmanager
    def open_for_writing(self, check: Callable[[Connection], None]) -> Iterator[Connection]:
        """Open the transaction of the only writer, and leave nothing of the old book after it."""
        if self.path.exists() and not self.path.is_file():
            raise SourceError("is no file")
        engine = self._make_engine("BEGIN IMMEDIATE", "rwc")
        with engine.begin() as connection:  # a foreign file is refused before anything changes
            find_version_in(connection)
        self.switch_to_wal()
        with engine.begin() as connection:
            version = find_version_in(connection)
            check(connection)
            make_tables(connection, version)
            yield connection
        self.clear_wal()

    @staticmethod
    def fill(connection: Connection, table: Table, cells: Mapping[str, Iterable[Any]]) -> None:
        """Put cells into a table."""
        named = sqlalchemy.table(table.name, *map(sqlalchemy.column, cells))
        statement = str(sqlalchemy.insert(named).compile(connection))
        rows = zip(*cells.values(), strict=True)
        while batch := [*islice(rows, _BATCH)]:
            connection.exec_driver_sql(statement, batch)

    def _is_fixed(self) -> bool:
        """Tell whether nothing can change: a journal needs a file beside it even to be read."""
        journal = self.path.with_name(f"{self.path.name}-wal")
        return not os.access(self.path.absolute().parent, os.W_OK) and not journal.exists()

    def make_engine(self) -> Engine:
        """Return an engine that keeps connections, for transactions that are begun by hand."""
        return create_engine(
            "sqlite://",
            creator=lambda: self.connect("rwc", shared=True),
            poolclass=QueuePool,
            hide_parameters=True,
        )

    def _make_engine(self, begin: str, mode: str) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=lambda: self.connect(mode),
            poolclass=NullPool,
            hide_parameters=True,
        )
        # The driver by itself begins late and commits before CREATE TABLE.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def connect(self, mode: str, *, shared: bool = False) -> sqlite3.Connection:
        """Open a connection that many threads may take in turn, if it is shared."""
        if not self.path.absolute().parent.is_dir():
            raise SourceError("its folder is not there; make it first, or correct the path")
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(
            uri, timeout=PATIENCE, isolation_level=None, uri=True, check_same_thread=not shared
        )
        with ExitStack() as stack:
            stack.callback(connection.close)
            try:
                for pragma in (*_CAREFUL, *([_OF_TRIGGERS] if shared else [])):
                    connection.execute(pragma)
            except UnicodeDecodeError:  # the driver cannot say what is damaged
                raise SourceError("the file is damaged; restore a backup") from None
            stack.pop_all()
        return connection

    def switch_to_wal(self) -> None:
        """Let readers and a writer work side by side."""
        if not self._repeat_pragma("PRAGMA journal_mode=WAL"):
            raise SourceError("database is locked by another program, which must close it first")

    def clear_wal(self) -> None:
        """Empty the journal, in which rows are as they were."""
        if not self._repeat_pragma("PRAGMA wal_checkpoint(TRUNCATE)"):
            raise SourceError(
                f"the book is written, but {self.path.name}-wal still holds rows of the old one, "
                "because another program keeps reading; let it close the file and write again"
            )

    def _repeat_pragma(self, pragma: str) -> bool:
        """Repeat what SQLite itself gives up at once if another program is at the same thing."""
        deadline = time.monotonic() + PATIENCE
        with closing(self.connect("rw")) as connection:
            while not _run_pragma(connection, pragma):
                if time.monotonic() > deadline:
                    return False
                time.sleep(_PAUSE)
        return True


def find_version_in(connection: Connection) -> int | None:
    """Return the version of the book in a file, None if it holds none; refuse anything else."""
    return find_version(connection, _describe_file(connection), _describe_layout)


def _run_pragma(connection: sqlite3.Connection, pragma: str) -> bool:
    """Return whether the journal now is a WAL, or the checkpoint was not kept busy."""
    try:
        (result, *_) = connection.execute(pragma).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return result in {"wal", 0}


def _describe_file(connection: Connection) -> dict[str, str]:
    """Describe all there is in the file by the statements that made it."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master"))
    return {name: _join_lines(statement) for name, statement in rows}


@TABLES.remember
def _describe_layout(version: int, live: bool) -> dict[str, str]:  # noqa: FBT001
    engine = create_engine("sqlite://")
    statements = {
        name: str(CreateTable(table).compile(engine))
        for name, table in layout(version).tables.items()
    }
    beside = list_statements() if live else {}
    return {name: _join_lines(statement) for name, statement in (statements | beside).items()}


def _join_lines(statement: object) -> str:
    return " ".join(str(statement).split())
