"""What a live book holds at a number of its log, and how it follows the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kamgraph.errors import BookError, quote
from kamgraph.model.book import Book
from kamgraph.model.entities import TABLES
from kamgraph.sources.database.layout import EXTRA, PREFIX, ROW, select_rows
from kamgraph.sources.database.log import Row, Unread, decode_row, find_span, read_entries
from kamgraph.sources.database.row_changes import make_frames
from kamgraph.store.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from sqlalchemy import Connection
    from sqlalchemy import Row as SqlRow

    from kamgraph.model.columnar.table import Table
    from kamgraph.model.policy import Policy

Place: TypeAlias = tuple[str, int]  # a table, and the number of a row in it
Tables: TypeAlias = Mapping[str, "Table"]


class LeftOut(NamedTuple):
    """A row of a table that cannot be read, as somebody else has written it."""

    row: Row
    problems: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """A live book at a number of its log."""

    book: Book
    first: int  # the number at which the log begins
    last: int
    left_out: Mapping[Place, LeftOut]
    trail: Trail


def follow(state: State | None, connection: Connection, policy: Policy) -> State:
    """Return what a live book holds now, in time of what has changed since."""
    first, last = find_span(connection)
    if state is None or state.last < first - 1 or state.last > last:
        return _load(connection, policy, first, last)
    if state.last == last:
        return state
    before, after = _sum_up(connection, state.last)
    gone = {place: row for place, row in before.items() if place not in state.left_out}
    waiting = {place: one.row for place, one in state.left_out.items() if place not in before}
    try:
        book, went = _take_out(state.book, gone, policy)
        book, left_out, replaced, came = _take_in(book, waiting | after, policy)
    except BookError:  # rows of the book contradict the change, so all are judged together
        return _load(connection, policy, first, last)
    if replaced:  # so do those that have the key of another, as none of ours was in its place
        return _load(connection, policy, first, last)
    return State(book, first, last, left_out, state.trail.add(last, state.book, went, came))


def _sum_up(connection: Connection, since: int) -> tuple[dict[Place, Row], dict[Place, Row]]:
    """Return the rows that the log changes as they were before it all, and as they are after."""
    before: dict[Place, Row | None] = {}
    after: dict[Place, Row | None] = {}
    for entry in read_entries(connection, since):
        place = (entry.table, entry.row)
        before.setdefault(place, entry.before)
        after[place] = entry.after
    return (
        {place: row for place, row in before.items() if row is not None},
        {place: row for place, row in after.items() if row is not None},
    )


def _load(connection: Connection, policy: Policy, first: int, last: int) -> State:
    """Read all rows."""
    rows = {
        (name, stored[ROW]): decode_row(name, stored)
        for name in TABLES
        for stored in map(_as_dict, connection.execute(select_rows(connection, name).order_by(ROW)))
    }
    book, left_out, *_ = _take_in(None, rows, policy)
    return State(book, first, last, left_out, Trail(last))


def _as_dict(row: SqlRow[Any]) -> Row:
    return dict(row._mapping)  # noqa: SLF001


def _take_out(book: Book, gone: Mapping[Place, Row], policy: Policy) -> tuple[Book, Tables]:
    """Return a book without some rows, and these; of equal ones as many go as there are."""
    if not gone:
        return book, {}
    frames = {
        name: frame.reindex(columns=[*dict.fromkeys([*book.list_columns(name), *frame])])
        for name, frame in make_frames(_by_table(gone)).items()
    }
    return book.change_rows({}, frames, policy, lenient=True, singly=True)[:2]


def _take_in(
    book: Book | None, rows: Mapping[Place, Row], policy: Policy
) -> tuple[Book, dict[Place, LeftOut], Tables, Tables]:
    """Return a book with rows, which of them cannot be read, and which went and came for them."""
    # Where there is no book yet, all rows make one.
    left_out = _find_unread(rows)
    rows = {place: row for place, row in rows.items() if place not in left_out}
    while True:
        frames = make_frames(_by_table(rows))
        try:
            if book is None:
                return Book.from_tables(frames, policy=policy, lenient=True), left_out, {}, {}
            after, went, came = book.change_rows(frames, {}, policy, lenient=True)
        except BookError as error:
            found = _find_culprits(error.problems, rows)
            if not found:
                raise
            for place, problems in found.items():
                left_out[place] = LeftOut(rows.pop(place), tuple(problems))
        else:
            return after, left_out, went, came


def _find_unread(rows: Mapping[Place, Row]) -> dict[Place, LeftOut]:
    """Return the rows whose other columns cannot be read."""
    wrong = (
        f"is no JSON object of texts whose names are other columns; leave {EXTRA} empty, or mend it"
    )
    return {
        place: LeftOut(row, (_tell(EXTRA, str(row[EXTRA]), wrong),))
        for place, row in rows.items()
        if isinstance(row.get(EXTRA), Unread)
    }


def _by_table(rows: Mapping[Place, Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for (name, _), row in rows.items():
        found[name].append(row)
    return found


def _find_culprits(problems: pd.DataFrame, rows: Iterable[Place]) -> dict[Place, list[str]]:
    """Return the rows that cannot be read, with what is wrong with each."""
    places: dict[str, list[Place]] = defaultdict(list)
    for place in rows:
        places[place[0]].append(place)
    found: dict[Place, list[str]] = defaultdict(list)
    told = problems.dropna(subset=["row"])
    for table, row, column, value, problem in told[
        ["table", "row", "column", "value", "problem"]
    ].itertuples(index=False):
        found[places[table][int(row) - 1]].append(_tell(column, value, problem))
    return found


def _tell(column: str, value: object, problem: str) -> str:
    shown = f"{quote(value)} " if isinstance(value, str) and value else ""
    return f"{column}: {shown}{problem}" if column else f"{shown}{problem}"


def locate(place: Place) -> str:
    """Say where a row stands in the database."""
    name, row = place
    return f"{PREFIX}{name}, {ROW} {row}"
