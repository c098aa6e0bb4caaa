"""A folder with one file per table: CSV or Parquet."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.errors import SourceError, require_extra
from kamgraph.model.columns import DAYS, columns
from kamgraph.model.entities import TABLES
from kamgraph.model.frames import as_pandas
from kamgraph.sources import csv_writing, delimited
from kamgraph.sources.commit import commit_files, lock, make_folder
from kamgraph.sources.limits import Limits
from kamgraph.sources.old_tables import list_old_tables
from kamgraph.sources.raw import RawTable
from kamgraph.sources.table_finder import choose_headers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kamgraph.model.book import Book
    from kamgraph.sources.source_file import SourceFile
    from kamgraph.sources.table_finder import Headers

_ROOM = 1_000_000  # cells that a Parquet file may have however small it is


def read_tables(
    file: SourceFile,
    *,
    encoding: str | None = None,
    limits: Limits = Limits(),
    headers: Headers | None = None,
) -> list[RawTable]:
    """Read a file of delimited text or Parquet, whose stem names its table, or the first one."""
    if file.suffix == ".parquet":
        return [_read_parquet(file, limits)]
    return delimited.parse_tables(
        file.read_bytes(),
        str(file),
        file.stem,
        encoding=encoding,
        limits=limits,
        headers=choose_headers(headers, file.stem),
    )


def write_folder(
    book: Book, folder: Path, *, parquet: bool, check: Callable[[], None] | None = None
) -> None:
    """Write each table with rows as a file, and remove those of tables without."""
    suffix, spell = (".parquet", _spell_parquet) if parquet else (".csv", _spell_csv)
    filled = [name for name in TABLES if len(book.column(name, columns(name)[0].name))]
    files = {f"{name}{suffix}": partial(spell, book, name) for name in filled}
    if parquet:
        _import_pyarrow()
    make_folder(folder)
    with lock(folder) as alone:
        before = list_old_tables(folder)
        if check:
            check()
        commit_files(
            folder,
            files,
            gone=[name for name in before if name not in files],
            content_hash=book.content_hash,
            alone=alone,
        )


def _spell_csv(book: Book, name: str) -> bytes:
    stream = io.StringIO(newline="")
    csv_writing.write_columns(book.find_distinct(name), stream)
    return stream.getvalue().encode()


def _spell_parquet(book: Book, name: str) -> bytes:
    pa, parquet = _import_pyarrow()
    table = getattr(book, name)
    days = {name: "date32[pyarrow]" for name in table if table[name].dtype == DAYS}
    rows = pa.Table.from_pandas(table.astype(days), preserve_index=False)
    stream = io.BytesIO()
    parquet.write_table(rows.replace_schema_metadata(), stream)
    return stream.getvalue()


def _read_parquet(file: SourceFile, limits: Limits) -> RawTable:
    pa, parquet = _import_pyarrow()
    try:
        with file.open() as stream:
            opened = parquet.ParquetFile(stream)
            _check_area(file, opened.metadata, limits)
            table = opened.read()
        table.validate(full=True)
        if len(set(table.column_names)) < table.num_columns:
            raise SourceError(f"{file}: a column is there twice")
        cells = as_pandas(table)
    except pa.ArrowException as error:
        raise SourceError(f"{file}: not readable as Parquet: {error}") from error
    return RawTable(file.stem, str(file), cells, np.arange(1, len(cells) + 1), unit="row")


def _check_area(file: SourceFile, metadata: Any, limits: Limits) -> None:
    """Refuse a table of many more cells than its bytes can hold: equal ones need next to none."""
    rows, columns = metadata.num_rows, metadata.num_columns
    if rows > limits.rows:
        raise SourceError(f"{file}: has more than {limits.rows:,} rows")
    if columns > limits.columns:
        raise SourceError(f"{file}: {columns:,} columns are more than {limits.columns:,}")
    if rows * columns > max(_ROOM, limits.ratio * file.size):
        message = f"{rows:,} rows of {columns:,} columns repeat a few values"
        raise SourceError(f"{file}: {message}; is it a table of a book?")


def _import_pyarrow() -> tuple[Any, Any]:
    with require_extra("Parquet needs pyarrow", "parquet"):
        import pyarrow as pa
        from pyarrow import parquet
    return pa, parquet
