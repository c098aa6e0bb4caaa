"""The section on questions: how sure the verdict is, and what to find out next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.sensitivity import SensitivityRecord
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, say_count, say_label
from kamgraph.reviews.columns import show_columns, show_person
from kamgraph.reviews.people import name_people, place_people
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 6


def questions(results: Results) -> Section:
    """Say how many wrong grades would turn the verdict, and which assessments to make next."""
    unsure = results.sensitivity
    unsure = unsure[unsure["bound_width"] > 0].head(_MOST)
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
    row = results.verdict
    if pd.isna(row["choice"]):
        return say("nobody")
    if pd.isna(row["margin"]):
        return say("margin_none")
    return say_count("margin", int(row["margin"]))
