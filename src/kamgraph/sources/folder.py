"""A folder with one CSV or Parquet file a table, and the single JSON document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from kamgraph.errors import BookError, SourceError
from kamgraph.model.book import Book
from kamgraph.model.columns import DAYS
from kamgraph.model.entities import TABLES
from kamgraph.sources import delimited
from kamgraph.sources.files import replace_files

if TYPE_CHECKING:
    import os

    from kamgraph.errors import Locate
    from kamgraph.model.policy import Policy

Save: TypeAlias = Callable[[pd.DataFrame, Path], None]

_FORMATS = (".csv", ".parquet")


def read(
    source: str | os.PathLike[str], *, policy: Policy | None = None, lenient: bool = False
) -> Book:
    """Read a book from a folder of tables, or from its JSON document.

    A folder holds one file a table: ``people.csv`` or ``people.parquet``, and so on. Tables
    without a file are empty; files of other kinds do not matter. CSV is UTF-8 (with or without
    BOM), comma-separated, with a header.

    Parameters
    ----------
    source
        The folder, or a file whose name ends in ``.json``.
    policy
        The policy whose labels strengths and grades may hold; default ``Policy()``.
    lenient
        Keep rows whose ids lead nowhere: :func:`~kamgraph.check` reports them.

    Raises
    ------
    SourceError
        If a file cannot be read, is not what its name says, or is a table of another name;
        or if a table is there in both formats.
    BookError
        If any row cannot be taken; ``.problems`` names the lines of CSV files.
    """
    path = Path(source)
    try:
        if path.suffix.lower() == ".json":
            return _read_document(path, policy=policy, lenient=lenient)
        if path.is_file():
            raise SourceError(f"{path}: neither a folder nor a .json file")
        return _read_folder(path, policy=policy, lenient=lenient)
    except OSError as error:
        place = error.filename or path
        raise SourceError(f"{place}: {error.strerror or error}") from error


def write(book: Book, target: str | os.PathLike[str], *, parquet: bool = False) -> None:
    """Write a book so that :func:`read` gives an equal one.

    Each table with rows becomes a file with all its columns. Files of tables that the book does
    not have, or that were there in the other format, are removed; other files stay as they are.
    Nothing is replaced before everything is written.

    Parameters
    ----------
    book
        The book.
    target
        The folder, made if it is not there; or a file whose name ends in ``.json``.
    parquet
        Write Parquet instead of CSV; needs the extra ``kamgraph[parquet]``.

    Raises
    ------
    SourceError
        If something cannot be written.
    """
    path = Path(target)
    try:
        if path.suffix.lower() == ".json":
            replace_files({path: partial(_save_document, book)})
        elif parquet:
            _write_folder(book, path, _save_parquet, ".parquet")
        else:
            _write_folder(book, path, _save_csv, ".csv")
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from error


def _read_document(path: Path, *, policy: Policy | None, lenient: bool) -> Book:
    try:
        return Book.from_json(path.read_bytes(), policy=policy, lenient=lenient)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error


def _read_folder(folder: Path, *, policy: Policy | None, lenient: bool) -> Book:
    tables: dict[str, object] = {}
    locate: dict[str, Locate] = {}
    for file in _table_files(folder):
        if file.stem in tables:
            raise SourceError(f"{folder}: {file.stem} is there as CSV and as Parquet; remove one")
        if file.suffix == ".csv":
            raw = delimited.parse(file.read_bytes(), str(file), file.stem)
            tables[file.stem], locate[file.stem] = raw.cells, raw.locate
        else:
            tables[file.stem] = _read_parquet(file)
    try:
        return Book.from_tables(tables, policy=policy, lenient=lenient)
    except BookError as error:
        raise error.located(locate) from None


def _table_files(folder: Path) -> list[Path]:
    """Return the files of a folder that hold tables, and refuse those of no known name."""
    files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    files = [file for file in files if file.suffix.lower() in _FORMATS]
    known = {table + suffix for table in TABLES for suffix in _FORMATS}
    if strange := [file.name for file in files if file.name not in known]:
        names = ", ".join(f"{table}.csv" for table in TABLES)
        raise SourceError(f"{folder}: {', '.join(strange)} is no table; tables are {names}")
    return files


def _write_folder(book: Book, folder: Path, save: Save, suffix: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    before = _table_files(folder)
    tables = {name: table for name, table in book.to_tables().items() if len(table)}
    files = {folder / f"{name}{suffix}": partial(save, tables[name]) for name in tables}
    replace_files(files)
    for file in before:
        if file not in files:
            file.unlink()


def _save_document(book: Book, file: Path) -> None:
    file.write_text(book.to_json(), "utf-8", newline="\n")


def _save_csv(table: pd.DataFrame, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        delimited.write(table, stream)


def _save_parquet(table: pd.DataFrame, file: Path) -> None:
    pa, parquet = _pyarrow()
    days = {name: "date32[pyarrow]" for name in table if table[name].dtype == DAYS}
    rows = pa.Table.from_pandas(table.astype(days), preserve_index=False)
    parquet.write_table(rows.replace_schema_metadata(), file)


def _read_parquet(file: Path) -> object:
    pa, parquet = _pyarrow()
    try:
        with file.open("rb") as stream:
            table = parquet.ParquetFile(stream).read()
    except pa.ArrowException as error:
        raise SourceError(f"{file}: not readable as Parquet: {error}") from error
    if len(set(table.column_names)) < table.num_columns:
        raise SourceError(f"{file}: a column is there twice")
    return table


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        message = "Parquet needs pyarrow; install it with: pip install 'kamgraph[parquet]'"
        raise SourceError(message) from error
    return pa, parquet
