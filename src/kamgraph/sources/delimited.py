"""Tables as delimited text: a strict gate on the way in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.counts import first_of
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.limits import Limits
from kamgraph.sources.raw import RawTable, first_text, name_tables
from kamgraph.sources.regular_text import read_regular
from kamgraph.sources.table_finder import (
    Area,
    find_areas,
    find_groups,
    find_lines,
    find_sides,
    list_sides,
    name_columns,
    place_areas,
)
from kamgraph.sources.text import decode
from kamgraph.sources.text_rows import find_first, find_separator, read_rows
from kamgraph.sources.translation.totals import is_total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.table_finder import Lines
    from kamgraph.sources.text_rows import Row

Notes: TypeAlias = tuple[tuple[int, str], ...]  # lines that are of no table, with their texts
Parts: TypeAlias = tuple[pd.DataFrame, np.ndarray, Notes]

_SMALL = 100_000  # characters below which the plain reader is as fast as the quick one
_SHOWN = 10


def parse(
    data: bytes,
    place: str,
    name: str = "",
    *,
    encoding: str | None = None,
    limits: Limits = Limits(),
) -> RawTable:
    """Take a file of delimited text apart: one header, then rows as long as the header."""
    # The separator is the comma, semicolon, tab or bar for which the file is regular, or what a
    # first line `sep=;` names; fields may be in double quotes. Blank lines are no rows. Rows of a
    # single cell that end a file after a blank line are its footer (reports print one), as is a
    # line of totals that ends early.
    text = decode(data, place, encoding)
    separator, start = find_separator(text, place)
    if quick := _read_quickly(text, separator, start, place, name, limits):
        return quick
    rows = read_rows(text, separator, start, place, limits)
    return _read_table(rows, place, name, limits)


def parse_tables(
    data: bytes,
    place: str,
    name: str = "",
    *,
    encoding: str | None = None,
    limits: Limits = Limits(),
    headers: Sequence[Lines] = (),
) -> list[RawTable]:
    """Take a file of delimited text apart that may hold notes, titles and several tables."""
    # A file whose only table begins in its first line is what parse makes of it. In any other the
    # tables are found, unless the lines of their headers are given.
    text = decode(data, place, encoding)
    separator, start = find_separator(text, place)
    if not headers and (quick := _read_quickly(text, separator, start, place, name, limits)):
        return [quick]
    rows = read_rows(text, separator, start, place, limits)
    filled = [at for at, (_, cells) in enumerate(rows) if any(cells)]
    starts = [at for at, row in enumerate(filled) if not at or row > filled[at - 1] + 1]
    texts = [rows[at][1] for at in filled]
    if headers:
        lines = {rows[row][0]: at for at, row in enumerate(filled)}
        areas = place_areas(texts, starts, [find_lines(one, lines, place) for one in headers])
    else:
        areas = find_areas(texts, starts)
    whole = not headers and [area.header for area in areas] == [(0,)]
    if not areas or (whole and all(texts[0]) and len(_list_sides(areas[0], texts)) == 1):
        try:
            return [_read_table(rows, place, name, limits)]
        except SourceError as error:
            hint = "if the table begins elsewhere, name its line in a mapping (header = 5)"
            raise SourceError(f"{error}; {hint}") from error
    ends = [0, *(filled[area.end - 1] + 1 for area in areas[:-1])]
    cut = [
        titled
        for area, begin in zip(areas, ends, strict=True)
        for titled in _cut_tables(
            rows,
            filled,
            area,
            begin,
            texts=texts,
            place=place,
            limits=limits,
            is_given=bool(headers),
        )
    ]
    tables = [table for _, table in cut]
    rest = _join_notes(rows[filled[areas[-1].end - 1] + 1 :])
    tables[-1] = replace(tables[-1], footer=(*tables[-1].footer, *rest))
    return name_tables(tables, [title for title, _ in cut], name)


def _read_irregular(rows: list[Row], width: int, place: str) -> Parts:
    """Make columns of rows, without the blank ones and the footer."""
    rows, footer = _separate_rows(rows, width, place)
    cells = pd.DataFrame([cells for _, cells in rows], columns=range(width), dtype=TEXT)
    return cells, np.array([line for line, _ in rows], dtype=int), footer


def _separate_rows(rows: list[Row], width: int, place: str) -> tuple[list[Row], Notes]:
    """Part the rows, each as long as the header, from the footer; blank lines are none."""
    rows, footer = _separate_footer(rows, width)
    if {len(cells) for _, cells in rows} != {width}:
        rows = [_fill_total(row, width) for row in rows if row[1]]
        _check_lengths(rows, width, place)
    return rows, footer


def _fill_total(row: Row, width: int) -> Row:
    """Return a row with the cells that a total of some rows leaves out."""
    line, cells = row
    is_short = _is_short_total(cells, width)
    return (line, [*cells, *[""] * (width - len(cells))]) if is_short else row


def _separate_footer(rows: list[Row], width: int) -> tuple[list[Row], Notes]:
    """Part the rows from the single cells after the last blank lines, and from short totals."""
    end = len(rows)
    while width > 1 and end and len(rows[end - 1][1]) <= 1:
        end -= 1
    if end < len(rows) and rows[end][1]:
        end = len(rows)
    while end and _is_short_total(rows[end - 1][1], width):
        end -= 1
    return rows[:end], _join_notes(rows[end:])


def _is_short_total(cells: list[str], width: int) -> bool:
    """Return whether a line ends where a total needs no more cells, or is blank."""
    return len(cells) < width and (not cells or is_total(cells))


def _read_quickly(
    text: str, separator: str, start: int, place: str, name: str, limits: Limits
) -> RawTable | None:
    """Read a long text, if it is proven that it is one regular table below its first line."""
    first = find_first(text, separator, start, place)
    if len(text) <= _SMALL or first is None or not _is_header(first[1]):
        return None
    header = _read_header(*first, place, limits)
    if (found := read_regular(text, separator, first[0], len(header))) is None:
        return None
    cells, lines = found
    cells.columns = pd.Index(header)
    _check_size(cells, lines, place, limits)
    return RawTable(name, place, cells, lines, header=(first[0],), from_text=True)


def _read_table(rows: list[Row], place: str, name: str, limits: Limits) -> RawTable:
    """Make a table of rows of which the first that is not blank is the header."""
    top = next((at for at, row in enumerate(rows) if row[1]), None)
    if top is None:
        return RawTable(name, place, pd.DataFrame(), np.zeros(0, dtype=int))
    line, names = rows[top]
    header = _read_header(line, names, place, limits)
    cells, lines, footer = _read_irregular(rows[top + 1 :], len(header), place)
    cells.columns = pd.Index(header)
    _check_size(cells, lines, place, limits)
    return RawTable(name, place, cells, lines, header=(line,), footer=footer, from_text=True)


def _list_sides(area: Area, texts: Sequence[list[str]]) -> list[list[int]]:
    """Return the columns of each table of an area, where several stand side by side."""
    body = texts[area.header[-1] + 1 : area.end]
    filled = {at for cells in body for at, text in enumerate(cells) if text.strip()}
    return list_sides(name_columns([texts[at] for at in area.header]), filled)


def _cut_tables(
    rows: list[Row],
    filled: list[int],
    area: Area,
    begin: int,
    *,
    texts: Sequence[list[str]],
    place: str,
    limits: Limits,
    is_given: bool,
) -> Iterator[tuple[str, RawTable]]:
    """Yield the tables of an area with their titles, and what stands above since a row as notes."""
    body = rows[filled[area.header[-1]] + 1 : filled[area.end - 1] + 1]
    width = max(len(texts[at]) for at in area.header)
    body, footer = _separate_rows(body, width, place)
    cells = pd.DataFrame([cells for _, cells in body], columns=range(width), dtype=TEXT)
    lines = np.array([line for line, _ in body], dtype=int)
    held = {at: np.flatnonzero(cells[at].str.strip() != "") for at in range(width)}
    header = tuple(rows[filled[at]][0] for at in area.header)
    above = _join_notes(rows[begin : filled[area.header[0]]])
    groups = find_groups(texts, area)
    for number, side in enumerate(find_sides(texts, area, np.arange(len(cells)), held)):
        named = {at: name for at, name in side.names.items() if name or not is_given}
        table = cells.loc[side.rows, [*named]].reset_index(drop=True)
        table.columns = pd.Index(_read_header(header[-1], [*named.values()], place, limits))
        own = lines[side.rows]
        _check_size(table, own, place, limits)
        raw = RawTable("", place, table, own, header=header, above=above, from_text=True)
        nameless = tuple(
            (str(at + 1), first_text(cells[at])) for at in sorted({*side.names} - {*named})
        )
        parted_at = f"column {min(side.names) + 1}" if number else ""
        raw = replace(raw, footer=footer, nameless=nameless, parted_at=parted_at, groups=groups)
        yield side.title, raw


def _join_notes(rows: list[Row]) -> Notes:
    return tuple((line, ", ".join(filter(None, cells))) for line, cells in rows if any(cells))


def _read_header(line: int, cells: list[str], place: str, limits: Limits) -> list[str]:
    """Return the names of the columns, without blanks around them."""
    place, header = f"{place}, line {line}", [name.strip() for name in cells]
    if len(header) > limits.columns:
        raise SourceError(f"{place}: {len(header):,} columns are more than {limits.columns:,}")
    if nameless := [str(at) for at, name in enumerate(header, start=1) if not name]:
        raise SourceError(f"{place}: without a name: column {', '.join(nameless)}")
    if repeated := [repr(name) for name, count in Counter(header).items() if count > 1]:
        raise SourceError(f"{place}: named twice: column {', '.join(repeated)}")
    return header


def _is_header(cells: list[str]) -> bool:
    names = [name.strip() for name in cells]
    return all(names) and len({*names}) == len(names)


def _check_lengths(rows: list[Row], width: int, place: str) -> None:
    ragged = [f"line {line} has {len(cells)}" for line, cells in rows if len(cells) != width]
    if ragged:
        shown = first_of(ragged, most=_SHOWN)
        raise SourceError(f"{place}: the header has {width} cells, but {shown}")


def _check_size(cells: pd.DataFrame, lines: np.ndarray, place: str, limits: Limits) -> None:
    if len(cells) > limits.rows:
        raise SourceError(f"{place}: has more than {limits.rows:,} rows")
    for column in cells:
        long = (cells[column].str.len() > limits.cell).to_numpy()
        if long.any():
            where = f"{place}, line {lines[long.argmax()]}, column {column}"
            raise SourceError(f"{where}: holds more than {limits.cell:,} characters")
