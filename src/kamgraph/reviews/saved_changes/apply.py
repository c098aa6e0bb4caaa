"""Changes that somebody has saved, as facts of a book."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.errors import PROBLEM_COLUMNS, BookError, KamgraphError, ScopeError
from kamgraph.graph.build import build_graph
from kamgraph.model.day import as_past_day
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.reviews.saved_changes.document import read_changes
from kamgraph.reviews.saved_changes.take import Taker
from kamgraph.reviews.tellers import find_teller

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Iterator

    from kamgraph.model.book import Book
    from kamgraph.reviews.saved_changes.document import SavedChanges


class _Problem(NamedTuple):
    """What is wrong with one change."""

    number: int
    text: str


def apply(
    book: Book,
    path: str | os.PathLike[str],
    *,
    by: str | None = None,
    on: dt.date | str | None = None,
    policy: Policy | None = None,
) -> Book:
    """Return the book with the changes that somebody has saved in the page of a review.

    A grade becomes an assessment of the day by who says so; a tie begins on the day, in place of
    the one there was, or ends on it; a meeting is an interaction of the day; who leaves is there
    until the day; a step of the plan becomes an action, since nobody knows yet that it works; what
    was suggested is accepted or dismissed. Each is of the deal or unit that the page was about, as
    what-ifs are. The same file twice changes nothing.

    Parameters
    ----------
    book
        The book that the page was made of, or what has become of it.
    path
        The file that the page has saved.
    by
        The id or name of the one of us who says so, where the file does not tell. With neither,
        grades have no assessor, and nobody is on record as having decided.
    on
        The day from which on it is so, where the file does not tell: a date or ``YYYY-MM-DD``.
    policy
        The judgements by whose labels grades and strengths are read; default ``Policy()``.

    Raises
    ------
    BookError
        If a change does not fit the book; ``.problems`` lists every one, and nothing is taken.
    ScopeError
        If the file and ``on`` tell no day, or one to come; or who says so is none of us; or the
        account or deal is not in the book.
    SourceError
        If the file is none of changes.
    """
    policy, saved = choose_policy(policy), read_changes(path)
    taker = _make_taker(book, saved, by, on, path, policy)
    changed, problems = book, []
    for number, change in enumerate(saved.changes, start=1):
        try:
            changed = taker.take(changed, change)
        except BookError as error:
            problems += [_Problem(number, _tell(row)) for row in error.problems.itertuples()]
        except KamgraphError as error:
            problems.append(_Problem(number, str(error)))
    if problems:
        raise _refuse(problems, saved, path, changed=saved.content_hash != book.content_hash)
    return changed


def _make_taker(
    book: Book,
    saved: SavedChanges,
    by: str | None,
    on: dt.date | str | None,
    path: str | os.PathLike[str],
    policy: Policy,
) -> Taker:
    """Return what takes changes of the file's scope, of its day and in the name of who made it."""
    if not (day := saved.date or on):
        raise ScopeError(f"{path}: does not say since when it is so; say it with on= (--on)")
    scope = (saved.account, saved.deal or None)
    with _name_place(f"{path}"):
        graph = build_graph(book, account=scope[0], deal=scope[1], policy=policy)
    with _name_place(f"{path}, date" if saved.date else "on"):
        since = as_past_day(day)
    with _name_place(f"{path}, who" if saved.who else "by"):
        who = saved.who or by
        teller = find_teller(book, who) if who else None
    return Taker(graph, scope, since, teller)


@contextmanager
def _name_place(place: str) -> Iterator[None]:
    """Say where it is told, if it cannot be meant."""
    try:
        yield
    except ScopeError as error:
        raise type(error)(error.message, place=place, hint=error.hint) from error


def _tell(row: object) -> str:
    """Tell a problem with a row as one of the change that would make it."""
    value = row.value  # type: ignore[attr-defined] # of a named tuple of pandas
    told = f"{row.column} {value!r}: " if isinstance(value, str) else ""  # type: ignore[attr-defined]
    return f"{told}{row.problem}"  # type: ignore[attr-defined]


def _refuse(
    problems: list[_Problem], saved: SavedChanges, path: str | os.PathLike[str], *, changed: bool
) -> BookError:
    """Return the error that tells of every change that does not fit."""
    rows = []
    for number, text in problems:
        change = saved.changes[number - 1]
        about = [str(cell) for name, cell in change if name in _TOLD and cell]
        place = f"{path}, change {number} ({', '.join([change.change, *about])})"
        rows.append(("changes", number, None, change.change, None, text, place))
    advice = (
        "The book has changed since the page was made: save what still holds in a page made anew."
    )
    return BookError(pd.DataFrame(rows, columns=PROBLEM_COLUMNS), advice if changed else "")


_TOLD = ("person", "source", "other", "target", "owner", "contact", "candidate")
