"""The section on the evaluations of a portfolio that wait or soon will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.portfolio.evaluations import EVALUATION_STATES, EvaluationRecord
from kamgraph.model.vocabulary import EVALUATIONS
from kamgraph.model.voice import join_clauses, say, say_count, say_day, say_label
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 50


def evaluations(results: PortfolioResults) -> Section | None:
    """List the evaluations that wait or will soon; None where the book records none at all."""
    asked = results.portfolio.evaluations
    if asked["last"].isna().all():  # not recorded is not the same as never done
        return None
    open_ones = asked[asked["state"] != "done"]
    alike = open_ones.groupby(["account", "state"], sort=False)
    rows = alike.agg(name=("name", "first"), evaluations=("evaluation", tuple), due=("due", "min"))
    rows = (
        rows.reset_index()
        .head(_MOST)
        .assign(
            evaluations=lambda some: [_list_kinds(kinds) for kinds in some["evaluations"]],
            state=lambda some: [say_label(EVALUATION_STATES, word) for word in some["state"]],
            due=lambda some: [_say_due(day) for day in some["due"]],
        )
    )
    columns = {
        "name": Column(say("columns.account"), "name"),
        "state": show_column(EvaluationRecord, "state"),
        "evaluations": show_column(EvaluationRecord, "evaluation"),
        "due": show_column(EvaluationRecord, "due", heading="first_due"),
    }
    return Section(
        name="evaluations",
        heading=say("evaluations"),
        sentence=_say_how_many(open_ones["state"]),
        table=Table(
            rows,
            columns,
            say("evaluations_caption"),
            accounts=tuple(rows["account"]),
            about=name_subjects(rows["account"]),
        )
        if len(rows)
        else None,
    )


def _list_kinds(evaluations: tuple[str, ...]) -> str:
    return say("comma").join(say_label(EVALUATIONS, word) for word in evaluations)


def _say_due(day: Any) -> str:
    return "" if pd.isna(day) else say_day(day)


def _say_how_many(states: pd.Series[str]) -> str:
    counts = states.value_counts()
    parts = [
        say_count(f"evaluations_{state}", int(counts[state]))
        for state in ("never", "overdue", "due")
        if state in counts
    ]
    return join_clauses(parts) if parts else say("evaluations_done")
