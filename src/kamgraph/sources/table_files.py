"""The files in a folder, and which of them are called as the tables of a book."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.model.entities import TABLES
from kamgraph.sources import by_hand, excel
from kamgraph.sources.archive import open_archive
from kamgraph.sources.commit import is_manifest
from kamgraph.sources.records import RECORD_FILES
from kamgraph.sources.source_file import COMPRESSED, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamgraph.sources.limits import Limits

TEXT_FILES = (".csv", ".tsv", ".txt")
TABLE_FILES = (*TEXT_FILES, ".parquet")
WORKBOOKS = (".xlsx", ".xlsm", excel.OPEN_DOCUMENT)
ARCHIVE = ".zip"
_HIDDEN = (".", "__MACOSX")
_FORMS = (*TABLE_FILES, *WORKBOOKS, *RECORD_FILES, ARCHIVE)


def list_files(path: Path, limits: Limits) -> list[Path]:
    """Return all files of a folder and its subfolders, in the order of their names."""
    if not path.is_dir():
        return [path]
    files: list[Path] = []
    for above, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        names += [name for name in folders if name.lower().endswith(TABLE_FILES)]
        found = [Path(above, name) for name in sorted(names) if not name.startswith(_HIDDEN)]
        files += [file for file in found if not is_manifest(file)]
        if len(files) > limits.files:
            raise SourceError(f"{path}: holds more than {limits.files:,} files")
    return files


def list_names(folder: Path) -> list[str]:
    """Return the names of what lies in a folder itself, in their order."""
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith(_HIDDEN))


def find_tables(names: Iterable[str]) -> list[str]:
    """Return the names of files that are those of tables of ours, in any form that is read."""
    # In capitals, too, though nobody reads those: they are meant as tables, and so are refused.
    stems = {name: stem for name in names if (stem := _find_stem(name))}
    own = by_hand.find_own(stems.values())
    return [name for name, stem in stems.items() if stem in own or stem.lower() in TABLES]


def is_book(folder: Path) -> bool:
    """Return whether all tables that lie in a folder itself are called as those of a book."""
    names = list_names(folder)
    tables = {name for name in names if PurePosixPath(name).suffix.lower() in TABLE_FILES}
    return bool(tables) and tables <= {*find_tables(names)}


def unpack(file: SourceFile, limits: Limits) -> Iterator[SourceFile]:
    """Yield a file, or those in it if it is an archive."""
    if file.suffix == ARCHIVE:
        with open_archive(file, limits) as archive:
            for name in archive.names:
                if not any(part.startswith(_HIDDEN) for part in PurePosixPath(name).parts):
                    yield archive.find_file(name)
    else:
        yield file


def _find_stem(name: str) -> str:
    """Return what a file is called without its endings; empty if it is of no form that is read."""
    path = PurePosixPath(name)
    if path.suffix.lower() in COMPRESSED:
        path = PurePosixPath(path.stem)
    return path.stem if path.suffix.lower() in _FORMS else ""
