"""What a book in a folder replaces: nothing of the one before may stay beside it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.model.counts import first_of
from kamgraph.model.entities import TABLES
from kamgraph.sources import excel
from kamgraph.sources.commit import MANIFEST, is_manifest
from kamgraph.sources.limits import Limits
from kamgraph.sources.source_file import SourceFile
from kamgraph.sources.table_files import (
    TABLE_FILES,
    WORKBOOKS,
    find_tables,
    is_book,
    list_files,
    list_names,
    unpack,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_WRITTEN = (".csv", ".parquet")
_LIMITS = Limits()
_NAMED = 10  # files in a message


def list_old_tables(folder: Path) -> list[str]:
    """Return the names of the files that hold the tables of the book in a folder."""
    # What else is read as such a table, and would stay beside the next book, is refused.
    files = [folder / name for name in list_names(folder)]
    tables = [file for file in files if file.suffix.lower() in TABLE_FILES]
    _refuse_strange(folder, [file for file in tables if file.suffix.lower() in _WRITTEN])
    old = [file for file in tables if file.stem in TABLES]
    others = [folder / name for name in find_tables(file.name for file in files)]
    if not (is_manifest(folder / MANIFEST) or is_book(folder)):
        others += _list_all_tables(folder)
    _refuse_others(folder, dict.fromkeys(str(file) for file in others if file not in old))
    return [file.name for file in old]


def _refuse_strange(folder: Path, files: Iterable[Path]) -> None:
    if strange := [file.name for file in files if file.stem not in TABLES]:
        names = ", ".join(f"{table}.csv" for table in TABLES)
        raise SourceError(f"{folder}: {', '.join(strange)} is no table; tables are {names}")


def _refuse_others(folder: Path, places: Iterable[str]) -> None:
    if named := first_of([*places], between=", ", most=_NAMED):
        raise SourceError(
            f"{folder}: nothing was written, since {named} would stay beside the new book, and be "
            "read no more; move that elsewhere, or choose another folder"
        )


def _list_all_tables(folder: Path) -> list[Path]:
    """Return the files of a folder, and below it, in which are tables that are called as ours."""
    with suppress(SourceError):  # of so many files none is read
        files = list_files(folder, _LIMITS)
        inside = {file: _list_inside(file) for file in files}
        own = {*find_tables(name for names in inside.values() for name in names)}
        return [file for file, names in inside.items() if not own.isdisjoint(names)]
    return []


def _list_inside(path: Path) -> list[str]:
    """Return the names of the files in an archive, or of a file; none of what is damaged."""
    with suppress(SourceError):
        files = [*unpack(SourceFile.on_disk(path, _LIMITS), _LIMITS)]
        return [name for file in files for name in (file.name, *_list_sheets(file))]
    return []


def _list_sheets(file: SourceFile) -> list[str]:
    """Return the sheets of a workbook as if each was a file."""
    if file.suffix not in WORKBOOKS:
        return []
    return [f"{sheet}{file.suffix}" for sheet in excel.list_sheets(file, limits=_LIMITS)]
