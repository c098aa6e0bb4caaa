"""The section on questions: how sure the verdict is, and what to find out next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.sensitivity import SensitivityRecord
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import join_clauses, say, say_count, say_label
from kamgraph.reviews.certainty import ask_first
from kamgraph.reviews.columns import show_columns, show_person
from kamgraph.reviews.people import name_people, place_people
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 6
_LEAST = 0.5  # points; narrowing by less is not worth a question


def questions(results: Results) -> Section:
    """Say how many wrong grades would turn the verdict, and which assessments to make next."""
    unsure = results.sensitivity
    asked = unsure.index.get_level_values("axis").isin(results.axes or AXES.words)
    unsure = unsure[asked & (unsure["bound_width"] >= _LEAST)].head(_MOST)
    people = results.people.loc[unsure.index.get_level_values("person")]
    rows = pd.DataFrame(
        {
            "name": name_people(people).to_numpy(),
            "place": place_people(people).to_numpy(),
            "axis": [say_label(AXES, axis) for axis in unsure.index.get_level_values("axis")],
            "bound_width": unsure["bound_width"].to_numpy(),
            "one_up": unsure["one_up"].to_numpy(),
        }
    )
    columns = {
        "name": show_person(),
        **show_columns(SensitivityRecord, "axis", "bound_width", "one_up"),
    }
    return Section(
        name="questions",
        heading=say("questions"),
        sentence=_say_margin(results),
        table=Table(rows, columns, say("questions_caption")) if len(rows) else None,
    )


def _say_margin(results: Results) -> str:
    if not results.judged:
        first = ask_first(results)
        return join_clauses([say("no_verdict_to_turn"), *([first] if first else [])])
    margin = results.verdict["margin"]
    return say("margin_none") if pd.isna(margin) else say_count("margin", int(margin))
