"""The sections on our own work: what each of us carries, and which evaluations are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.portfolio.evaluations import EVALUATION_STATES
from kamgraph.model.vocabulary import EVALUATIONS, WORKLOAD
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.portfolio.results import PortfolioResults
    from kamgraph.reviews.wording import Wording

_MOST_PEOPLE, _MOST_ROWS = 25, 50


def workload(results: PortfolioResults, words: Wording) -> Section:
    """List those of ours who carry most."""
    carried = results.portfolio.workload
    over = [
        words.listed([words.label(WORKLOAD, name).lower() for name in names])
        for names in carried["over"]
    ]
    rows = carried[["name", *WORKLOAD.words]].assign(over=over).head(_MOST_PEOPLE)
    columns = {
        "name": Column(words("person"), "name"),
        "accounts": Column(words.label(WORKLOAD, "accounts"), "count"),
        "contacts": Column(words.label(WORKLOAD, "contacts"), "count"),
        "power": Column(words.label(WORKLOAD, "power"), "share"),
        "coverage": Column(words.label(WORKLOAD, "coverage"), "count"),
        "over": Column(words("over")),
    }
    return Section(
        name="workload",
        heading=words("workload"),
        sentence=overloaded(results, words),
        table=Table(rows, columns, words("workload_caption")) if len(rows) else None,
    )


def overloaded(results: PortfolioResults, words: Wording) -> str:
    """Say who of ours carries too much."""
    carried = results.portfolio.workload
    if carried.empty:
        return words("nobody_works")
    names = list(carried.loc[carried["overloaded"], "name"])
    if not names:
        return words("nobody_overloaded")
    return words.counted("overloaded", len(names), names=words.listed(names))


def evaluations_due(results: PortfolioResults, words: Wording) -> Section:
    """List the evaluations that wait or will soon, one row an account and state."""
    asked = results.portfolio.evaluations
    open_ones = asked[asked["state"] != "done"]
    alike = open_ones.groupby(["account", "state"], sort=False)
    rows = alike.agg(name=("name", "first"), evaluations=("evaluation", tuple), due=("due", "min"))
    rows = (
        rows.reset_index()
        .head(_MOST_ROWS)
        .assign(
            evaluations=lambda some: [_listed(kinds, words) for kinds in some["evaluations"]],
            state=lambda some: [words.label(EVALUATION_STATES, word) for word in some["state"]],
            due=lambda some: [_day(day, words) for day in some["due"]],
        )
    )
    columns = {
        "name": Column(words("account"), "name"),
        "state": Column(words("state")),
        "evaluations": Column(words("evaluation")),
        "due": Column(words("first_due")),
    }
    return Section(
        name="evaluations",
        heading=words("evaluations"),
        sentence=_how_many(open_ones["state"], words),
        table=Table(rows, columns, words("evaluations_caption")) if len(rows) else None,
    )


def _listed(evaluations: tuple[str, ...], words: Wording) -> str:
    return words("comma").join(words.label(EVALUATIONS, word) for word in evaluations)


def _day(day: Any, words: Wording) -> str:
    return "" if pd.isna(day) else words.day(day)


def _how_many(states: pd.Series[str], words: Wording) -> str:
    counts = states.value_counts()
    parts = [
        words.counted(f"evaluations_{state}", int(counts[state]))
        for state in ("never", "overdue", "due")
        if state in counts
    ]
    return words.sentence(parts) if parts else words("evaluations_done")
