"""The log of a live book: which row was what before and after, written by the database itself."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.reading import find_name_problem
from kamgraph.sources.database.content import unpack_row
from kamgraph.sources.database.layout import CHANGES, EXTRA, ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

Row: TypeAlias = dict[str, Any]  # the cells of a row that hold something, as they are stored

# The triggers take their own moments; the marker of a beginning is no row of any table.
LOG = Table(
    CHANGES,
    MetaData(),
    Column("number", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("moment", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column(ROW, Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
)
_BEGIN = ""  # in place of a table's name: what was before is not in the log


class Entry(NamedTuple):
    """One row, changed once."""

    number: int
    moment: str
    table: str
    row: int  # its number in the table
    before: Row | None
    after: Row | None


def begin_log(connection: Connection) -> None:
    """Begin the log anew, so that it tells nothing of what was."""
    # The marker comes before the rest goes, so that no number is given twice.
    moment = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    marker = insert(LOG).values(moment=moment, name=_BEGIN, **{ROW: 0})
    (number,) = connection.execute(marker).inserted_primary_key or (0,)
    connection.execute(delete(LOG).where(LOG.c.number < number))


def cut_log(connection: Connection, before: int) -> None:
    """Leave out of the log the changes before one, but for the last."""
    last = select(func.max(LOG.c.number)).scalar_subquery()
    connection.execute(delete(LOG).where(LOG.c.number < before, LOG.c.number < last))


def find_span(connection: Connection) -> tuple[int, int]:
    """Return the numbers of the log's begin and of the last change."""
    # Each by itself, as SQLite looks for one end in the index, and for both through the whole log.
    ends = (select(end(LOG.c.number)).scalar_subquery() for end in (func.min, func.max))
    first, last = connection.execute(select(*ends)).one()
    return int(first), int(last)


def read_entries(connection: Connection, since: int) -> Iterator[Entry]:
    """Yield the changes after one, in their order."""
    for number, moment, name, row, before, after in connection.execute(
        select(LOG).where(LOG.c.number > since).order_by(LOG.c.number)
    ):
        if name != _BEGIN:
            yield Entry(number, moment, name, row, _decode(name, before), _decode(name, after))


def _decode(name: str, text: str | None) -> Row | None:
    if text is None:
        return None
    cells = {column: cell for column, cell in json.loads(text).items() if cell is not None}
    return decode_row(name, cells)


class Unread(str):
    """What others have put in place of other columns, and cannot be read as such."""

    __slots__ = ()


def decode_row(name: str, cells: Row) -> Row:
    """Return the cells of a stored row that hold something, other columns among them."""
    own = [column.name for column in columns(name)]
    known = {
        column.name: _decode_number(cells[column.name])
        if column.kind == "number"
        else cells[column.name]
        for column in columns(name)
        if cells.get(column.name) is not None
    }
    return known | _decode_others(cells.get(EXTRA), own)


def _decode_others(text: str | None, own: Collection[str]) -> Row:
    if text is None:
        return {}
    try:
        others = unpack_row(text)
    except SourceError:
        return {EXTRA: Unread(text)}
    odd = any(other in own or find_name_problem(other) for other in others)
    return {EXTRA: Unread(text)} if odd else others


def _decode_number(cell: Any) -> Any:
    """Return a number that was spelled out, since SQLite's JSON has but 15 digits."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell
