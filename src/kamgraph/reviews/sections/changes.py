"""The section on what has changed since the last review, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.analysis.compare import ReasonRecord
from kamgraph.graph.hybrid import PARTS
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_day, say_label, score
from kamgraph.reviews import pictures
from kamgraph.reviews.columns import show_columns
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.analysis.compare import Comparison
    from kamgraph.reviews.results import Results


def changes(results: Results) -> Section | None:
    """Tell how the scores have changed since the last review and why; None without one."""
    comparison = results.comparison
    if comparison is None:
        return None
    explanation = comparison.explanation.reset_index()
    rows = explanation[["change", *PARTS]].assign(
        axis=[say_label(AXES, axis) for axis in explanation["axis"]]
    )
    columns = show_columns(ReasonRecord, "axis", "change", *PARTS)
    return Section(
        name="changes",
        heading=say("changes", day=say_last_day(results)),
        sentence=say_move(comparison, say_last_day(results)),
        table=Table(rows, columns, say("changes_caption")),
        picture=pictures.trend(results),
    )


def say_last_day(results: Results) -> str:
    """Return the day of the last review in words."""
    day = results.before.as_of if results.before else None
    return say_day(day) if day else ""


def say_move(comparison: Comparison, day: str) -> str:
    """Say in a sentence how the choice has moved since a day, and mostly through what."""
    choice = comparison.scores.xs("choice", level="score").iloc[0]
    if choice.isna().any():
        return say("no_comparison", day=day)
    total = comparison.explanation[list(PARTS)].sum()
    if not total.abs().max() > 0:
        return say("unchanged", day=day, after=score(choice["after"]))
    reason = say(f"mostly_{total.abs().idxmax()}")
    return say(
        "moved",
        day=day,
        before=score(choice["before"]),
        after=score(choice["after"]),
        reason=reason,
    )
