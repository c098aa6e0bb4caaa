"""The results of an account or a deal as records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from kamgraph.reviews.records.changes import ChangesRecord, changes_record
from kamgraph.reviews.records.record import Axis, Record, Severity, Side, rows

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


class ScoresRecord(Record):
    """Where one scope stands."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    own_relationship: float | None
    """0-100, without influence."""
    own_solution: float | None
    """0-100, without influence."""
    own_price: float | None
    """0-100, without influence."""
    relationship: float | None
    """0-100, after influence."""
    solution: float | None
    """0-100, after influence."""
    price: float | None
    """0-100, after influence."""
    choice: float | None
    """0-100, the weighted geometric mean of the three."""
    weakest: Axis | None
    """The axis with the lowest score."""
    low: float | None
    """The lower bound of the choice, 0-100."""
    high: float | None
    """The upper bound of the choice, 0-100."""
    known: float
    """The share of the decision that hangs on known stances, 0-1."""
    coverage: float
    """How well the key persons are reached, 0-100."""
    threads: int
    """Threads to the key person with the fewest."""
    truck_factor: int
    """How few of us must go until coverage is below half."""
    gaps_high: int
    """How many grave gaps there are."""
    gaps_medium: int
    """How many gaps that matter there are."""
    gaps_low: int
    """How many gaps to keep in mind there are."""
    status: Literal["red", "amber", "green"]
    """Red: no supportive key person; amber: one at least; green: one who approves or decides."""


class VerdictRecord(Record):
    """How sure the verdict is, and what to ask next."""

    choice: float | None
    """0-100."""
    low: float | None
    """The lower bound, 0-100."""
    high: float | None
    """The upper bound, 0-100."""
    for_us: bool
    """Whether the choice reaches the policy's threshold."""
    margin: int | None
    """How many people wrongly judged by one grade turn it; null: no number does."""
    ask: str | None
    """The id of the person whose grade would narrow the bounds most."""
    about: Axis | None
    """The axis to ask about."""
    narrows: float
    """By how many points of that axis."""


class KeyPersonRecord(Record):
    """A person on whom the decision hangs."""

    person: str
    """The person's id."""
    name: str
    """The person's name."""
    organization: str | None
    """The organization's id."""
    side: Side
    """The kind of the organization."""
    title: str | None
    """The person's title."""
    roles: tuple[str, ...]
    """Decision roles held."""
    weight: float
    """Share of the decision held, 0-1."""
    power: float
    """Share of the decision that hangs on the person's own stance, -1 to 1."""
    kind: Literal["direct", "indirect", "external"]
    """Direct by weight, indirect (behind the scenes) or external by power."""


class AcceptanceRecord(Record):
    """How a person stands with us."""

    person: str
    """The person's id."""
    own_relationship: float | None
    """The own grade as a score, 0-100."""
    own_solution: float | None
    """The own grade as a score, 0-100."""
    own_price: float | None
    """The own grade as a score, 0-100."""
    relationship: float
    """After influence, 0-100."""
    solution: float
    """After influence, 0-100."""
    price: float
    """After influence, 0-100."""
    choice: float
    """After influence, 0-100."""
    weakest: Axis
    """The axis with the lowest score."""
    power: float
    """Share of the decision, -1 to 1."""


class ReachRecord(Record):
    """How well a person is reached."""

    person: str
    """The person's id."""
    reach: float
    """The strength of the strongest chain from one of us, 0-1."""
    hops: int | None
    """Ties on the route; null out of reach."""
    first_contact: str | None
    """The id of the one of us with whom the route begins."""
    route: tuple[str, ...]
    """Ids on the route, ours first; empty out of reach."""
    threads: int
    """The most chains that share nobody."""


class GapRecord(Record):
    """What is missing, doubtful or at risk."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    gap: str
    """The code of the rule."""
    severity: Severity
    """How grave it is."""
    person: str
    """The id of the person it is about; empty for a gap of the scope itself."""
    stake: float
    """The power at stake, 0-1."""
    detail: str
    """What is the case, in the language of the review."""
    action: str
    """What to do, in the language of the review."""


class FragilityRecord(Record):
    """What is lost without a person."""

    person: str
    """The person's id."""
    side: Literal["customer", "vendor", "partner"]
    """The kind of the person's organization."""
    coverage_lost: float
    """Points of coverage."""
    out_of_reach: tuple[str, ...]
    """Ids of the key persons who fall out of reach, the person's own included."""


class SensitivityRecord(Record):
    """What one grade of a person on an axis does to the score."""

    person: str
    """The person's id."""
    axis: Axis
    """The axis."""
    one_up: float
    """Points of the scope's axis for a grade more."""
    one_down: float
    """Points of the scope's axis for a grade less."""
    bound_width: float
    """Points between the bounds that the unknown stance makes; 0 where it is known."""


class ContributionRecord(Record):
    """What a person's own stance adds to the acceptance, -1 to 1 an axis."""

    person: str
    """The person's id."""
    relationship: float
    """Power times own stance on the relationship."""
    solution: float
    """Power times own stance on our solution."""
    price: float
    """Power times own stance on our price."""


class TargetRecord(Record):
    """Where a person is to stand by a day."""

    person: str
    """The person's id."""
    axis: Axis
    """The axis."""
    due: dt.date
    """By when."""
    origin: Literal["deal", "account"]
    """Whose target it is."""
    target: float
    """The score aimed at, 0-100."""
    current: float | None
    """The score of the own grade, 0-100; null where unknown."""
    gap: float | None
    """Points still to go; negative where the grade is already better."""
    state: Literal["overdue", "open", "reached", "unknown"]
    """What has become of it; unknown: open, and nobody knows the grade."""
    power: float
    """Share of the decision of the person, -1 to 1."""


class ScopeRecords(Record):
    """The results of an account or deal; every list in the order of the results."""

    scores: ScoresRecord
    """Where we stand."""
    verdict: VerdictRecord
    """How sure that is."""
    key_people: tuple[KeyPersonRecord, ...]
    """Who decides, the most powerful first."""
    acceptance: tuple[AcceptanceRecord, ...]
    """How each of theirs stands with us."""
    reach: tuple[ReachRecord, ...]
    """Whom we reach, and through whom."""
    gaps: tuple[GapRecord, ...]
    """What is missing, the gravest first."""
    fragility: tuple[FragilityRecord, ...]
    """What breaks when one person leaves."""
    sensitivity: tuple[SensitivityRecord, ...]
    """What one grade more or less does."""
    contributions: tuple[ContributionRecord, ...]
    """Whose stance makes the verdict what it is."""
    targets: tuple[TargetRecord, ...]
    """Where we want people to stand."""
    changes: ChangesRecord | None
    """What is different since the last review; null if there was none."""


def scope_records(results: Results) -> ScopeRecords:
    """Return the results of a scope as records."""
    comparison = results.comparison
    return ScopeRecords(
        scores=rows(ScoresRecord, results.scores.to_frame().T.rename_axis(["account", "deal"]))[0],
        verdict=rows(VerdictRecord, results.verdict.to_frame().T)[0],
        key_people=rows(KeyPersonRecord, results.key_people),
        acceptance=rows(AcceptanceRecord, results.acceptance),
        reach=rows(ReachRecord, results.reach),
        gaps=rows(GapRecord, results.gaps),
        fragility=rows(FragilityRecord, results.fragility),
        sensitivity=rows(SensitivityRecord, results.sensitivity),
        contributions=rows(ContributionRecord, results.contributions),
        targets=rows(TargetRecord, results.targets),
        changes=None if comparison is None else changes_record(comparison),
    )
