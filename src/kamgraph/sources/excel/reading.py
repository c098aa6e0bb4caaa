"""Workbooks read sheet by sheet into tables of texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
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
from kamgraph.sources.excel.package import find_day_styles, read_package
from kamgraph.sources.excel.problems import Problem, Problems, column_letters
from kamgraph.sources.excel.texts import read_strings
from kamgraph.sources.files import name_errors
from kamgraph.sources.limits import Limits
from kamgraph.sources.raw import Odd, RawTable, name_tables
from kamgraph.sources.source_file import SourceFile
from kamgraph.sources.table_finder import choose_headers

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Sequence

    from kamgraph.sources.archive import Archive
    from kamgraph.sources.excel.grid import Grid
    from kamgraph.sources.table_finder import Headers, Lines

OPEN_DOCUMENT = ".ods"


def list_sheets(
    path: str | os.PathLike[str],
    *,
    limits: Limits = Limits(),
) -> dict[str, bool]:
    """Return for each sheet of a workbook whether it is visible, in their order."""
    with name_errors(path), open_archive(SourceFile.on_disk(Path(path)), limits) as archive:
        opened = archive.place.lower().endswith(OPEN_DOCUMENT)
        sheets = read_content(archive, limits) if opened else read_package(archive, limits).sheets
    return {sheet.name: sheet.visible for sheet in sheets}


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
    with name_errors(str(path)):
        file = path if isinstance(path, SourceFile) else SourceFile.on_disk(Path(path))
        with open_archive(file, limits) as archive:
            if file.suffix == OPEN_DOCUMENT:
                return _read_open(archive, names, limits, headers)
            return _read(archive, names, limits, headers)


def _read(
    archive: Archive, names: Container[str] | None, limits: Limits, headers: Headers | None
) -> list[RawTable]:
    package = read_package(archive, limits)
    wanted = [sheet for sheet in package.sheets if sheet.visible]
    wanted = [sheet for sheet in wanted if names is None or sheet.name in names]
    if not wanted:
        return []
    strings = read_strings(archive, package.strings, limits)
    days = find_day_styles(archive, package.styles, limits)
    problems = Problems(archive.place)
    tables = []
    for sheet in wanted:
        place = f"{archive.place}, sheet {sheet.name}"
        cells = SheetCells(
            place,
            strings=strings,
            day_styles=days,
            from_1904=package.from_1904,
            limits=limits,
        )
        safe_xml.parse(archive.read_blocks(sheet.part), cells, place=place, limits=limits)
        if not cells.is_worksheet:
            raise SourceError(f"{place}: its part {sheet.part} is no worksheet; save it as .xlsx")
        given = choose_headers(headers, sheet.name)
        tables += _make_tables(sheet.name, place, cells, problems, limits, given)
    return _check_tables(tables, problems, archive.place)


def _read_open(
    archive: Archive, names: Container[str] | None, limits: Limits, headers: Headers | None
) -> list[RawTable]:
    """Read the visible sheets of an OpenDocument spreadsheet."""
    problems = Problems(archive.place)
    tables = [
        table
        for sheet in read_content(archive, limits)
        if sheet.visible and (names is None or sheet.name in names)
        for table in _make_tables(
            sheet.name,
            f"{archive.place}, sheet {sheet.name}",
            sheet,
            problems,
            limits,
            choose_headers(headers, sheet.name),
        )
    ]
    return _check_tables(tables, problems, archive.place) if tables else []


def _check_tables(tables: list[RawTable], problems: Problems, place: str) -> list[RawTable]:
    """Refuse tables with problems in their headers, and those of which none holds anything."""
    problems.raise_any({table.part_of or table.name: table for table in reversed(tables)})
    if not any(len(table.cells.columns) for table in tables):
        raise SourceError(f"{place}: its sheets hold nothing")
    return tables


def _make_tables(
    sheet: str,
    place: str,
    cells: SheetCells | OpenSheet,
    problems: Problems,
    limits: Limits,
    headers: Sequence[Lines],
) -> list[RawTable]:
    """Make the tables of a sheet; what is wrong with their headers goes to the problems."""
    grids = lay_out(cells.columns, place, limits, headers)
    if not grids:
        return [RawTable(sheet, place, pd.DataFrame(), np.zeros(0, dtype=int))]
    for grid in grids:
        for row, column, odd in find_header_problems(grid):
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
    return RawTable(
        "",
        place,
        frame,
        grid.rows,
        letters=letters,
        header=grid.header,
        above=grid.above,
        footer=grid.footer,
        odd={name: rows for name, rows in odd_rows.items() if rows},
        hidden=tuple(row for row in grid.rows.tolist() if row in cells.hidden),
    )


def _number_rows(odd: dict[int, Odd], grid: Grid) -> dict[int, Odd]:
    """Return odd cells by the row of the table, from 0, instead of that of the sheet."""
    at = dict(zip(grid.rows.tolist(), range(len(grid.rows)), strict=True)) if odd else {}
    return {at[row]: odd[row] for row in sorted(odd) if row in at}
