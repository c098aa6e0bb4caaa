"""The reference: all measures of one scope of a book, straight from the definitions.

Written to be read beside the definitions, not to be fast. A value on a threshold reaches it,
whatever the rounding of its last decimals.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from clock import TODAY
from oracle_facts import AXES, DEFAULTS, STAGES, Facts, Place, Tables, newest_day, scopes
from oracle_members import ByAxis, Members
from oracle_reach import Reached, Routes

__all__ = ["AXES", "DEFAULTS", "Scope", "newest_day", "oracle", "scopes"]

NEAR = 1e-9
SAME = 1e-12


def oracle(
    tables: Tables,
    *,
    account: str,
    deal: str = "",
    as_of: dt.date | None = None,
    policy: dict[str, Any] | None = None,
) -> "Scope":
    """One scope of a book; account may be a unit; policy replaces single entries of DEFAULTS."""
    day = as_of or newest_day(tables, TODAY)
    facts = Facts(tables, day, DEFAULTS | (policy or {}))
    place = Place(facts.deals[deal]["account"] if deal else account, deal)
    return Scope(facts, place, facts.root(account) if deal else account)


def at_least(value: float, limit: float) -> bool:
    return value >= limit - NEAR


def points(x: float) -> float:
    return 50 * (1 + min(1.0, max(-1.0, x)))


class Shared(NamedTuple):
    """A role that counts in the decision."""

    weight: float
    held: bool
    shares: dict[str, float]  # of holders, or of those whom an open role is spread over
    unnamed: float = 0.0  # of somebody not on the list


class Band(NamedTuple):
    """A value between bounds; the value is None where nothing is known."""

    value: float | None
    low: float
    high: float


@dataclass
class Scope(Members):
    """Every measure of the scope; axis scores are 0-100, shares 0-1."""

    # Influence

    @cached_property
    def s(self) -> dict[str, ByAxis]:
        """Stance with 0 for the unknown."""
        return {i: {a: row[a] or 0.0 for a in self.axes} for i, row in self.stance.items()}

    @cached_property
    def susceptibility(self) -> dict[str, float]:
        result = {}
        for i in self.members:
            given = self.facts.people[i].get("susceptibility")
            result[i] = self.policy["susceptibility"] if given is None else given
            if i in self.vacant or self.side[i] in ("vendor", "competitor"):
                result[i] = 0.0
        return result

    @cached_property
    def _pulling_lines(self) -> list[tuple[str, str, float]]:
        """Report, boss and what the line counts, of lines between two people who are there."""
        return [
            (t.source, t.target, 1.0 if self.kinds.solid(t.kind) else self.policy["dotted"])
            for t in sorted(self.ties)
            if self.kinds.pulls(t.kind)
            and self.kinds.formal(t.kind)
            and not {t.source, t.target} & self.vacant
        ]

    @cached_property
    def reports(self) -> dict[str, float]:
        """c: how many active reports everybody has, dotted ones as they count."""
        count = dict.fromkeys(self.members, 0.0)
        for _, boss, share in self._pulling_lines:
            count[boss] += share
        return count

    @cached_property
    def pull(self) -> dict[str, dict[str, float]]:
        """pull[j][i]: the raw pull of i on j."""
        pull = {j: dict.fromkeys(self.members, 0.0) for j in self.members}
        for report, boss, share in self._pulling_lines:
            pull[report][boss] += share * self.policy["report_down"]
            pull[boss][report] += share * self.policy["report_up"] / max(1, self.reports[boss])
        for source, target, kind, strength, _ in sorted(self.ties):
            moves = self.kinds.pulls(kind) and not self.kinds.formal(kind)
            if moves and not {source, target} & self.vacant:
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
    def D(self) -> np.ndarray:
        return np.diag(1 - np.abs(self.M).sum(axis=1))

    @cached_property
    def V(self) -> np.ndarray:
        return np.linalg.solve(np.eye(len(self.members)) - self.M, self.D)

    @cached_property
    def spread(self) -> np.ndarray:
        """(I - |M|)^-1 D: how much of everybody's width comes from whose uncertainty."""
        return np.linalg.solve(np.eye(len(self.members)) - np.abs(self.M), self.D)

    def _through(self, matrix: np.ndarray, of: dict[str, ByAxis]) -> dict[str, ByAxis]:
        columns = {axis: matrix @ [of[i][axis] for i in self.members] for axis in self.axes}
        return {
            i: {axis: float(columns[axis][n]) for axis in self.axes}
            for n, i in enumerate(self.members)
        }

    @cached_property
    def equilibrium(self) -> dict[str, ByAxis]:
        """x = V s."""
        return self._through(self.V, self.s)

    @cached_property
    def half_width(self) -> dict[str, ByAxis]:
        """y = (I - |M|)^-1 D (1 - k)."""
        unsure = {i: {a: 1 - k for a, k in row.items()} for i, row in self.certainty.items()}
        return self._through(self.spread, unsure)

    # Decision weight

    @cached_property
    def stage(self) -> str:
        """Accounts and deals without a stage count as leads, lost as bids, closed as renewals."""
        stage = self.facts.deals[self.place.deal].get("stage") if self.place.deal else None
        return {None: "lead", "lost": "bid", "closed": "renewal"}.get(stage, stage)

    @cached_property
    def required(self) -> set[str]:
        until = STAGES.index(self.stage) + 1
        by_stage = self.policy["required_roles"]
        return {role for stage in STAGES[:until] for role in by_stage.get(stage, ())}

    @cached_property
    def shared(self) -> dict[str, Shared]:
        """Roles that somebody holds or the stage requires, coaches included."""
        held = {role for roles in self.roles.values() for role in roles}
        return {role: self._share(role) for role in sorted(held | self.required)}

    def _share(self, role: str) -> Shared:
        weight = self.policy["role_weights"].get(role, 0.0)
        holders = [i for i in self.members if role in self.roles[i]]
        if holders:
            return Shared(weight, held=True, shares=dict.fromkeys(holders, 1 / len(holders)))
        fits = {i: self.fit(role, i) for i in sorted(self.own - self.vacant)}
        total = max(1.0, sum(fits.values()))
        shares = {i: q / total for i, q in fits.items() if q > 0}
        return Shared(weight, held=False, shares=shares, unnamed=max(0.0, 1 - sum(shares.values())))

    def fit(self, role: str, person: str) -> float:
        """q: how well a person would fit an open role."""
        fit = self.policy["role_fit"].get(role)
        if fit is None:
            return 0.0
        level, function = self.level[person][0], self.function[person][0]
        of_level = self.policy["unknown_level"] if level is None else fit["levels"][level - 1]
        if fit["functions"] == "any" or function in fit["functions"]:
            of_function = 1.0
        elif function is None:
            of_function = self.policy["unknown_function"]
        else:
            of_function = fit["other_function"]
        return of_level * of_function

    @cached_property
    def _total(self) -> float:
        return sum(role.weight for role in self.shared.values())

    def _weights(self, roles: list[Shared]) -> dict[str, float]:
        """Of all weight, what everybody has from some roles."""
        return {
            i: sum(role.weight / self._total * role.shares.get(i, 0.0) for role in roles)
            for i in self.members
        }

    @cached_property
    def recorded_weight(self) -> dict[str, float]:
        return self._weights([role for role in self.shared.values() if role.held and role.weight])

    @cached_property
    def assumed_weight(self) -> dict[str, float]:
        """From open roles."""
        return self._weights(
            [role for role in self.shared.values() if role.weight and not role.held]
        )

    @cached_property
    def weight(self) -> dict[str, float]:
        return {i: self.recorded_weight[i] + self.assumed_weight[i] for i in self.members}

    @cached_property
    def unnamed(self) -> float:
        """The share of the decision of nobody on the list: all of it where no role counts."""
        return 1 - sum(self.weight.values())

    @cached_property
    def roles_known(self) -> float:
        held = sum(role.weight for role in self.shared.values() if role.held)
        return held / self._total if self._total else 0.0

    # Power and key persons

    @cached_property
    def power(self) -> dict[str, float]:
        w = [self.weight[i] for i in self.members]
        return {i: float(np.dot(self.V[:, n], w)) for n, i in enumerate(self.members)}

    def _by_power(self, people: Any) -> list[str]:
        return sorted(people, key=lambda i: (-round(abs(self.power[i]), 9), i))

    @cached_property
    def consenting(self) -> set[str]:
        """Recorded holders of consent roles."""
        return {i for i in self.members if self.roles[i] & set(self.policy["consent_roles"])}

    @cached_property
    def keys(self) -> list[str]:
        """Key persons proper: holders of consent roles, and the fewest who hold most power."""
        power = {i: abs(self.power[i]) for i in self.contacts}
        goal, covered, most = self.policy["key_cover"] * sum(power.values()), 0.0, []
        for i in self._by_power(self.contacts):
            if at_least(covered, goal) and not (most and power[i] >= power[most[-1]] - NEAR):
                break
            covered += power[i]
            most.append(i)
        first = self._by_power(self.consenting & set(self.contacts))
        rest = [i for i in most if i not in first and power[i] > SAME]
        return (first + rest)[: self.policy["key_most"]]

    @cached_property
    def key_persons(self) -> dict[str, str]:
        """direct, assumed, indirect or external."""
        least = min((abs(self.power[i]) for i in self.keys), default=np.inf)
        kinds = {}
        for i in self.members:
            if i in self.keys:
                decides = any(self.policy["role_weights"].get(role) for role in self.roles[i])
                assumed = self.assumed_weight[i] > 0
                kinds[i] = "direct" if decides else "assumed" if assumed else "indirect"
            elif i not in self.contacts and SAME < abs(self.power[i]) >= least - NEAR:
                kinds[i] = "external"
        return kinds

    # Acceptance of each person

    @cached_property
    def counted(self) -> list[str]:
        """The axes on which at least one of the customer's or partners' people is known."""
        return [
            axis
            for axis in self.axes
            if any(abs(self.power[i]) > SAME and self.certainty[i][axis] for i in self.contacts)
        ]

    @cached_property
    def axis_shares(self) -> ByAxis:
        """The weights of the counted axes as shares; none where nothing counts."""
        weights = {axis: self.policy["axis_weights"][axis] for axis in self.counted}
        total = sum(weights.values())
        return {axis: weight / total for axis, weight in weights.items()} if total else {}

    def choice_of(self, scores: ByAxis) -> float:
        """Weighted geometric mean of the scores on the counted axes."""
        shares = self.axis_shares
        chosen = [(0.0 if scores[a] < NEAR else scores[a]) ** share for a, share in shares.items()]
        return float(np.prod(chosen))

    def _shown(self, value: float, axis: str) -> float | None:
        return points(value) if axis in self.counted else None

    @cached_property
    def person_own(self) -> dict[str, dict[str, float | None]]:
        return {
            i: {axis: None if s is None else points(s) for axis, s in row.items()}
            for i, row in self.stance.items()
        }

    @cached_property
    def person_after(self) -> dict[str, dict[str, float | None]]:
        return {
            i: {axis: self._shown(row[axis], axis) for axis in self.axes}
            for i, row in self.equilibrium.items()
        }

    @cached_property
    def personal_choice(self) -> dict[str, Band]:
        if not self.axis_shares:
            return dict.fromkeys(self.members, Band(None, 0.0, 100.0))
        ends = {
            side: {
                i: self.choice_of(
                    {
                        a: points(self.equilibrium[i][a] + side * self.half_width[i][a])
                        for a in self.counted
                    }
                )
                for i in self.members
            }
            for side in (0, -1, 1)
        }
        return {i: Band(ends[0][i], ends[-1][i], ends[1][i]) for i in self.members}

    def weakest_of(self, scores: dict[str, float | None]) -> str | None:
        return min(self.counted, key=scores.__getitem__, default=None)

    # Acceptance of the scope

    @cached_property
    def contributions(self) -> dict[str, ByAxis]:
        return {i: {a: self.power[i] * self.s[i][a] for a in self.axes} for i in self.members}

    @cached_property
    def own_acceptance(self) -> ByAxis:
        return {a: sum(self.weight[i] * self.s[i][a] for i in self.members) for a in self.axes}

    @cached_property
    def acceptance(self) -> ByAxis:
        """A in [-1, 1]."""
        return {
            a: sum(self.weight[i] * self.equilibrium[i][a] for i in self.members) for a in self.axes
        }

    @cached_property
    def width(self) -> ByAxis:
        """Half of what lies between the bounds of A."""
        y = self.half_width
        return {
            a: sum(self.weight[i] * y[i][a] for i in self.members) + self.unnamed for a in self.axes
        }

    @cached_property
    def own_scores(self) -> dict[str, float | None]:
        return {a: self._shown(self.own_acceptance[a], a) for a in self.axes}

    @cached_property
    def scores(self) -> dict[str, float | None]:
        return {a: self._shown(self.acceptance[a], a) for a in self.axes}

    @cached_property
    def weakest(self) -> str | None:
        return self.weakest_of(self.scores)

    @cached_property
    def known(self) -> float:
        return float(np.mean([1 - self.width[a] for a in self.axes]))

    # Choice of the scope

    def _weighted(self, values: dict[str, float], unnamed: float) -> float:
        return sum(self.weight[i] * values[i] for i in self.members) + self.unnamed * unnamed

    def _of_role(self, role: str, values: dict[str, float], unnamed: float) -> float:
        """A consent role's mean; by unanimity the least of its holders."""
        _, held, shares, rest = self.shared[role]
        if held and self.policy["decision_rule"] == "unanimous":
            return min(values[i] for i in shares)
        return sum(share * values[i] for i, share in shares.items()) + rest * unnamed

    @cached_property
    def _binding(self) -> list[str]:
        """Consent roles that are held or required, where consent is the rule."""
        rule = self.policy["decision_rule"] != "weighted"
        return [r for r in self.policy["consent_roles"] if rule and r in self.shared]

    def _decide(self, values: dict[str, float], unnamed: float) -> float:
        of_roles = [self._of_role(role, values, unnamed) for role in self._binding]
        return min([self._weighted(values, unnamed), *of_roles])

    @cached_property
    def _values(self) -> dict[str, float]:
        return {i: band.value for i, band in self.personal_choice.items()}

    @cached_property
    def choice(self) -> Band:
        if not self.axis_shares:
            return Band(None, 0.0, 100.0)
        low = {i: band.low for i, band in self.personal_choice.items()}
        high = {i: band.high for i, band in self.personal_choice.items()}
        ends = self._decide(self._values, 50.0), self._decide(low, 0.0), self._decide(high, 100.0)
        return Band(*ends)

    @cached_property
    def limited_by(self) -> str | None:
        """The consent role, of equal ones the first, that is below the weighted mean."""
        if self.choice.value is None:
            return None
        of_roles = {role: self._of_role(role, self._values, 50.0) for role in self._binding}
        binding = self.choice.value + NEAR
        least = next((role for role, value in of_roles.items() if value <= binding), None)
        return least if self._weighted(self._values, 50.0) > binding else None

    @cached_property
    def blocked_by(self) -> list[str]:
        if self.choice.value is None:
            return []
        refusing = self.consenting - self.vacant
        return sorted(i for i in refusing if not at_least(self._values[i], self.policy["opposing"]))

    # Error

    def step(self, axis: str) -> float:
        """What one grade is in stance."""
        return 2 / (len(self.policy["scales"][axis]) - 1)

    @cached_property
    def axis_error(self) -> ByAxis:
        squares = sum(p**2 for p in self.power.values())
        root = float(np.sqrt(self.policy["grade_error"] * squares))
        return {axis: 50 * self.step(axis) * root for axis in self.axes}

    @cached_property
    def _bearing(self) -> dict[str, float]:
        """The weights of the mean that binds."""
        if self.limited_by is None:
            return self.weight
        _, held, shares, _ = self.shared[self.limited_by]
        if held and self.policy["decision_rule"] == "unanimous":
            return {min(sorted(shares), key=self._values.__getitem__): 1.0}
        return shares

    @cached_property
    def error(self) -> float | None:
        """The error of the choice, by its slope in each axis."""
        if self.choice.value is None:
            return None
        total = 0.0
        for axis, share in self.axis_shares.items():
            slopes = [
                weight * share * self._values[i] / self.person_after[i][axis]
                for i, weight in self._bearing.items()
                if self.person_after[i][axis] >= NEAR
            ]
            total += (sum(slopes) * self.axis_error[axis]) ** 2
        return float(np.sqrt(total))

    # Status

    def supports(self, person: str) -> bool:
        """Whether a person's own stance is known and supports us."""
        known = [self.certainty[person][axis] > 0 for axis in self.counted]
        if person in self.vacant or not self.axis_shares or not all(known):
            return False
        return at_least(self.choice_of(self.person_own[person]), self.policy["supportive"])

    @cached_property
    def judged(self) -> bool:
        """Whether enough of the key persons' power is known."""
        power = {i: abs(self.power[i]) for i in self.keys}
        if not self.counted or not sum(power.values()) > 0:
            return False
        mean = {i: np.mean([self.certainty[i][a] for a in self.counted]) for i in self.keys}
        known = sum(power[i] * mean[i] for i in self.keys)
        return at_least(known, self.policy["judged"] * sum(power.values()))

    @cached_property
    def status(self) -> str:
        supporters = {i for i in self.keys if self.supports(i)}
        if not self.judged:
            return "grey"
        if self.blocked_by or not supporters:
            return "red"
        return "green" if supporters & self.consenting else "amber"

    # Sensitivity

    @cached_property
    def bound_width(self) -> dict[tuple[str, str], float]:
        """Points between the bounds of the axis that are there because of a person."""
        w = [self.weight[i] for i in self.members]
        reaching = dict(zip(self.members, self.spread.T @ w, strict=True))
        return {
            (i, axis): 100 * reaching[i] * (1 - self.certainty[i][axis])
            for i, axis in product(self.members, self.axes)
        }

    def _choice_at(self, stances: np.ndarray) -> float:
        """The choice if people stood otherwise."""
        settled = dict(zip(self.members, np.clip(self.V @ stances, -1.0, 1.0), strict=True))
        at = {axis: self.axes.index(axis) for axis in self.counted}
        values = {
            i: self.choice_of({axis: points(x[n]) for axis, n in at.items()})
            for i, x in settled.items()
        }
        return self._decide(values, 50.0)

    def _misjudged(self, stances: np.ndarray, person: str) -> list[np.ndarray]:
        """What stances would be were one person's grades wrong by one, each up or down."""
        row = self.members.index(person)
        graded = [
            axis for axis in self.counted if self.graded[person][axis].origin in ("account", "deal")
        ]
        found = []
        for signs in product((-1, 1), repeat=len(graded)):
            other = stances.copy()
            for axis, sign in zip(graded, signs, strict=True):
                other[row, self.axes.index(axis)] += sign * self.step(axis)
            found.append(other)
        return found

    def margin(self, most: int) -> int | None:
        """How many people wrongly judged turn the verdict, the largest effect first; None: more."""
        if self.choice.value is None:
            return None
        limit, now = self.policy["verdict_threshold"], self.choice.value
        way = -1 if at_least(now, limit) else 1
        stances = np.array([[self.s[i][axis] for axis in self.axes] for i in self.members])
        right = sorted(set(self.members) - self.vacant)
        for errors in range(1, min(most, len(right)) + 1):
            worst = {
                i: max(self._misjudged(stances, i), key=lambda s: way * self._choice_at(s))
                for i in right
            }
            gain = {i: round(way * self._choice_at(s), 7) for i, s in worst.items()}
            wrong = max(right, key=gain.__getitem__)
            right.remove(wrong)
            stances = worst[wrong]
            if at_least(self._choice_at(stances), limit) != (way < 0):
                return errors
        return None

    # Reach and coverage

    @cached_property
    def reachable(self) -> list[str]:
        """Whom a chain may pass and end at."""
        return [i for i in self.contacts if i not in self.vacant]

    @cached_property
    def routes(self) -> Routes:
        """What carries from ours or a contact to a contact: pull, or closeness."""
        links = {
            i: {j: min(1.0, max(0.0, self.pull[j][i])) for j in self.reachable}
            for i in self.ours + self.reachable
        }
        for source, target, kind, strength, _ in self.ties:
            passes = source in self.ours or self.side[source] == "partner"
            if self.kinds.closeness(kind) and passes and target in self.reachable:
                links[source][target] = max(links[source][target], strength)
        above = {i: {j: link for j, link in row.items() if link > 0} for i, row in links.items()}
        return Routes(self.ours, self.reachable, above, self.policy["weak_tie"])

    @cached_property
    def reach(self) -> dict[str, Reached]:
        return self.routes.best

    @cached_property
    def acquaintance_recorded(self) -> bool:
        """Whether the book knows of anybody whom we know, or of an interaction of ours."""
        facts = self.facts
        known = any(self.kinds.closeness(row["kind"]) for row in facts.rows("ties"))
        return known or any(
            "vendor" in facts.sides(row["person"]) for row in facts.rows("interactions")
        )

    @cached_property
    def least_threads(self) -> int | None:
        """Of the key persons who are there."""
        threads = self.routes.threads
        least = min((threads[i] for i in self.keys if i in threads), default=0)
        return least if self.acquaintance_recorded else None

    def _covered(self, reach: dict[str, float]) -> float:
        power = {i: abs(self.power[i]) for i in self.keys}
        covered = sum(power[i] * reach.get(i, 0.0) for i in self.keys)
        return 100 * covered / sum(power.values()) if sum(power.values()) > 0 else 0.0

    def _in_reach(self, reach: dict[str, float]) -> set[str]:
        """Key persons reached well enough."""
        limit = self.policy["reachable"]
        return {i for i in self.keys if i in reach and at_least(reach[i], limit)}

    def coverage_without(self, *gone: str) -> float:
        """Coverage when they are not there, weights and power as they are."""
        return self._covered(self.routes.strongest(frozenset(gone)))

    @cached_property
    def coverage(self) -> float | None:
        return self.coverage_without() if self.acquaintance_recorded else None

    @cached_property
    def fragility(self) -> dict[str, tuple[float, set[str]]]:
        """Coverage lost and key persons out of reach without one of us, or a contact."""
        result, whole = {}, self.routes.strongest()
        for v in self.ours + self.reachable:
            reach = self.routes.strongest(frozenset({v}))
            fallen = self._in_reach(whole) - self._in_reach(reach)
            result[v] = (self._covered(whole) - self._covered(reach), fallen)
        return result

    @cached_property
    def truck_factor(self) -> int | None:
        """How many of us go, always the worst loss next, until less than half is covered."""
        if not self.acquaintance_recorded:
            return None
        gone: list[str] = []
        half = self.coverage_without() / 2 * (1 - NEAR)  # exactly half is not below half
        while half > 0 and self.coverage_without(*gone) >= half:
            staying = [u for u in self.ours if u not in gone]
            left = {u: round(self.coverage_without(*gone, u), 9) for u in staying}
            gone.append(min(staying, key=lambda u: (left[u], u)))
        return len(gone)
