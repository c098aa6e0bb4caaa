"""The sections on our own work: what each of us carries, and which evaluations are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.portfolio.evaluations import EVALUATION_STATES
from kamgraph.model.vocabulary import EVALUATIONS, WORKLOAD
from kamgraph.model.voice import join_clauses, list_words, say, say_count, say_day, say_label
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.portfolio.results import PortfolioResults

_MOST_PEOPLE, _MOST_ROWS = 25, 50


def workload(results: PortfolioResults) -> Section:
    """List those of ours who carry most."""
    carried = results.portfolio.workload
    over = [
        list_words([say_label(WORKLOAD, name).lower() for name in names])
        for names in carried["over"]
    ]
    rows = carried[["name", *WORKLOAD.words]].assign(over=over).head(_MOST_PEOPLE)
    columns = {
        "name": Column(say("person"), "name"),
        "accounts": Column(say_label(WORKLOAD, "accounts"), "count"),
        "contacts": Column(say_label(WORKLOAD, "contacts"), "count"),
        "power": Column(say_label(WORKLOAD, "power"), "share"),
        "coverage": Column(say_label(WORKLOAD, "coverage"), "count"),
        "over": Column(say("over")),
    }
    return Section(
        name="workload",
        heading=say("workload"),
        sentence=overloaded(results),
        table=Table(rows, columns, say("workload_caption")) if len(rows) else None,
    )


def overloaded(results: PortfolioResults) -> str:
    """Say which of us carries too much."""
    carried = results.portfolio.workload
    if carried.empty:
        return say("nobody_works")
    names = list(carried.loc[carried["overloaded"], "name"])
    if not names:
        return say("nobody_overloaded")
    return say_count("overloaded", len(names), names=list_words(names))


def evaluations_due(results: PortfolioResults) -> Section:
    """List the evaluations that wait or will soon, one row per account and state."""
    asked = results.portfolio.evaluations
    open_ones = asked[asked["state"] != "done"]
    alike = open_ones.groupby(["account", "state"], sort=False)
    rows = alike.agg(name=("name", "first"), evaluations=("evaluation", tuple), due=("due", "min"))
    rows = (
        rows.reset_index()
        .head(_MOST_ROWS)
        .assign(
            evaluations=lambda some: [_listed(kinds) for kinds in some["evaluations"]],
            state=lambda some: [say_label(EVALUATION_STATES, word) for word in some["state"]],
            due=lambda some: [_day(day) for day in some["due"]],
        )
    )
    columns = {
        "name": Column(say("account"), "name"),
        "state": Column(say("state")),
        "evaluations": Column(say("evaluation")),
        "due": Column(say("first_due")),
    }
    return Section(
        name="evaluations",
        heading=say("evaluations"),
        sentence=_how_many(open_ones["state"]),
        table=Table(rows, columns, say("evaluations_caption")) if len(rows) else None,
    )


def _listed(evaluations: tuple[str, ...]) -> str:
    return say("comma").join(say_label(EVALUATIONS, word) for word in evaluations)


def _day(day: Any) -> str:
    return "" if pd.isna(day) else say_day(day)


def _how_many(states: pd.Series[str]) -> str:
    counts = states.value_counts()
    parts = [
        say_count(f"evaluations_{state}", int(counts[state]))
        for state in ("never", "overdue", "due")
        if state in counts
    ]
    return join_clauses(parts) if parts else say("evaluations_done")
