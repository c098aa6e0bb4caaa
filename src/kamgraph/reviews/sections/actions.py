"""The section on actions: which are overdue, which are done, and what has changed since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.actions import ActionRecord
from kamgraph.model.vocabulary import MOVES
from kamgraph.model.voice import (
    join_clauses,
    list_words,
    points,
    say,
    say_count,
    say_day,
    say_label,
)
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.agreed import name_owners
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 20
_LEAST = 0.5  # points; less is no change to be told
_CHANGES = ("choice_change", "coverage_change", "contact_change")


def actions(results: Results) -> Section | None:
    """List the steps that were agreed, the overdue first; None where none is recorded."""
    found = results.actions
    if found.empty:
        return None
    shown, names = found.head(_MOST), name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "due": ["" if pd.isna(day) else say_day(day) for day in shown["due"]],
            "state": [_say_state(row) for row in shown.itertuples()],
            "kind": shown["kind"].map(partial(say_label, MOVES)).to_numpy(),
            "owner": name_owners(shown, results),
            "contact": shown["contact"].map(names).to_numpy(),
            "text": shown["text"].to_numpy(),
            "since": [_say_changes(row) for row in shown.itertuples()],
        }
    )
    columns = {
        "due": Column(say("columns.by_when"), "day", below="state"),
        "kind": show_column(ActionRecord, "kind", heading="move"),
        "owner": Column(say("columns.of_ours")),
        "contact": Column(say("columns.contact")),
        "text": Column(say("columns.what_exactly")),
        "since": Column(say("columns.changed_since")),
    }
    return Section(
        name="actions",
        heading=say("actions"),
        sentence=_say_how_many(found),
        table=Table(
            rows,
            columns,
            say("actions_caption", days=f"{results.graph.policy.plan_days:g}"),
            about=name_subjects(shown["contact"]),
        ),
    )


def _say_state(row: Any) -> str:
    return say_count(f"action_{row.state}", row.days)


def _say_changes(row: Any) -> str:
    """Say what has changed since the day before a step was done."""
    if row.state not in {"done", "late"} or (
        pd.isna(row.coverage_change) and pd.isna(row.choice_change)
    ):
        return ""
    moved = [
        say(f"since_{name.removesuffix('_change')}", points=points(value))
        for name in _CHANGES
        if abs(value := getattr(row, name)) >= _LEAST
    ]
    return list_words(moved) if moved else say("since_nothing")


def _say_how_many(found: pd.DataFrame) -> str:
    states = found["state"].replace("late", "done").value_counts()
    told = [
        say_count(f"actions_{state}", int(states[state]))
        for state in ("overdue", "open", "done")
        if state in states
    ]
    return join_clauses(told)
