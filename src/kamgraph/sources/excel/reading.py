"""Workbooks read sheet by sheet into tables of texts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.sources import safe_xml
from kamgraph.sources.archive import open_archive
from kamgraph.sources.excel.cells import Column, SheetCells
from kamgraph.sources.excel.package import Sheet, day_styles, read_package
from kamgraph.sources.excel.problems import Problem, Problems, column_letters
from kamgraph.sources.excel.texts import shared_strings
from kamgraph.sources.limits import Limits
from kamgraph.sources.raw import RawTable

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterator

    from kamgraph.sources.archive import Archive

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_TOTALS = ("total", "totals", "grand total", "subtotal", "sum", "合计", "总计", "小计")
_ROOM = 5_000_000  # cells that a table may have however few of them are filled
_EMPTIEST = 20  # a larger one may have this many cells for each one that is filled


def sheet_names(path: str | os.PathLike[str], *, limits: Limits | None = None) -> dict[str, bool]:
    """Return for each sheet of a workbook whether it is visible, in their order.

    Raises
    ------
    SourceError
        If the file is no workbook, or goes beyond the limits.
    """
    limits = limits or Limits()
    path = Path(path)
    try:
        with open_archive(path, limits) as archive:
            sheets = read_package(archive, limits).sheets
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from error
    return {sheet.name: sheet.visible for sheet in sheets}


def read_sheets(
    path: str | os.PathLike[str],
    *,
    names: Container[str] | None = None,
    limits: Limits | None = None,
) -> list[RawTable]:
    """Read the visible sheets of an Excel workbook (.xlsx, .xlsm), all cells as text.

    The first row of a sheet that holds anything is its header. Whole numbers are digits, others
    as Python writes them; days are YYYY-MM-DD, with the time after a ``T`` if there is one; truth
    values are TRUE and FALSE. Cells merged in one column all hold what the first one holds. Blank
    rows, and blank columns without a name, are left out. Macros, links and pictures are not
    looked at.

    Nothing is guessed. Problems are formulas, errors of the sheet, whole numbers from 2**53 on
    (their last digits are lost), days and truth values that are at most half of what a column
    holds (ids that Excel has spoiled), cells merged over several columns, columns without a name
    or with the same one. Rows of totals at the end are the footer of the table.

    Parameters
    ----------
    path
        The workbook.
    names
        The sheets to read; all visible ones if left out. Others are not looked at.
    limits
        How large it may be; default ``Limits()``.

    Returns
    -------
    list of RawTable
        The sheets in their order. A sheet without cells is a table without columns.

    Raises
    ------
    SourceError
        If the file is no workbook (the message says what it is), is damaged or holds nothing, or
        goes beyond the limits.
    BookError
        If any cell cannot be taken as it is; ``.problems`` lists up to 1,000 with their places.
    """
    path, limits = Path(path), limits or Limits()
    try:
        with open_archive(path, limits) as archive:
            return _read(archive, names, limits)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from error


def _read(archive: Archive, names: Container[str] | None, limits: Limits) -> list[RawTable]:
    package = read_package(archive, limits)
    wanted = [sheet for sheet in package.sheets if sheet.visible]
    wanted = [sheet for sheet in wanted if names is None or sheet.name in names]
    if not wanted:
        return []
    strings = shared_strings(archive, package.strings, limits)
    days = day_styles(archive, package.styles, limits)
    problems = Problems(archive.place)
    tables = []
    for sheet in wanted:
        place = f"{archive.place}, sheet {sheet.name}"
        cells = SheetCells(
            sheet.name,
            place,
            strings=strings,
            day_styles=days,
            from_1904=package.from_1904,
            problems=problems,
            limits=limits,
        )
        safe_xml.parse(archive.blocks(sheet.part), cells, place=place, limits=limits)
        tables.append(_table(sheet, place, cells, problems, limits))
    problems.raise_any({table.name: table for table in tables})
    if not any(len(table.cells.columns) for table in tables):
        raise SourceError(f"{archive.place}: its sheets hold nothing")
    return tables


def _table(
    sheet: Sheet, place: str, cells: SheetCells, problems: Problems, limits: Limits
) -> RawTable:
    """Make a table of a sheet; what is wrong with it goes to the problems."""
    grid = _grid(cells.columns, place, limits)
    if grid is None:
        return RawTable(sheet.name, place, pd.DataFrame(), np.zeros(0, dtype=int))
    found = (
        *_spoiled(cells.columns, grid),
        *_merged(cells.merged, grid, place),
        *_header(grid),
    )
    for row, column, value, text in found:
        problems.add(Problem(sheet.name, row, column, value, text))
    grid, footer = _without_totals(grid)
    named = {name: column for column, name in grid.names.items() if name}
    frame = pd.DataFrame(
        {name: grid.columns[column] for name, column in named.items()},
        index=range(len(grid.rows)),
        columns=pd.Index([*named], dtype=object),
        dtype=object,
    )
    letters = {name: column_letters(column) for name, column in named.items()}
    return RawTable(sheet.name, place, frame, grid.rows, letters=letters, footer=footer)


@dataclass(frozen=True)
class _Grid:
    """The cells of a sheet below its header.

    Parameters
    ----------
    header
        The header's row.
    names
        What the header calls each column that has a name or holds anything.
    rows
        The rows that are not blank.
    columns
        The texts of each column in these rows.
    """

    header: int
    names: dict[int, str]
    rows: np.ndarray
    columns: dict[int, np.ndarray]


def _grid(columns: dict[int, Column], place: str, limits: Limits) -> _Grid | None:
    """Lay out the filled cells, None if there are none."""
    filled = [_filled(column) for column in columns.values()]
    rows = np.unique(np.concatenate([*filled, np.zeros(0, dtype=int)]))
    if not len(rows):
        return None
    header, *_ = rows.tolist()
    rows = rows[1:]
    names = {
        number: columns[number].texts[0] if columns[number].rows[0] == header else ""
        for number in sorted(columns)
    }
    kept = {
        number: name
        for (number, name) in names.items()
        if name.strip() or (_filled(columns[number]) > header).any()
    }
    _check_area(len(rows), len(kept), sum(map(len, filled)), place, limits)
    laid = {number: _laid_out(columns[number], rows) for number in kept}
    return _Grid(
        header, {number: name.strip() and name for number, name in kept.items()}, rows, laid
    )


def _filled(column: Column) -> np.ndarray:
    """Return the rows in which a column holds more than blanks."""
    rows = np.array(column.rows, dtype=int)
    return rows[[not text.isspace() for text in column.texts]] if len(rows) else rows


def _laid_out(column: Column, rows: np.ndarray) -> np.ndarray:
    """Return the texts of a column in the rows of the table, empty where it has none."""
    laid = np.full(len(rows), "", dtype=object)
    own = np.array(column.rows, dtype=int)
    known = np.isin(own, rows)
    laid[rows.searchsorted(own[known])] = np.array(column.texts, dtype=object)[known]
    return laid


def _check_area(rows: int, columns: int, filled: int, place: str, limits: Limits) -> None:
    if rows > limits.rows:
        raise SourceError(f"{place}: {rows:,} rows are more than {limits.rows:,}")
    if rows * columns > max(_ROOM, _EMPTIEST * filled):
        message = f"{rows:,} rows of {columns:,} columns are nearly empty, with {filled:,} cells"
        raise SourceError(f"{place}: {message}; is it a table?")


_Found = tuple[int, int, str, str]  # row, column, value and what is wrong with it


def _header(grid: _Grid) -> Iterator[_Found]:
    """Yield columns that have no name, or that of another one."""
    count = Counter(grid.names.values())
    for column, name in grid.names.items():
        if not name:
            text = "has no name in the first row that holds anything; is that row the header?"
            yield grid.header, column, "", f"the column {text}"
        elif count[name] > 1:
            yield grid.header, column, name, "is the name of two columns"


def _spoiled(columns: dict[int, Column], grid: _Grid) -> Iterator[_Found]:
    """Yield days and truth values where most cells are something else."""
    for number, laid in grid.columns.items():
        column = columns[number]
        filled = np.count_nonzero(laid != "")
        truths = [row for row in column.truths if row > grid.header]
        if truths and 2 * len(truths) <= filled:
            text = "is a truth value among others; enter it as text"
            yield from _at(truths, number, grid, text)
        days = [row for row in column.days if row > grid.header]
        if days and 2 * sum(bool(_DAY.fullmatch(cell)) for cell in laid) <= filled:
            text = "is a date among values that are none; was it an id? Enter it as text"
            yield from _at(days, number, grid, text)


def _at(rows: list[int], column: int, grid: _Grid, text: str) -> Iterator[_Found]:
    for row in rows:
        yield row, column, grid.columns[column][grid.rows.searchsorted(row)], text


def _merged(ranges: list[tuple[int, int, int, int]], grid: _Grid, place: str) -> Iterator[_Found]:
    """Fill the cells of merged ranges, yield ranges of which that makes no sense."""
    room = len(grid.rows) * max(len(grid.columns), 1) + len(ranges)
    for top, left, bottom, right in ranges:
        begin, end = grid.rows.searchsorted([top, bottom + 1]).tolist()
        inside = [column for column in grid.columns if left <= column <= right]
        room -= (end - begin) * len(inside) + 1
        if room < 0:
            raise SourceError(f"{place}: merged cells overlap; save the workbook in Excel again")
        if end == begin or bottom <= grid.header:
            continue
        if len(inside) > 1:
            text = "is merged with cells of other columns; unmerge them"
            yield top, left, "", text
        elif top <= grid.header:
            yield top, left, "", "is merged with rows below the header; unmerge them"
        elif inside:
            laid = grid.columns[inside[0]]
            laid[begin:end] = laid[begin] if grid.rows[begin] == top else ""


def _without_totals(grid: _Grid) -> tuple[_Grid, tuple[tuple[int, str], ...]]:
    """Part the rows from the totals below them: such a word first, and then but numbers."""
    end = len(grid.rows)
    while end and _is_total([laid[end - 1] for laid in grid.columns.values()]):
        end -= 1
    texts = zip(*(laid[end:] for laid in grid.columns.values()), strict=True)
    footer = tuple(
        (int(row), ", ".join(filter(None, cells)))
        for row, cells in zip(grid.rows[end:], texts, strict=True)
    )
    columns = {number: laid[:end] for number, laid in grid.columns.items()}
    return replace(grid, rows=grid.rows[:end], columns=columns), footer


def _is_total(texts: list[str]) -> bool:
    first, *others = [text for text in texts if text]
    return first.strip(" :：").casefold() in _TOTALS and all(map(_is_number, others))


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
