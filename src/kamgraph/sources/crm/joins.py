"""Rows of one raw table joined to those of another, for what a mapping finds in one row only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from kamgraph.model.folding import fold, fold_name
from kamgraph.sources.raw import RawTable
from kamgraph.sources.translation.cells import map_distinct, spell_texts, take_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Names: TypeAlias = tuple[str, ...]
Texts: TypeAlias = "pd.Series[str]"

# Columns by which a mapping knows which rows were joined, and which were not.
JOINED = "joined to other rows"
MISSING = "one of its rows"
OTHER = "the link"
_TRUE = ("true", "t", "yes", "1")
_DELETED = ("is_deleted", "_fivetran_deleted", "deleted", "archived")


def spell_out(raw: RawTable) -> RawTable:
    """Return a table with all its cells as texts, those of typed files as well."""
    return replace(raw, cells=spell_texts(raw.cells))


def is_one(raw: RawTable, names: Names) -> bool:
    """Return whether a table has one of some names, in any spelling."""
    return fold_name(raw.name) in map(fold_name, names)


def change_tables(
    raws: Sequence[RawTable], names: Names, change: Callable[[RawTable], RawTable]
) -> list[RawTable]:
    """Return the tables with those of some names changed."""
    return [change(raw) if is_one(raw, names) else raw for raw in raws]


def has(raw: RawTable, *names: str) -> bool:
    """Return whether a table has all columns of some names, in any spelling."""
    return all(map(raw.find_column, names))


def coalesce(raw: RawTable, *names: str) -> Texts:
    """Return row by row the first text of some columns that is not empty."""
    theirs = [*filter(None, map(raw.find_column, names))]
    raw.served.update(theirs)
    columns = [raw.cells[name].str.strip().astype(object) for name in theirs]
    return take_first(columns, raw.cells.index)


def fold_first(raw: RawTable, *names: str) -> Texts:
    """Return the first text of some columns as it is compared, row by row."""
    return map_distinct(coalesce(raw, *names), fold)


def look_up(texts: Texts, known: dict[str, str]) -> Texts:
    """Return what is known of each text, empty text where nothing is."""
    return pd.Series([known.get(text, "") for text in texts], texts.index, dtype=object)


def is_true(raw: RawTable, *names: str) -> pd.Series[bool]:
    """Return which rows hold a true value in the first of some columns that says anything."""
    return fold_first(raw, *names).isin(_TRUE)


def is_live(raw: RawTable) -> pd.Series[bool]:
    """Return which rows are not marked as deleted."""
    live = pd.Series(data=True, index=raw.cells.index)
    for name in _DELETED:
        if has(raw, name):
            live &= ~is_true(raw, name)
    return live


def add_columns(raw: RawTable, columns: dict[str, Texts]) -> RawTable:
    """Return a table with more columns."""
    made = raw.made | ({*columns} - {*raw.cells})
    return replace(raw, cells=raw.cells.assign(**columns), made=made)


def mark_rows(raw: RawTable, name: str, rows: pd.Series[bool], text: str = "yes") -> RawTable:
    """Return a table with a text in a column of some rows; other rows keep theirs."""
    before = coalesce(raw, name)
    return add_columns(raw, {name: before.mask(rows & (before == ""), text)})


def divide_column(
    raw: RawTable, theirs: str, name: str, to: str, beside: dict[str, Texts]
) -> RawTable:
    """Return a table with a row for each of several values in one cell, separated by ``;``."""
    # Rows marked as deleted have none.
    raw.served.add(theirs)
    cells = pd.DataFrame(beside | {to: raw.cells[theirs].str.split(";")})[is_live(raw)].explode(to)
    cells = cells.assign(**{to: cells[to].str.strip()})
    cells = cells[cells[to] != ""]
    lines = raw.lines[cells.index.to_numpy(dtype=int)]
    place = f"{raw.place}, column {theirs}"
    return RawTable(name, place, cells.reset_index(drop=True), lines, raw.unit, derived=True)


@dataclass(frozen=True)
class End:
    """The tables at one end of a link, their ids, and the column of the link that holds them."""

    tables: Names
    ids: Names
    column: str


def link_parents(
    raws: Sequence[RawTable],
    links: Names,
    child: End,
    parent: End,
    to: str,
    *,
    given: Names = (),
    is_primary: Callable[[RawTable], pd.Series[bool]] | None = None,
) -> list[RawTable]:
    """Give rows a column with their one parent, taken from tables of links."""
    # Of several links of a row the primary one counts, else the first. Links that count are marked
    # as joined, all others with the reason why not.
    live = [raw for raw in raws if is_one(raw, links)]
    ends = pd.concat([_list_ends(raw, child, parent, is_primary) for raw in live] or [_NO_ENDS])
    ends = ends[(ends["child"] != "") & (ends["parent"] != "")]
    first = ends.sort_values("after", kind="stable").drop_duplicates("child")
    chosen = dict(zip(first["child"], first["parent"], strict=True)) | _list_parents(
        raws, child, given
    )
    there = list_ids(raws, child), list_ids(raws, parent)
    raws = add_lookup(raws, child.tables, child.ids, chosen, to)
    return change_tables(raws, links, lambda raw: _mark_links(raw, child, parent, chosen, there))


_NO_ENDS = pd.DataFrame({"child": [], "parent": [], "after": []}, dtype=object)


def _list_ends(
    raw: RawTable,
    child: End,
    parent: End,
    is_primary: Callable[[RawTable], pd.Series[bool]] | None,
) -> pd.DataFrame:
    after = ~is_primary(raw) if is_primary else pd.Series(data=True, index=raw.cells.index)
    ends = {"child": coalesce(raw, child.column), "parent": coalesce(raw, parent.column)}
    return pd.DataFrame({**ends, "after": after})[is_live(raw)]


def _list_parents(raws: Sequence[RawTable], child: End, given: Names) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw in raws:
        if is_one(raw, child.tables):
            pairs = zip(coalesce(raw, *child.ids), coalesce(raw, *given), strict=True)
            found |= {one: parent for one, parent in pairs if parent}
    return found


def list_ids(raws: Sequence[RawTable], end: End) -> set[str]:
    """Return the ids of the rows at one end that are not marked as deleted."""
    found: set[str] = set()
    for raw in raws:
        if is_one(raw, end.tables):
            found |= {*coalesce(raw, *end.ids)[is_live(raw)]}
    return found


def _mark_links(
    raw: RawTable,
    child: End,
    parent: End,
    chosen: dict[str, str],
    there: tuple[set[str], set[str]],
) -> RawTable:
    """Mark the links that count, and all others with the reason why they do not."""
    one, other, live = coalesce(raw, child.column), coalesce(raw, parent.column), is_live(raw)
    known = one.isin(there[0]) & other.isin(there[1])
    counts = other == look_up(one, chosen)
    raw = mark_rows(raw, JOINED, live & known & counts)
    raw = mark_rows(raw, MISSING, live & ~known, "not in the export")
    return mark_rows(raw, OTHER, live & known & ~counts, "not the first or primary one")


def add_lookup(
    raws: Sequence[RawTable], rows: Names, by: Names, known: dict[str, str], to: str
) -> list[RawTable]:
    """Give rows a column with what is known of the text in another of their columns."""
    return change_tables(
        raws, rows, lambda raw: add_columns(raw, {to: look_up(coalesce(raw, *by), known)})
    )


def add_unless_there(
    raws: Sequence[RawTable], rows: Names, by: Names, others: Sequence[End], to: str
) -> list[RawTable]:
    """Give rows a column with the id in another, unless it is that of a row at some other end."""
    known = {id_ for end in others for id_ in list_ids(raws, end)}

    def add(raw: RawTable) -> RawTable:
        ids = coalesce(raw, *by)
        return add_columns(raw, {to: ids.mask(ids.isin(known), "")})

    return change_tables(raws, rows, add)


def index_texts(
    raws: Sequence[RawTable], tables: Names, ids: Names, of: Callable[[RawTable], Texts]
) -> dict[str, str]:
    """Return for each id in some tables the first text that is not empty."""
    found: dict[str, str] = {}
    for name in tables:
        for raw in raws:
            if is_one(raw, (name,)):
                live = is_live(raw)
                for one, text in zip(coalesce(raw, *ids)[live], of(raw)[live], strict=True):
                    if one and text:
                        found.setdefault(one, text)
    return found


def mark_references(
    raws: Sequence[RawTable], tables: Names, ids: Names, rows: Names, by: Names
) -> list[RawTable]:
    """Mark the rows of some tables as joined that others name."""
    named: set[str] = set()
    for raw in raws:
        if is_one(raw, rows):
            named |= {*coalesce(raw, *by)[is_live(raw)]}
    return change_tables(
        raws, tables, lambda raw: mark_rows(raw, JOINED, coalesce(raw, *ids).isin(named))
    )
