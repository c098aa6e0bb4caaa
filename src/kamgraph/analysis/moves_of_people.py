"""Who has changed the firm or the seat, and what were they to us where they were?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.codes import CLOSENESS, VENDOR, read_dates, spell, spell_bits
from kamgraph.graph.facts import Facts, gather_facts
from kamgraph.graph.people_on import list_people_on
from kamgraph.graph.scale import choice, score, weigh_axes
from kamgraph.model.accounts import find_tops
from kamgraph.model.day import as_day
from kamgraph.model.dtypes import TEXT
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.result import Index, OrganizationKind, PerAxis, Record, Score, empty, returns
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, SIDES

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.coded import Coded

_CHANGES = ("firm", "unit", "return", "seat")


class MoveRecord(Record):
    """A person who sits elsewhere than before, and what they were to us there."""

    person: Index[str]
    """The person's id."""
    name: str
    """The person's name."""
    change: Literal[_CHANGES]  # type: ignore[valid-type]
    """Another firm or account, another unit of it, back after an absence, or another seat."""
    day: dt.date
    """The first day where they are now."""
    from_organization: str | None
    """The id of the organization they were in."""
    from_side: OrganizationKind | None
    """The kind of that organization."""
    from_title: str | None
    """The title they had there."""
    to_organization: str | None
    """The id of the organization they are in."""
    to_side: OrganizationKind | None
    """The kind of that organization."""
    to_title: str | None
    """The title they have now."""
    roles: tuple[str, ...]
    """Decision roles held there on the last day."""
    own_axis: PerAxis[Score | None]
    """The score of the newest grade until then; missing where nobody judged."""
    own_choice: Score | None
    """How far they would choose us by these grades, over the graded axes."""
    knower: str | None
    """The id of the one of us who knew them best, or knows them best now if nobody did."""


@returns(MoveRecord)
def moves_of_people(
    book: Book,
    *,
    since: dt.date | str,
    as_of: dt.date | str | None = None,
    policy: Policy | None = None,
) -> pd.DataFrame:
    """Return who sits elsewhere than on a day, and what they were to us where they were.

    Compared are the positions on both days (of who was nowhere on the first one, the last before
    it). Who joined since has not moved, nor has who left and is nowhere now. A supporter who has
    gone to another firm is an opportunity there; who returns after an absence has returned, and
    was away in between.

    Parameters
    ----------
    book
        The book, whose table ``positions`` says who was where when.
    since
        The day before the moves, a date or ``YYYY-MM-DD``.
    as_of
        The day to look at; default the newest day on which anything happened.
    policy
        The judgements; default ``Policy()``.

    Returns
    -------
    DataFrame
        One :class:`MoveRecord` per person: moves to other firms first, then to other units,
        returns and other seats; in each the newest first.

    Raises
    ------
    ScopeError
        If a day is no date.
    """
    policy, first = choose_policy(policy), as_day(since)
    last = book.newest_day if as_of is None else as_day(as_of)
    if last is None:
        return empty(MoveRecord)
    moves = _find_moves(book.coded, first, last, policy)
    then, now = (gather_facts(book, day, policy) for day in (first, last))
    ids = book.column("people", "id").array
    table = pd.DataFrame(
        {
            "name": book.column("people", "name").array[moves["person"]],
            "change": spell(moves["change"], _CHANGES),
            "day": read_dates(moves["day"]),
            **_describe_post(book, moves["before"], "from"),
            **_describe_post(book, moves["after"], "to"),
            "roles": _list_roles(book.coded, moves),
            **_score_grades(now.grades, moves, policy),
            "knower": spell(_find_knowers(then, now, moves), (*ids, None)),
        },
        index=pd.Index(ids[moves["person"]], name="person", dtype=TEXT),
    )
    return table.iloc[np.lexsort((moves["person"], -moves["day"], moves["change"]))]


def _find_moves(coded: Coded, first: dt.date, last: dt.date, policy: Policy) -> Rows:
    """Return who is active in another post: ``person``, ``before`` and ``after``, ``change``."""
    then, now = (list_people_on(coded, day, policy) for day in (first, last))
    person = np.flatnonzero(now["active"] & (then["post"] != now["post"]))
    before, after = then["post"][person], now["post"][person]
    one, other = coded.posts.take(before), coded.posts.take(after)
    top = np.append(find_tops(coded.organizations["parent"]), -1)
    from_firm, to_firm = (top[post["organization"]] for post in (one, other))
    kinds = [
        from_firm != to_firm,
        one["organization"] != other["organization"],
        one["until"] < other["since"],
    ]
    told = (coded.title.codes, coded.function.codes, np.nan_to_num(coded.posts["level"]))
    differs = np.any([part[before] != part[after] for part in told], axis=0)
    moves = Rows(
        person=person,
        before=before,
        after=after,
        day=other["since"],
        left=one["until"],
        account=one["account"],
        change=np.select(kinds, range(len(kinds)), len(kinds)),
    )
    moves = moves.take(differs | np.any(kinds, axis=0))
    return moves.with_columns(move=np.arange(len(moves)))


def _describe_post(book: Book, post: np.ndarray, end: str) -> dict[str, object]:
    coded = book.coded
    firm, side = coded.posts["organization"][post], coded.posts["side"][post]
    firms = (*book.column("organizations", "id"), None)
    return {
        f"{end}_organization": spell(np.maximum(firm, -1), firms),
        f"{end}_side": spell(side, (*SIDES.words, None)),
        f"{end}_title": spell(coded.title.codes[post], (*coded.title.texts, None)),
    }


def _list_roles(coded: Coded, moves: Rows) -> np.ndarray:
    """Return the decision roles that each one held at the account on the last day there."""
    held = coded.roles.join(moves.select("person", "account", "left", "move"), "person", "account")
    held = held.take((held["since"] < held["left"]) & (held["until"] >= held["left"]))
    bits = np.zeros(len(moves), dtype=np.int64)
    np.bitwise_or.at(bits, held["move"], 1 << held["role"])
    return spell_bits(bits, DECISION_ROLES)


def _score_grades(grades: Rows, moves: Rows, policy: Policy) -> dict[str, np.ndarray]:
    """Return the scores of the newest grades until each one left, and the choice by them."""
    given = grades.join(moves.select("person", "left", "move"), "person")
    given = given.take(given["date"] < given["left"]).sort("move", "axis", "date")
    newest = given.keep_last("move", "axis")
    place = given.locate(newest, "move", "axis")
    same = given["date"] == newest["date"][place]
    total = np.bincount(place[same], given["stance"][same], len(newest))
    stance = np.full((len(moves), len(AXES.words)), np.nan)
    count = np.bincount(place[same], minlength=len(newest))
    stance[newest["move"], newest["axis"]] = total / count
    known = ~np.isnan(stance)
    chosen = choice(np.where(known, stance, 0.0), weigh_axes(known, policy))
    scores = {f"own_{axis}": score(stance[:, k]) for k, axis in enumerate(AXES.words)}
    return scores | {"own_choice": np.where(known.any(axis=1), chosen, np.nan)}


def _find_knowers(then: Facts, now: Facts, moves: Rows) -> np.ndarray:
    """Return which of us knew each one best before the moves, else after them; -1 for nobody."""
    found = np.full(len(moves), -1)
    for facts in (now, then):  # so that what was counts
        ties = facts.ties.take(CLOSENESS[facts.ties["kind"]] & (facts.ties["strength"] > 0))
        ties = ties.take(facts.people["side"][ties["source"]] == VENDOR)
        ties = ties.join(moves.select("move", target="person"), "target")
        closest = ties.with_columns(later=-ties["source"]).sort("move", "strength", "later")
        closest = closest.keep_last("move")
        found[closest["move"]] = closest["source"]
    return found
