"""The section on what has changed since the last review, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.compare import ReasonRecord
from kamgraph.graph.hybrid import PARTS
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import list_words, say, say_count, say_day, say_label, score
from kamgraph.reviews import pictures
from kamgraph.reviews.columns import show_columns
from kamgraph.reviews.people import average_axes
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    import numpy as np

    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results

# What is said where no choice can be told on the earlier day, today, or either.
_UNKNOWN = {
    (True, False): "no_score_then",
    (False, True): "no_score_now",
    (True, True): "no_scores",
}


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
        sentence=say_move(results),
        table=Table(rows, columns, say("changes_caption"))
        if explanation[list(PARTS)].notna().any(axis=None)
        else None,
        picture=pictures.trend(results),
    )


def say_last_day(results: Results) -> str:
    """Return the day of the last review in words."""
    day = results.before.as_of if results.before else None
    return say_day(day) if day else ""


def say_move(results: Results) -> str:
    """Say in a sentence how the choice has moved since the last review, and mostly through what."""
    day, comparison = say_last_day(results), results.comparison
    if comparison is None or results.before is None:
        return ""
    choice = comparison.scores.xs("choice", level="score").iloc[0]
    before, after = score(choice["before"]), score(choice["after"])
    if choice.isna().any():
        key = _UNKNOWN[tuple(choice[["before", "after"]].isna())]
        return say(key, day=day, before=before, after=after)
    if not comparison.explanation[list(PARTS)].sum().abs().max() > 0:
        return say("unchanged", day=day, after=after)
    rise = 0.0 if before == after else choice["after"] - choice["before"]
    reason = _find_reason(comparison.contributions, results.before, results.graph, rise)
    if not reason:
        return say("moved_somehow", day=day, before=before, after=after)
    if before == after:
        return say("hardly_moved", day=day, after=after, reason=reason)
    return say("moved", day=day, before=before, after=after, reason=reason)


def _find_reason(
    parts: pd.DataFrame, before: RelationshipGraph, after: RelationshipGraph, rise: float
) -> str:
    """Say what moved the scores most, the way the choice went; nothing where nothing did."""
    then, now = (_find_grade_days(graph, parts) for graph in (before, after))
    first, graded = pd.isna(then) & ~pd.isna(now), ~pd.isna(then) & (then != now)
    causes = {
        "first_grades": parts.loc[first, "stances"].sum(),
        "stances": parts.loc[graded, "stances"].sum(),
        "ageing": parts.loc[~first & ~graded, "stances"].sum(),
        "ties": parts["ties"].sum(),
        "weights": parts["weights"].sum(),
        "people": parts["people"].sum(),
    }
    if rise:
        causes = {cause: moved for cause, moved in causes.items() if moved * rise > 0}
    if not causes:
        return ""
    cause = max(causes, key=lambda one: abs(causes[one]))
    if cause == "people":
        left = {person for person, _ in _find_active(before) - _find_active(after)}
        if who := _name_leavers(left, before, causes[cause]):
            return who
    return say(f"mostly_{cause}")


def _find_active(graph: RelationshipGraph) -> set[tuple[str, str]]:
    """Return who is there and on which side: who works for another one now has left."""
    people = graph.people[~graph.vacant]
    return {*zip(people.index, people["side"], strict=True)}


def _find_grade_days(graph: RelationshipGraph, parts: pd.DataFrame) -> np.ndarray:
    """Return the day of the grade behind each part, missing where there is none."""
    days = graph.people[[f"{axis}_date" for axis in AXES.words]].set_axis(AXES.words, axis=1)
    which = pd.MultiIndex.from_frame(parts[["person", "axis"]])
    return days.stack(future_stack=True).reindex(which).to_numpy()


def _name_leavers(left: set[str], before: RelationshipGraph, moved: float) -> str:
    """Say who left who was for us, where we lost by it, or against us, where we won."""
    axes = before.people[[f"{axis}_stance" for axis in AXES.words]].set_axis(AXES.words, axis=1)
    stances = average_axes(axes, before)
    supported = moved < 0
    theirs = before.theirs & stances.index.isin(left)
    gone = stances[theirs & ((stances > 0) if supported else (stances < 0))]
    if gone.empty:
        return ""
    names = list(before.people.loc[gone.index, "name"])
    return say_count("supporter_left" if supported else "opponent_left", len(names),
                     names=list_words(names))  # fmt: skip
