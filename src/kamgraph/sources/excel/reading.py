"""Workbooks read sheet by sheet into tables of texts."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.sources import safe_xml
from kamgraph.sources.archive import open_archive
from kamgraph.sources.excel.cells import SheetCells
from kamgraph.sources.excel.grid import (
    fill_ranges,
    find_header_problems,
    find_misfits,
    lay_out,
    separate_totals,
)
from kamgraph.sources.excel.opendocument import OpenSheet, read_content
from kamgraph.sources.excel.package import read_package, read_styles
from kamgraph.sources.excel.problems import Problem, Problems, column_letters
from kamgraph.sources.excel.texts import read_strings
from kamgraph.sources.files import name_errors
from kamgraph.sources.limits import Limits
from kamgraph.sources.raw import RawTable, Told, first_text, name_tables
from kamgraph.sources.source_file import SourceFile
from kamgraph.sources.table_finder import choose_headers

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Container, Iterator, Sequence

    from kamgraph.sources.archive import Archive
    from kamgraph.sources.excel.grid import Grid
    from kamgraph.sources.excel.package import Sheet
    from kamgraph.sources.table_finder import Headers, Lines

    Load: TypeAlias = Callable[[], SheetCells | OpenSheet]

OPEN_DOCUMENT = ".ods"


def list_sheets(
    path: str | os.PathLike[str] | SourceFile,
    *,
    limits: Limits = Limits(),
) -> dict[str, str]:
    """Return for each sheet of a workbook why it is not read, empty where it is."""
    with name_errors(str(path)):
        file = path if isinstance(path, SourceFile) else SourceFile.on_disk(Path(path))
        with open_archive(file, limits) as archive:
            is_open = file.suffix == OPEN_DOCUMENT
            sheets = (
                read_content(archive, limits) if is_open else read_package(archive, limits).sheets
            )
    return {sheet.name: sheet.unread for sheet in sheets}


def read_sheets(
    path: str | os.PathLike[str] | SourceFile,
    *,
    names: Container[str] | None = None,
    limits: Limits = Limits(),
    headers: Headers | None = None,
) -> list[RawTable]:
    """Read the visible sheets of an Excel workbook (.xlsx, .xlsm), all cells as text."""
    # Where the tables of a sheet are is found, or said by the rows of their headers. Whole numbers
    # are digits, others as Python writes them; days are YYYY-MM-DD, with the time after a `T` if
    # there is one; truth values are TRUE and FALSE. Cells merged in one column all hold what the
    # first one holds. Blank rows, and blank columns without a name, are left out. Macros, links and
    # pictures are not looked at.
    # Nothing is guessed. Odd, and so left to whoever needs the cell, are formulas, whose last value
    # is taken, errors of the sheet, whole numbers from 2**53 on (their last digits are lost), days
    # and truth values that are at most half of what a column holds (ids that Excel has spoiled),
    # and cells merged over several columns. Columns without a name or with the same one are
    # problems. Rows of totals at the end are the footer of the table.
    place, problems, tables = str(path), Problems(str(path)), list[RawTable]()
    with _open_sheets(path, names, limits) as sheets:
        for sheet, load in sheets:
            given = choose_headers(headers, sheet)
            tables += _make_tables(sheet, place, load(), problems, limits, given)
    problems.raise_any({table.part_of or table.name: table for table in reversed(tables)})
    if sheets:
        _refuse_emptiness(tables, place)
    return tables


def read_each_sheet(
    path: str | os.PathLike[str] | SourceFile,
    *,
    limits: Limits = Limits(),
    headers: Headers | None = None,
) -> tuple[list[RawTable], dict[str, KamgraphError]]:
    """Read the visible sheets that are tables, and return why each other one is none."""
    # A workbook that somebody has worked with holds sheets of sums and pictures, too.
    place, tables = str(path), list[RawTable]()
    errors: dict[str, KamgraphError] = {}
    with _open_sheets(path, None, limits) as sheets:
        for sheet, load in sheets:
            problems, given = Problems(place), choose_headers(headers, sheet)
            try:
                found = _make_tables(sheet, place, load(), problems, limits, given)
                problems.raise_any(
                    {table.part_of or table.name: table for table in reversed(found)}
                )
            except (SourceError, BookError) as error:
                errors[sheet] = error
            else:
                tables += found
    if sheets and not errors:
        _refuse_emptiness(tables, place)
    return tables, errors


@contextmanager
def _open_sheets(
    path: str | os.PathLike[str] | SourceFile, names: Container[str] | None, limits: Limits
) -> Iterator[list[tuple[str, Load]]]:
    """Open a workbook, and list its visible sheets, each with what reads its cells."""
    with name_errors(str(path)):
        file = path if isinstance(path, SourceFile) else SourceFile.on_disk(Path(path))
        with open_archive(file, limits) as archive:
            is_open = file.suffix == OPEN_DOCUMENT
            loads = (_list_open if is_open else _list_cells)(archive, limits)
            yield [(name, load) for name, load in loads if names is None or name in names]


def _list_cells(archive: Archive, limits: Limits) -> Iterator[tuple[str, Load]]:
    """Yield each visible sheet of a workbook of Excel, with what reads its cells."""
    package = read_package(archive, limits)
    wanted = [sheet for sheet in package.sheets if not sheet.unread]
    if not wanted:
        return
    strings = read_strings(archive, package.strings, limits)
    styles = read_styles(archive, package.styles, limits)

    def load(sheet: Sheet) -> SheetCells:
        place = f"{archive.place}, sheet {sheet.name}"
        cells = SheetCells(
            place,
            strings=strings,
            styles=styles,
            from_1904=package.from_1904,
            limits=limits,
        )
        safe_xml.parse(archive.read_blocks(sheet.part), cells, place=place, limits=limits)
        if not cells.is_worksheet:
            raise SourceError(f"{place}: its part {sheet.part} is no worksheet; save it as .xlsx")
        return cells

    for sheet in wanted:
        yield sheet.name, partial(load, sheet)


def _list_open(archive: Archive, limits: Limits) -> Iterator[tuple[str, Load]]:
    """Yield each visible sheet of an OpenDocument spreadsheet, with its cells."""
    for sheet in read_content(archive, limits):
        if not sheet.unread:
            yield sheet.name, partial(_keep, sheet)


def _keep(sheet: OpenSheet) -> OpenSheet:
    return sheet


def _refuse_emptiness(tables: list[RawTable], place: str) -> None:
    """Refuse sheets of which none holds anything."""
    if not any(len(table.cells.columns) for table in tables):
        raise SourceError(f"{place}: its sheets hold nothing")


def _make_tables(
    sheet: str,
    place: str,
    cells: SheetCells | OpenSheet,
    problems: Problems,
    limits: Limits,
    headers: Sequence[Lines],
) -> list[RawTable]:
    """Make the tables of a sheet; what is wrong with their headers goes to the problems."""
    place = f"{place}, sheet {sheet}"
    grids = lay_out(cells.columns, place, limits, headers)
    if not grids:
        return [RawTable(sheet, place, pd.DataFrame(), np.zeros(0, dtype=int))]
    for grid in grids:
        for row, column, odd in find_header_problems(grid):
            if odd.value or not headers:  # below a header that is given, such columns are left out
                problems.add(Problem(sheet, row, column, odd.value, odd.what))
    tables = [_make_table(grid, place, cells) for grid in grids]
    return name_tables(tables, [grid.title for grid in grids], sheet)


def _make_table(grid: Grid, place: str, cells: SheetCells | OpenSheet) -> RawTable:
    """Make a table with its odd cells, which who needs them is to judge."""
    odd_cells = {number: dict(cells.columns[number].odd) for number in grid.columns}
    found = *find_misfits(cells.columns, grid), *fill_ranges(cells.merged, grid, place)
    for row, column, odd in found:
        odd_cells[column][row] = odd
        if odd.fits == "none":
            grid.columns[column][grid.rows.searchsorted(row)] = ""
    grid = separate_totals(grid)
    named = {name: column for column, name in grid.names.items() if name}
    frame = pd.DataFrame(
        {name: grid.columns[column] for name, column in named.items()},
        index=range(len(grid.rows)),
        columns=pd.Index([*named], dtype=object),
        dtype=object,
    )
    letters = {name: column_letters(column) for name, column in named.items()}
    odd_rows = {name: _number_rows(odd_cells[column], grid) for name, column in named.items()}
    own = {name: cells.columns[column] for name, column in named.items()}
    currencies = {name: _number_rows(one.currencies, grid) for name, one in own.items()}
    units = {name: _number_rows(one.units, grid) for name, one in own.items()}
    return RawTable(
        "",
        place,
        frame,
        grid.rows,
        letters=letters,
        header=grid.header,
        above=grid.above,
        footer=grid.footer,
        parted_at=f"column {column_letters(min(grid.names))}" if grid.is_parted else "",
        groups=grid.groups,
        nameless=tuple(
            (column_letters(column), first_text(grid.columns[column]))
            for column, name in grid.names.items()
            if not name
        ),
        odd={name: rows for name, rows in odd_rows.items() if rows},
        currencies={name: rows for name, rows in currencies.items() if rows},
        units={name: rows for name, rows in units.items() if rows},
        hidden=tuple(row for row in grid.rows.tolist() if row in cells.hidden),
    )


def _number_rows(told: dict[int, Told], grid: Grid) -> dict[int, Told]:
    """Return what is told of cells by the row of the table, from 0, instead of the sheet's."""
    at = dict(zip(grid.rows.tolist(), range(len(grid.rows)), strict=True)) if told else {}
    return {at[row]: told[row] for row in sorted(told) if row in at}
