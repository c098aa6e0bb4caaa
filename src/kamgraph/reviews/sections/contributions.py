"""The section on contributions: who is for us and who against us, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_count, say_label
from kamgraph.reviews import pictures
from kamgraph.reviews.columns import Column, show_person
from kamgraph.reviews.people import average_axes, introduce
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_PER_SIDE = 5  # how many of those for us, and of those against, are named
_SEEN = 0.05  # points; less is shown as none


def contributions(results: Results) -> Section | None:
    """List who adds most to the scores and who takes most away, and what all others do."""
    if results.known == "nothing":
        return None
    parts = 50 * results.contributions[results.axes]
    parts = parts[(parts != 0).any(axis=1)].reindex(columns=AXES.words)
    parts["average"] = average_axes(parts, results.graph)
    people = results.people
    shown = parts.loc[_find_extremes(parts["average"])]
    rows = shown.assign(name=results.names[shown.index], place=results.places[shown.index])
    if rest := len(parts) - len(shown):
        others = parts.drop(shown.index).sum(min_count=1).to_dict()
        others["name"] = say_count("others", rest)
        rows = pd.concat([rows, pd.DataFrame([others], index=[""])])
    columns = {
        "name": show_person(),
        **{axis: Column(say_label(AXES, axis), "points") for axis in AXES.words},
        "average": Column(say("columns.average"), "points"),
    }
    return Section(
        name="contributions",
        heading=say("contributions"),
        sentence=_say_who_weighs_most(parts["average"], people),
        table=Table(rows, columns, say("contributions_caption")) if len(rows) else None,
        picture=pictures.contributions(results),
    )


def _find_extremes(average: pd.Series[float]) -> pd.Index[str]:
    """Return those who do most for us, then those who do most against us, the last the worst."""
    ordered = average.sort_values(ascending=False, kind="stable")
    favour, against = ordered[ordered >= _SEEN], ordered[ordered <= -_SEEN]
    return favour.index[:_PER_SIDE].append(against.index[-_PER_SIDE:])


def _say_who_weighs_most(average: pd.Series[float], people: pd.DataFrame) -> str:
    favour, against = (average >= _SEEN).any(), (average <= -_SEEN).any()
    if not favour and not against:
        return say("neither")
    kind = "for_and_against" if favour and against else "only_for" if favour else "only_against"
    return say(
        kind,
        supporter=introduce(people.loc[[average.idxmax()]]),
        opponent=introduce(people.loc[[average.idxmin()]]),
    )
