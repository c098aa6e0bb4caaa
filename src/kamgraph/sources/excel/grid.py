"""The cells of one sheet laid out as a table: its header, its rows, and what is odd about them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kamgraph.errors import SourceError
from kamgraph.model.folding import fold
from kamgraph.sources.raw import Odd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamgraph.sources.excel.cells import Column
    from kamgraph.sources.limits import Limits

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_TOTALS = ("total", "totals", "grand total", "subtotal", "sum", "合计", "总计", "小计")
_ROOM = 5_000_000  # cells that a table may have however few of them are filled
_EMPTIEST = 20  # a larger one may have this many cells for each one that is filled

OddCell: TypeAlias = tuple[int, int, Odd]  # row and column of the sheet, and what is odd


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet below its header."""

    header: int  # the header's row
    names: dict[int, str]  # what the header calls each column that has a name or holds anything
    rows: np.ndarray  # the rows that are not blank
    columns: dict[int, np.ndarray]  # the texts of each column in these rows


def lay_out(columns: Mapping[int, Column], place: str, limits: Limits) -> Grid | None:
    """Lay out the filled cells, None if there are none."""
    filled = [_find_rows(column) for column in columns.values()]
    rows = np.unique(np.concatenate([*filled, np.zeros(0, dtype=int)]))
    if not len(rows):
        return None
    header, *_ = rows.tolist()
    rows = rows[1:]
    names = {
        number: columns[number].texts[0] if columns[number].rows[:1] == [header] else ""
        for number in sorted(columns)
    }
    kept = {
        number: name
        for (number, name) in names.items()
        if name.strip() or (_find_rows(columns[number]) > header).any()
    }
    _check_area(len(rows), len(kept), sum(map(len, filled)), place, limits)
    named = {number: name.strip() and name for number, name in kept.items()}
    return Grid(
        header, named, rows, {number: _lay_column(columns[number], rows) for number in kept}
    )


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
            yield grid.header, column, Odd("", f"the column {text}")
        elif count[name] > 1:
            yield grid.header, column, Odd(name, "is the name of two columns")


def find_misfits(columns: Mapping[int, Column], grid: Grid) -> Iterator[OddCell]:
    """Yield days and truth values where most cells are something else."""
    for number, laid in grid.columns.items():
        column = columns[number]
        filled = np.count_nonzero(laid != "")
        truths = [row for row in column.truths if row > grid.header]
        if truths and 2 * len(truths) <= filled:
            for row in truths:
                value = _read_cell(row, number, grid)
                yield row, number, Odd(value, "is a truth value among others; enter it as text")
        days = [row for row in column.days if row > grid.header]
        if days and 2 * sum(bool(_DAY.fullmatch(cell)) for cell in laid) <= filled:
            text = "is a date among values that are none; was it an id? Enter it as text"
            for row in days:
                yield row, number, Odd(_read_cell(row, number, grid), text, "day")


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
        if end == begin or bottom <= grid.header or not inside:
            continue
        laid = grid.columns[inside[0]]
        if len(inside) > 1 or top <= grid.header:
            text = "cells of other columns" if len(inside) > 1 else "rows below the header"
            odd = Odd(laid[begin], f"is merged with {text}; unmerge them")
            yield from ((int(row), one, odd) for one in inside for row in grid.rows[begin:end])
        else:
            laid[begin:end] = laid[begin] if grid.rows[begin] == top else ""


def separate_totals(grid: Grid) -> tuple[Grid, tuple[tuple[int, str], ...]]:
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
    first, *others = [text for text in texts if text] or [""]  # a merged cell may hide the only one
    return fold(first).strip(" :") in _TOTALS and all(map(_is_number, others))


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
