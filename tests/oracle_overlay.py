"""Overlay for the reference: which ties, roles and grades hold in a scope."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from oracle_facts import DEAL, PERSONAL, Facts, Place, Row, number

Key = tuple[str, str, str]  # source, target, kind
Pair = tuple[str, str]


class Tie(NamedTuple):
    """An effective tie: strength·confidence of influence, closeness of knows, 1 of a line."""

    source: str
    target: str
    kind: str
    strength: float
    origin: str  # account, deal, successor, interactions


@dataclass
class Kinds:
    """What the policy of the reference says of kinds of ties."""

    kinds: dict[str, dict[str, Any]]

    def formal(self, kind: str) -> bool:
        """Whether a tie of the kind is a line of the chart."""
        return "line" in self.kinds[kind]

    def solid(self, kind: str) -> bool:
        return self.kinds[kind].get("line") == "solid"

    def pulls(self, kind: str) -> bool:
        """Whether ties of the kind move people: a line both ends, others their target."""
        return "pulls" in self.kinds[kind]

    def closeness(self, kind: str) -> bool:
        return "closeness" in self.kinds[kind]


# Ties: overlay, succession, acquaintance


def newest_rows(facts: Facts, deal: str) -> dict[Key, Row]:
    """Of the rows of one tie, the one with the latest since."""
    rows = [row for row in facts.rows("ties") if facts.in_effect("ties", row)]
    rows = [row for row in rows if (row.get("deal") or "") == deal]
    rows.sort(key=lambda row: row.get("since") or dt.date.min)
    return {(row["source"], row["target"], row["kind"]): row for row in rows}


def graded_strength(row: Row, policy: dict[str, Any]) -> float:
    strength, confidence = row.get("strength"), row.get("confidence")
    if strength is None:
        strength = policy["kinds"][row["kind"]].get("strength", 1.0)
    return number(strength, policy["strength_labels"]) * (1.0 if confidence is None else confidence)


def overlay(facts: Facts, place: Place) -> tuple[dict[Key, Row], dict[Key, Tie], set[Key]]:
    """Rows and ties of the deal over those of the account, and the ties the deal removes."""
    kinds = Kinds(facts.policy["kinds"])
    base, special = newest_rows(facts, ""), newest_rows(facts, place.deal) if place.deal else {}
    rebuilt = {(source, kind) for source, _, kind in special if kinds.solid(kind)}
    kept = {k: row for k, row in base.items() if (k[0], k[2]) not in rebuilt}
    rows, ties, removed = kept | special, {}, set()
    for key, row in rows.items():
        strength = graded_strength(row, facts.policy)
        if strength == 0:
            removed.add(key)
        else:
            strength = 1.0 if kinds.formal(key[2]) else strength
            ties[key] = Tie(*key, strength, "deal" if key in special else "account")
    return rows, ties, removed


def succession(facts: Facts, place: Place, found: list[tuple[Tie, Row]]) -> list[Tie]:
    """Reporting lines with successors in the seats of those who left.

    A line to oneself goes first; then an own solid line beats inherited ones; then of one line
    found twice one stays: the one that was there before anybody moved.
    """
    kinds = Kinds(facts.policy["kinds"])
    moved = []
    for line, row in found:
        source, target = (facts.seat(end, row, place) for end in line[:2])
        there_before = (source, target) == line[:2]
        origin = line.origin if there_before else "successor"
        if source and target:
            moved.append((line.source, Tie(source, target, line.kind, 1.0, origin)))
    moved = [(giver, line) for giver, line in moved if line.source != line.target]
    solid = [(giver, line) for giver, line in moved if kinds.solid(line.kind)]
    own_boss = {(line.source, line.kind) for giver, line in solid if giver == line.source}
    result: dict[Key, Tie] = {}
    for giver, line in moved:
        inherited = giver != line.source
        if inherited and (line.source, line.kind) in own_boss:
            continue
        if line[:3] not in result or line.origin != "successor":
            result[line[:3]] = line
    return list(result.values())


def taken_part(facts: Facts, place: Place) -> list[list[Row]]:
    """The interactions that count in the scope, each as its rows."""
    found = defaultdict(list)
    for row in facts.rows("interactions"):
        if facts.in_effect("interactions", row) and counts_here(facts, row, place):
            found[row["id"]].append(row)
    crowd = facts.policy["crowd_limit"]
    return [rows for rows in found.values() if len(rows) <= crowd]


def counts_here(facts: Facts, row: Row, place: Place) -> bool:
    """Whether an interaction counts: of no deal everywhere, else in the deal and its account."""
    if not row.get("deal"):
        return True
    if place.deal:
        return row["deal"] == place.deal
    return facts.depth(facts.deals[row["deal"]]["account"], place) is not None


def meet(facts: Facts, one: str, other: str) -> bool:
    """Whether interactions can make the one know the other: us a contact, a partner a customer."""
    if not (facts.active(one) and facts.active(other)):
        return False
    sides = facts.side(one), facts.side(other)
    return sides in {("vendor", "customer"), ("vendor", "partner"), ("partner", "customer")}


def way(one: Row, other: Row) -> str:
    """How an interaction counts between two of its rows: mutual, out, in or not."""
    parts = one.get("part"), other.get("part")
    there, addressed = (None, "present"), ("to", "cc")
    if all(part in (*there, "from") for part in parts) and parts != ("from", "from"):
        return "mutual"
    if parts[0] == "from" and parts[1] in addressed:
        return "out"
    if parts[1] == "from" and parts[0] in addressed:
        return "in"
    return ""


def warmth(facts: Facts, row: Row) -> float:
    """Weight of an interaction, halved every half-life."""
    policy, age = facts.policy, (facts.day - row["date"]).days
    weight = policy["interaction_weights"].get(row.get("kind"), policy["unknown_interaction"])
    return weight * 2 ** (-age / policy["half_life_days"])


def acquaintance(facts: Facts, place: Place) -> tuple[dict[Pair, float], dict[Pair, dt.date]]:
    """Observed closeness and the last mutual contact of pairs that took part together."""
    heat: dict[Pair, dict[str, float]] = defaultdict(lambda: dict.fromkeys(WAYS, 0.0))
    last: dict[Pair, dt.date] = {}
    for rows in taken_part(facts, place):
        for one, other in product(rows, rows):
            pair, how = (one["person"], other["person"]), way(one, other)
            if how and meet(facts, *pair):
                heat[pair][how] += warmth(facts, one) / (len(rows) - 1)
                if how == "mutual":
                    last[pair] = max(one["date"], last.get(pair, one["date"]))
    policy = facts.policy
    observed = {}
    for pair, h in heat.items():
        balanced, rest = min(h["out"], h["in"]), abs(h["out"] - h["in"])
        total = h["mutual"] + 2 * balanced + policy["one_way"] * rest
        observed[pair] = total / (total + policy["half_saturation"])
    return observed, last


WAYS = ("mutual", "out", "in")


def cool(facts: Facts, closeness: float, since: dt.date | None, met: dt.date | None) -> float:
    """Graded closeness as it has cooled since the tie began or both last met."""
    if facts.day is None or (since is None and met is None):
        return closeness
    last = max(day for day in (since, met) if day is not None)
    return closeness * 2 ** (-(facts.day - last).days / facts.policy["closeness_half_life_days"])


def all_ties(facts: Facts, place: Place) -> list[Tie]:
    """Everybody's ties on the day, as the deal (or, with '', any account) sees them."""
    kinds = Kinds(facts.policy["kinds"])
    rows, ties, removed = overlay(facts, place)
    formal = [(tie, rows[key]) for key, tie in ties.items() if kinds.formal(tie.kind)]
    lines = succession(facts, place, formal)
    observed, last = acquaintance(facts, place)
    personal = {}
    for key, tie in ties.items():
        if kinds.formal(tie.kind) or tie.source == tie.target:
            continue
        if kinds.closeness(tie.kind):
            since, met = rows[key].get("since"), last.get(key[:2])
            personal[key] = tie._replace(strength=cool(facts, tie.strength, since, met))
        else:
            personal[key] = tie
    for pair, closeness in observed.items():
        key = (*pair, "knows")
        if key not in removed and (key not in personal or closeness > personal[key].strength):
            personal[key] = Tie(*key, closeness, "interactions")
    let_down = broken_promises(facts, place)
    for key, tie in personal.items():
        if kinds.closeness(tie.kind) and key[:2] in let_down:
            personal[key] = tie._replace(strength=tie.strength * facts.policy["broken_promise"])
    known = [tie for tie in personal.values() if tie.strength != 0]
    return lines + [tie for tie in known if possible(facts, tie)]


def broken_promises(facts: Facts, place: Place) -> set[Pair]:
    """Who has promised whom what is not kept though its day has passed, as the scope sees it."""
    found = set()
    for row in facts.rows("commitments"):
        due, kept, deal = row.get("due"), row.get("kept"), row.get("deal")
        if None in (facts.day, due) or row["made"] > facts.day or due >= facts.day:
            continue
        begun = not deal or facts.begun("deals", facts.deals[deal])
        if begun and (kept is None or kept > facts.day) and counts_here(facts, row, place):
            found.add((row["by"], row["to"]))
    return found


def possible(facts: Facts, tie: Tie) -> bool:
    """Whether both are there, and on sides on which they can have such a tie."""
    if not (facts.active(tie.source) and facts.active(tie.target)):
        return False
    ends = facts.policy["kinds"][tie.kind].get("ends")
    return not ends or (facts.side(tie.source) in ends[0] and facts.side(tie.target) in ends[1])


# Roles and grades


def rows_of_roles(facts: Facts, table: str, place: Place) -> list[Row]:
    """The rows that hold, role by role the deepest over those above."""
    rows = [(facts.row_depth(row, place), row) for row in facts.rows(table)]
    rows = [(depth, row) for depth, row in rows if depth is not None]
    held: list[Row] = []
    for depth in sorted({depth for depth, _ in rows}):
        here = [row for at, row in rows if at == depth]
        ended = [(row["role"], row["person"]) for row in here if facts.ended(table, row)]
        begun = [row for row in here if facts.in_effect(table, row)]
        replaced = {row["role"] for row in begun}
        held = [row for row in held if (row["role"], row["person"]) not in ended]
        held = [row for row in held if row["role"] not in replaced] + begun
    return held


def decision_roles(facts: Facts, place: Place) -> dict[str, set[str]]:
    """Roles by person; positional ones pass to successors, personal ones end with the side."""
    roles = defaultdict(set)
    for row in rows_of_roles(facts, "roles", place):
        person = row["person"]
        if row["role"] not in PERSONAL:
            person = facts.seat(person, row, place)
        elif facts.gone(person) or facts.changed_sides(person, place):
            continue
        if person:
            roles[person].add(row["role"])
    return roles


def team_roles(facts: Facts, place: Place) -> dict[str, set[str]]:
    roles = defaultdict(set)
    for row in rows_of_roles(facts, "team", place):
        roles[row["person"]].add(row["role"])
    return roles


class Graded(NamedTuple):
    """A stance in [-1, 1], how certain it is, and where it comes from."""

    stance: float | None
    certainty: float
    origin: str


def grade_of(facts: Facts, person: str, axis: str, place: Place) -> Graded:
    """The deepest and of those the newest grade, several of one date as their mean."""
    seen = [
        (facts.row_depth(row, place), row["date"], row[axis])
        for row in facts.rows("assessments")
        if row["person"] == person
        and row.get(axis) is not None
        and facts.in_effect("assessments", row)
    ]
    seen = [(depth, date, grade) for depth, date, grade in seen if depth is not None]
    if not seen:
        assumed = facts.policy["assumed_stance"].get(facts.side(person), {}).get(axis)
        return Graded(assumed, *((0.0, "") if assumed is None else (1.0, "assumed")))
    deepest, newest, _ = max(seen, key=lambda one: one[:2])
    scale = facts.policy["scales"][axis]
    labels = {label: rank for rank, label in enumerate(scale, start=1)}
    ranks = [number(g, labels) for depth, date, g in seen if (depth, date) == (deepest, newest)]
    stance = -1 + 2 * (sum(ranks) / len(ranks) - 1) / (len(scale) - 1)
    age = 0 if facts.day is None else (facts.day - newest).days
    certainty = 2 ** (-age / facts.policy["grade_half_life_days"])
    return Graded(stance, certainty, "deal" if deepest == DEAL else "account")
