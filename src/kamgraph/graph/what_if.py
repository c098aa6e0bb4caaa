"""Books with a few facts more, for the question what if."""

from __future__ import annotations

from functools import singledispatch
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.errors import BookError, ScopeError, quote
from kamgraph.graph.changes import Leaver, NewGrade, NewMeeting, NewRole, NewTie
from kamgraph.graph.units import is_part
from kamgraph.model import tie_kinds
from kamgraph.model.book import Book
from kamgraph.model.counts import first_of
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamgraph.graph.changes import Change
    from kamgraph.model.checks import Tables
    from kamgraph.model.policy import Policy

EVIDENCE = "what if"


class _Place(NamedTuple):
    """Of what and when new facts are: the account or unit, the deal, and the day of a graph."""

    book: Book
    account: str | None
    deal: str | None
    day: dt.date | None

    @property
    def moment(self) -> pd.Timestamp:
        """The day as the tables have it; missing without one."""
        return pd.Timestamp(self.day)  # type: ignore[arg-type] # NaT of None


def change_book(
    book: Book,
    changes: Iterable[Change],
    asked: tuple[str | None, str | None],
    day: dt.date | None,
    policy: Policy,
) -> Book:
    """Return the book with what changes from a day on, one after the other."""
    account, deal = asked
    place, tables = _Place(book, account, deal or None, day), book.to_tables()
    asked_for = [*changes]
    for change in asked_for:
        tables |= _apply(change, place, tables)
    # Lenient, because what the book held already is not this question's business.
    try:
        return Book.from_tables(tables, policy=policy, lenient=True)
    except BookError as error:  # whose rows are none that anybody gave
        tried = first_of([repr(one) for one in asked_for], total=len(asked_for))
        raise error.advise(f"That is what would be wrong with {tried}.") from None


@singledispatch
def _apply(change: object, _place: _Place, _tables: Tables) -> Tables:
    """Return the tables that a change makes others."""
    raise ScopeError(f"{change!r} is no change; changes are NewTie, NewGrade, NewRole and the like")


@_apply.register(Leaver)
def _leave(_change: Leaver, _place: _Place, _tables: Tables) -> Tables:
    return {}  # it is graphs that do without somebody


@_apply.register(NewTie)
def _add_tie(change: NewTie, place: _Place, tables: Tables) -> Tables:
    # Of two rows of one tie the new one holds; a new solid line ends the person's others of the
    # same level. A strength of 0 ends the tie.
    _check_pair(place.book, change.source, change.target)
    ties = tables["ties"]
    same = ties["source"].eq(change.source) & ties["kind"].eq(change.kind)
    if change.kind not in tie_kinds.SOLID:
        same &= ties["target"].eq(change.target)
    kept = _end_rows(ties, same & _is_of_deal(ties, place.deal), place.day)
    if change.strength != 0 or place.deal is not None:
        row = vars(change) | {"deal": place.deal, "since": place.moment, "evidence": EVIDENCE}
        kept = _add_rows(kept, row)
    return {"ties": kept}


def _end_rows(ties: pd.DataFrame, which: pd.Series[bool], day: dt.date | None) -> pd.DataFrame:
    """End rows on a day, and leave out those that would end before they begin."""
    moment = pd.Timestamp.min if day is None else pd.Timestamp(day)
    begun = ties["since"].isna() & (day is not None) | (ties["since"] < moment)
    lasting = ties["until"].isna() | (ties["until"] > moment)
    ended = ties.assign(until=ties["until"].mask(which & begun & lasting, moment))
    return ended[~which | begun]


@_apply.register(NewGrade)
def _add_grade(change: NewGrade, place: _Place, tables: Tables) -> Tables:
    # It takes the place of others of that day. In the scope of a unit it is of the unit; else of
    # no account, as a grade need not name one.
    _refuse_unknown(place.book, change.person)
    if change.axis not in AXES.words:
        known = ", ".join(AXES.words)
        raise ScopeError(f"{quote(change.axis)} is no axis; axes are {known}")
    if place.day is None:
        raise ScopeError("the book has no dates to put the grade on; build the graph with as_of=")
    judged, units = tables["assessments"], _list_units(place)
    same = judged["person"].eq(change.person) & judged["date"].eq(place.moment)
    same &= _is_of_deal(judged, place.deal)
    if units is not None:
        same &= judged["account"].isin(units)
    row = {"person": change.person, "date": place.moment, "deal": place.deal, "evidence": EVIDENCE}
    row |= {"account": None if units is None else place.account, change.axis: str(change.grade)}
    masked = judged.assign(**{change.axis: judged[change.axis].mask(same)})
    return {"assessments": _add_rows(masked, row)}


def _list_units(place: _Place) -> pd.Series[str] | None:
    """Return the unit that a graph is of with its parts; None where it is of an account or deal."""
    ids, organizations = place.book.column("organizations", "id"), place.book.coded.organizations
    whole = (ids == place.account).to_numpy() & (organizations["depth"] > 0)
    if place.deal or not whole.any():
        return None
    return ids[is_part(organizations, np.arange(len(ids)), int(whole.argmax()))]


@_apply.register(NewRole)
def _add_role(change: NewRole, place: _Place, tables: Tables) -> Tables:
    _refuse_unknown(place.book, change.person)
    account = place.account
    if place.deal:
        deals = tables["deals"]
        account = deals.loc[deals["id"] == place.deal, "account"].iloc[0]
    if account is None:
        raise ScopeError("a role is of an account or deal; build the graph with account= or deal=")
    row = vars(change) | {"account": account, "deal": place.deal, "since": place.moment}
    return {"roles": _add_rows(tables["roles"], row)}


@_apply.register(NewMeeting)
def _add_meeting(change: NewMeeting, place: _Place, tables: Tables) -> Tables:
    _check_pair(place.book, change.person, change.other)
    if place.day is None:
        raise ScopeError("the book has no dates to meet on; build the graph with as_of=")
    met = tables["interactions"]
    taken = {*met["id"]}
    made = next(id_ for n in count(1) if (id_ := f"{EVIDENCE} {n}") not in taken)
    row: dict[str, Any] = {"id": made, "date": place.moment, "deal": place.deal}
    row |= {"kind": change.kind, "part": "present"}
    both = ({**row, "person": person} for person in (change.person, change.other))
    return {"interactions": _add_rows(met, *both)}


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
    if not (book.column("people", "id") == person).any():
        raise ScopeError(f"the book has nobody with the id {quote(person)}")


def _add_rows(table: pd.DataFrame, *rows: dict[str, Any]) -> pd.DataFrame:
    new = pd.DataFrame(rows).reindex(columns=table.columns)
    return pd.concat([table.astype(object), new.astype(object)], ignore_index=True)
