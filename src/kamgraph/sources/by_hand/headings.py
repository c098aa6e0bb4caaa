"""Tables and columns that are called in Chinese, or in capitals: named as ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.labels import (
    find_column,
    find_column_like,
    find_name_beside,
    find_table,
    find_table_like,
    label_name_beside,
)
from kamgraph.model.voice import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamgraph.sources.raw import RawTable


def find_own(names: Iterable[str]) -> dict[str, str]:
    """Return which of some files or sheets are tables of ours, by their names in any language."""
    found = {name: table for name in names if (table := find_table(name))}
    # Exports of CRM systems have sheets that are called so in Chinese, too; but hardly one for
    # every table that another one rests on.
    return {
        name: table
        for name, table in found.items()
        if name in TABLES or list_needed(table) <= {*found.values()}
    }


def find_notes(sheets: Iterable[str]) -> list[str]:
    """Return the sheets that are neither tables of ours nor what we say in front of them."""
    own = {*find_own(sheets), *wording()["workbook.read_me"].values()}
    return [sheet for sheet in sheets if sheet not in own]


def find_tables_like(sheets: Iterable[str]) -> dict[str, str]:
    """Return which sheets are nearly called as tables of ours that none of them is."""
    there = {*find_own(sheets).values()}
    found = {sheet: find_table_like(sheet) for sheet in find_notes(sheets)}
    return {sheet: table for sheet, table in found.items() if table and table not in there}


def find_columns_like(raw: RawTable) -> dict[str, str]:
    """Return which columns of one of our tables are nearly called as ours that it lacks."""
    ours = {column.name for column in columns(raw.name)}
    strange = [str(name) for name in raw.cells if name not in ours]
    free = [name for name in strange if not find_name_beside(raw.name, name)]
    found = {name: find_column_like(raw.name, name) for name in free}
    return {name: like for name, like in found.items() if like and like not in raw.cells}


def name_as_ours(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return tables with those that are ours, and their columns, called as in a book."""
    own = find_own(raw.name for raw in raws)
    return [_name_columns(raw, own[raw.name]) if raw.name in own else raw for raw in raws]


def _name_columns(raw: RawTable, table: str) -> RawTable:
    """Return a table under our name, each column that has none of our names under ours."""
    taken = {column.name for column in columns(table)} & {*raw.cells}
    names: dict[str, str] = {}
    for theirs in map(str, raw.cells):
        ours = _find_column(table, theirs, beside=bool(raw.letters))
        if theirs not in taken and ours and ours not in taken:
            names[theirs] = ours
            taken.add(ours)
    return replace(
        raw,
        name=table,
        cells=raw.cells.rename(columns=names),
        letters={names.get(theirs, theirs): letter for theirs, letter in raw.letters.items()},
        odd={names.get(theirs, theirs): odd for theirs, odd in raw.odd.items()},
        units={names.get(theirs, theirs): units for theirs, units in raw.units.items()},
    )


def _find_column(table: str, text: str, *, beside: bool) -> str | None:
    """Return the column of ours that a heading means, or ours of the names beside its ids."""
    if (found := find_column(table, text)) or not beside:
        return found
    ids = find_name_beside(table, text)
    return label_name_beside(table, ids, "en") if ids else None


def list_needed(table: str) -> set[str]:
    """Return the tables without which no row of a table can be."""
    return {one.references for one in columns(table) if one.required and one.references}
