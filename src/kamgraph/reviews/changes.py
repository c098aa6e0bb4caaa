"""The sections on what has changed since the last review, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.graph.scale import score as scored
from kamgraph.model.vocabulary import AXES
from kamgraph.reviews import pictures
from kamgraph.reviews.section import Column, Section, Table
from kamgraph.reviews.wording import score

if TYPE_CHECKING:
    from kamgraph.analysis.compare import Comparison
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording

_PARTS = ("stances", "ties", "weights", "people")
_MOST_EVENTS = 20


def changes(results: Results, words: Wording) -> Section | None:
    """Tell how the scores have changed since the last review and why; None without one."""
    comparison = results.comparison
    if comparison is None:
        return None
    explanation = comparison.explanation.reset_index()
    rows = explanation[["change", *_PARTS]].assign(
        axis=[words.label(AXES, axis) for axis in explanation["axis"]]
    )
    columns = {
        "axis": Column(words("axis")),
        "change": Column(words("change"), "points"),
        **{part: Column(words(f"part_{part}"), "points") for part in _PARTS},
    }
    return Section(
        name="changes",
        heading=words("changes", day=_day(results, words)),
        sentence=moved(comparison, _day(results, words), words),
        table=Table(rows, columns, words("changes_caption")),
        picture=pictures.trend(results, words),
    )


def _day(results: Results, words: Wording) -> str:
    """Return the day of the last review in words."""
    day = results.before.as_of if results.before else None
    return words.day(day) if day else ""


def moved(comparison: Comparison, day: str, words: Wording) -> str:
    """Say in a sentence how the choice has moved since a day, and mostly through what."""
    choice = comparison.scores.xs("choice", level="score").iloc[0]
    if choice.isna().any():
        return words("no_comparison", day=day)
    total = comparison.explanation[list(_PARTS)].sum()
    if not total.abs().max() > 0:
        return words("unchanged", day=day, after=score(choice["after"]))
    reason = words(f"mostly_{total.abs().idxmax()}")
    return words(
        "moved",
        day=day,
        before=score(choice["before"]),
        after=score(choice["after"]),
        reason=reason,
    )


def events(results: Results, words: Wording) -> Section | None:
    """List who came and left, which grades moved and which grave gaps opened or closed."""
    comparison = results.comparison
    if comparison is None:
        return None
    told = [
        _of_people(comparison.people, words),
        _of_grades(comparison.grades, words),
        _of_gaps(comparison.gaps, words),
    ]
    rows = pd.concat(told, ignore_index=True)
    rows = rows.sort_values("power", ascending=False, kind="stable").head(_MOST_EVENTS)
    columns = {name: Column(words(name)) for name in ("event", "who", "what")}
    columns["power"] = Column(words("power"), "share")
    count = sum(map(len, told))
    return Section(
        name="events",
        heading=words("events"),
        sentence=words.counted("events_found", count)
        if count
        else words("no_events", day=_day(results, words)),
        table=Table(rows, columns, words("events_caption")) if count else None,
    )


def _of_people(people: pd.DataFrame, words: Wording) -> pd.DataFrame:
    heirs = people["by_name"].where(people["by_name"].notna(), "")
    what = [words("followed_by", name=name) if name else "" for name in heirs]
    return _told("people", people, people["name"], what, words)


def _of_grades(grades: pd.DataFrame, words: Wording) -> pd.DataFrame:
    before, after = (scored(grades[when].to_numpy(float)) for when in ("before", "after"))
    what = [
        words("graded_from_to", axis=words.label(AXES, axis), before=score(one), after=score(other))
        for axis, one, other in zip(grades["axis"], before, after, strict=True)
    ]
    return _told("grades", grades, grades["name"], what, words)


def _of_gaps(gaps: pd.DataFrame, words: Wording) -> pd.DataFrame:
    grave = gaps[gaps["severity"] == "high"].assign(power=lambda rows: rows["stake"])
    return _told("gaps", grave, pd.Series("", grave.index), list(grave["detail"]), words)


def _told(
    table: str, rows: pd.DataFrame, who: pd.Series[str], what: list[str], words: Wording
) -> pd.DataFrame:
    event = [words(f"{table}_{change}") for change in rows["change"]]
    columns = {
        "event": event,
        "who": who.to_numpy(),
        "what": what,
        "power": rows["power"].to_numpy(),
    }
    return pd.DataFrame(columns)
