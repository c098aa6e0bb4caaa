"""Decide about candidates: what is accepted becomes a fact, what is dismissed stays away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamgraph.analysis.candidates.becoming import SAME, add_facts, merge_records, remove_facts
from kamgraph.analysis.candidates.candidates import candidates
from kamgraph.errors import NotFoundError, ScopeError, quote
from kamgraph.graph.build import build_graph
from kamgraph.model import tie_kinds
from kamgraph.model.accounts import list_ours
from kamgraph.model.arguments import check_argument
from kamgraph.model.book import Book
from kamgraph.model.counts import first_of
from kamgraph.model.day import as_past_day
from kamgraph.model.policy import Policy, choose_policy

if TYPE_CHECKING:
    import datetime as dt


_TABLE = "candidates"


def accept(
    book: Book,
    ids: Iterable[str] | pd.DataFrame,
    *,
    by: str | None = None,
    on: dt.date | str | None = None,
    among: pd.DataFrame | None = None,
    policy: Policy | None = None,
) -> Book:
    """Return the book with candidates as facts, each with who decided and when.

    A level or function fills the empty cell of the person's row, or of the position in effect; a
    role or tie becomes a row of its own from the day on which it was suggested, with the
    candidate's evidence; of two records of the same person the first is kept, filled up by the
    other. Graphs tell such facts by the origin ``accepted``. The book's table ``candidates`` keeps
    what was decided.

    Parameters
    ----------
    book
        The book.
    ids
        The ids of candidates, as :func:`kamgraph.candidates` tells them, or some of its rows.
    by
        The id of the one of us who decided.
    on
        The day, a date or ``YYYY-MM-DD``, not one to come; default the newest day on which anything
        happened.
    among
        Where to find the candidates: what :func:`kamgraph.candidates` returned. Default those of
        all accounts and open deals of the book, which takes time in a large one, and those that
        its table holds.
    policy
        The judgements that they follow from; default ``Policy()``.

    Raises
    ------
    ScopeError
        If there is no such candidate, the day is no date or still to come, who decided is none of
        us, somebody would have two bosses, or has a level or function by now.
    BookError
        If the fact does not fit the others.
    """
    return _decide(book, ids, "accepted", by=by, on=on, among=among, policy=policy)


def dismiss(
    book: Book,
    ids: Iterable[str] | pd.DataFrame,
    *,
    by: str | None = None,
    on: dt.date | str | None = None,
    among: pd.DataFrame | None = None,
    policy: Policy | None = None,
) -> Book:
    """Return the book in which candidates are dismissed, and so not suggested again.

    What had been accepted is a fact no longer; two records that were made one stay so. The
    parameters and errors are those of :func:`kamgraph.accept`.

    Raises
    ------
    ScopeError
        If there is no such candidate, the day is no date, or two records have become one.
    """
    return _decide(book, ids, "dismissed", by=by, on=on, among=among, policy=policy)


def draft(book: Book, *, at_least: float = 0.8, policy: Policy | None = None) -> Book:
    """Return the book as if all candidates of some confidence were accepted, for a first look.

    Its graphs tell every fact of it by the origin ``assumed``, and its table ``candidates`` has
    them as accepted by nobody, on no day. Of several bosses of one person the surest counts, and
    none that would close a circle; records of the same person stay apart.

    Parameters
    ----------
    book
        The book.
    at_least
        The least confidence, 0-1.
    policy
        The judgements that candidates follow from; default ``Policy()``.

    Raises
    ------
    ScopeError
        If the confidence is none.
    """
    wanted = "at_least is a confidence from 0 to 1"
    check_argument(at_least, (int, float), wanted, ScopeError)
    if not 0 <= at_least <= 1:
        raise ScopeError(f"{wanted}, and not {at_least}")
    if book.newest_day is None:
        return book  # what it would suggest has no day on which it was
    found = _list_all(book, choose_policy(policy), book.newest_day)
    sure = found[(found["confidence"] >= at_least) & (found["kind"] != SAME)]
    sure = _choose_bosses(book, sure[sure["verdict"].isna()])
    return _change(book, sure.assign(verdict="accepted"), policy)


def _choose_bosses(book: Book, sure: pd.DataFrame) -> pd.DataFrame:
    """Leave out lines but the surest of each person, and those that would close a circle."""
    lines = sure[sure["kind"].isin(tie_kinds.SOLID)].sort_values(
        ["confidence", "id"], ascending=[False, True]
    )
    ties = book.ties
    ties = ties[ties["kind"].isin(tie_kinds.SOLID) & ties["deal"].isna() & ties["until"].isna()]
    boss = dict(zip(ties["source"], ties["target"], strict=True))
    kept = []
    for row in lines.itertuples():
        person, other = str(row.person), str(row.other)
        if person not in boss and person not in _list_above(other, boss):
            boss[person] = other
            kept.append(row.Index)
    return sure.drop(lines.index.difference(kept))


def _list_above(person: str, boss: dict[str, str]) -> list[str]:
    """Return a person and everybody above."""
    above = [person]
    while (person := boss.get(person, above[0])) not in above:
        above.append(person)
    return above


def _decide(
    book: Book,
    ids: Iterable[str] | pd.DataFrame,
    verdict: Literal["accepted", "dismissed"],
    *,
    by: str | None,
    on: dt.date | str | None,
    among: pd.DataFrame | None,
    policy: Policy | None,
) -> Book:
    wanted = _list_ids(ids)
    if among is not None:
        told = "among is a table that candidates returned"
        check_argument(among, (pd.DataFrame,), told, ScopeError)
    _check_decider(book, by)
    day = book.newest_day if on is None else as_past_day(on)
    if day is None:
        raise ScopeError("the book has no days; say on which one it is decided with on=")
    known = _list_all(book, choose_policy(policy), day, among).set_index("id", drop=False)
    if lost := [one for one in wanted if one not in known.index]:
        hint = f"; there are {first_of([*known.index])}" if len(known) else ""
        raise NotFoundError(
            f"there is no candidate {first_of([*map(quote, lost)])}{hint}. Those of a unit or of "
            "an earlier day are found with among="
        )
    chosen = known.loc[wanted]
    new = chosen[(chosen["verdict"] != verdict) | (chosen["decided"].isna())]
    return _change(book, new.assign(verdict=verdict, decided=day, by=by), policy)


def _check_decider(book: Book, by: str | None) -> None:
    """Refuse that somebody of theirs decides what is so."""
    people = book.people
    ours = list_ours(book.organizations, people)
    if by is not None and by not in ours and (people["id"] == by).any():
        raise ScopeError(f"{quote(by)} is none of us; say which of us decided with by=")


def _list_ids(ids: Iterable[str] | pd.DataFrame) -> list[str]:
    """Return ids, each once: those of a table of candidates, one, or several."""
    told = "ids are those of candidates"
    given = ids.index if isinstance(ids, pd.DataFrame) else [ids] if isinstance(ids, str) else ids
    check_argument(given, (Iterable,), told, ScopeError)
    wanted = [*dict.fromkeys(given)]
    for one in wanted:
        check_argument(one, (str,), told, ScopeError)
    return wanted


def _list_all(
    book: Book, policy: Policy, day: dt.date, among: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the candidates of the book's table, and those that it suggests."""
    stored = book.candidates
    if among is None:
        among = candidates(build_graph(book, policy=policy))
    new = among.reset_index().reindex(columns=stored.columns)
    seen = pd.Timestamp(min(book.newest_day or day, day))
    new["seen"] = new["seen"].astype("datetime64[s]").fillna(seen)
    new = new[~new["id"].isin(stored["id"])].astype(stored.dtypes.to_dict())
    return pd.concat([stored, new], ignore_index=True)


def _change(book: Book, decided: pd.DataFrame, policy: Policy | None) -> Book:
    """Return the book with what was decided, and with the facts that follow from it."""
    tables = book.to_tables()
    before = tables[_TABLE]
    was = before[before["id"].isin(decided["id"]) & (before["verdict"] == "accepted")]
    tables = remove_facts(tables, was)  # a draft's too, which is decided about now
    decided = decided.astype(before.dtypes.to_dict())
    accepted = decided[decided["verdict"] == "accepted"]
    tables = add_facts(tables, accepted)
    kept = before[~before["id"].isin(decided["id"])]
    tables[_TABLE] = pd.concat([kept, decided], ignore_index=True)
    tables = merge_records(tables, accepted)
    return Book.from_tables(tables, policy=policy)
