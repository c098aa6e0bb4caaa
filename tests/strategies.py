"""Hypothesis strategies for whole books: every book drawn is valid by construction.

``tables(...)`` draws rows (table → list of dicts, days as ``datetime.date``, an absent key is
missing), ``books(...)`` the Book of them. Examples shrink to fewer rows with fewer cells.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from books import from_rows
from kamgraph.model.policy import Policy
from kamgraph.model.vocabulary import (
    AXES,
    DECISION_ROLES,
    INTERACTION_KINDS,
    PARTS,
    STAGES,
    TEAM_ROLES,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import SearchStrategy

    from kamgraph.model.book import Book

Row = dict[str, Any]
Tables = dict[str, list[Row]]

ACCOUNTS = ("acme", "Acme")
OUTSIDE = {"us": "vendor", "rival": "competitor", "institute": "partner"}
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
DAY = dt.date(2026, 1, 1)  # in the middle; many rows begin or end on it or a day beside it
IDS = (
    *("a", "A", "b", "B", "aa", "Z", "10", "9", "_", "-1", "a b", "1e5", "nan", "=1", 'a"b,c'),
    *("ß", "ss", "é", "e\u0301", "Ω", "\u2126", "张", "\uff41", "😀"),
)
NAMES = (
    *("Ann", "ann", "张伟", "é", "e\u0301", "NaN", "null", "=1+1", "-", "#REF!", "  wide  "),
    *('quo"te', "a,b", "a;b", "'", "<b>x</b>", "{0}", "%s", "\u202eback", "\ufeffbom", "\u2028"),
)
TEXTS = (*NAMES, "two\nlines", "bare\rreturn", "both\r\n", "tab\t", "\x1f", '"\n"')
POLICY = Policy()

near = st.sampled_from([DAY + dt.timedelta(step) for step in (0, -1, 1, -90)])
days = near | st.dates(FIRST, LAST)
names = st.sampled_from(NAMES)
texts = st.sampled_from(TEXTS)
shares = st.sampled_from((1.0, 0.5, 0.25, 1e-6)) | st.floats(1e-6, 1)
amounts = st.sampled_from((0.0, 5e-324, 0.1, 1e22)) | st.floats(0, 1e12)


@dataclass(frozen=True)
class Account:
    """An account: the ids of its organizations and of its deals."""

    units: tuple[str, ...]
    deals: tuple[str, ...]


@dataclass(frozen=True)
class Circle:
    """Who and what may stand in one row together."""

    people: tuple[str, ...]
    ours: tuple[str, ...]
    contacts: tuple[str, ...]
    accounts: tuple[Account, ...]

    @property
    def deal(self) -> dict[str, SearchStrategy[str]]:
        """The optional cell deal; none where there are no deals."""
        return _optional_deal(chain.from_iterable(account.deals for account in self.accounts))


def books(**options: Any) -> SearchStrategy[Book]:
    """Draw a book; the options are those of :func:`tables`."""
    return tables(**options).map(from_rows)


@st.composite
def tables(
    draw: st.DrawFn,
    *,
    accounts: int = 2,
    people: int = 12,
    deals: int = 2,
    negative: bool = True,
    dated: bool = True,
    apart: bool = False,
) -> Tables:
    """Draw the rows of a valid book.

    Parameters
    ----------
    accounts, people, deals
        At most so many accounts and people in the book, so many deals an account.
    negative
        Whether influence may be negative.
    dated
        Whether rows have days; without them there are no assessments and no interactions.
    apart
        Whether every row concerns one account only (and people of other sides), so that an
        account can be taken away with its rows.
    """
    organizations = draw(_organizations(accounts))
    home = {unit["id"]: unit.get("parent", unit["id"]) for unit in organizations}
    persons = draw(_people([*home], people, dated=dated))
    offers = draw(_deals(home, deals, dated=dated))
    circles = _circles(home, persons, offers, apart=apart)
    assessed = circles if dated else []
    return {
        "organizations": organizations,
        "people": draw(_succeeded(persons, home)),
        "deals": offers,
        "ties": draw(
            _several((_tie(c, negative=negative, dated=dated) for c in circles), 20, _key)
        ),
        "roles": draw(_several(_memberships(circles, DECISION_ROLES.words, dated=dated), 6)),
        "team": draw(_several(_memberships(circles, TEAM_ROLES.words, dated=dated), 6)),
        "assessments": draw(_several(map(_assessment, assessed), 8)),
        "targets": draw(_several(map(_target, assessed), 3)),
        "interactions": draw(_several(map(_interaction, assessed), 6, _id).map(_flat)),
    }


@st.composite
def shuffled(draw: st.DrawFn, rows: Tables) -> Tables:
    """Draw another order of the rows of every table, and of the tables."""
    tables = draw(st.permutations([*rows]))
    return {table: draw(st.permutations(rows[table])) for table in tables}


def row(*parts: SearchStrategy[Row], **columns: SearchStrategy[Any]) -> SearchStrategy[Row]:
    """Draw a row from parts; cells given by name may be left out."""
    optional = st.fixed_dictionaries({}, optional=columns)
    return st.tuples(*parts, optional).map(lambda found: reduce(or_, found))


def cells(**columns: SearchStrategy[Any]) -> SearchStrategy[Row]:
    """Draw cells that a row cannot do without."""
    return st.fixed_dictionaries(columns)


@cache
def spans(*, dated: bool) -> SearchStrategy[Row]:
    """Draw since and until, one of them, or neither."""
    return row(since=days, until=days).map(_forward) if dated else st.just({})


def _forward(span: Row) -> Row:
    if len(span) < 2:
        return span
    begin, end = sorted(span.values())
    return {"since": begin} | ({"until": end} if begin < end else {})


def _several(
    kinds: Iterable[SearchStrategy[Row]], most: int, key: Callable[[Row], Any] | None = None
) -> SearchStrategy[list[Row]]:
    """Draw rows of any of the kinds, no two of one key."""
    pool = [*kinds]
    return st.lists(st.one_of(pool), max_size=most, unique_by=key) if pool else st.just([])


def _optional_deal(deals: Iterable[str]) -> dict[str, SearchStrategy[str]]:
    ids = [*deals]
    return {"deal": st.sampled_from(ids)} if ids else {}


def _id(found: Row) -> str:
    return found["id"]


@st.composite
def _organizations(draw: st.DrawFn, most: int) -> list[Row]:
    accounts = ACCOUNTS[: draw(st.integers(1, most))]
    units = [account for account in accounts if draw(st.booleans())]
    others = [other for other in OUTSIDE if draw(st.booleans())]
    plain = [{"id": account, "kind": "customer"} for account in accounts]
    plain += [{"id": f"{one} unit", "kind": "customer", "parent": one} for one in units]
    plain += [{"id": other, "kind": OUTSIDE[other]} for other in others]
    more = row(cells(name=names), industry=names, potential=amounts, contribution=amounts)
    return [organization | draw(more) for organization in plain]


def _people(organizations: list[str], most: int, *, dated: bool) -> SearchStrategy[list[Row]]:
    person = row(
        cells(id=st.sampled_from(IDS), name=names, organization=st.sampled_from(organizations)),
        spans(dated=dated),
        title=names,
        function=names,
        level=st.integers(1, 5),
        susceptibility=st.sampled_from((0.0, 0.999999)) | st.floats(1e-6, 0.9),
    )
    return st.lists(person, max_size=most, unique_by=_id)


@st.composite
def _succeeded(draw: st.DrawFn, persons: list[Row], home: dict[str, str]) -> list[Row]:
    """Name successors, each from the person's own account or organization."""
    found = []
    for person in persons:
        here = home[person["organization"]]
        others = [one["id"] for one in persons if home[one["organization"]] == here]
        others.remove(person["id"])
        found.append(person | draw(row(successor=st.sampled_from(others)) if others else row()))
    return found


def _deals(home: dict[str, str], most: int, *, dated: bool) -> SearchStrategy[list[Row]]:
    accounts = [account for account in ACCOUNTS if account in home]
    dates = {"created": days, "closes": days} if dated else {}
    offers = [
        row(
            cells(
                id=st.sampled_from([f"{account} {number}" for number in range(most)]),
                account=st.sampled_from([unit for unit in home if home[unit] == account]),
            ),
            name=names,
            stage=st.sampled_from(STAGES.words),
            value=amounts,
            currency=st.sampled_from(("CNY", "EUR")),
            budget=texts,
            need=texts,
            **dates,
        )
        for account in accounts
        if most
    ]
    return _several(offers, most * len(accounts), _id)


def _circles(
    home: dict[str, str], persons: list[Row], offers: list[Row], *, apart: bool
) -> list[Circle]:
    """Group everybody by account, those of other sides with each; in one circle if not apart."""
    accounts = {
        account: Account(
            tuple(unit for unit in home if home[unit] == account),
            tuple(offer["id"] for offer in offers if home[offer["account"]] == account),
        )
        for account in ACCOUNTS
        if account in home
    }
    groups = [[account] for account in accounts] if apart else [[*accounts]]
    circles = []
    for group in groups:
        where = {person["id"]: home[person["organization"]] for person in persons}
        where = {person: top for person, top in where.items() if top in {*group, *OUTSIDE}}
        circle = Circle(
            people=tuple(where),
            ours=tuple(person for person, top in where.items() if top == "us"),
            contacts=tuple(person for person, top in where.items() if top not in {"us", "rival"}),
            accounts=tuple(accounts[account] for account in group),
        )
        circles += [circle] if circle.people else []
    return circles


def _tie(circle: Circle, *, negative: bool, dated: bool) -> SearchStrategy[Row]:
    anybody = st.sampled_from(circle.people)
    labels = st.sampled_from([*POLICY.strength_labels])
    pulls = labels | shares | (shares.map(lambda share: -share) if negative else st.nothing())
    closeness = st.sampled_from([*POLICY.closeness_labels]) | shares
    lines = st.sampled_from(("reports_to", "dotted_line"))
    kinds = [
        (cells(source=anybody, target=anybody, kind=lines), labels | shares),
        (cells(source=anybody, target=anybody, kind=st.just("influences")), pulls),
    ]
    if circle.ours and circle.contacts:
        ours, contacts = st.sampled_from(circle.ours), st.sampled_from(circle.contacts)
        kinds.append((cells(source=ours, target=contacts, kind=st.just("knows")), closeness))
    more = row(spans(dated=dated), confidence=shares, evidence=texts)
    return st.one_of(*(row(ends, _strength(circle, values), more) for ends, values in kinds))


def _strength(circle: Circle, values: SearchStrategy[Any]) -> SearchStrategy[Row]:
    """Draw strength and deal; a strength of 0 has a deal."""
    usual = row(strength=values, **circle.deal)
    return usual | cells(strength=st.just(0), **circle.deal) if circle.deal else usual


def _key(tie: Row) -> tuple[Any, ...]:
    return tuple(tie.get(column) for column in ("source", "target", "kind", "deal", "since"))


def _memberships(
    circles: list[Circle], words: tuple[str, ...], *, dated: bool
) -> Iterable[SearchStrategy[Row]]:
    for circle in circles:
        for account in circle.accounts:
            yield row(
                cells(
                    person=st.sampled_from(circle.people),
                    account=st.sampled_from(account.units),
                    role=st.sampled_from(words),
                ),
                spans(dated=dated),
                **_optional_deal(account.deals),
            )


@cache
def _grades() -> dict[str, SearchStrategy[Any]]:
    return {
        axis: st.sampled_from(POLICY.scales[axis]) | st.integers(1, len(POLICY.scales[axis]))
        for axis in AXES.words
    }


def _assessment(circle: Circle) -> SearchStrategy[Row]:
    anybody = st.sampled_from(circle.people)
    judged = cells(person=anybody, date=days)
    return row(judged, assessor=anybody, evidence=texts, **_grades(), **circle.deal)


def _target(circle: Circle) -> SearchStrategy[Row]:
    aim = cells(person=st.sampled_from(circle.people), due=days)
    return row(aim, **_grades(), **circle.deal)


def _interaction(circle: Circle) -> SearchStrategy[Row]:
    """Draw an interaction with its participants, for :func:`_flat` to spread over rows."""
    part = row(cells(person=st.sampled_from(circle.people)), part=st.sampled_from(PARTS.words))
    parts = st.lists(part, min_size=1, max_size=5, unique_by=lambda one: one["person"])
    kinds = st.sampled_from((*INTERACTION_KINDS.words, "dinner"))
    return row(cells(id=st.sampled_from(IDS), date=days, parts=parts), kind=kinds)


def _flat(interactions: list[Row]) -> list[Row]:
    return [
        {column: value for column, value in one.items() if column != "parts"} | part
        for one in interactions
        for part in one["parts"]
    ]
