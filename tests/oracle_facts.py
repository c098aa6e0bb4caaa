"""Facts for the reference: what the tables of a small book say on a day, in dicts and loops.

Tables are lists of row dicts; None or an absent key is missing; dates are ``datetime.date``.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Key = tuple[str, str, str]  # source, target, kind

AXES = ("relationship", "solution", "price")
KINDS = {
    "reports_to": {"line": "solid", "pulls": True},
    "dotted_line": {"line": "dotted", "pulls": True},
    "influences": {"pulls": True, "strength": 0.5},
    "knows": {"closeness": True, "strength": 0.5},
}
DATED = {"deals": "created", "assessments": "date", "interactions": "date"} | dict.fromkeys(
    ("people", "ties", "roles", "team"), "since"
)
DEFAULTS: dict[str, Any] = {
    "susceptibility": 0.5,
    "report_down": 0.4,
    "report_up": 0.15,
    "dotted": 0.5,
    "key_share": 0.04,
    "reachable": 0.2,
    "weak_tie": 0.2,
    "supportive": 62.5,
    "verdict_threshold": 60.0,
    "axis_weights": dict.fromkeys(AXES, 1 / 3),
    "half_life_days": 90.0,
    "half_saturation": 1.0,
    "interaction_weights": {"visit": 1.5, "meeting": 1, "event": 0.8, "call": 0.6, "email": 0.2},
    "unknown_interaction": 0.5,
    "strength_labels": {"weak": 0.25, "medium": 0.5, "strong": 0.75, "decisive": 1.0}
    | {"brief": 0.25, "several": 0.5, "in_depth": 0.75, "trusted": 1.0},
    "role_weights": dict.fromkeys(("approver", "decision_maker"), 1.0)
    | dict.fromkeys(("evaluator", "finance", "procurement"), 0.5)
    | dict.fromkeys(("legal", "quality", "supply_chain", "supervisor"), 0.3)
    | {"user": 0.25},  # coaches weigh nothing
    "scales": {
        "relationship": ("hostile", "distant", "acquainted", "friend", "mentor"),
        "solution": ("rejects", "doubts", "neutral", "prefers", "champions"),
        "price": ("refuses", "objects", "neutral", "accepts", "endorses"),
    },  # whose names are the axes
    "kinds": KINDS,
}


class Tie(NamedTuple):
    """An effective tie: strength·confidence of influence, closeness of knows, 1 of a line."""

    source: str
    target: str
    kind: str
    strength: float
    origin: str  # account, deal, successor, interactions


def newest_date(tables: Tables) -> dt.date | None:
    dates = [row.get(column) for table, column in DATED.items() for row in tables.get(table, [])]
    return max((date for date in dates if date is not None), default=None)


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

    def formal(self, kind: str) -> bool:
        """Whether a tie of the kind is a line of the chart."""
        return "line" in self.policy["kinds"][kind]

    def solid(self, kind: str) -> bool:
        return self.policy["kinds"][kind].get("line") == "solid"

    def pulls(self, kind: str) -> bool:
        """Whether ties of the kind move people: a line both ends, others their target."""
        return "pulls" in self.policy["kinds"][kind]

    def closeness(self, kind: str) -> bool:
        return "closeness" in self.policy["kinds"][kind]

    def in_effect(self, table: str, row: Row) -> bool:
        """Whether the row is seen on the day and holds."""
        begin = row.get(DATED[table])
        until = row.get("until") if DATED[table] == "since" else None
        begun = begin is None or self.day is None or begin <= self.day
        return begun and (until is None or self.day is None or self.day < until)

    def rows(self, table: str) -> list[Row]:
        return [row for row in self.tables.get(table, []) if self.in_effect(table, row)]

    def level(self, table: str, deal: str) -> list[Row]:
        """Rows of a deal, or with '' those of no deal."""
        return [row for row in self.rows(table) if (row.get("deal") or "") == deal]

    def root(self, organization: str) -> str | None:
        """The organization at the top of the tree; None in a cycle of parents."""
        for _ in self.organizations:
            parent = self.organizations[organization].get("parent")
            if parent not in self.organizations:
                return organization
            organization = parent
        return None

    def side(self, person: str) -> str:
        return self.organizations[self.people[person]["organization"]]["kind"]

    def belongs(self, person: str, account: str) -> bool:
        return self.root(self.people[person]["organization"]) == account

    def active(self, person: str | None) -> bool:
        return person in self.people and self.in_effect("people", self.people[person])

    def has_left(self, person: str) -> bool:
        until = self.people.get(person, {}).get("until")
        return self.day is not None and until is not None and until <= self.day

    def holder(self, person: str) -> str:
        """Who has the seat: of one who left, the first active successor, if there is one."""
        if not self.has_left(person):
            return person
        heir = person
        for _ in self.people:
            heir = self.people.get(heir, {}).get("successor")
            if self.active(heir):
                return heir
        return person


def scopes(tables: Tables, as_of: dt.date | None) -> list[tuple[str, str]]:
    """All accounts, and all open deals seen on the day, as (account, deal)."""
    facts = Facts(tables, as_of, DEFAULTS)
    organizations = facts.organizations.items()
    accounts = {o for o, row in organizations if row["kind"] == "customer" and facts.root(o) == o}
    deals = [row for row in facts.rows("deals") if row.get("stage") not in ("closed", "lost")]
    of_deals = [(facts.root(row["account"]), row["id"]) for row in deals]
    return sorted(
        [(a, "") for a in accounts] + [(a, deal) for a, deal in of_deals if a in accounts]
    )


# Ties: overlay, succession, acquaintance


def newest_rows(facts: Facts, deal: str) -> dict[Key, Row]:
    """Of the rows of one tie, the one with the latest since."""
    rows = sorted(facts.level("ties", deal), key=lambda row: row.get("since") or dt.date.min)
    return {(row["source"], row["target"], row["kind"]): row for row in rows}


def overlay(facts: Facts, deal: str) -> tuple[list[Tie], set[Key]]:
    """Ties of the deal over those of the account, and the ties the deal removes."""
    base, special = newest_rows(facts, ""), newest_rows(facts, deal) if deal else {}
    rebuilt = {(source, kind) for source, _, kind in special if facts.solid(kind)}
    kept = {k: row for k, row in base.items() if (k[0], k[2]) not in rebuilt}
    ties, removed = [], set()
    for key, row in (kept | special).items():
        origin = "deal" if key in special else "account"
        strength = graded_strength(row, facts.policy)
        if strength == 0:
            removed.add(key)
        else:
            ties.append(Tie(*key, 1.0 if facts.formal(key[2]) else strength, origin))
    return ties, removed


def graded_strength(row: Row, policy: dict[str, Any]) -> float:
    strength, confidence = row.get("strength"), row.get("confidence")
    if strength is None:
        strength = policy["kinds"][row["kind"]].get("strength", 1.0)
    return number(strength, policy["strength_labels"]) * (1.0 if confidence is None else confidence)


def succession(facts: Facts, lines: list[Tie]) -> list[Tie]:
    """Reporting lines with successors in the seats of those who left.

    A line to oneself goes first; then an own solid line beats inherited ones; then of one line
    found twice one stays: the one that was there before anybody moved.
    """
    moved = []
    for line in lines:
        source, target = facts.holder(line.source), facts.holder(line.target)
        there_before = (source, target) == (line.source, line.target)
        origin = line.origin if there_before else "successor"
        moved.append((line.source, Tie(source, target, line.kind, 1.0, origin)))
    moved = [(giver, line) for giver, line in moved if line.source != line.target]
    solid = [(giver, line) for giver, line in moved if facts.solid(line.kind)]
    own_boss = {(line.source, line.kind) for giver, line in solid if giver == line.source}
    result: dict[Key, Tie] = {}
    for giver, line in moved:
        inherited = giver != line.source
        if inherited and (line.source, line.kind) in own_boss:
            continue
        if line[:3] not in result or line.origin != "successor":
            result[line[:3]] = line
    return list(result.values())


def acquaintance(facts: Facts) -> dict[tuple[str, str], float]:
    """Observed closeness of (one of us, contact) from the interactions both took part in."""
    parts = defaultdict(list)
    for row in facts.rows("interactions"):
        parts[row["id"]].append(row)
    heat: dict[tuple[str, str], float] = defaultdict(float)
    for rows in parts.values():
        here = [row["person"] for row in rows if facts.active(row["person"])]
        for u, k in product(here, here):
            if facts.side(u) == "vendor" and facts.side(k) in ("customer", "partner"):
                heat[u, k] += warmth(facts, rows[0]) / (len(rows) - 1)
    return {pair: h / (h + facts.policy["half_saturation"]) for pair, h in heat.items()}


def warmth(facts: Facts, row: Row) -> float:
    """Weight of an interaction, halved every half-life."""
    policy, age = facts.policy, (facts.day - row["date"]).days
    weight = policy["interaction_weights"].get(row.get("kind"), policy["unknown_interaction"])
    return weight * 2 ** (-age / policy["half_life_days"])


def all_ties(facts: Facts, deal: str) -> list[Tie]:
    """Everybody's ties on the day, as the deal (or, with '', any account) sees them."""
    ties, removed = overlay(facts, deal)
    lines = succession(facts, [tie for tie in ties if facts.formal(tie.kind)])
    apart = [tie for tie in ties if tie.source != tie.target]
    personal = {tie[:3]: tie for tie in apart if not facts.formal(tie.kind)}
    for pair, closeness in acquaintance(facts).items():
        key = (*pair, "knows")
        if key not in removed and (key not in personal or closeness > personal[key].strength):
            personal[key] = Tie(*key, closeness, "interactions")
    return lines + [
        tie for tie in personal.values() if facts.active(tie.source) and facts.active(tie.target)
    ]


# Roles and grades


def holders(facts: Facts, rows: list[Row]) -> dict[str, set[str]]:
    held = defaultdict(set)
    for row in rows:
        held[facts.holder(row["person"])].add(row["role"])
    return held


def role_rows(facts: Facts, table: str, account: str, deal: str) -> tuple[list[Row], list[Row]]:
    """Rows of the account, rows of the deal."""
    base = [row for row in facts.level(table, "") if facts.root(row["account"]) == account]
    return base, facts.level(table, deal) if deal else []


def decision_roles(facts: Facts, account: str, deal: str) -> dict[str, set[str]]:
    of_account, of_deal = role_rows(facts, "roles", account, deal)
    return holders(facts, of_deal or of_account)


def team_roles(facts: Facts, account: str, deal: str) -> dict[str, set[str]]:
    of_account, of_deal = role_rows(facts, "team", account, deal)
    replaced = {row["role"] for row in of_deal}
    return holders(facts, of_deal + [row for row in of_account if row["role"] not in replaced])


def newest_stance(facts: Facts, person: str, axis: str, deal: str) -> float | None:
    """Stance of the newest grades on one level (their mean); None where there is none."""
    rows = [row for row in facts.level("assessments", deal) if row["person"] == person]
    rows = [row for row in rows if row.get(axis) is not None]
    newest = max((row["date"] for row in rows), default=None)
    scale = facts.policy["scales"][axis]
    labels = {label: rank for rank, label in enumerate(scale, start=1)}
    ranks = [number(row[axis], labels) for row in rows if row["date"] == newest]
    return -1 + 2 * (sum(ranks) / len(ranks) - 1) / (len(scale) - 1) if ranks else None


def stance_of(facts: Facts, person: str, axis: str, deal: str) -> tuple[float | None, str]:
    """Stance and where it comes from."""
    if deal and (stance := newest_stance(facts, person, axis, deal)) is not None:
        return stance, "deal"
    if (stance := newest_stance(facts, person, axis, "")) is not None:
        return stance, "account"
    assumed = {"vendor": 1.0, "competitor": -1.0}.get(facts.side(person))
    return assumed, "" if assumed is None else "assumed"
