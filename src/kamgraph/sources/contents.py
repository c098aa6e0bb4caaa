"""What a folder, an archive or a file holds: every file in it is read, or named with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.model.counts import first_of
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold_name
from kamgraph.model.options import name_option
from kamgraph.sources import crm, excel, folder, mail
from kamgraph.sources.commit import MANIFEST, is_of_another_book, take_snapshot
from kamgraph.sources.foreign import describe_foreign
from kamgraph.sources.graphs import GRAPH_FILES
from kamgraph.sources.json_files import explain_document, holds_plan, read_record_tables
from kamgraph.sources.limits import Limits
from kamgraph.sources.raw import LeftOut
from kamgraph.sources.records import RECORD_FILES
from kamgraph.sources.source_file import COMPRESSED, SourceFile
from kamgraph.sources.table_files import (
    ARCHIVE,
    TABLE_FILES,
    WORKBOOKS,
    find_tables,
    is_book,
    list_files,
    list_names,
    unpack,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kamgraph.sources.commit import Snapshot
    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.table_finder import Headers

_READ = (*TABLE_FILES, *WORKBOOKS, *RECORD_FILES)
_ELSEWHERE = {
    **dict.fromkeys(mail.MAIL_FILES, "is mail, a calendar or cards; read these with {ours}"),
    **dict.fromkeys(GRAPH_FILES, "is a graph; give it by itself"),
    ARCHIVE: "is an archive in an archive; unpack it",
}
# What holds no rows: pictures, pages, notes of programs.
_WITHOUT_ROWS = {
    *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".bmp"),
    *(".html", ".htm", ".css", ".js", ".md", ".rst", ".log", ".toml", ".ini", ".py", ".sh"),
    *(".pptx", ".potx", ".ttf", ".otf", ".db", ".lnk"),
}
_NAMED = 10  # files in a message
_LOCK = "~$"  # before the names of files that Office keeps while one is open
_NO_TABLE = "no table of a book"


@dataclass
class Contents:
    """The tables that were read, and the files that were not."""

    tables: list[RawTable] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    # Of the files left out those that are damaged or unclear, by what they are called.
    broken: dict[str, KamgraphError] = field(default_factory=dict)

    def add(self, other: Contents) -> None:
        """Add what another file holds."""
        self.tables += other.tables
        self.left_out += other.left_out
        self.broken = other.broken | self.broken

    def refuse_empty(self, path: Path) -> None:
        """Refuse contents of which nothing was read though there are files."""
        if not self.tables and self.left_out:
            if len(self.left_out) == len(self.broken) == 1:
                raise next(iter(self.broken.values()))
            files = [f"{one.file}: {one.reason}" for one in self.left_out]
            named = first_of(files, between="; ", most=_NAMED)
            raise SourceError(f"{path}: none of its files can be read: {named}")

    def refuse_any_damage(self) -> None:
        """Refuse contents in which any file is broken."""
        for error in self.broken.values():
            raise error

    def refuse_damage(self, names: Collection[str]) -> None:
        """Refuse contents in which a file of one of some names is broken, or any of records."""
        # What records are of stands in them, and not in the name of the file.
        needed = {*map(fold_name, names)}
        for name, error in self.broken.items():
            path = PurePosixPath(name)
            if fold_name(path.stem) in needed or path.suffix.lower() in RECORD_FILES:
                raise error


@dataclass(frozen=True)
class Reader:
    """How files are read."""

    limits: Limits = Limits()
    encoding: str | None = None
    headers: Headers | None = None

    def explain(self, file: SourceFile) -> str:
        """Return why a file is of no kind that is read beside others; empty if it is of one."""
        if file.name.startswith(_LOCK):
            return "is kept by Office while a workbook is open"
        if file.suffix in _ELSEWHERE:
            return _ELSEWHERE[file.suffix].format(ours=name_option("ours"))
        if file.suffix == ".parquet":
            return ""
        if kind := _name_foreign(file):
            return kind
        return explain_document(file) if file.suffix in _READ else "is of no known kind"

    def read(self, file: SourceFile) -> Contents:
        """Return what is in a file of a kind that is read."""
        if file.suffix in WORKBOOKS:
            return _call_as_file(self.read_workbook(file), file)
        if file.suffix in RECORD_FILES:
            return Contents(read_record_tables(file, self.limits, encoding=self.encoding))
        return Contents(
            folder.read_tables(
                file, encoding=self.encoding, limits=self.limits, headers=self.headers
            )
        )

    def read_alone(self, path: Path) -> Contents:
        """Return what is in a file on disk, which may be compressed."""
        file = SourceFile.on_disk(path, self.limits).decompress(self.limits)
        _refuse_foreign(file)
        return self.read(file)

    def read_workbook(self, file: SourceFile) -> Contents:
        """Return the sheets of a workbook that are tables, and those that are none."""
        tables, errors = excel.read_each_sheet(file, limits=self.limits, headers=self.headers)
        contents = Contents(tables)
        for sheet, error in errors.items():
            _leave_out(contents, f"{file}, sheet {sheet}", sheet, error)
        contents.left_out += self.list_unread(file)
        return contents

    def list_unread(self, file: SourceFile) -> list[LeftOut]:
        """Return the sheets of a workbook that nobody sees, or that are no tables."""
        sheets = excel.list_sheets(file, limits=self.limits)
        return [
            LeftOut(f"{file}, sheet {name}", why, why != excel.NO_CELLS, name)
            for name, why in sheets.items()
            if why
        ]


def _call_as_file(contents: Contents, file: SourceFile) -> Contents:
    """Return a workbook whose only sheet is called as the file is, unless it is a table of ours."""
    if len(contents.tables) == 1 and not contents.broken:
        (table,) = contents.tables
        contents.tables = [table if table.name in TABLES else replace(table, name=file.stem)]
    return contents


def list_contents(
    path: Path, reader: Reader, *, sheets: Collection[str] = (), may_be_book: bool = False
) -> Contents:
    """Read a file, or all files of an archive or of a folder and its subfolders."""
    # Of a workbook only some sheets are read, or all that are visible if none are named. The tables
    # of a book lie side by side in a folder: what else is there, or below, is none of them.
    if path.is_dir() and may_be_book:
        return _list_book(path, reader)
    if path.is_dir() or path.suffix.lower() == ARCHIVE:
        return _list_all(path, reader)
    file = SourceFile.on_disk(path, reader.limits)
    if file.suffix in WORKBOOKS:
        if not sheets:
            return reader.read_workbook(file)
        tables = excel.read_sheets(path, names=sheets, limits=reader.limits, headers=reader.headers)
        return Contents(tables, [one for one in reader.list_unread(file) if one.name in sheets])
    if file.suffix in GRAPH_FILES:
        names = f"{name_option('rename')} and {name_option('fill')}"
        what = f"is a graph, which needs no mapping: {names} say what its attributes are"
        raise SourceError(f"{path}: {what}")
    _refuse_foreign(file)
    if file.suffix not in {*_READ, *COMPRESSED}:
        kinds = ", ".join([*_READ, *GRAPH_FILES, ARCHIVE, *COMPRESSED])
        raise SourceError(f"{path}: of no known kind; a folder, or a file that ends in {kinds}")
    planned = crm.list_planned(path, reader.limits) if holds_plan(file) else [path]
    contents = Contents()
    for one in planned:
        contents.add(reader.read_alone(one))
    return contents


def _name_foreign(file: SourceFile) -> str:
    """Return what a file is that no reader takes, whatever its name says; empty for any other."""
    kind = describe_foreign(PurePosixPath(file.name), file.read_head())
    return f"is {kind.format(path=file)}" if kind else ""


def _refuse_foreign(file: SourceFile) -> None:
    if kind := _name_foreign(file):
        raise SourceError(f"{file}: {kind}")


def _list_book(path: Path, reader: Reader) -> Contents:
    """Read a folder in which there may be a book, as one writer left it."""
    if snapshot := take_snapshot(path, reader.limits):
        return _list_snapshot(path, snapshot, reader)
    contents = _list_all(path, reader, as_book=is_book(path))
    # A writer that came meanwhile has left a manifest, and maybe files of another book.
    snapshot = take_snapshot(path, reader.limits)
    return _list_snapshot(path, snapshot, reader) if snapshot else contents


def _list_snapshot(path: Path, snapshot: Snapshot, reader: Reader) -> Contents:
    contents, tables = Contents(), find_tables(list_names(path))
    for name, data in snapshot.files.items():
        _add_tables(contents, SourceFile.in_memory(path / name, data), reader)
    for file in list_files(path, reader.limits):
        if file.name in snapshot.files and file.parent == path:
            continue
        if not (file.parent == path and file.name in tables):
            contents.left_out.append(LeftOut(str(file), _NO_TABLE, lost=False))
        elif not is_of_another_book(path, file.name, snapshot.manifest, reader.limits):
            raise SourceError(
                f"{file}: was not there when the book was written. If you put it there, delete "
                f"{MANIFEST} beside it; else remove the file"
            )
    return contents


def _list_all(path: Path, reader: Reader, *, as_book: bool = False) -> Contents:
    contents, tables = Contents(), find_tables(list_names(path)) if as_book else []
    for file in list_files(path, reader.limits):
        if as_book and not (file.parent == path and file.name in tables):
            contents.left_out.append(LeftOut(str(file), _NO_TABLE, lost=False))
        else:
            _add_file(contents, file, reader)
    return contents


def _add_file(contents: Contents, path: Path, reader: Reader) -> None:
    """Add the tables of a file, or of the files in it if it is an archive."""
    try:
        for file in unpack(SourceFile.on_disk(path, reader.limits), reader.limits):
            _add_tables(contents, file, reader)
    except SourceError as error:
        _leave_out(contents, str(path), path.name, error)


def _add_tables(contents: Contents, packed: SourceFile, reader: Reader) -> None:
    try:
        file = packed.decompress(reader.limits)
        if why := reader.explain(file):
            contents.left_out.append(
                LeftOut(str(file), why, _may_hold_rows(file.name), PurePosixPath(file.name).stem)
            )
        else:
            contents.add(reader.read(file))
    except SourceError as error:
        _leave_out(contents, str(packed), packed.name.removesuffix(packed.packing), error)


def _leave_out(contents: Contents, place: str, name: str, error: KamgraphError) -> None:
    """Leave out a file that is damaged or unclear."""
    reason = _say(error).removeprefix(place).lstrip(",: ")
    stem = PurePosixPath(name).stem
    contents.left_out.append(LeftOut(place, reason, _may_hold_rows(name), stem))
    contents.broken.setdefault(name, error)


def _say(error: KamgraphError) -> str:
    """Return what an error says, of several problems the first."""
    if not isinstance(error, BookError):
        return str(error)
    first, more = error.problems.iloc[0], len(error.problems) - 1
    return f"{first['place']}: {first['problem']}" + (f"; and {more:,} more" if more else "")


def _may_hold_rows(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() not in _WITHOUT_ROWS and not name.startswith(_LOCK)
