"""Books with one more fact, for the question what if."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError, quote
from kamgraph.graph.units import is_part
from kamgraph.model import tie_kinds
from kamgraph.model.book import Book
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.policy import Policy

EVIDENCE = "what if"


def add_tie(book: Book, tie: dict[str, Any], day: dt.date | None, policy: Policy) -> Book:
    """Return the book with a tie from a day on, in place of what it replaces."""
    # Of two rows of one tie the new one holds; a new solid line ends the person's others of the
    # same level. A strength of 0 ends the tie.
    for end in ("source", "target"):
        _refuse_unknown(book, tie[end])
    same = ["source", "kind"] if tie["kind"] in tie_kinds.SOLID else ["source", "target", "kind"]
    ties = book.ties
    replaced = (ties[same] == pd.Series({name: tie[name] for name in same})).all(axis=1)
    replaced &= ties["deal"].isna() if tie["deal"] is None else ties["deal"] == tie["deal"]
    kept = _end_rows(ties, replaced, day)
    if tie["strength"] != 0 or tie["deal"] is not None:
        row = {**tie, "since": pd.NaT if day is None else pd.Timestamp(day), "evidence": EVIDENCE}
        kept = _add_row(kept, row)
    return _change_book(book, "ties", kept, policy)


def _end_rows(ties: pd.DataFrame, which: pd.Series[bool], day: dt.date | None) -> pd.DataFrame:
    """End rows on a day, and leave out those that would end before they begin."""
    moment = pd.Timestamp.min if day is None else pd.Timestamp(day)
    begun = ties["since"].isna() & (day is not None) | (ties["since"] < moment)
    lasting = ties["until"].isna() | (ties["until"] > moment)
    ended = ties.assign(until=ties["until"].mask(which & begun & lasting, moment))
    return ended[~which | begun]


def add_grade(book: Book, grade: dict[str, Any], day: dt.date | None, policy: Policy) -> Book:
    """Return the book with an assessment of one axis on a day, in place of others of that day."""
    # In the scope of a unit it is of the unit; else of no account, as a grade need not name one.
    person, axis, deal = grade["person"], grade["axis"], grade["deal"]
    unit = None if deal else _find_unit(book, grade["account"])
    _refuse_unknown(book, person)
    if axis not in AXES.words:
        raise ScopeError(f"{quote(axis)} is no axis; axes are {', '.join(AXES.words)}")
    if day is None:
        raise ScopeError("the book has no dates to put the grade on; build the graph with as_of=")
    judged, moment = book.assessments, pd.Timestamp(day)
    same = (judged["person"] == person) & (judged["date"] == moment)
    same &= judged["deal"].isna() if deal is None else judged["deal"] == deal
    if unit is not None:
        same &= is_part(book.coded.organizations, book.coded.assessments["unit"], unit)
    row = {"person": person, "date": moment, "deal": deal, axis: str(grade["grade"])}
    row["account"] = None if unit is None else grade["account"]
    table = _add_row(
        judged.assign(**{axis: judged[axis].mask(same)}), {**row, "evidence": EVIDENCE}
    )
    return _change_book(book, "assessments", table, policy)


def _find_unit(book: Book, account: str | None) -> int | None:
    """Return the organization that is a unit of an account; None for accounts."""
    place = np.flatnonzero(book.column("organizations", "id") == account)
    return next(iter(place[book.coded.organizations["depth"][place] > 0].tolist()), None)


def _refuse_unknown(book: Book, person: str) -> None:
    if not (book.people["id"] == person).any():
        raise ScopeError(f"the book has nobody with the id {quote(person)}")


def _add_row(table: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    new = pd.DataFrame([row]).reindex(columns=table.columns)
    return pd.concat([table.astype(object), new.astype(object)], ignore_index=True)


def _change_book(book: Book, name: str, table: pd.DataFrame, policy: Policy) -> Book:
    # Lenient, because what the book held already is not this question's business.
    return Book.from_tables({**book.to_tables(), name: table}, policy=policy, lenient=True)
