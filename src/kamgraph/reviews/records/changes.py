"""What is different since the last review, as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kamgraph.reviews.records.record import Axis, Record, Severity, Side, rows

if TYPE_CHECKING:
    from kamgraph.analysis.compare import Comparison


class ScoreChangeRecord(Record):
    """How a number of the scope moved since the last review."""

    score: str
    """Which number of the scores."""
    before: float | None
    """On the day of the last review."""
    after: float | None
    """Today."""
    change: float | None
    """After minus before."""


class ReasonRecord(Record):
    """Why the score of an axis moved, in points that add up."""

    axis: Axis
    """The axis."""
    change: float | None
    """The whole change."""
    stances: float | None
    """People changed their minds."""
    ties: float | None
    """Others are listened to."""
    weights: float | None
    """Others decide."""
    people: float | None
    """People came and left."""


class PersonChangeRecord(Record):
    """Who came, left or was replaced."""

    change: Literal["replaced", "left", "came"]
    """What happened."""
    person: str
    """The person's id."""
    name: str
    """The person's name."""
    side: Side
    """The kind of the person's organization."""
    roles: tuple[str, ...]
    """Roles that pass on, were or are held."""
    by: str | None
    """The id of who replaced them."""
    by_name: str | None
    """The name of who replaced them."""
    power: float
    """Share of the decision in size, the larger of before and after."""


class GradeChangeRecord(Record):
    """Whose grade moved."""

    person: str
    """The person's id."""
    name: str
    """The person's name."""
    axis: Axis
    """The axis."""
    change: Literal["rose", "fell", "known", "unknown"]
    """What happened."""
    before: float | None
    """The stance on the day of the last review, -1 to 1."""
    after: float | None
    """The stance today, -1 to 1."""
    power: float
    """Share of the decision in size, the larger of before and after."""


class GapChangeRecord(Record):
    """A gap that opened or closed."""

    change: Literal["opened", "closed"]
    """What happened."""
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


class ChangesRecord(Record):
    """What is different since the last review."""

    scores: tuple[ScoreChangeRecord, ...]
    """Every number of the scores."""
    reasons: tuple[ReasonRecord, ...]
    """Why each axis moved."""
    people: tuple[PersonChangeRecord, ...]
    """Who came, left or was replaced."""
    grades: tuple[GradeChangeRecord, ...]
    """Whose grades moved."""
    gaps: tuple[GapChangeRecord, ...]
    """Which gaps opened or closed."""


def changes_record(comparison: Comparison) -> ChangesRecord:
    """Return a comparison as a record."""
    return ChangesRecord(
        scores=rows(ScoreChangeRecord, comparison.scores),
        reasons=rows(ReasonRecord, comparison.explanation),
        people=rows(PersonChangeRecord, comparison.people),
        grades=rows(GradeChangeRecord, comparison.grades),
        gaps=rows(GapChangeRecord, comparison.gaps),
    )
