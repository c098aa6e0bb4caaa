"""Who is in a scope of the reference, and what is recorded of them there."""

from dataclasses import dataclass
from functools import cached_property

from oracle_facts import Facts, Place
from oracle_overlay import Graded, Kinds, Tie, all_ties, decision_roles, grade_of, team_roles

ByAxis = dict[str, float]


@dataclass
class Members:
    """Members of the scope with their ties, roles, levels and grades."""

    facts: Facts
    place: Place
    account: str  # or the unit

    def __post_init__(self):
        self.policy = self.facts.policy
        self.kinds = Kinds(self.policy["kinds"])
        self.axes = self.facts.axes

    # Members, ties, roles

    @cached_property
    def _ties(self) -> list[Tie]:
        return all_ties(self.facts, self.place)

    @cached_property
    def _roles(self) -> dict[str, set[str]]:
        return decision_roles(self.facts, self.place)

    @cached_property
    def _team(self) -> dict[str, set[str]]:
        return team_roles(self.facts, self.place)

    @cached_property
    def vacant(self) -> set[str]:
        """Seats left without successor that hold a role or have somebody active below."""
        facts = self.facts
        left = {p for p in facts.people if facts.belongs(p, self.account) and facts.gone(p)}
        empty = {person for person in left if facts.holder(person) == person}
        lines = [(tie.source, tie.target) for tie in self._ties if self.kinds.formal(tie.kind)]
        needed: set[str] = set()
        for _ in empty:  # each round climbs one more empty seat
            needed |= {t for s, t in lines if t in empty and (facts.active(s) or s in needed)}
        return needed | (empty & set(self._roles))

    @cached_property
    def own(self) -> set[str]:
        """The account's (or unit's) active people and vacant seats."""
        active = {p for p in self.facts.people if self.facts.active(p)}
        return {p for p in active if self.facts.belongs(p, self.account)} | self.vacant

    @cached_property
    def members(self) -> list[str]:
        facts, own = self.facts, self.own
        linked = {tie.source for tie in self._ties if tie.target in own}
        linked |= {tie.target for tie in self._ties if tie.source in own}
        people = own | {p for p in linked | set(self._roles) | set(self._team) if facts.active(p)}
        known = [t for t in self._ties if self.kinds.closeness(t.kind) and t.target in people]
        return sorted(people | {t.source for t in known if facts.side(t.source) == "vendor"})

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
    def lines(self) -> list[tuple[str, str]]:
        """Solid lines as (report, boss)."""
        return [(tie.source, tie.target) for tie in self.ties if self.kinds.solid(tie.kind)]

    @cached_property
    def roles(self) -> dict[str, set[str]]:
        return {i: self._roles.get(i, set()) for i in self.members}

    @cached_property
    def team(self) -> dict[str, set[str]]:
        return {i: self._team.get(i, set()) for i in self.members}

    @cached_property
    def level(self) -> dict[str, tuple[int | None, str]]:
        """Level as recorded, as the title tells it, else as the chart does, with its origin."""
        depth = self._chart_depth
        found = {i: self.facts.as_read(i, "level") for i in self.members}
        return {
            i: (depth[i], "chart") if level is None and i in depth else (level, origin)
            for i, (level, origin) in found.items()
        }

    @cached_property
    def _chart_depth(self) -> dict[str, int]:
        """1 + the fewest solid lines up to somebody without a boss, at most 5."""
        on_chart = {person for line in self.lines for person in line}
        depth = dict.fromkeys(on_chart - {report for report, _ in self.lines}, 1)
        for _ in on_chart:
            for report, boss in self.lines:
                if boss in depth:
                    depth[report] = min(depth[boss] + 1, depth.get(report, len(on_chart)))
        return {i: min(5, steps) for i, steps in depth.items()}

    @cached_property
    def function(self) -> dict[str, tuple[str | None, str]]:
        return {i: self.facts.as_read(i, "function") for i in self.members}

    # Stance and certainty

    @cached_property
    def graded(self) -> dict[str, dict[str, Graded]]:
        unknown = Graded(None, 0.0, "")
        return {
            i: {
                axis: unknown if i in self.vacant else grade_of(self.facts, i, axis, self.place)
                for axis in self.axes
            }
            for i in self.members
        }

    @cached_property
    def certainty(self) -> dict[str, ByAxis]:
        return {i: {a: row[a].certainty for a in self.axes} for i, row in self.graded.items()}

    @cached_property
    def stance(self) -> dict[str, dict[str, float | None]]:
        """s = k g; None for the unknown."""
        return {
            i: {a: None if g.stance is None else g.certainty * g.stance for a, g in row.items()}
            for i, row in self.graded.items()
        }
