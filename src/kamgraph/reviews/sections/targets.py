"""The section on targets: where we want people to stand, by when, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.targets import TargetRecord
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import join_clauses, say, say_count, say_day, say_label, score
from kamgraph.reviews.columns import Column, show_column, show_person
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MISSED = ("open", "unknown", "overdue")  # all that is not reached


def targets(results: Results) -> Section | None:
    """List the targets in effect against the current grades, overdue ones first."""
    found = results.targets.reset_index()
    if results.known == "nothing" and found.empty:
        return None
    whom = found.groupby(["person", "due"], sort=False)
    rows = pd.DataFrame([_make_row(group) for _, group in whom])
    if len(rows):
        rows.insert(0, "name", results.names[rows["person"]].to_numpy())
        rows.insert(1, "place", results.places[rows["person"]].to_numpy())
    columns = {
        "name": show_person(),
        "due": show_column(TargetRecord, "due", below="state"),
        **{axis: Column(say_label(AXES, axis)) for axis in AXES.words},
        "to_go": Column(say("columns.gap_left"), "count"),
    }
    return Section(
        name="targets",
        heading=say("targets"),
        sentence=_say_how_many(found),
        table=Table(rows, columns, say("targets_caption"), about=name_subjects(rows["person"]))
        if len(rows)
        else None,
    )


def _make_row(group: pd.DataFrame) -> dict[str, Any]:
    """Return one person's targets of one day as a row; what is left is the most of the axes."""
    steps = {row.axis: _say_step(row) for row in group.itertuples()}
    worst = next((state for state in reversed(_MISSED) if (group["state"] == state).any()), "")
    return {
        "person": group["person"].iloc[0],
        "due": say_day(group["due"].iloc[0]),
        "state": say(f"target_{worst or 'reached'}"),
        **{axis: steps.get(axis, "") for axis in AXES.words},
        "to_go": group["to_go"].clip(lower=0).max(),
    }


def _say_step(row: Any) -> str:
    """Return how a grade is to move, or that it has."""
    if row.state == "reached":
        return say("reached_step", current=score(row.current))
    current = say("unknown_grade") if pd.isna(row.current) else score(row.current)
    return say("open_step", current=current, target=score(row.target))


def _say_how_many(found: pd.DataFrame) -> str:
    if found.empty:
        return say("no_targets")
    states = found["state"].value_counts()
    parts = [say("targets_reached", reached=states.get("reached", 0), count=len(found))]
    if overdue := int(states.get("overdue", 0)):
        parts.append(say_count("targets_overdue", overdue))
    if unknown := int(states.get("unknown", 0)):
        parts.append(say_count("targets_unknown", unknown))
    return join_clauses(parts)
