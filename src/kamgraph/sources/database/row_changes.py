"""Rows of a live book, one by one: which of the database are meant, out with them, in with new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from sqlalchemy import bindparam, delete

from kamgraph.errors import SourceError
from kamgraph.model.checks import read_rows
from kamgraph.model.distinct import Distinct
from kamgraph.sources.database.content import list_cells
from kamgraph.sources.database.layout import ROW, find_id_column, find_table, select_rows
from kamgraph.sources.database.log import Row, decode_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection
    from sqlalchemy.sql import ColumnElement

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.policy import Policy
    from kamgraph.sources.database.layout import Fill

Cells: TypeAlias = Mapping[str, Distinct]  # column → the values of its rows
_BATCH = 500  # ids that are looked for at once


def exchange(
    connection: Connection,
    gone: Mapping[str, Cells],
    new: Mapping[str, Cells],
    left_out: Collection[tuple[str, int]],
    policy: Policy,
    fill: Fill,
) -> None:
    """Delete rows that a book holds, and insert others; what is in both stays as it is."""
    for name in gone.keys() | new.keys():
        away, more = (Counter(_spell_rows(name, cells.get(name))) for cells in (gone, new))
        both = away & more
        if lost := away - both:
            skip = {row for table, row in left_out if table == name}
            numbers = _find_rows(connection, name, lost, skip, policy)
            table = find_table(name)
            one = delete(table).where(table.c[ROW] == bindparam("number"))
            connection.execute(one, [{"number": number} for number in numbers])
        if added := more - both:
            table = find_table(name)
            names = [column.name for column in table.c if column.name != ROW]
            cells = zip(*added.elements(), strict=True)
            fill(connection, table, dict(zip(names, cells, strict=True)))


def find_cells(table: Table) -> Cells:
    """Return the distinct values of the columns of a table."""
    return {column: Distinct.of_cells(table[column]) for column in table}


def _spell_rows(name: str, cells: Cells | None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as a database holds them."""
    if cells is not None:
        yield from zip(*list_cells(name, cells).values(), strict=True)


def _find_rows(
    connection: Connection,
    name: str,
    wanted: Counter[tuple[Any, ...]],
    skip: Collection[int],
    policy: Policy,
) -> list[int]:
    """Return the numbers of rows that read as those that are wanted."""
    table = find_table(name)
    column = table.c[find_id_column(name)]
    place = [*table.c.keys()].index(column.name) - 1
    ids = [*{row[place] for row in wanted}]
    found: list[int] = []
    left = Counter(wanted)
    for begin in range(0, len(ids), _BATCH):
        some = column.in_(ids[begin : begin + _BATCH])
        found += _take_rows(connection, name, left, skip, policy, some)
    if left:
        raise SourceError(f"{table.name}: rows that were just read are not there")
    return found


def _take_rows(
    connection: Connection,
    name: str,
    left: Counter[tuple[Any, ...]],
    skip: Collection[int],
    policy: Policy,
    where: ColumnElement[bool],
) -> Iterator[int]:
    """Yield the numbers of rows that are wanted, and cross these off."""
    rows = connection.execute(select_rows(connection, name).where(where))
    stored = [dict(row._mapping) for row in rows if row[0] not in skip]  # noqa: SLF001
    frames = make_frames({name: [decode_row(name, row) for row in stored]})
    draft, _ = read_rows(frames, policy=policy)
    for row, read in zip(stored, _spell_rows(name, find_cells(draft.tables[name])), strict=True):
        if left[read] > 0:
            left[read] -= 1
            yield row[ROW]
    for read in [read for read, count in left.items() if not count]:
        del left[read]


def make_frames(rows: Mapping[str, list[Row]]) -> dict[str, pd.DataFrame]:
    """Return stored rows as frames to be read, with a row for each."""
    return {
        name: pd.DataFrame(some, dtype=object, index=range(len(some)))
        for name, some in rows.items()
        if some
    }
