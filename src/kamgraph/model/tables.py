"""What follows from the natures and marks of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamgraph.errors import NotFoundError, quote
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import Happened, NameOfRow, OfAccount
from kamgraph.model.nearest import find_nearest

if TYPE_CHECKING:
    from kamgraph.model.nature import Nature


# The tables in which it stands what people are or were, each with the column of whose post it is.
POSTS = (("people", "id"), ("positions", "person"))


def check_table(table: Any) -> str:
    """Return the name of a table; refuse one that there is not."""
    if not isinstance(table, str) or table not in TABLES:
        near = find_nearest(table, TABLES) if isinstance(table, str) else []
        hint = f"is it '{near[0]}'?" if near else f"tables are {', '.join(TABLES)}"
        raise NotFoundError(f"a book has no table {quote(table)}", hint=hint)
    return table


def check_id_column(table: str, column: Any) -> str:
    """Return the name of a column of ids of a table; refuse one that there is not."""
    names = id_columns(table).keys() | ({"id"} if nature(table).shared else set())
    if not isinstance(column, str) or column not in names:
        hint = f"columns of ids are {', '.join(sorted(names))}"
        raise NotFoundError(f"{table} has no column {quote(column)} of ids", hint=hint)
    return column


def nature(table: str) -> Nature:
    """Return what the rows of a table are."""
    return TABLES[table].nature


@TABLES.remember
def unique_key(table: str) -> tuple[str, ...]:
    """Return the columns that no two rows share; none in a table whose rows may repeat."""
    if table not in TABLES or not nature(table).unique:
        return ()
    first_day = ("since",) if nature(table).rows == "states" else ()
    return nature(table).key + first_day


@TABLES.remember
def tables_of(*rows: str) -> tuple[str, ...]:
    """Return the tables whose rows are of some sorts: things, states, events."""
    return tuple(table for table in TABLES if nature(table).rows in rows)


@TABLES.remember
def tables_with(*names: str) -> tuple[str, ...]:
    """Return the tables that have some columns, such as ``since`` and ``until``."""
    return tuple(table for table in TABLES if {*names} <= {one.name for one in columns(table)})


@TABLES.remember
def tables_with_ids() -> tuple[str, ...]:
    """Return the tables whose rows have an id each, to which other tables may refer."""
    return tuple(table for table in TABLES if unique_key(table) == ("id",))


@TABLES.remember
def id_columns(table: str) -> dict[str, str]:
    """Return the table whose ids each column of ids holds, the table's own id first."""
    own = {"id": table} if table in tables_with_ids() else {}
    return own | {one.name: one.references for one in columns(table) if one.references}


@TABLES.remember
def person_columns(table: str) -> dict[str, bool]:
    """Return the columns of people's ids, and whether a row says nothing without the id."""
    required = {one.name: one.required for one in columns(table)}
    return {name: required[name] for name, of in id_columns(table).items() if of == "people"}


@TABLES.remember
def about_column(table: str) -> str | None:
    """Return the column of the person a row is about, None if rows are about nobody."""
    needed = (name for name, required in person_columns(table).items() if required)
    return nature(table).about or next(needed, None)


@TABLES.remember
def person_ends(table: str) -> tuple[str, ...]:
    """Return the columns of people without whom a row says nothing, whom it is about first."""
    ends = [column for column, required in person_columns(table).items() if required]
    return tuple(sorted(ends, key=lambda column: column != about_column(table)))


@TABLES.remember
def tables_between_people() -> tuple[str, ...]:
    """Return the tables of what there is between two people."""
    return tuple(table for table in TABLES if len(person_ends(table)) > 1)


@TABLES.remember
def account_column(table: str) -> str | None:
    """Return the column that says which account a row belongs to, None if none does."""
    return next((one.name for one in columns(table) if one.mark(OfAccount)), None)


@TABLES.remember
def names_account(table: str) -> bool:
    """Return whether every row names its account, or a unit of it."""
    return account_column(table) in list_required(table)


@TABLES.remember
def name_column(table: str) -> str | None:
    """Return the column that holds what people call a row, None if none does."""
    return next((one.name for one in columns(table) if one.mark(NameOfRow)), None)


@TABLES.remember
def list_event_days() -> tuple[tuple[str, str], ...]:
    """Return table and column of all days of what happened."""
    return tuple((table, name) for table in TABLES for name, _ in _list_happened(table))


def _list_happened(table: str) -> tuple[tuple[str, Happened], ...]:
    marked = ((one.name, one.mark(Happened)) for one in columns(table))
    return tuple((name, mark) for name, mark in marked if mark)


@TABLES.remember
def first_day_column(table: str) -> str | None:
    """Return the column of the day on which a row begins, None if rows were there always."""
    days = [name for name, _ in _list_happened(table)]
    needed = (column for column in days if column in list_required(table))
    return nature(table).begins if nature(table).begins in days else next(needed, None)


@TABLES.remember
def later_day_columns(table: str) -> tuple[str, ...]:
    """Return the columns of days of what happened to a row after it began, known by then alone."""
    days = (name for name, mark in _list_happened(table) if not mark.planned)
    return tuple(name for name in days if name != first_day_column(table))


@TABLES.remember
def list_required(table: str) -> frozenset[str]:
    """Return the columns without which a row says nothing."""
    return frozenset(one.name for one in columns(table) if one.required)
