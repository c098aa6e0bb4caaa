"""The sections on what has changed since the last review, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.graph.scale import score as scored
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_count, say_day, say_label, score
from kamgraph.reviews import pictures
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.analysis.compare import Comparison
    from kamgraph.reviews.results import Results

_PARTS = ("stances", "ties", "weights", "people")
_MOST_EVENTS = 20


def changes(results: Results) -> Section | None:
    """Tell how the scores have changed since the last review and why; None without one."""
    comparison = results.comparison
    if comparison is None:
        return None
    explanation = comparison.explanation.reset_index()
    rows = explanation[["change", *_PARTS]].assign(
        axis=[say_label(AXES, axis) for axis in explanation["axis"]]
    )
    columns = {
        "axis": Column(say("axis")),
        "change": Column(say("change"), "points"),
        **{part: Column(say(f"part_{part}"), "points") for part in _PARTS},
    }
    return Section(
        name="changes",
        heading=say("changes", day=_day(results)),
        sentence=moved(comparison, _day(results)),
        table=Table(rows, columns, say("changes_caption")),
        picture=pictures.trend(results),
    )


def _day(results: Results) -> str:
    """Return the day of the last review in words."""
    day = results.before.as_of if results.before else None
    return say_day(day) if day else ""


def moved(comparison: Comparison, day: str) -> str:
    """Say in a sentence how the choice has moved since a day, and mostly through what."""
    choice = comparison.scores.xs("choice", level="score").iloc[0]
    if choice.isna().any():
        return say("no_comparison", day=day)
    total = comparison.explanation[list(_PARTS)].sum()
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


def events(results: Results) -> Section | None:
    """List who came and left, which grades moved and which grave gaps opened or closed."""
    comparison = results.comparison
    if comparison is None:
        return None
    told = [
        _of_people(comparison.people),
        _of_grades(comparison.grades),
        _of_gaps(comparison.gaps),
    ]
    rows = pd.concat(told, ignore_index=True)
    rows = rows.sort_values("power", ascending=False, kind="stable").head(_MOST_EVENTS)
    columns = {name: Column(say(name)) for name in ("event", "who", "what")}
    columns["power"] = Column(say("power"), "share")
    count = sum(map(len, told))
    return Section(
        name="events",
        heading=say("events"),
        sentence=say_count("events_found", count) if count else say("no_events", day=_day(results)),
        table=Table(rows, columns, say("events_caption")) if count else None,
    )


def _of_people(people: pd.DataFrame) -> pd.DataFrame:
    heirs = people["by_name"].where(people["by_name"].notna(), "")
    what = [say("followed_by", name=name) if name else "" for name in heirs]
    return _told("people", people, people["name"], what)


def _of_grades(grades: pd.DataFrame) -> pd.DataFrame:
    before, after = (scored(grades[when].to_numpy(float)) for when in ("before", "after"))
    what = [
        say("graded_from_to", axis=say_label(AXES, axis), before=score(one), after=score(other))
        for axis, one, other in zip(grades["axis"], before, after, strict=True)
    ]
    return _told("grades", grades, grades["name"], what)


def _of_gaps(gaps: pd.DataFrame) -> pd.DataFrame:
    grave = gaps[gaps["severity"] == "high"].assign(power=lambda rows: rows["stake"])
    return _told("gaps", grave, pd.Series("", grave.index), list(grave["detail"]))


def _told(table: str, rows: pd.DataFrame, who: pd.Series[str], what: list[str]) -> pd.DataFrame:
    event = [say(f"{table}_{change}") for change in rows["change"]]
    columns = {
        "event": event,
        "who": who.to_numpy(),
        "what": what,
        "power": rows["power"].to_numpy(),
    }
    return pd.DataFrame(columns)
