"""Tables larger than memory, worked on by DuckDB in a temporary folder."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import narwhals as nw

from kamgraph.by_account.frames import Engine
from kamgraph.by_account.parts import FOR_ACCOUNT
from kamgraph.errors import SourceError, require_extra
from kamgraph.model.entities import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kamgraph.by_account.frames import Frame

_NEEDED = ("organizations", "people")


@contextmanager
def tell_errors(source: Path, memory: str) -> Iterator[None]:
    """Say in words what DuckDB cannot read, or not within so much memory."""
    with require_extra("streaming needs DuckDB", "stream"):
        import duckdb
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise SourceError(
            f"{source}: memory={memory!r} is too little to cut it by account; give more, such as "
            "memory='2GB'"
        ) from error
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise SourceError(f"{source}: cannot be read: {reason}") from error


@contextmanager
def working_database(memory: str) -> Iterator[WorkingDatabase]:
    """Open a database in a temporary folder, which is gone afterwards."""
    import duckdb

    with TemporaryDirectory(prefix="kamgraph-") as folder:
        connection = duckdb.connect(
            f"{folder}/work.duckdb", config={"memory_limit": memory, "temp_directory": folder}
        )
        try:
            yield WorkingDatabase(connection)
        finally:
            connection.close()


def open_tables(work: WorkingDatabase, source: Path) -> dict[str, Any]:
    """Return the tables that a folder of Parquet files or a DuckDB database holds."""
    tables = work.open_folder(source) if source.is_dir() else work.open_database(source)
    if missing := [name for name in _NEEDED if name not in tables]:
        raise SourceError(
            f"{source}: has no {' and no '.join(missing)}; give a folder with "
            f"{_NEEDED[0]}.parquet, {_NEEDED[1]}.parquet and so on, or a DuckDB database with "
            "tables called so"
        )
    return tables


class WorkingDatabase:
    """A DuckDB database on the disk, and what its engine does in its own way."""

    def __init__(self, connection: Any) -> None:
        self._connection, self._numbers = connection, count()
        self.engine = Engine(self._make_local, self._keep)

    def open_folder(self, folder: Path) -> dict[str, Any]:
        """Return the tables of a folder of Parquet files."""
        files = {name: folder / f"{name}.parquet" for name in TABLES}
        return {
            name: self._connection.read_parquet(str(file))
            for name, file in files.items()
            if file.exists()
        }

    def open_database(self, file: Path) -> dict[str, Any]:
        """Return the tables of another database, which nobody may write to meanwhile."""
        import duckdb

        if not file.exists():
            raise SourceError(f"{file}: is not there")
        escaped = str(file).replace("'", "''")
        try:
            self._connection.execute(f"ATTACH '{escaped}' AS given (READ_ONLY)")
        except duckdb.Error as error:
            raise SourceError(f"{file}: is no DuckDB database that can be read: {error}") from error
        there = self._connection.sql("SELECT name FROM (SHOW ALL TABLES) WHERE database = 'given'")
        names = {name.lower() for (name,) in there.fetchall()}  # which are alike to DuckDB
        return {name: self._connection.table(f"given.{name}") for name in TABLES if name in names}

    def sort(self, rows: Mapping[str, Frame]) -> dict[str, str]:
        """Write the rows of every table in the order of what they are for; return their names."""
        return {name: self._write(frame.sort(FOR_ACCOUNT)) for name, frame in rows.items()}

    def take(self, names: Mapping[str, str], wanted: str) -> dict[str, Any]:
        """Return the rows that are for one thing."""
        query = "SELECT * EXCLUDE ({}) FROM {} WHERE {} = $wanted"
        return {
            table: self._connection.sql(
                query.format(FOR_ACCOUNT, name, FOR_ACCOUNT), params={"wanted": wanted}
            ).to_arrow_table()
            for table, name in names.items()
        }

    def _make_local(self, columns: dict[str, list[str]], _: Frame) -> Any:
        import pyarrow as pa

        schema = pa.schema([(name, pa.string()) for name in columns])
        small = self._connection.from_arrow(pa.Table.from_pydict(columns, schema))
        return self._connection.table(self._write(nw.from_native(small)))

    def _keep(self, frame: Frame) -> Frame:
        return nw.from_native(self._connection.table(self._write(frame))).lazy()

    def _write(self, frame: Frame) -> str:
        name = f"kept_{next(self._numbers)}"
        nw.to_native(frame).create(name)
        return name
