"""The reference: all measures of one scope of a small book, straight from the definitions.

Written to be read beside the definitions, not to be fast: reach and threads list every simple
chain, so a scope should have a dozen people at most. A value on a threshold reaches it, whatever
the rounding of its last decimals.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np

from oracle_facts import (
    AXES,
    DEFAULTS,
    Facts,
    Tables,
    Tie,
    all_ties,
    decision_roles,
    newest_date,
    scopes,
    stance_of,
    team_roles,
)

__all__ = ["AXES", "DEFAULTS", "Scope", "newest_date", "oracle", "scopes"]


def oracle(
    tables: Tables,
    *,
    account: str,
    deal: str = "",
    as_of: dt.date | None = None,
    policy: dict[str, Any] | None = None,
) -> "Scope":
    """One scope of a book; policy replaces single entries of DEFAULTS."""
    facts = Facts(tables, as_of or newest_date(tables), DEFAULTS | (policy or {}))
    if deal:
        account = next(row["account"] for row in tables["deals"] if row["id"] == deal)
    return Scope(facts, facts.root(account), deal)


def at_least(value: float, limit: float) -> bool:
    return value >= limit - 1e-9


def points(x: float) -> float:
    return 50 * (1 + min(1.0, max(-1.0, x)))


class Chain(NamedTuple):
    """A chain from one of us to a contact that passes nobody twice."""

    strength: float
    people: tuple[str, ...]


class Reached(NamedTuple):
    """The best chain to a person; 0, 0, None, () where there is none."""

    reach: float
    hops: int
    first_contact: str | None
    route: tuple[str, ...]


@dataclass
class Scope:
    """Who is in the scope and every measure; axis scores are 0-100, shares 0-1."""

    facts: Facts
    account: str
    deal: str

    @property
    def as_of(self) -> dt.date | None:
        return self.facts.day

    # Members, ties, roles

    @cached_property
    def _ties(self) -> list[Tie]:
        return all_ties(self.facts, self.deal)

    @cached_property
    def _roles(self) -> dict[str, set[str]]:
        return decision_roles(self.facts, self.account, self.deal)

    @cached_property
    def _team(self) -> dict[str, set[str]]:
        return team_roles(self.facts, self.account, self.deal)

    @cached_property
    def vacant(self) -> set[str]:
        """Seats left without successor that hold a role or have somebody active below."""
        facts = self.facts
        left = {p for p in facts.people if facts.belongs(p, self.account) and facts.has_left(p)}
        empty = {person for person in left if facts.holder(person) == person}
        lines = [(tie.source, tie.target) for tie in self._ties if self.facts.solid(tie.kind)]
        needed: set[str] = set()
        for _ in empty:  # each round climbs one more empty seat
            needed |= {t for s, t in lines if t in empty and (facts.active(s) or s in needed)}
        return needed | (empty & set(self._roles))

    @cached_property
    def own(self) -> set[str]:
        """The account's active people and vacant seats."""
        active = {p for p in self.facts.people if self.facts.active(p)}
        return {p for p in active if self.facts.belongs(p, self.account)} | self.vacant

    @cached_property
    def members(self) -> list[str]:
        facts, own = self.facts, self.own
        linked = {tie.source for tie in self._ties if tie.target in own}
        linked |= {tie.target for tie in self._ties if tie.source in own}
        people = own | {p for p in linked | set(self._roles) | set(self._team) if facts.active(p)}
        partners = {p for p in people if facts.side(p) == "partner"}
        knowing = {
            t.source for t in self._ties if self.facts.closeness(t.kind) and t.target in partners
        }
        return sorted(people | {p for p in knowing if facts.side(p) == "vendor"})

    @cached_property
    def side(self) -> dict[str, str]:
        return {i: self.facts.side(i) for i in self.members}

    @cached_property
    def contacts(self) -> list[str]:
        """Customer and partner side, vacant seats included."""
        return [i for i in self.members if self.side[i] in ("customer", "partner")]

    @cached_property
    def ours(self) -> list[str]:
        return [i for i in self.members if self.side[i] == "vendor"]

    @cached_property
    def ties(self) -> set[Tie]:
        return {tie for tie in self._ties if {tie.source, tie.target} <= set(self.members)}

    @cached_property
    def roles(self) -> dict[str, set[str]]:
        return {i: self._roles.get(i, set()) for i in self.members}

    @cached_property
    def team(self) -> dict[str, set[str]]:
        return {i: self._team.get(i, set()) for i in self.members}

    # Stance and influence

    @cached_property
    def _stances(self) -> dict[str, dict[str, tuple[float | None, str]]]:
        known = {i: i not in self.vacant for i in self.members}
        facts, deal = self.facts, self.deal
        return {
            i: {
                axis: stance_of(facts, i, axis, deal) if known[i] else (None, "")
                for axis in self.facts.axes
            }
            for i in self.members
        }

    @cached_property
    def stance(self) -> dict[str, dict[str, float | None]]:
        return {
            i: {axis: row[axis][0] for axis in self.facts.axes} for i, row in self._stances.items()
        }

    @cached_property
    def stance_origin(self) -> dict[str, dict[str, str]]:
        return {
            i: {axis: row[axis][1] for axis in self.facts.axes} for i, row in self._stances.items()
        }

    @cached_property
    def s(self) -> dict[str, dict[str, float]]:
        """Stance with 0 for the unknown."""
        return {
            i: {axis: row[axis] or 0.0 for axis in self.facts.axes}
            for i, row in self.stance.items()
        }

    @cached_property
    def susceptibility(self) -> dict[str, float]:
        result = {}
        for i in self.members:
            given = self.facts.people[i].get("susceptibility")
            result[i] = self.facts.policy["susceptibility"] if given is None else given
            if i in self.vacant or self.side[i] in ("vendor", "competitor"):
                result[i] = 0.0
        return result

    @cached_property
    def pull(self) -> dict[str, dict[str, float]]:
        """pull[j][i]: the raw pull of i on j."""
        policy = self.facts.policy
        pull = {j: dict.fromkeys(self.members, 0.0) for j in self.members}
        for source, target, kind, strength, _ in sorted(self.ties):
            if {source, target} & self.vacant:
                continue
            if not self.facts.pulls(kind):
                continue
            if self.facts.formal(kind):
                share = 1.0 if self.facts.solid(kind) else policy["dotted"]
                pull[source][target] += share * policy["report_down"]
                pull[target][source] += share * policy["report_up"]
            else:
                pull[target][source] += strength
        return pull

    @cached_property
    def M(self) -> np.ndarray:
        """Rows and columns in the order of members, as V."""
        matrix = np.zeros((len(self.members), len(self.members)))
        for row, j in enumerate(self.members):
            total = sum(abs(self.pull[j][i]) for i in self.members)
            for column, i in enumerate(self.members):
                matrix[row, column] = self.susceptibility[j] * self.pull[j][i] / max(1.0, total)
        return matrix

    @cached_property
    def V(self) -> np.ndarray:
        D = np.diag(1 - np.abs(self.M).sum(axis=1))
        return np.linalg.solve(np.eye(len(self.members)) - self.M, D)

    # Weight, power, key persons

    @cached_property
    def span(self) -> dict[str, int]:
        """1 + number of other active people below, of the account's own active people."""
        lines = [(tie.source, tie.target) for tie in self.ties if self.facts.solid(tie.kind)]
        spans = {}
        for boss in self.own - self.vacant:
            below: set[str] = set()
            for _ in self.members:  # each round descends one more level
                below |= {s for s, t in lines if t == boss or t in below}
            spans[boss] = 1 + len(below - self.vacant - {boss})
        return spans

    @cached_property
    def weight(self) -> dict[str, float]:
        by_role = self.facts.policy["role_weights"]
        raw = {i: max([0.0, *(by_role.get(r, 0.0) for r in self.roles[i])]) for i in self.members}
        if not any(raw.values()):
            raw = {i: float(self.span.get(i, 0)) for i in self.members}
        total = sum(raw.values())
        return {i: raw[i] / total if total else 0.0 for i in self.members}

    @cached_property
    def nobody_decides(self) -> bool:
        return not any(self.weight.values())

    @cached_property
    def power(self) -> dict[str, float]:
        w = [self.weight[i] for i in self.members]
        return {i: float(np.dot(self.V[:, n], w)) for n, i in enumerate(self.members)}

    @cached_property
    def key_persons(self) -> dict[str, str]:
        """direct, indirect or external."""
        share, kinds = self.facts.policy["key_share"], {}
        for i in self.members:
            if i in self.contacts and at_least(self.weight[i], share):
                kinds[i] = "direct"
            elif at_least(abs(self.power[i]), share):
                kinds[i] = "indirect" if i in self.contacts else "external"
        return kinds

    @cached_property
    def keys(self) -> list[str]:
        """Key persons proper: direct and indirect."""
        return [i for i, kind in self.key_persons.items() if kind != "external"]

    # Acceptance of each person

    def choice_of(self, scores: dict[str, float]) -> float:
        """Weighted geometric mean of the scores on all axes."""
        weights = self.facts.policy["axis_weights"]
        total = sum(weights.values())
        return float(np.prod([scores[axis] ** (weights[axis] / total) for axis in self.facts.axes]))

    @cached_property
    def equilibrium(self) -> dict[str, dict[str, float]]:
        """x = V s."""
        return {
            j: {
                axis: sum(self.V[row, n] * self.s[i][axis] for n, i in enumerate(self.members))
                for axis in self.facts.axes
            }
            for row, j in enumerate(self.members)
        }

    @cached_property
    def person_own(self) -> dict[str, dict[str, float | None]]:
        return {
            i: {axis: None if stance is None else points(stance) for axis, stance in row.items()}
            for i, row in self.stance.items()
        }

    @cached_property
    def person_after(self) -> dict[str, dict[str, float]]:
        return {
            i: {axis: points(x[axis]) for axis in self.facts.axes}
            for i, x in self.equilibrium.items()
        }

    @cached_property
    def person_choice(self) -> dict[str, float]:
        return {i: self.choice_of(scores) for i, scores in self.person_after.items()}

    @cached_property
    def person_weakest(self) -> dict[str, str]:
        return {
            i: min(self.facts.axes, key=scores.__getitem__)
            for i, scores in self.person_after.items()
        }

    # Acceptance of the scope; None where nobody decides

    @cached_property
    def contributions(self) -> dict[str, dict[str, float]]:
        return {
            i: {axis: self.power[i] * self.s[i][axis] for axis in self.facts.axes}
            for i in self.members
        }

    @cached_property
    def acceptance(self) -> dict[str, float]:
        """A_d in [-1, 1]."""
        return {
            axis: sum(row[axis] for row in self.contributions.values()) for axis in self.facts.axes
        }

    @cached_property
    def unknown_power(self) -> dict[str, float]:
        """h_d."""
        return {
            axis: sum(abs(self.power[i]) for i in self.members if self.stance[i][axis] is None)
            for axis in self.facts.axes
        }

    @cached_property
    def own_scores(self) -> dict[str, float] | None:
        own = {a: sum(self.weight[i] * self.s[i][a] for i in self.members) for a in self.facts.axes}
        return (
            None if self.nobody_decides else {axis: points(own[axis]) for axis in self.facts.axes}
        )

    def _scores(self, error: float) -> dict[str, float] | None:
        A, h = self.acceptance, self.unknown_power
        return (
            None
            if self.nobody_decides
            else {a: points(A[a] + error * h[a]) for a in self.facts.axes}
        )

    @cached_property
    def scores(self) -> dict[str, float] | None:
        return self._scores(0)

    @cached_property
    def low_scores(self) -> dict[str, float] | None:
        return self._scores(-1)

    @cached_property
    def high_scores(self) -> dict[str, float] | None:
        return self._scores(1)

    @cached_property
    def known(self) -> dict[str, float]:
        return {
            a: 0.0 if self.nobody_decides else 1 - self.unknown_power[a] for a in self.facts.axes
        }

    @cached_property
    def choice(self) -> float | None:
        return None if self.nobody_decides else self.choice_of(self.scores)

    @cached_property
    def low(self) -> float | None:
        return None if self.nobody_decides else self.choice_of(self.low_scores)

    @cached_property
    def high(self) -> float | None:
        return None if self.nobody_decides else self.choice_of(self.high_scores)

    @cached_property
    def weakest(self) -> str | None:
        return None if self.nobody_decides else min(self.facts.axes, key=self.scores.__getitem__)

    @cached_property
    def status(self) -> str:
        """Whether a key person supports us by the own grades, and approves or decides."""
        supporters = [
            i
            for i in self.keys
            if None not in self.person_own[i].values()
            and at_least(self.choice_of(self.person_own[i]), self.facts.policy["supportive"])
        ]
        if any(self.roles[i] & {"approver", "decision_maker"} for i in supporters):
            return "green"
        return "amber" if supporters else "red"

    # Sensitivity

    def _step(self, axis: str) -> float:
        """What one grade is in stance."""
        return 2 / (len(self.facts.policy["scales"][axis]) - 1)

    @cached_property
    def sensitivity(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Points the axis gains by (one grade up, one grade down) of a person."""
        moves = {
            (i, a): 50 * self.power[i] * self._step(a)
            for i, a in product(self.members, self.facts.axes)
        }
        return {at: (move, -move) for at, move in moves.items()}

    @cached_property
    def bound_width(self) -> dict[tuple[str, str], float]:
        """Points between the bounds of the axis that are there because the grade is unknown."""
        return {
            (i, axis): 100 * abs(self.power[i]) if self.stance[i][axis] is None else 0.0
            for i, axis in product(self.members, self.facts.axes)
        }

    def _verdict(self, acceptance: dict[str, float]) -> bool:
        choice = self.choice_of({axis: points(acceptance[axis]) for axis in self.facts.axes})
        return at_least(choice, self.facts.policy["verdict_threshold"])

    @cached_property
    def margin(self) -> int | None:
        """How many, most powerful first, must be misjudged by one grade to turn the verdict.

        Who is misjudged is so on every axis graded for them; None if all errors do not suffice.
        """
        verdict, A, errors = self._verdict(self.acceptance), dict(self.acceptance), 0
        for i in sorted(self.members, key=lambda i: (-round(abs(self.power[i]), 9), i)):
            graded = [a for a in self.facts.axes if self.stance_origin[i][a] in ("account", "deal")]
            if not graded or self.power[i] == 0:
                continue
            errors += 1
            for axis in graded:
                A[axis] += (-1 if verdict else 1) * abs(self.power[i]) * self._step(axis)
            if self._verdict(A) != verdict:
                return errors
        return None

    # Reach and threads

    @cached_property
    def reachable(self) -> list[str]:
        """Whom a chain may pass and end at."""
        return [i for i in self.contacts if i not in self.vacant]

    @cached_property
    def links(self) -> dict[str, dict[str, float]]:
        """links[i][j]: what carries from i (ours, or a contact) to the contact j, above 0."""
        links = {
            i: {j: min(1.0, max(0.0, self.pull[j][i])) for j in self.reachable}
            for i in self.ours + self.reachable
        }
        for source, target, kind, strength, _ in self.ties:
            if self.facts.closeness(kind) and source in self.ours and target in self.reachable:
                links[source][target] = max(links[source][target], strength)
        return {i: {j: link for j, link in row.items() if link > 0} for i, row in links.items()}

    @cached_property
    def chains(self) -> list[Chain]:
        found = []
        growing = [Chain(1.0, (u,)) for u in self.ours]
        while growing:
            strength, people = growing.pop()
            for j, link in self.links[people[-1]].items():
                if j not in people:
                    growing.append(Chain(strength * link, (*people, j)))
            if len(people) > 1:
                found.append(Chain(strength, people))
        return found

    def reach_without(self, gone: set[str]) -> dict[str, Reached]:
        """Larger reach, then fewer hops, then the earlier predecessor (then of that one, ...)."""
        best = {i: Reached(0.0, 0, None, ()) for i in self.reachable}
        for strength, people in self.chains:
            found, rival = Reached(strength, len(people) - 1, people[0], people), best[people[-1]]
            if gone.isdisjoint(people) and preference(found) < preference(rival):
                best[people[-1]] = found
        return best

    @cached_property
    def reach(self) -> dict[str, Reached]:
        return self.reach_without(set())

    @cached_property
    def threads(self) -> dict[str, int]:
        weak = self.facts.policy["weak_tie"]
        strong = [
            people
            for _, people in self.chains
            if all(at_least(self.links[i][j], weak) for i, j in pairwise(people))
        ]
        return {i: most_disjoint([p[:-1] for p in strong if p[-1] == i]) for i in self.reachable}

    @cached_property
    def least_threads(self) -> int:
        return min((self.threads[i] for i in self.keys if i not in self.vacant), default=0)

    # Coverage

    def _coverage(self, reach: dict[str, Reached]) -> float:
        power = {i: abs(self.power[i]) for i in self.keys}
        covered = sum(power[i] * reach[i].reach for i in self.keys if i in reach)
        return 100 * covered / sum(power.values()) if any(power.values()) else 0.0

    def _in_reach(self, reach: dict[str, Reached]) -> set[str]:
        """Key persons reached well enough."""
        limit = self.facts.policy["reachable"]
        return {i for i in self.keys if i in reach and at_least(reach[i].reach, limit)}

    @cached_property
    def coverage(self) -> float:
        return self._coverage(self.reach)

    def coverage_without(self, gone: set[str]) -> float:
        """Coverage when they are not there, weights and power as they are."""
        return self._coverage(self.reach_without(gone))

    @cached_property
    def fragility(self) -> dict[str, tuple[float, set[str]]]:
        """Coverage lost and key persons out of reach without one of us, or a contact."""
        result = {}
        for v in self.ours + self.reachable:
            reach = self.reach_without({v})
            fallen = self._in_reach(self.reach) - self._in_reach(reach)
            result[v] = (self.coverage - self._coverage(reach), fallen)
        return result

    @cached_property
    def truck_factor(self) -> int:
        """How many of us go, always the worst loss next, until less than half is covered."""
        gone: set[str] = set()
        half = self.coverage / 2 * (1 - 1e-9)  # exactly half is not below half
        while half > 0 and self.coverage_without(gone) >= half:
            staying = [u for u in self.ours if u not in gone]
            gone |= {min(staying, key=lambda u: (round(self.coverage_without(gone | {u}), 9), u))}
        return len(gone)


def preference(found: Reached) -> tuple[float, int, tuple[str, ...]]:
    return -found.reach, found.hops, found.route[::-1]


def most_disjoint(chains: list[tuple[str, ...]]) -> int:
    """The largest number of chains that share nobody: each of us starts one of them or none."""
    if not chains:
        return 0
    first = chains[0][0]
    others = [chain for chain in chains if chain[0] != first]
    # A chain that contains another is in the way of more.
    shortest = [c for c in chains if not any(set(part) < set(c) for part in chains)]
    used = [set(chain) for chain in shortest if chain[0] == first]
    with_first = [1 + most_disjoint([c for c in others if not set(c) & one]) for one in used]
    return max([most_disjoint(others), *with_first])
