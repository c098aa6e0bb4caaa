"""The content of a book in a database: into rows, out of rows, and the hash of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from sqlalchemy import delete, func, insert, select

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.distinct import iso_days
from kamgraph.model.entities import TABLES
from kamgraph.model.versions import VERSION, list_tables
from kamgraph.sources.database.layout import EXTRA, PREFIX, ROW, find_table, read_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

    from kamgraph.sources.database.layout import Fill
    from kamgraph.sources.limits import Limits

Cells: TypeAlias = dict[str, list[Any]]  # column → values, None where one is missing


def replace(connection: Connection, tables: Mapping[str, pd.DataFrame], fill: Fill) -> None:
    """Replace all rows by those of a book's tables; ``fill`` is the database's quickest way."""
    whole = {name: _list_cells(name, tables[name]) for name in TABLES}
    for name, cells in whole.items():
        connection.execute(delete(find_table(name)))
        fill(connection, find_table(name), {ROW: range(1, len(tables[name]) + 1), **cells})
    book = find_table("book")
    connection.execute(delete(book))
    connection.execute(insert(book), {"version": VERSION, "sha256": _hash_content(whole)})


def load(connection: Connection, limits: Limits) -> dict[str, pd.DataFrame]:
    """Return the frames, not yet checked, of all tables with rows."""
    version = read_version(connection)
    whole = {
        name: _load_cells(connection, find_table(name, version), limits)
        for name in list_tables(version)
    }
    if connection.scalars(select(find_table("book").c.sha256)).all() != [_hash_content(whole)]:
        raise SourceError(
            "the rows are not those that kamgraph wrote: the data is damaged, or was changed by "
            "other means; restore a backup"
        )
    return {name: _make_frame(name, cells, limits) for name, cells in whole.items() if cells[EXTRA]}


def _list_cells(name: str, table: pd.DataFrame) -> Cells:
    known = [column.name for column in columns(name)]
    others = {str(other): _list_values(table[other]) for other in table.columns.difference(known)}
    return {column: _list_values(table[column]) for column in known} | {
        EXTRA: _pack_rows(others, len(table))
    }


def _list_values(values: pd.Series[Any]) -> list[Any]:
    """Return values of Python's own types."""
    if values.empty:
        return []
    if values.dtype.kind == "M":
        values = iso_days(values)
    missing = values.isna().tolist()
    return [None if lost else cell for cell, lost in zip(values.tolist(), missing, strict=True)]


def _pack_rows(others: Cells, count: int) -> list[str | None]:
    """Put the values of other columns into one JSON object per row; None where there are none."""
    if not others:
        return [None] * count
    rows = [
        {name: cell for name, cell in zip(others, row, strict=True) if cell is not None}
        for row in zip(*others.values(), strict=True)
    ]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return [encode(row) if row else None for row in rows]


def _unpack_rows(texts: list[Any]) -> Cells:
    rows = [{} if text is None else _unpack(text) for text in texts]
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}


def _unpack(text: object) -> dict[str, str]:
    try:
        row = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not all(isinstance(cell, str) for cell in row.values()):
        raise SourceError(f"the column {EXTRA} holds something else than a JSON object of texts")
    return row


def _hash_content(whole: Mapping[str, Cells]) -> str:
    """Hash the content, the same in every database and for every version of Python."""
    digest = hashlib.sha256()
    for name, cells in whole.items():
        for column in cells.items():
            digest.update(json.dumps([name, *column], default=str).encode())
    return digest.hexdigest()


def _load_cells(connection: Connection, table: Table, limits: Limits) -> Cells:
    count = connection.scalar(select(func.count()).select_from(table)) or 0
    if count > limits.rows:
        raise SourceError(f"{table.name}: {count:,} rows are more than {limits.rows:,}")
    row, *others = table.c
    rows = connection.execute(select(*others).order_by(row)).all()
    values = zip(*rows, strict=True) if rows else ([] for _ in others)
    return {column.name: list(found) for column, found in zip(others, values, strict=True)}


def _make_frame(name: str, cells: Cells, limits: Limits) -> pd.DataFrame:
    others = _unpack_rows(cells.pop(EXTRA))
    if both := sorted(cells.keys() & others.keys()):
        raise SourceError(f"{PREFIX}{name}: {EXTRA} repeats the column {', '.join(both)}")
    whole = cells | others
    if len(whole) > limits.columns:
        raise SourceError(
            f"{PREFIX}{name}: {len(whole):,} columns are more than {limits.columns:,}"
        )
    texts = (cell for found in whole.values() for cell in found if isinstance(cell, str))
    if (longest := max(map(len, texts), default=0)) > limits.cell:
        raise SourceError(
            f"{PREFIX}{name}: a text of {longest:,} characters is longer than {limits.cell:,}"
        )
    # An index of plain objects, since a name may hold what no text may.
    frame = pd.DataFrame(dict(enumerate(whole.values())), dtype=object)
    return frame.set_axis(pd.Index(list(whole), dtype=object), axis="columns")
