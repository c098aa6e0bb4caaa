"""The answers of an interview as facts of a book."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.candidates.becoming import list_merged
from kamgraph.analysis.candidates.decidable import list_decidable
from kamgraph.analysis.candidates.deciding import accept, dismiss
from kamgraph.errors import LossWarning, ScopeError, SourceError, warn
from kamgraph.graph.build import build_graph
from kamgraph.graph.codes import CUSTOMER, PARTNER
from kamgraph.graph.people_on import list_people_on
from kamgraph.model.book import Book
from kamgraph.model.counts import first_of
from kamgraph.model.day import as_past_day
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.tables import nature
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.reviews.interview.answers import read_answers
from kamgraph.reviews.interview.decisions import Decisions
from kamgraph.reviews.tellers import find_teller
from kamgraph.sources.translation.days import DaySettings, read_day

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.interview.answers import Answer, Answers

_TABLE = "assessments"
_DAYS = DaySettings("iso", century=None, epoch="", zone="")  # spellings that are one day only


def answer(
    book: Book,
    path: str | os.PathLike[str],
    *,
    by: str | None = None,
    on: dt.date | str | None = None,
    policy: Policy | None = None,
) -> Book:
    """Return the book with what was answered in a form of :func:`kamgraph.write_questions`.

    Each grade becomes an assessment of its day by who answered, with how they know it; who holds a
    role, and what was suggested and is so, is accepted as by :func:`kamgraph.accept`, and what is
    not so is dismissed. What is empty says nothing. The same answers twice change nothing; another
    answer of the same person and day takes the place of the one before.

    Parameters
    ----------
    book
        The book that was asked about, or what has become of it.
    path
        The workbook that was filled in, or the file that the page has saved.
    by
        The id or name of the one of us who answered, where the form does not say it.
    on
        The day of the answers, where the form does not say it: a date or ``YYYY-MM-DD``.
    policy
        The judgements by whose scales grades are read; default ``Policy()``.

    Raises
    ------
    BookError
        If an answer is none of those that can be; ``.problems`` lists every one, with its cell.
    ScopeError
        If it is not said who answered or when, or somebody would have two bosses.
    SourceError
        If the file is no form that was filled in.

    Warns
    -----
    LossWarning
        If answers are about people, deals or candidates that are no longer in the book; or a cell
        says how one knows, but not what.
    """
    policy, filled = choose_policy(policy), read_answers(path)
    graph = _build_graph(book, filled, policy)
    who, day = _find_assessor(book, filled.by, by, path), _find_day(filled.on, on, path)
    changed = filled.content_hash != book.content_hash
    holders = _list_holders(graph)
    decisions = Decisions(book, policy, list_decidable(graph), holders, day, changed)
    decisions.take(filled.given)
    _warn(decisions, path)
    book = _forget_dismissals(book, decisions)
    withdrawn = _find_withdrawn(book, decisions, who, day)
    for decide, ids in (dismiss, [*decisions.dismissed, *withdrawn]), (accept, decisions.accepted):
        if ids:
            book = decide(book, ids, by=who, on=day, among=decisions.candidates, policy=policy)
    _tell_several(book, decisions)
    return _add_grades(book, decisions.grades, who, day, policy)


def _find_assessor(
    book: Book, said: Answer | None, by: str | None, path: str | os.PathLike[str]
) -> str:
    text = said.answer if said and said.answer else by
    if not text:
        raise ScopeError(
            f"{path}: does not say who answered; fill it in, or say it with by= (--by)"
        )
    with _name_place(said):
        return find_teller(book, text)


def _find_day(
    said: Answer | None, on: dt.date | str | None, path: str | os.PathLike[str]
) -> dt.date:
    if said and said.answer:
        with _name_place(said):
            return as_past_day(read_day(said.answer, _DAYS).partition("T")[0])
    if on is None:
        raise ScopeError(
            f"{path}: does not say on which day; fill it in, or say it with on= (--on)"
        )
    return as_past_day(on)


@contextmanager
def _name_place(said: Answer | None) -> Iterator[None]:
    """Say of errors about an answer in which cell it stands, where it stands in one."""
    try:
        yield
    except ScopeError as error:
        if said and said.answer:
            raise ScopeError(f"{said.place}: {error}") from error
        raise


def _build_graph(book: Book, filled: Answers, policy: Policy) -> RelationshipGraph:
    """Return the graph of the scope that was asked about."""
    try:
        return build_graph(book, account=filled.account, deal=filled.deal or None, policy=policy)
    except ScopeError as error:
        raise SourceError(f"the questions are about another book: {error}") from error


def _list_holders(graph: RelationshipGraph) -> frozenset[str]:
    """Return who may hold roles of a graph's one account: its own people, and those of partners."""
    people = list_people_on(graph.book.coded, graph.as_of, graph.policy)
    accounts = graph.book.coded.accounts.get_indexer(graph.part.coded.accounts[graph.account])
    own = (people["side"] == CUSTOMER) & np.isin(people["account"], accounts)
    theirs = own | (people["side"] == PARTNER)
    return frozenset(graph.book.column("people", "id")[theirs])


def _forget_dismissals(book: Book, decisions: Decisions) -> Book:
    """Return the book without the dismissals of roles that people are now said to hold."""
    tables = book.to_tables()
    rows = tables["candidates"]
    again = rows["id"].isin([one for ids in decisions.roles.values() for one in ids])
    again &= rows["verdict"] != "accepted"
    if not again.any():
        return book
    tables["candidates"] = rows[~again]
    return Book.from_tables(tables, policy=decisions.policy)


def _tell_several(book: Book, decisions: Decisions) -> None:
    """Say of which roles somebody else is on record, too, as both count."""
    names, roles = book.people.set_index("id")["name"], book.roles
    for (account, deal, role), place in decisions.places.items():
        held = (roles["account"] == account) & (roles["deal"].fillna("") == deal)
        held &= (roles["role"] == role) & roles["until"].isna()
        people = roles.loc[held, "person"].drop_duplicates()
        if len(people) > len(decisions.roles[account, deal, role]):
            text = (
                f"{place}: now {len(people)} people are on record as {DECISION_ROLES.label(role)}: "
                f"{first_of(names[people].tolist())}; end or dismiss the role of whoever holds it "
                "no longer"
            )
            warn(text, LossWarning)


def _warn(decisions: Decisions, path: str | os.PathLike[str]) -> None:
    """Say which answers are left out and why, or say nothing."""
    since = ", which has changed since it was asked about," if decisions.changed else ""
    reasons = {
        f"{path}: left out, as the book{since} does not have it": decisions.gone,
        "left out, as it says how one knows, but not what": decisions.unsaid,
    }
    for reason, left_out in reasons.items():
        if left_out:
            text = f"{reason}: {first_of([*dict.fromkeys(left_out)])}"
            warn(text, LossWarning)


def _find_withdrawn(book: Book, decisions: Decisions, who: str, day: dt.date) -> list[str]:
    """Return the roles that the same person gave others on the same day."""
    held = book.candidates
    same = (held["by"] == who) & (held["decided"] == pd.Timestamp(day))
    rows = held[same & (held["kind"] == "role") & (held["verdict"] == "accepted")]
    place = zip(rows["account"], rows["deal"].fillna(""), rows["value"], strict=True)
    return [
        one
        for one, key in zip(rows["id"], place, strict=True)
        if key in decisions.roles and one not in decisions.roles[key]
    ]


def _add_grades(
    book: Book, grades: list[dict[str, str | None]], who: str, day: dt.date, policy: Policy
) -> Book:
    """Return the book with grades, each in a row of its own, in place of those by the same."""
    if not grades:
        return book
    tables = book.to_tables()
    before = tables[_TABLE]
    told = pd.DataFrame(grades)
    told["person"] = told["person"].replace(list_merged(book))
    told = told.assign(date=pd.Timestamp(day), assessor=who)
    told["account"] = told["account"].where(told["deal"].isna() & _are_units(book, told["account"]))
    told = told.reindex(columns=before.columns).astype(before.dtypes.to_dict())
    subject = [*nature(_TABLE).subject]
    kept = before.copy()
    for axis in AXES.words:
        new = pd.MultiIndex.from_frame(told.loc[told[axis].notna(), subject].fillna(""))
        kept[axis] = kept[axis].mask(pd.MultiIndex.from_frame(kept[subject].fillna("")).isin(new))
    emptied = kept[[*AXES.words]].isna().all(axis=1) & before[[*AXES.words]].notna().any(axis=1)
    tables[_TABLE] = pd.concat([kept[~emptied], told], ignore_index=True)
    return Book.from_tables(tables, policy=policy)


def _are_units(book: Book, accounts: pd.Series[str]) -> pd.Series[bool]:
    parents = book.organizations.set_index("id")["parent"]
    kinds = book.organizations.set_index("id")["kind"]
    return accounts.map(parents).map(kinds) == "customer"
