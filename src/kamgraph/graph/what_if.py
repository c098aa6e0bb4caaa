"""Books with a few facts more, for the question what if."""

from __future__ import annotations

from functools import singledispatch
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from kamgraph.errors import BookError, NotFoundError, ScopeError, quote
from kamgraph.graph.changes import Leaver, NewGrade, NewMeeting, NewRole, NewTie
from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamgraph.graph.changes import Change
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

EVIDENCE = "what if"


class _Place(NamedTuple):
    """Of what and when new facts are: the account or unit, the deal, and the day of a graph."""

    book: Book
    account: str | None
    deal: str | None
    day: dt.date | None
    evidence: str | None

    @property
    def moment(self) -> pd.Timestamp:
        """The day as the tables have it; missing without one."""
        return pd.Timestamp(self.day)  # type: ignore[arg-type] # NaT of None


class _Rows(NamedTuple):
    """The rows of a table that a change puts in the place of others."""

    table: str
    new: pd.DataFrame
    gone: pd.DataFrame


def change_book(
    book: Book,
    changes: Iterable[Change],
    asked: tuple[str | None, str | None],
    day: dt.date | None,
    policy: Policy,
    *,
    evidence: str | None = EVIDENCE,
) -> Book:
    """Return the book with what changes from a day on, one after the other."""
    account, deal = asked
    for change in changes:
        rows = _apply(change, _Place(book, account, deal or None, day, evidence))
        if rows is not None:
            book = _replace(book, rows, change, policy)
    return book


def _replace(book: Book, rows: _Rows, change: Change, policy: Policy) -> Book:
    """Return the book with the rows of a change."""
    table, new, gone = rows
    # Lenient, because what the book held already is not this question's business.
    try:
        return book.changed(
            {table: new},
            gone={table: gone} if len(gone) else None,
            policy=policy,
            lenient=True,
        )
    except BookError as error:  # whose rows are none that anybody gave
        raise error.advise(f"That is what would be wrong with {change!r}.") from None


@singledispatch
def _apply(change: object, _place: _Place) -> _Rows | None:
    """Return which rows a change makes others, if any."""
    raise ScopeError(f"{change!r} is no change; changes are NewTie, NewGrade, NewRole and the like")


@_apply.register(Leaver)
def _leave(_change: Leaver, _place: _Place) -> None:
    """Leave the book as it is: it is graphs that do without somebody."""


@_apply.register(NewTie)
def _add_tie(change: NewTie, place: _Place) -> _Rows:
    # Of two rows of one tie the new one holds; a new solid line ends the person's others of the
    # same level. A strength of 0 ends the tie.
    _check_pair(place.book, change.source, change.target)
    ties = place.book.find_rows("ties", "source", change.source)
    same = ties["kind"].eq(change.kind) & _is_of_deal(ties, place.deal)
    if change.kind not in tie_kinds.SOLID:
        same &= ties["target"].eq(change.target)
    old = ties[same]
    kept = _end_rows(old, place.day)
    if change.strength != 0 or place.deal is not None:
        row = vars(change) | {"deal": place.deal, "since": place.moment}
        row |= {"evidence": place.evidence}
        kept = _add_rows(kept, row)
    return _Rows("ties", kept, old)


def _end_rows(ties: pd.DataFrame, day: dt.date | None) -> pd.DataFrame:
    """End rows on a day, and leave out those that would end before they begin."""
    moment = pd.Timestamp.min if day is None else pd.Timestamp(day)
    begun = ties["since"].isna() & (day is not None) | (ties["since"] < moment)
    lasting = ties["until"].isna() | (ties["until"] > moment)
    return ties.assign(until=ties["until"].mask(begun & lasting, moment))[begun]


@_apply.register(NewGrade)
def _add_grade(change: NewGrade, place: _Place) -> _Rows:
    # It takes the place of others of that day. In the scope of a unit it is of the unit; else of
    # no account, as a grade need not name one.
    _refuse_unknown(place.book, change.person)
    if change.axis not in AXES.words:
        known = ", ".join(AXES.words)
        raise ScopeError(f"{quote(change.axis)} is no axis; axes are {known}")
    if place.day is None:
        raise ScopeError("the book has no dates to put the grade on; build the graph with as_of=")
    units = None if place.deal or place.account is None else _list_units(place.book, place.account)
    judged = place.book.find_rows("assessments", "person", change.person)
    same = judged["date"].eq(place.moment) & _is_of_deal(judged, place.deal)
    if units is not None:
        same &= judged["account"].isin(units)
    row = {"person": change.person, "date": place.moment, "deal": place.deal}
    row |= {
        "evidence": place.evidence,
        "account": None if units is None else place.account,
        change.axis: str(change.grade),
    }
    old = judged[same]
    return _Rows("assessments", _add_rows(old.assign(**{change.axis: None}), row), old)


def _list_units(book: Book, unit: str) -> pd.Series[str] | None:
    """Return a unit of an account with its parts; None for an account itself."""
    above = book.find_rows("organizations", "id", unit)["parent"]
    return None if above.isna().all() else book.list_units(unit)


@_apply.register(NewRole)
def _add_role(change: NewRole, place: _Place) -> _Rows:
    _refuse_unknown(place.book, change.person)
    account = place.account
    if place.deal:
        account = place.book.find_rows("deals", "id", place.deal)["account"].iloc[0]
    if account is None:
        raise ScopeError("a role is of an account or deal; build the graph with account= or deal=")
    row = vars(change) | {"account": account, "deal": place.deal, "since": place.moment}
    return _add("roles", row)


@_apply.register(NewMeeting)
def _add_meeting(change: NewMeeting, place: _Place) -> _Rows:
    _check_pair(place.book, change.person, change.other)
    if place.day is None:
        raise ScopeError("the book has no dates to meet on; build the graph with as_of=")
    names = (f"{EVIDENCE} {number}" for number in count(1))
    made = next(name for name in names if not place.book.has_id("interactions", name))
    row: dict[str, Any] = {"id": made, "date": place.moment, "deal": place.deal}
    row |= {"kind": change.kind, "part": "present"}
    return _add("interactions", *({**row, "person": one} for one in (change.person, change.other)))


def _is_of_deal(table: pd.DataFrame, deal: str | None) -> pd.Series[bool]:
    """Return which rows are of a deal, or of none."""
    return table["deal"].isna() if deal is None else table["deal"].eq(deal)


def _check_pair(book: Book, person: str, other: str) -> None:
    for one in (person, other):
        _refuse_unknown(book, one)
    if person == other:
        raise ScopeError(
            f"a tie or meeting is between two people, and not of {quote(person)} alone"
        )


def _refuse_unknown(book: Book, person: str) -> None:
    if not book.has_id("people", person):
        raise NotFoundError(f"the book has nobody with the id {quote(person)}")


def _add(table: str, *rows: dict[str, Any]) -> _Rows:
    """Return new rows that take nobody's place."""
    return _Rows(table, pd.DataFrame(rows), pd.DataFrame())


def _add_rows(table: pd.DataFrame, *rows: dict[str, Any]) -> pd.DataFrame:
    new = pd.DataFrame(rows).reindex(columns=table.columns)
    return pd.concat([table.astype(object), new.astype(object)], ignore_index=True)
