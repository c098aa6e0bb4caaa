"""The results of a portfolio as records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from kamgraph.reviews.records.record import Record, rows
from kamgraph.reviews.records.scope import GapRecord, ScoresRecord

if TYPE_CHECKING:
    from kamgraph.reviews.portfolio.results import PortfolioResults


class AccountRecord(Record):
    """One account of a portfolio."""

    account: str
    """The account's id."""
    name: str
    """The account's name."""
    account_class: Literal["A", "B", "C", "D"] | None
    """By potential and contribution; null where one of them is missing."""
    quadrant: Literal["invest", "build", "maintain", "harvest"] | None
    """Of the customer matrix, by potential and choice; null where one of them is missing."""
    potential: float | None
    """As the book states it."""
    contribution: float | None
    """As the book states it."""
    stage: Literal["building", "stabilising", "strengthening"] | None
    """Of the relationship since the last review; null without one."""
    choice_change: float | None
    """Points since the last review; null without one."""
    coverage_change: float | None
    """Points since the last review; null without one."""
    evaluations_overdue: int
    """Evaluations overdue or never done."""
    evaluations_due: int
    """Evaluations due soon."""


class WorkloadRecord(Record):
    """What one of us carries."""

    person: str
    """The person's id."""
    name: str
    """The person's name."""
    accounts: int
    """In how many accounts."""
    contacts: int
    """How many people of customers and partners are known."""
    power: float
    """Of the key persons known, added up over accounts; 1 is the whole decision of one."""
    coverage: float
    """Points lost without them, added up over accounts."""
    over: tuple[str, ...]
    """Which of these are above the policy's limits."""
    overloaded: bool
    """Whether any is."""


class EvaluationRecord(Record):
    """An evaluation of an account."""

    account: str
    """The account's id."""
    evaluation: str
    """Which evaluation."""
    last: dt.date | None
    """When it was last done."""
    due: dt.date | None
    """When it is due again."""
    state: Literal["never", "overdue", "due", "done"]
    """What has become of it."""


class PortfolioRecords(Record):
    """The results of a portfolio; every list in the order of the results."""

    accounts: tuple[AccountRecord, ...]
    """All accounts, the most urgent first."""
    scores: tuple[ScoresRecord, ...]
    """Where every account and deal stands."""
    gaps: tuple[GapRecord, ...]
    """What is missing anywhere, the gravest first."""
    workload: tuple[WorkloadRecord, ...]
    """What each of us carries."""
    evaluations: tuple[EvaluationRecord, ...]
    """Every evaluation that the policy asks for."""


def portfolio_records(results: PortfolioResults) -> PortfolioRecords:
    """Return the results of a portfolio as records."""
    whole = results.portfolio
    return PortfolioRecords(
        accounts=rows(AccountRecord, whole.accounts.rename(columns={"class": "account_class"})),
        scores=rows(ScoresRecord, results.scores),
        gaps=rows(GapRecord, results.gaps),
        workload=rows(WorkloadRecord, whole.workload),
        evaluations=rows(EvaluationRecord, whole.evaluations),
    )
