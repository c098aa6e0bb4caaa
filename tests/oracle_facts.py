"""Facts for the reference: who is where on a day, and which rows a scope sees.

Tables are lists of row dicts; None or an absent key is missing; days are ``datetime.date``.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold
from kamgraph.model.titles import read_titles

Row = dict[str, Any]
Tables = dict[str, list[Row]]

AXES = ("relationship", "solution", "price")
KINDS = {
    "reports_to": {"line": "solid", "pulls": True},
    "dotted_line": {"line": "dotted", "pulls": True},
    "influences": {"pulls": True, "strength": 0.75},
    "knows": {
        "closeness": True,
        "strength": 0.5,
        "ends": (("vendor", "partner"), ("customer", "partner")),
    },
}
STAGES = ("lead", "opportunity", "bid", "contract", "delivery", "collection", "renewal")
PERSONAL = ("participant", "coach", "coach_inform", "coach_advise", "coach_intervene")
MAKERS = ("engineering", "it", "operations", "production", "project", "research")
CHECKERS = ("legal", "quality", "supply_chain")
# The days of what happened; the others are planned.
HAPPENED = {
    "deals": ("created",),
    "assessments": ("date",),
    "interactions": ("date",),
    "commitments": ("made", "kept"),
    "payments": ("paid",),
    "actions": ("done",),
} | dict.fromkeys(("people", "positions", "ties", "roles", "team"), ("since", "until"))
BEGINS = {"deals": "created", "assessments": "date", "interactions": "date"}
DEAL = 99  # deeper than any unit


def fit(levels: tuple[float, ...], functions: Any, other: float) -> dict[str, Any]:
    return {"levels": levels, "functions": functions, "other_function": other}


DEFAULTS: dict[str, Any] = {
    "susceptibility": 0.5,
    "report_down": 0.4,
    "report_up": 0.15,
    "dotted": 0.5,
    "key_cover": 0.8,
    "key_most": 15,
    "reachable": 0.2,
    "weak_tie": 0.2,
    "supportive": 62.5,
    "opposing": 40.0,
    "verdict_threshold": 60.0,
    "judged": 0.2,
    "decision_rule": "consent",
    "consent_roles": ("approver", "decision_maker"),
    "axis_weights": dict.fromkeys(AXES, 1 / 3),
    "grade_half_life_days": 360.0,
    "grade_error": 0.2,
    "half_life_days": 90.0,
    "closeness_half_life_days": 720.0,
    "broken_promise": 0.8,
    "one_way": 0.1,
    "half_saturation": 1.0,
    "interaction_weights": {"visit": 1.5, "meeting": 1, "event": 0.8, "call": 0.6, "email": 0.2},
    "unknown_interaction": 0.5,
    "crowd_limit": 100,
    "strength_labels": {"weak": 0.25, "medium": 0.5, "strong": 0.75, "decisive": 1.0}
    | {"brief": 0.25, "several": 0.5, "in_depth": 0.75, "trusted": 1.0},
    "role_weights": dict.fromkeys(("approver", "decision_maker"), 1.0)
    | dict.fromkeys(("evaluator", "finance", "procurement"), 0.5)
    | dict.fromkeys(("legal", "quality", "supply_chain", "supervisor"), 0.3)
    | dict.fromkeys(("user", "participant"), 0.25),  # coaches weigh nothing
    "role_fit": {
        "approver": fit((1, 0.5, 0.1, 0, 0), "any", 0.1),
        "decision_maker": fit((0.5, 1, 0.5, 0.1, 0), "any", 0.1),
        "evaluator": fit((0.1, 0.4, 1, 0.7, 0.3), MAKERS, 0.1),
        "user": fit((0, 0.1, 0.5, 1, 1), MAKERS, 0.1),
        "procurement": fit((0.3, 0.7, 1, 0.7, 0.3), ("procurement",), 0),
        "finance": fit((1, 0.7, 0.5, 0.2, 0.1), ("finance",), 0),
    }
    | {role: fit((0.3, 0.7, 1, 0.7, 0.3), (role,), 0) for role in CHECKERS},
    "unknown_level": 0.3,
    "unknown_function": 0.3,
    "required_roles": {
        "lead": ("approver", "decision_maker", "evaluator", "user"),
        "bid": ("procurement",),
        "delivery": ("finance", "quality", "supply_chain"),
    },
    "assumed_stance": {
        "vendor": {"relationship": 1, "solution": 1, "price": 0},
        "competitor": {"relationship": 0, "solution": -1, "price": -1},
    },
    "placeholders": ("vacant", "tbd", "待定", "空缺"),
    "titles": None,
    "scales": {
        "relationship": ("hostile", "distant", "acquainted", "friend", "mentor"),
        "solution": ("rejects", "doubts", "neutral", "prefers", "champions"),
        "price": ("refuses", "objects", "neutral", "accepts", "endorses"),
    },  # whose names are the axes
    "kinds": KINDS,
}


class Place(NamedTuple):
    """What a scope is of: an account or one of its units, or with a deal what the deal names."""

    organization: str
    deal: str


def newest_day(tables: Tables, today: dt.date) -> dt.date | None:
    """The largest day of what happened until today; today where all days are to come."""
    days = [
        row[column]
        for table, columns in HAPPENED.items()
        for row in tables.get(table, [])
        for column in columns
        if row.get(column) is not None
    ]
    return max((day for day in days if day <= today), default=today if days else None)


def number(value: Any, labels: dict[str, float]) -> float:
    """Value of a label, a number, or a number written as text."""
    return labels[value] if value in labels else float(value)


@dataclass
class Facts:
    tables: Tables
    day: dt.date | None
    policy: dict[str, Any]

    def __post_init__(self):
        self.axes = tuple(self.policy["scales"])
        self.people = {row["id"]: row for row in self.tables["people"]}
        self.organizations = {row["id"]: row for row in self.tables["organizations"]}
        self.deals = {row["id"]: row for row in self.tables.get("deals", [])}
        self.placeholders = {fold(name) for name in self.policy["placeholders"]}

    # Rows

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def begun(self, table: str, row: Row) -> bool:
        begin = row.get(BEGINS.get(table, "since"))
        return begin is None or self.day is None or begin <= self.day

    def ended(self, table: str, row: Row) -> bool:
        until = None if table in BEGINS else row.get("until")
        return until is not None and self.day is not None and until <= self.day

    def in_effect(self, table: str, row: Row) -> bool:
        return self.begun(table, row) and not self.ended(table, row)

    # Organizations

    def chain(self, organization: str) -> list[str]:
        """The organization and all above it; none where the parents run in a circle."""
        found = []
        while organization in self.organizations and organization not in found:
            found.append(organization)
            organization = self.organizations[organization].get("parent")
        return [] if organization in found else found

    def root(self, organization: str) -> str | None:
        return next(reversed(self.chain(organization)), None)

    def belongs(self, person: str, organization: str) -> bool:
        return organization in self.chain(self.position(person)["organization"])

    def depth(self, organization: str, place: Place) -> int | None:
        """How deep below the account a scope sees rows of an organization; None: not at all."""
        theirs, ours = self.chain(organization), self.chain(place.organization)
        related = organization in ours or place.organization in theirs
        return min(len(theirs), len(ours)) - 1 if related else None

    def row_depth(self, row: Row, place: Place) -> int | None:
        """How deep a row of a deal or an account stands; 0 if it names neither, None: not seen."""
        deal, account = row.get("deal") or "", row.get("account")
        if deal:
            another = account is not None and self.root(account) != self.root(place.organization)
            return DEAL if deal == place.deal and not another else None
        return 0 if account is None else self.depth(account, place)

    # People

    def positions(self, person: str) -> list[Row]:
        return [row for row in self.rows("positions") if row["person"] == person]

    def position(self, person: str) -> Row:
        """Where the person works: now, else where until last, else where first."""
        rows = self.positions(person)
        if not rows:
            return self.people[person]
        now = [row for row in rows if self.in_effect("positions", row)]
        past = [row for row in rows if self.ended("positions", row)]
        to_come = sorted(rows, key=lambda row: row.get("since") or dt.date.min)
        return (now or sorted(past, key=lambda row: row["until"], reverse=True) or to_come)[0]

    def side(self, person: str) -> str:
        return self.organizations[self.position(person)["organization"]]["kind"]

    def sides(self, person: str) -> set[str]:
        """On which sides somebody is or ever was, by their own columns or a position."""
        posts = [self.people[person], *self.positions(person)]
        return {self.organizations[post["organization"]]["kind"] for post in posts}

    def is_placeholder(self, person: str) -> bool:
        return fold(self.people[person].get("name") or "") in self.placeholders

    def active(self, person: str | None) -> bool:
        if person not in self.people or self.is_placeholder(person):
            return False
        return self.in_effect(*self._kept(person))

    def gone(self, person: str) -> bool:
        """Whether the person has left the position, or only holds the place of somebody."""
        if person not in self.people:
            return False
        table, row = self._kept(person)
        left = self.ended(table, row)
        return left or (self.is_placeholder(person) and self.begun(table, row))

    def _kept(self, person: str) -> tuple[str, Row]:
        table = "positions" if self.positions(person) else "people"
        return table, self.position(person)

    def first_there(self, heir: str | None) -> str | None:
        """Of somebody and all who follow, the first who is active."""
        for _ in self.people:
            if heir is None or self.active(heir):
                return heir
            heir = self.position(heir).get("successor") if heir in self.people else None
        return None

    def holder(self, person: str) -> str:
        """Who has the seat: of one who left, the first active successor, else who had it last."""
        heir = self.position(person).get("successor") if self.gone(person) else None
        return self.first_there(heir) or self.last_there(person)

    def last_there(self, person: str) -> str:
        """Of one who left and all who followed in the account, the last who left, too."""
        passed = [person]
        while True:
            heir = self.position(passed[-1]).get("successor")
            if not (heir and self.gone(passed[-1]) and self.gone(heir)):
                return passed[-1]
            here, there = (self.root(self.position(p)["organization"]) for p in (passed[-1], heir))
            if here != there:
                return passed[-1]
            if heir in passed:  # a circle, which has no last: the least of it stands for all
                return min(passed[passed.index(heir) :])
            passed.append(heir)

    def seat(self, person: str, row: Row, place: Place) -> str | None:
        """Who has the seat of a person that a row is about; None: nobody.

        Of who has gone to another firm, lines and roles from before are the successor's there.
        """
        account = self.root(place.organization)
        if self.root(self.position(person)["organization"]) != account:
            left = [one for one in self.positions(person) if self.ended("positions", one)]
            left = [one for one in left if self.root(one["organization"]) == account]
            last = max(left, key=lambda one: one["until"], default=None)
            if last and (row.get("since") or dt.date.min) < last["until"]:
                return self.first_there(last.get("successor"))
        return self.holder(person)

    def changed_sides(self, person: str, place: Place) -> bool:
        """Whether somebody who worked for the account is on our side or a competitor's now."""
        left = [one for one in self.positions(person) if self.ended("positions", one)]
        account = self.root(place.organization)
        was_there = any(self.root(one["organization"]) == account for one in left)
        return was_there and self.side(person) in ("vendor", "competitor")

    # Titles

    @cached_property
    def _titles(self) -> pd.DataFrame:
        rows = [*self.tables["people"], *self.rows("positions")]
        told = {(row["title"], row.get("function") or "") for row in rows if row.get("title")}
        titles, departments = (
            pd.Series([one[part] for one in sorted(told)], dtype=TEXT) for part in range(2)
        )
        read = read_titles(titles, departments=departments, more=self.policy["titles"])
        return read.set_index(pd.MultiIndex.from_tuples(sorted(told), names=["title", "function"]))

    def as_read(self, person: str, column: str) -> tuple[Any, str]:
        """The level or function: recorded, else as the title tells it, else None, unknown."""
        row = self.position(person)
        if row.get(column) is not None:
            return row[column], "recorded"
        if row.get("title") is not None and not pd.isna(
            found := self._titles.loc[(row["title"], row.get("function") or ""), column]
        ):
            return found, "title"
        return None, ""


def scopes(tables: Tables, as_of: dt.date | None) -> list[tuple[str, str]]:
    """All accounts, and all open deals seen on the day, as (account, deal)."""
    facts = Facts(tables, as_of, DEFAULTS)
    organizations = facts.organizations.items()
    accounts = {o for o, row in organizations if row["kind"] == "customer" and facts.root(o) == o}
    deals = [row for row in facts.rows("deals") if facts.in_effect("deals", row)]
    of_deals = [
        (facts.root(row["account"]), row["id"])
        for row in deals
        if row.get("stage") not in ("closed", "lost")
    ]
    return sorted(
        [(a, "") for a in accounts] + [(a, deal) for a, deal in of_deals if a in accounts]
    )
