"""Hypothesis strategies for whole books: every book drawn is valid by construction.

``tables(...)`` draws rows (table → list of dicts, days as ``datetime.date``, an absent key is
missing), ``books(...)`` the Book of them. Rows are drawn with numbers in place of ids, which are
then turned into ids that exist: so strategies do not depend on each other, are built once, and
examples shrink to few rows with few cells.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from pydantic import StringConstraints

from books import from_rows
from kamgraph.model import tie_kinds
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import Graded, InPercent, NeverTiny, Words
from kamgraph.model.policy import Policy
from kamgraph.model.tables import (
    account_column,
    id_columns,
    nature,
    person_columns,
    unique_key,
)
from kamgraph.model.vocabulary import PARTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from hypothesis.strategies import SearchStrategy

    from kamgraph.model.book import Book
    from kamgraph.model.columns import Column

Row = dict[str, Any]
Tables = dict[str, list[Row]]

POLICY = Policy()
HOME = {"acme": "acme", "acme unit": "acme", "Acme": "Acme", "Acme unit": "Acme"}
OUTSIDE = {"us": "vendor", "rival": "competitor", "institute": "partner"}
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
DAY = dt.date(2026, 1, 1)  # in the middle; many rows begin or end on it or a day beside it
IDS = (
    *("a", "A", "b", "B", "aa", "Z", "10", "9", "_", "-1", "a b", "1e5", "Nan", "=1", 'a"b,c'),
    *("ß", "ss", "é", "e\u0301", "Ω", "\u2126", "张", "\uff41", "😀"),
)
NAMES = (
    *("Ann", "ann", "张伟", "é", "e\u0301", "Nan", "Null", "=1+1", "#1", "  wide  "),
    *(
        'quo"te',
        "a,b",
        "a;b",
        "'",
        "<b>x</b>",
        "{0}",
        "%s",
        "\u202eback",
        "\ufeffbom",
        "line\u2028end",
    ),
)
TEXTS = (*NAMES, "two\nlines", "bare\rreturn", "both\r\n", "tab\t", "\x1f", '"\n"')

TITLES = (
    *("CFO", "Chief Engineer", "Head of Procurement", "IT Manager", "Assistant to the CEO"),
    *("former CTO", "采购部部长", "总经理", "Sachbearbeiter"),
)
FUNCTIONS = ("finance", "procurement", "engineering", "quality", "operations")
VACANT = ("TBD", "待定")

numbers = st.integers(0, 11)
none = st.none()
near = st.sampled_from([DAY + dt.timedelta(step) for step in (0, -1, 1, -90)])
old = st.sampled_from([DAY - dt.timedelta(365 * years) for years in (2, 4, 9)])
days = near | st.dates(FIRST, LAST) | old
names = st.sampled_from(NAMES)
texts = st.sampled_from(TEXTS)
shares = st.sampled_from((1.0, 0.5, 0.25, 1e-6)) | st.floats(1e-6, 1)
amounts = st.sampled_from((0.0, 5e-324, 0.1, 1e22)) | st.floats(0, 1e12)
grades = {
    axis: st.sampled_from((*scale, *range(1, len(scale) + 1)))
    for axis, scale in POLICY.scales.items()
}
CELLS = {
    "id": st.sampled_from(IDS),
    "susceptibility": st.sampled_from((0.0, 0.999999)) | st.floats(1e-6, 0.9),
    "currency": st.sampled_from(("CNY", "EUR")),
    "name": st.sampled_from((*NAMES, *VACANT)),
    "title": st.sampled_from((*TITLES, *NAMES)),
    "function": st.sampled_from((*FUNCTIONS, *NAMES)),
}
MOST = {"ties": 20, "roles": 6, "team": 6, "assessments": 16, "targets": 3, "interactions": 8}
strengths = st.integers(0, 3) | shares | shares.map(lambda share: -share) | st.just(0.0)


# Whole books with their graphs take a third of a second, so laws of them try fewer.
few = settings(max_examples=max(8, settings.default.max_examples // 25))


def books(**options: Any) -> SearchStrategy[Book]:
    """Draw a book; the options are those of :func:`tables`."""
    return tables(**options).map(from_rows)


def tables(
    *,
    accounts: int = 2,
    people: int = 12,
    deals: int = 2,
    negative: bool = True,
    dated: bool = True,
    apart: bool = False,
) -> SearchStrategy[Tables]:
    """Draw the rows of a valid book.

    Parameters
    ----------
    accounts, people, deals
        At most so many accounts (1 or 2) and people in the book, so many deals an account.
    negative
        Whether influence may be negative.
    dated
        Whether rows have days; without them there are no assessments, targets, interactions.
    apart
        Whether every row concerns one account only (and people of other sides), so that an
        account can be taken away with its rows.
    """
    named = partial(_give_ids, deals=deals, negative=negative, apart=apart)
    # Deferred, so that tables that are added before the first draw are drawn, too.
    return st.deferred(lambda: _draw_numbers(accounts, people, deals, dated=dated).map(named))


def successions() -> SearchStrategy[Tables]:
    """Draw lines among people of all sides, many of whom have left on DAY, to heirs in any firm."""
    firm = st.sampled_from(("acme", "Acme", "us", "acme", "rival"))
    left = st.sampled_from((True, False))
    person = st.tuples(firm, left, st.integers(1, 3))
    kind = st.sampled_from(("reports_to", "reports_to", "dotted_line", "influences"))
    tie = st.tuples(numbers, kind, numbers, st.sampled_from((None, None, "acme 0", "Acme 0")))
    people, ties = st.lists(person, min_size=6, max_size=9), st.lists(tie, min_size=9, max_size=16)
    return st.builds(_in_succession, people, ties)


def promises() -> SearchStrategy[Tables]:
    """Draw who knows and meets whom, in two accounts and their deals, and promises of theirs."""
    deal = st.sampled_from((None, None, "acme 0", "acme 1", "Acme 0"))
    pair = st.tuples(st.sampled_from(("us", "US", "in")), st.sampled_from(("a", "b", "A", "in")))
    tie = st.tuples(pair, st.sampled_from((1.0, 0.5, 0.0)), none | near, deal)
    meeting = st.tuples(pair, near, deal)
    promise = st.tuples(pair, deal, near, none | near, none | near)
    some = [st.lists(row, min_size=2, max_size=6) for row in (tie, meeting, promise)]
    return st.builds(_with_promises, none | near, *some)


@st.composite
def shuffled(draw: st.DrawFn, rows: Tables) -> Tables:
    """Draw another order of the rows of every table, and of the tables."""
    names = draw(st.permutations([*rows]))
    return {table: draw(st.permutations(rows[table])) for table in names}


def without_account(rows: Tables, account: str) -> Tables:
    """Take an account away with its people and deals, and every row that holds one of them."""
    homes = {row["id"]: row.get("parent", row["id"]) for row in rows["organizations"]}
    gone = {row["id"] for row in rows["organizations"] if homes[row["id"]] == account}
    lost = {
        "organizations": gone,
        "people": {row["id"] for row in rows["people"] if row["organization"] in gone},
        "deals": {row["id"] for row in rows["deals"] if row["account"] in gone},
    }
    left = {}
    for name, found in rows.items():
        gone_from = {one: lost.get(table, set()) for one, table in id_columns(name).items()}
        mentions = [one for one, required in person_columns(name).items() if not required]
        holds = [one for one in gone_from if one not in mentions]
        left[name] = [
            {
                one: value
                for one, value in row.items()
                if one not in mentions or value not in gone_from[one]
            }
            for row in found
            if not any(row.get(one) in gone_from[one] for one in holds)
        ]
    return left


@TABLES.remember
def _draw_numbers(
    accounts: int, people: int, deals: int, *, dated: bool
) -> SearchStrategy[dict[str, Any]]:
    """Draw rows with numbers in place of the ids of other rows."""
    first, *others = [one for one in (*HOME, *OUTSIDE) if accounts > 1 or HOME.get(one) != "Acme"]
    organization = _row_of("organizations", but={"id", "kind", "parent"}, dated=dated)
    part = _row(person=numbers)(part=st.sampled_from(PARTS.words))
    parts = st.lists(part, min_size=1, max_size=5)
    most = MOST | {"people": people, "deals": accounts * deals}
    # Most are there all the time, or there is hardly anybody on any day.
    settled = _row_of("people", but={"since", "until", "successor"}, dated=dated)
    special = {
        "people": st.one_of(settled, settled, _row_of("people", dated=dated)),
        "deals": _row_of("deals", but={"id"}, dated=dated),
        "interactions": _row_of(
            "interactions", but={"person", "part"}, dated=dated, circle=numbers, parts=parts
        ),
    }
    rows = {
        table: _rows(
            special[table] if table in special else _row_of(table, dated=dated, circle=numbers),
            most.get(table, 4) if dated or not _needs_day(table) else 0,
            "id" if table in {"people", "interactions"} else None,
        )
        for table in TABLES
        if table != "organizations"
    }
    firms = st.fixed_dictionaries(
        {first: organization}, optional=dict.fromkeys(others, organization)
    )
    return st.fixed_dictionaries({"organizations": firms} | rows)


def _needs_day(table: str) -> bool:
    return any(column.required and column.kind == "day" for column in columns(table))


def _row_of(table: str, *, dated: bool, but: Collection[str] = (), **more: Any) -> Any:
    """Draw a row of a table as its entity describes it, but for some columns, with others more."""
    cells = [
        column
        for column in columns(table)
        if column.name not in but and (dated or column.kind != "day" or column.required)
    ]
    required = {column.name: _cell(column) for column in cells if column.required}
    optional = {column.name: _cell(column) for column in cells if not column.required}
    return st.fixed_dictionaries(required | more, optional=optional)


def _cell(column: Column) -> SearchStrategy[Any]:
    """Draw what a column may hold; of ids of other rows, a number."""
    if column.name in CELLS:
        return CELLS[column.name]
    if column.references:
        return numbers
    if words := column.mark(Words):
        found = words.vocabulary.words
        often = [word for word in POLICY.consent_roles if word in found] * 3
        return st.sampled_from((*found, *often, *(["dinner"] if words.open else [])))
    if graded := column.mark(Graded):
        return grades.get(graded.labels, strengths)
    plain = {"day": days, "integer": st.integers(1, 5), "number": amounts, "text": names}
    if column.mark(InPercent):
        return st.just(0.0) | shares
    return shares if column.mark(NeverTiny) else texts if _has_lines(column) else plain[column.kind]


def _has_lines(column: Column) -> bool:
    text = column.mark(StringConstraints)
    return text is not None and r"\x1f" not in str(text.pattern)


def _row(**cells: SearchStrategy[Any]) -> Any:
    """Return a function of the cells that may be left out, which draws a row with all others."""
    return lambda **optional: st.fixed_dictionaries(cells, optional=optional)


def _rows(row: SearchStrategy[Row], most: int, key: str | None = None) -> Any:
    """Draw a few rows, or a good many of the most."""
    unique = None if key is None else lambda found: found[key]
    few, many = (
        st.lists(row, min_size=least, max_size=most, unique_by=unique) for least in (0, most // 2)
    )
    return st.one_of(few, many, many)


@dataclass(frozen=True)
class Circle:
    """Who and what may stand in one row together."""

    people: list[str]
    knowers: list[str]
    contacts: list[str]
    units: list[str]
    firms: list[str]  # the units, and organizations of other sides
    deals: dict[str, list[str]]  # of each unit's account


def _give_ids(drawn: dict[str, Any], *, deals: int, negative: bool, apart: bool) -> Tables:
    """Turn numbers into ids that exist, and leave out rows for which there are none."""
    organizations = _organizations(drawn["organizations"])
    units = [organization["id"] for organization in organizations]
    people = [_person(person, units) for person in drawn["people"]]
    offers = _deals(drawn["deals"], [unit for unit in units if unit in HOME], deals)
    circles = _circles(units, people, offers, apart=apart)

    def rows(table: str, resolve: Any) -> list[Row]:
        found = (resolve(row, _pick(circles, row["circle"])) for row in drawn[table])
        return [_forward(row) for row in found if row is not None]

    special = {
        "organizations": organizations,
        "people": [_forward(_name_successor(person, people)) for person in people],
        "deals": offers,
        "ties": _first_of_key("ties", rows("ties", partial(_tie, negative=negative))),
        "interactions": [
            one
            for row in drawn["interactions"]
            for one in _parts(row, _pick(circles, row["circle"]))
        ],
    }
    homes = {person["id"]: person["organization"] for person in people}
    position = partial(_position, homes=homes, apart=apart)
    special["positions"] = _first_of_key("positions", rows("positions", position))
    others = [table for table in TABLES if table not in special]
    found = special | {
        table: _first_of_key(table, rows(table, partial(_place, table))) for table in others
    }
    return {table: found[table] for table in TABLES}


def _in_succession(people: list[Any], ties: list[Any]) -> Tables:
    firms = {"acme": "customer", "Acme": "customer"} | OUTSIDE
    ids = IDS[: len(people)]
    chart = [
        {"source": _pick(ids, source), "kind": kind, "target": _pick(ids, target)}
        | ({"deal": deal} if deal else {})
        for source, kind, target, deal in ties
    ]
    return {
        "organizations": [{"id": firm, "name": firm, "kind": side} for firm, side in firms.items()],
        "people": [
            {"id": one, "name": one, "organization": firm}
            | ({"until": DAY, "successor": _pick(ids, number + further)} if left else {})
            for number, (one, (firm, left, further)) in enumerate(zip(ids, people, strict=True))
        ],
        "deals": [{"id": f"{account} 0", "account": account} for account in ("acme", "Acme")],
        "ties": _first_of_key("ties", [tie for tie in chart if tie["source"] != tie["target"]]),
    }


def _with_promises(
    begin: dt.date | None, ties: list[Any], meetings: list[Any], promises: list[Any]
) -> Tables:
    firms = {"acme": "customer", "acme unit": "customer", "Acme": "customer"} | OUTSIDE
    homes = {"us": "us", "US": "us", "in": "institute", "a": "acme", "b": "acme unit", "A": "Acme"}
    offers = {"acme 0": "acme", "acme 1": "acme unit", "Acme 0": "Acme"}
    met = [
        {"id": str(number), "date": day, "deal": deal, "person": person}
        for number, (pair, day, deal) in enumerate(meetings)
        for person in {*pair}
    ]
    found = {
        "organizations": [
            {"id": firm, "name": firm, "kind": side}
            | ({"parent": "acme"} if firm == "acme unit" else {})
            for firm, side in firms.items()
        ],
        "people": [{"id": one, "name": one, "organization": firm} for one, firm in homes.items()],
        "deals": [
            {"id": one, "account": unit, "created": begin if one == "acme 0" else None}
            for one, unit in offers.items()
        ],
        "ties": [
            {"source": one, "kind": "knows", "target": other, "deal": deal}
            | {"strength": strength or (0.0 if deal else None), "since": since}
            for (one, other), strength, since, deal in ties
            if one != other
        ],
        "interactions": met,
        "commitments": [
            {"id": str(number), "by": one, "to": other, "deal": deal}
            | {"made": made, "due": due, "kept": kept}
            for number, ((one, other), deal, made, due, kept) in enumerate(promises)
            if one != other
        ],
    }
    given = {
        name: [{column: cell for column, cell in row.items() if cell is not None} for row in rows]
        for name, rows in found.items()
    }
    return given | {"ties": _first_of_key("ties", given["ties"])}


def _pick(options: Sequence[Any], number: int) -> Any:
    return options[number % len(options)]


def _forward(row: Row) -> Row:
    """Put since before until; a span of no day gets no end."""
    if not {"since", "until"} <= row.keys():
        return row
    begin, end = sorted((row.pop("since"), row.pop("until")))
    return row | {"since": begin} | ({"until": end} if begin < end else {})


def _organizations(drawn: dict[str, Row]) -> list[Row]:
    rows = []
    for one, cells in drawn.items():
        parent = HOME.get(one, one)
        part = {"parent": parent} if parent != one and parent in drawn else {}
        rows.append({"id": one, "kind": OUTSIDE.get(one, "customer")} | part | cells)
    return rows


def _person(row: Row, units: list[str]) -> Row:
    return row | {"organization": _pick(units, row["organization"])}


def _name_successor(person: Row, people: list[Row]) -> Row:
    """Name a successor of the person's own account, or of the same organization outside."""
    home = HOME.get(person["organization"], person["organization"])
    others = [
        other["id"]
        for other in people
        if HOME.get(other["organization"], other["organization"]) == home and other is not person
    ]
    return _with_ids(person, successor=others)


def _deals(drawn: list[Row], units: list[str], most: int) -> list[Row]:
    rows: list[Row] = []
    for row in drawn:
        unit = _pick(units, row["account"])
        before = [one["id"] for one in rows if HOME[one["account"]] == HOME[unit]]
        if len(before) < most:
            named = {"id": f"{HOME[unit]} {len(before)}", "account": unit}
            rows.append(_with_ids(row, renews=before) | named)
    return rows


def _circles(
    units: list[str], people: list[Row], offers: list[Row], *, apart: bool
) -> list[Circle]:
    """Group everybody by account, those of other sides with each; in one circle if not apart."""
    accounts = sorted({HOME[unit] for unit in units if unit in HOME})
    groups = [{account} for account in accounts] if apart else [{*accounts}]
    return [_circle(group, units, people, offers) for group in groups]


def _circle(accounts: set[str], units: list[str], people: list[Row], offers: list[Row]) -> Circle:
    own = [unit for unit in units if HOME.get(unit) in accounts]
    where = {person["id"]: person["organization"] for person in people}
    here = [one for one, unit in where.items() if unit in own or unit in OUTSIDE]
    return Circle(
        people=here,
        knowers=[one for one in here if where[one] in {"us", "institute"}],
        contacts=[one for one in here if where[one] not in {"us", "rival"}],
        units=own,
        firms=[unit for unit in units if unit in own or unit in OUTSIDE],
        deals={
            unit: [offer["id"] for offer in offers if HOME[offer["account"]] == HOME[unit]]
            for unit in own
        },
    )


def _with_ids(row: Row, **options: Sequence[str]) -> Row:
    """Turn numbers into ids; cells with nothing to choose from are left out."""
    ids = {name: _pick(ids, row[name]) for name, ids in options.items() if name in row and ids}
    return {name: cell for name, cell in row.items() if name not in {"circle", *options}} | ids


def _any_deal(circle: Circle) -> list[str]:
    return sorted({deal for deals in circle.deals.values() for deal in deals})


def _tie(row: Row, circle: Circle, *, negative: bool) -> Row | None:
    knows = row["kind"] in tie_kinds.CLOSENESS
    ends = (circle.knowers, circle.contacts) if knows else (circle.people, circle.people)
    sources, targets = ends
    tie = _with_ids(row, source=sources, target=targets, deal=_any_deal(circle))
    if not {"source", "target"} <= tie.keys():
        return None
    strength = tie.pop("strength", None)
    if isinstance(strength, int):
        return tie | {"strength": [*POLICY.labels(tie["kind"])][strength]}
    if strength is None or (strength == 0 and "deal" not in tie):
        return tie
    signed = negative and tie["kind"] in tie_kinds.SIGNED
    return tie | {"strength": strength if signed else abs(strength)}


def _first_of_key(table: str, rows: list[Row]) -> list[Row]:
    if nature(table).alone:
        return _cut_short(table, rows)
    if not (key := unique_key(table)):
        return rows
    first = {tuple(row.get(name) for name in key): row for row in reversed(rows)}
    return [*first.values()]


def _cut_short(table: str, rows: list[Row]) -> list[Row]:
    """Let each state end when the next one of its key begins, if not before."""

    def begin(row: Row) -> dt.date:
        return row.get("since", dt.date.min)

    kept: list[Row] = []
    next_begin: dict[tuple[Any, ...], dt.date] = {}
    for row in sorted(rows, key=begin, reverse=True):
        key = tuple(row.get(name) for name in nature(table).key)
        end = min(row.get("until", dt.date.max), next_begin.get(key, dt.date.max))
        if begin(row) < end:
            kept.append(row | ({"until": end} if end < dt.date.max else {}))
            next_begin[key] = begin(row)
    return kept


def _place(table: str, row: Row, circle: Circle) -> Row | None:
    """Give a row ids of its circle: of the account it names, if it names one."""
    options = dict.fromkeys(person_columns(table), circle.people)
    options |= {
        name: circle.firms for name, of in id_columns(table).items() if of == "organizations"
    }
    deals = _any_deal(circle)
    if (name := account_column(table)) and name in row:
        unit = _pick(circle.units, row[name])
        options[name], deals = [unit], circle.deals[unit]
    options |= {name: deals for name, of in id_columns(table).items() if of == "deals"}
    found = _with_ids(row, **{name: ids for name, ids in options.items() if name != "id"})
    missing = [one.name for one in columns(table) if one.required and one.name not in found]
    return None if missing else found


def _position(row: Row, circle: Circle, *, homes: dict[str, str], apart: bool) -> Row | None:
    """Give a person a seat anywhere, or where rows stay apart, within the own account or sides."""
    person = _with_ids(row, person=circle.people).get("person")
    if person is None:
        return None
    account = HOME.get(homes[person])
    firms = [one for one in circle.firms if not apart or HOME.get(one) == account]
    heirs = [one for one in circle.people if not apart or HOME.get(homes[one]) == account]
    return _with_ids(row, organization=firms, successor=heirs) | {"person": person}


def _parts(row: Row, circle: Circle) -> Iterator[Row]:
    """Spread an interaction over rows, one a participant."""
    found = _with_ids(row, deal=_any_deal(circle), parts=[])
    parts = [_with_ids(part, person=circle.people) for part in row["parts"] if circle.people]
    yield from (found | part for part in {part["person"]: part for part in parts}.values())
