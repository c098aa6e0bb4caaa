"""Which account needs us most, and which of us carries too much?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
import pandas as pd

from kamgraph.analysis.portfolio.evaluations import (
    EVALUATION_STATES,
    EvaluationRecord,
    evaluations,
)
from kamgraph.analysis.portfolio.segments import CLASSES, QUADRANTS, figures, segments
from kamgraph.analysis.portfolio.workload import WorkloadRecord, workload
from kamgraph.analysis.scores import ScoresRecord, scores
from kamgraph.analysis.stage import RelationshipStage, compare_stages, earlier
from kamgraph.graph import build_graph
from kamgraph.model.dtypes import TEXT
from kamgraph.model.exits import Exits
from kamgraph.model.marks import Words
from kamgraph.model.result import (
    Index,
    Named,
    Of,
    Points,
    Record,
    Share,
    TableOnly,
    names,
    returns_tables,
)

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

_TREND = ["choice", "coverage"]
_URGENCY = ("red", "amber", "grey", "green")


AccountClass = Annotated[str, Words(CLASSES)]
_OfScores = TableOnly[Annotated[object, Of(ScoresRecord)]]


class AccountRecord(Record):
    """One account of a portfolio."""

    account: Index[str]
    """The account's id."""
    name: str
    """The account's name."""
    account_class: Annotated[AccountClass | None, Named("class")]
    """By potential and contribution; missing where one of them is."""
    class_boundary: TableOnly[bool]
    """Whether a small error would have changed the class."""
    quadrant: Annotated[str, Words(QUADRANTS)] | None
    """Of the customer matrix, by potential and choice; missing where one of them is."""
    quadrant_boundary: TableOnly[bool]
    """Whether a small error would have changed the quadrant."""
    potential: float | None
    """As the book states it; of its units together where it states none for the account."""
    contribution: float | None
    """As the book states it; of its units together where it states none for the account."""
    stage: RelationshipStage | None
    """Of the relationship since the earlier day; missing without one."""
    changed: TableOnly[Share | None]
    """How much of the decision is with people who did not hold it then; missing without a day."""
    status: _OfScores
    choice: _OfScores
    choice_change: Points | None
    """Since the earlier day; missing without one, or if nobody of the account was known then."""
    low: _OfScores
    high: _OfScores
    error: _OfScores
    weakest: _OfScores
    limited_by: _OfScores
    blocked_by: _OfScores
    known: _OfScores
    roles_known: _OfScores
    unnamed: _OfScores
    coverage: _OfScores
    coverage_change: Points | None
    """Since the earlier day; missing without one, or if nobody of the account was known then."""
    threads: _OfScores
    truck_factor: _OfScores
    gaps_high: _OfScores
    gaps_medium: _OfScores
    gaps_low: _OfScores
    evaluations_overdue: int
    """Evaluations overdue or never done."""
    evaluations_due: int
    """Evaluations due soon."""
    own_axis: _OfScores
    axis: _OfScores


@returns_tables(accounts=AccountRecord, workload=WorkloadRecord, evaluations=EvaluationRecord)
@dataclass(frozen=True, eq=False, repr=False)
class Portfolio(Exits):
    """All accounts of a book side by side, as tables; :func:`portfolio` makes it.

    Attributes
    ----------
    accounts
        One :class:`AccountRecord` per account; first by class, then red before amber before
        grey before green, then by potential.
    workload
        One :class:`~kamgraph.analysis.portfolio.workload.WorkloadRecord` for each of us who is
        in an account; first those who carry the most coverage.
    evaluations
        One :class:`~kamgraph.analysis.portfolio.evaluations.EvaluationRecord` for each
        evaluation of each account that the policy asks for. First those never done, then the
        overdue; in the order of ``accounts``.
    """

    accounts: pd.DataFrame
    workload: pd.DataFrame
    evaluations: pd.DataFrame

    def __repr__(self) -> str:
        """Say how much there is, and how much of it needs somebody."""
        red = int((self.accounts["status"] == "red").sum())
        waiting = int(self.evaluations["state"].isin(["never", "overdue"]).sum())
        overloaded = int(self.workload["overloaded"].sum())
        return (
            f"<Portfolio: accounts: {len(self.accounts):,}, red: {red:,}; evaluations overdue or "
            f"never done: {waiting:,}; our people: {len(self.workload):,}, "
            f"overloaded: {overloaded:,}>"
        )


def portfolio(
    book: Book,
    *,
    as_of: dt.date | str | None = None,
    since: dt.date | str | None = None,
    policy: Policy | None = None,
) -> Portfolio:
    """Return all accounts of a book side by side, and what each of us carries.

    All accounts are looked at in one pass, so that a book may hold tens of thousands. Deals are
    left out: an account's row is that of its own scope.

    An account is *high* in a figure if the accounts with a larger one hold less than
    ``policy.class_share`` of the whole. Potential and contribution make its class: A high in
    both, B in potential alone, C in contribution alone, D in neither. Potential and a choice
    from ``policy.verdict_threshold`` on make its quadrant: invest, build (high potential
    alone), maintain (we are strong, alone), harvest.

    When an evaluation was last done is read from a column of organizations named like it, in
    the account's own row, since no table holds it; the newest grade of somebody of the account,
    for the account and not for a deal, counts as an account evaluation too. It is due again
    after ``policy.evaluation_months``. What is recorded nowhere was *never* done.

    Parameters
    ----------
    book
        The facts.
    as_of
        The day to look at, a date or ``YYYY-MM-DD``; default the newest day recorded.
    since
        An earlier day to compare with; default none.
    policy
        The judgements, those of today for the earlier day too; default ``Policy()``.

    Raises
    ------
    ScopeError
        If a day is none, or ``since`` is after the other.
    BookError
        If a column named like an evaluation holds what is no date, or the book holds labels
        that the policy does not know.

    Examples
    --------
    >>> import kamgraph
    >>> found = kamgraph.portfolio(kamgraph.load_demo(), as_of="2026-09-15")
    >>> found.accounts[["class", "quadrant"]]
             class quadrant
    account
    yaochuan     A    build
    beiwan       B      NaN
    orvale     NaN      NaN
    """
    graph = build_graph(book, deal="", as_of=as_of, policy=policy)
    return portfolio_of(graph, scores(graph), since=since)


def portfolio_of(
    graph: RelationshipGraph, scored: pd.DataFrame, *, since: dt.date | str | None
) -> Portfolio:
    """Return the accounts, of which the scores are known, of a graph that holds no deals."""
    before = None if since is None else earlier(graph, since)
    asked = evaluations(graph)
    accounts = _list_accounts(graph, scored.droplevel("deal"), before, asked)
    return Portfolio(accounts, workload(graph), _order_evaluations(asked, accounts))


def _list_accounts(
    graph: RelationshipGraph,
    own: pd.DataFrame,
    before: RelationshipGraph | None,
    asked: pd.DataFrame,
) -> pd.DataFrame:
    book = graph.book
    table = own.join(figures(book)).join(_count_evaluations(asked, own.index))
    table = table.join(segments(table, graph.policy)).join(_measure_trend(graph, before, own))
    table["name"] = book.organizations.set_index("id")["name"].reindex(table.index)
    urgency = [
        table["class"].map(_rank_words(CLASSES.words)),
        table["status"].map(_rank_words(_URGENCY)),
    ]
    order = np.lexsort([-table["potential"], *reversed(urgency)])
    return table[names(AccountRecord)[1:]].iloc[order]


def _rank_words(words: tuple[str, ...]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(words)}


def _measure_trend(
    graph: RelationshipGraph, before: RelationshipGraph | None, now: pd.DataFrame
) -> pd.DataFrame:
    """Return the stage and the changes since an earlier day, all missing without one."""
    names = {name: f"{name}_change" for name in _TREND}
    if before is None:
        nothing = pd.DataFrame(np.nan, now.index, ["changed", *names.values()])
        return nothing.assign(stage=pd.array([None] * len(now), dtype=TEXT))
    then = pd.DataFrame({"choice": before.decision.choice, "coverage": before.coverage})
    then = then.set_axis(before.scope_index.droplevel("deal"))[before.scope_sums(before.own) > 0]
    steps = compare_stages(before, graph).droplevel("deal")
    return steps.join((now[_TREND] - then).rename(columns=names))


def _count_evaluations(asked: pd.DataFrame, accounts: pd.Index[str]) -> pd.DataFrame:
    """Return how many evaluations of each account wait, and how many are due soon."""
    waits = asked["state"].isin(["never", "overdue"])
    found = {"evaluations_overdue": waits, "evaluations_due": asked["state"] == "due"}
    counts = pd.DataFrame(found).groupby(asked["account"]).sum()
    return counts.reindex(accounts, fill_value=0)


def _order_evaluations(asked: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Name the accounts and list first what was never done, then by the order of accounts."""
    asked = asked.assign(name=accounts["name"].reindex(asked["account"]).array)
    state = asked["state"].map(_rank_words(EVALUATION_STATES.words))
    place = accounts.index.get_indexer(pd.Index(asked["account"]))
    order = np.lexsort([place, state.to_numpy()])
    return asked[names(EvaluationRecord)].iloc[order].reset_index(drop=True)
