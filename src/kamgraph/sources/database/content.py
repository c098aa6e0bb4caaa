"""The content of a book in a database: into rows, out of rows, and the hash of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
from sqlalchemy import delete, func, insert, select

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES
from kamgraph.model.versions import VERSION, list_tables
from kamgraph.sources.database.layout import EXTRA, PREFIX, ROW, find_table, read_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select, Table

    from kamgraph.model.book import Book
    from kamgraph.model.distinct import Distinct
    from kamgraph.sources.database.layout import Fill
    from kamgraph.sources.limits import Limits

_BATCH = 200  # rows that are fetched at once: so few that they fit the cache of a processor
LIVE = "live"  # in place of the hash of rows that anybody may change
Cells: TypeAlias = dict[str, list[Any]]  # column → values, None where one is missing


def replace(connection: Connection, book: Book, fill: Fill) -> None:
    """Replace all rows by those of a book; ``fill`` is the database's quickest way."""
    whole = {name: list_cells(name, book.find_distinct(name)) for name in TABLES}
    for name, cells in whole.items():
        connection.execute(delete(find_table(name)))
        filled = {column: found for column, found in cells.items() if not _is_empty(found)}
        fill(connection, find_table(name), {ROW: range(1, len(cells[EXTRA]) + 1), **filled})
    head = find_table("book")
    connection.execute(delete(head))
    connection.execute(insert(head), {"version": VERSION, "sha256": _hash_content(whole)})


def load(connection: Connection, limits: Limits) -> dict[str, pd.DataFrame]:
    """Return the frames, not yet checked, of all tables with rows."""
    version = read_version(connection)
    whole = {
        name: _load_cells(connection, find_table(name, version), limits)
        for name in list_tables(version)
    }
    if read_hash(connection) not in {LIVE, _hash_content(whole)}:
        raise SourceError(
            "the rows are not those that kamgraph wrote: the data is damaged, or was changed by "
            "other means; restore a backup"
        )
    return {name: _make_frame(name, cells, limits) for name, cells in whole.items() if cells[EXTRA]}


def read_hash(connection: Connection) -> str:
    """Return the hash of the content, or that it is live."""
    return connection.scalars(select(find_table("book").c.sha256)).one()


def list_cells(name: str, table: Mapping[str, Distinct]) -> Cells:
    """Return the cells of a table as values of Python's own types."""
    whole = {
        column: found.spread(found.members, missing=None).tolist()
        for column, found in table.items()
    }
    known = [column.name for column in columns(name)]
    others = {other: whole[other] for other in sorted(whole.keys() - {*known})}
    count = len(whole[known[0]])
    return {column: whole[column] for column in known} | {EXTRA: _pack_rows(others, count)}


def _is_empty(cells: list[Any]) -> bool:
    """Tell whether a column has no value in any row; most that have one begin with one."""
    return not cells or (cells[0] is None and len(cells) == cells.count(None))


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
    if _is_empty(texts):
        return {}
    rows = [{} if text is None else unpack_row(text) for text in texts]
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}


def unpack_row(text: object) -> dict[str, str]:
    """Return other columns and their values, as one row of them is stored."""
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
        for column, found in cells.items():
            digest.update(f"[{json.dumps(name)}, {json.dumps(column)}, ".encode())
            digest.update(_spell_cells(found).encode())
            digest.update(b"]")
    return digest.hexdigest()


def _spell_cells(cells: list[Any]) -> str:
    """Return the list of some cells as JSON; most columns are empty, or hold texts and nothing."""
    if _is_empty(cells):
        return f"[{', '.join(['null'] * len(cells))}]"
    return json.dumps(cells, default=str)


def _load_cells(connection: Connection, table: Table, limits: Limits) -> Cells:
    row, *columns = table.c
    counts = select(func.count(), *map(func.count, columns)).select_from(table)
    count, *held = connection.execute(counts).one()
    if count > limits.rows:
        raise SourceError(f"{table.name}: {count:,} rows are more than {limits.rows:,}")
    cells: Cells = {column.name: [] for column in columns}
    filled = [column for column, found in zip(columns, held, strict=True) if found]
    for rows in _fetch(connection, select(*filled).order_by(row)) if filled else ():
        for column, found in zip(filled, zip(*rows, strict=True), strict=True):
            cells[column.name].extend(found)
    nothing = [None] * count
    return {column: found or nothing for column, found in cells.items()}


def _fetch(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield some rows at a time as the driver makes them; to wrap each takes as long again."""
    with connection.execute(statement) as result:
        while rows := result.cursor.fetchmany(_BATCH):
            yield rows


def _make_frame(name: str, cells: Cells, limits: Limits) -> pd.DataFrame:
    others = _unpack_rows(cells.pop(EXTRA))
    if both := sorted(cells.keys() & others.keys()):
        raise SourceError(f"{PREFIX}{name}: {EXTRA} repeats the column {', '.join(both)}")
    whole = {name: found for name, found in (cells | others).items() if not _is_empty(found)}
    if len(whole) > limits.columns:
        raise SourceError(
            f"{PREFIX}{name}: {len(whole):,} columns are more than {limits.columns:,}"
        )
    columns = [_make_column(found) for found in whole.values()]
    longest = max((_measure_longest(column) for column in columns), default=0)
    if longest > limits.cell:
        raise SourceError(
            f"{PREFIX}{name}: a text of {longest:,} characters is longer than {limits.cell:,}"
        )
    # An index of plain objects, since a name may hold what no text may.
    frame = pd.DataFrame(dict(enumerate(columns)))
    return frame.set_axis(pd.Index(list(whole), dtype=object), axis="columns")


def _make_column(cells: list[Any]) -> pd.Series[Any]:
    """Return cells as texts where all are, else as they are."""
    are_texts = {str, type(None)}.issuperset(map(type, cells))
    return pd.Series(cells, dtype=TEXT if are_texts else object)


def _measure_longest(column: pd.Series[Any]) -> int:
    """Return the length of the longest text."""
    if column.dtype == "str":
        return int(column.str.len().max()) if column.notna().any() else 0
    return max((len(cell) for cell in column if isinstance(cell, str)), default=0)
