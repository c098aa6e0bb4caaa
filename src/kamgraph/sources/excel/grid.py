"""The cells of one sheet laid out as a table: its header, its rows, and what is odd about them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, overload

import numpy as np

from kamgraph.errors import SourceError
from kamgraph.sources.raw import Odd
from kamgraph.sources.table_finder import (
    Area,
    find_areas,
    find_groups,
    find_lines,
    find_sides,
    place_areas,
)
from kamgraph.sources.translation.totals import is_total

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamgraph.sources.excel.cells import Column
    from kamgraph.sources.limits import Limits
    from kamgraph.sources.table_finder import Lines

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_ROOM = 5_000_000  # cells that a table may have however few of them are filled
_EMPTIEST = 20  # a larger one may have this many cells for each one that is filled

Notes: TypeAlias = tuple[tuple[int, str], ...]  # rows that are of no table, with their texts
OddCell: TypeAlias = tuple[int, int, Odd]  # row and column of the sheet, and what is odd


@dataclass(frozen=True)
class Grid:
    """The cells of a table of a sheet, below its header."""

    header: Lines  # the rows of its header, from the top
    names: dict[int, str]  # what the header calls each column that has a name or holds anything
    rows: np.ndarray  # the rows that are not blank
    columns: dict[int, np.ndarray]  # the texts of each column in these rows
    title: str = ""  # the text above it, if it stands alone
    above: Notes = ()  # the rows above its header that are of no table, with their texts
    footer: Notes = ()  # those below it
    is_parted: bool = False  # whether it stands beside another one, on its right
    groups: tuple[str, ...] = ()  # of names, over all of its columns


class _Rows(Sequence[list[str]]):
    """The filled rows of a sheet, whose texts are put together only where they are looked at."""

    def __init__(self, columns: Mapping[int, Column], rows: np.ndarray) -> None:
        self._columns = columns
        self._rows = rows
        self._width = max(columns, default=0) + 1

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> list[str]: ...

    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...

    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        texts = [""] * self._width
        for number, column in self._columns.items():
            found = bisect_left(column.rows, self._rows[at])
            if column.rows[found : found + 1] == [self._rows[at]]:
                texts[number] = column.texts[found]
        return texts


def lay_out(
    columns: Mapping[int, Column], place: str, limits: Limits, headers: Sequence[Lines] = ()
) -> list[Grid]:
    """Lay out the filled cells as the tables that they are; none if there are none."""
    filled = [_find_rows(column) for column in columns.values()]
    rows = np.unique(np.concatenate([*filled, np.zeros(0, dtype=int)]))
    if not len(rows):
        return []
    texts = _Rows(columns, rows)
    starts = [0, *(np.flatnonzero(np.diff(rows) > 1) + 1).tolist()]
    if headers:
        lines = {int(row): at for at, row in enumerate(rows)}
        areas = place_areas(texts, starts, [find_lines(one, lines, place) for one in headers])
    else:
        areas = find_areas(texts, starts) or [Area((0,), len(rows))]
    ends = [0, *(area.end for area in areas)]
    grids = [
        grid
        for area, begin in zip(areas, ends, strict=False)
        for grid in _cut(area, begin, texts, columns, rows)
    ]
    for grid in grids:
        _check_area(len(grid.rows), len(grid.columns), sum(map(len, filled)), place, limits)
    return [*grids[:-1], replace(grids[-1], footer=_join_notes(texts, rows, ends[-1], len(rows)))]


def _cut(
    area: Area, begin: int, texts: _Rows, columns: Mapping[int, Column], rows: np.ndarray
) -> list[Grid]:
    """Lay out the cells of an area, with what stands above it since a row as its notes."""
    body = rows[area.header[-1] + 1 : area.end]
    held = {number: np.intersect1d(_find_rows(one), body) for number, one in columns.items()}
    return [
        Grid(
            tuple(int(rows[at]) for at in area.header),
            side.names,
            side.rows,
            {number: _lay_column(columns[number], side.rows) for number in side.names},
            side.title,
            _join_notes(texts, rows, begin, area.header[0]),
            is_parted=at > 0,
            groups=find_groups(texts, area),
        )
        for at, side in enumerate(find_sides(texts, area, body, held))
    ]


def _join_notes(texts: _Rows, rows: np.ndarray, begin: int, end: int) -> Notes:
    return tuple((int(rows[at]), ", ".join(filter(None, texts[at]))) for at in range(begin, end))


def _find_rows(column: Column) -> np.ndarray:
    """Return the rows in which a column holds more than blanks."""
    rows = np.array(column.rows, dtype=int)
    return rows[[not text.isspace() for text in column.texts]] if len(rows) else rows


def _lay_column(column: Column, rows: np.ndarray) -> np.ndarray:
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


def find_header_problems(grid: Grid) -> Iterator[OddCell]:
    """Yield columns that have no name, or that of another one."""
    count = Counter(grid.names.values())
    for column, name in grid.names.items():
        if not name:
            text = "has no name in the first row that holds anything; is that row the header?"
            hint = (
                "A mapping may name another row, or this one (header = 5): then columns without a "
                "name are left out"
            )
            yield grid.header[-1], column, Odd("", f"the column {text} {hint}")
        elif count[name] > 1:
            yield grid.header[-1], column, Odd(name, "is the name of two columns")


def find_misfits(columns: Mapping[int, Column], grid: Grid) -> Iterator[OddCell]:
    """Yield days and truth values where most cells are something else."""
    for number, laid in grid.columns.items():
        column = columns[number]
        filled = np.count_nonzero(laid != "")
        truths = _find_within(column.truths, grid)
        if truths and 2 * len(truths) <= filled:
            for row in truths:
                value = _read_cell(row, number, grid)
                yield row, number, Odd(value, "is a truth value among others; enter it as text")
        days = _find_within(column.days, grid)
        if days and 2 * sum(bool(_DAY.fullmatch(cell)) for cell in laid) <= filled:
            text = "is a date among values that are none; was it an id? Enter it as text"
            for row in days:
                yield row, number, Odd(_read_cell(row, number, grid), text, "day")


def _find_within(rows: list[int], grid: Grid) -> list[int]:
    """Return those of some rows of a sheet that are of a table."""
    last = grid.rows[-1] if len(grid.rows) else 0
    return rows[bisect_right(rows, grid.header[-1]) : bisect_right(rows, last)]


def _read_cell(row: int, column: int, grid: Grid) -> str:
    return str(grid.columns[column][grid.rows.searchsorted(row)])


def fill_ranges(
    ranges: list[tuple[int, int, int, int]], grid: Grid, place: str
) -> Iterator[OddCell]:
    """Fill the cells of merged ranges, yield those of ranges of which that makes no sense."""
    room = len(grid.rows) * max(len(grid.columns), 1) + len(ranges)
    for top, left, bottom, right in ranges:
        begin, end = grid.rows.searchsorted([top, bottom + 1]).tolist()
        inside = [column for column in grid.columns if left <= column <= right]
        room -= (end - begin) * len(inside) + 1
        if room < 0:
            raise SourceError(f"{place}: merged cells overlap; save the workbook in Excel again")
        if end == begin or bottom <= grid.header[-1] or not inside:
            continue
        laid = grid.columns[inside[0]]
        if len(inside) > 1 or top <= grid.header[-1]:
            text = "cells of other columns" if len(inside) > 1 else "rows below the header"
            odd = Odd(laid[begin], f"is merged with {text}; unmerge them")
            yield from ((int(row), one, odd) for one in inside for row in grid.rows[begin:end])
        else:
            laid[begin:end] = laid[begin] if grid.rows[begin] == top else ""


def separate_totals(grid: Grid) -> Grid:
    """Part the rows from the totals below them: such a word first, and then but numbers."""
    end = len(grid.rows)
    while end and is_total([laid[end - 1] for laid in grid.columns.values()]):
        end -= 1
    texts = zip(*(laid[end:] for laid in grid.columns.values()), strict=True)
    footer = tuple(
        (int(row), ", ".join(filter(None, cells)))
        for row, cells in zip(grid.rows[end:], texts, strict=True)
    )
    columns = {number: laid[:end] for number, laid in grid.columns.items()}
    return replace(grid, rows=grid.rows[:end], columns=columns, footer=(*footer, *grid.footer))
