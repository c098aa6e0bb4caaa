"""The section on questions: how sure the verdict is, and what to find out next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.sensitivity import SensitivityRecord
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import join_clauses, say, say_count, say_label
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.certainty import ask_first
from kamgraph.reviews.columns import Column, show_columns, show_person
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 6
_MOST_ASKED = 5
_LEAST = 0.5  # points; narrowing by less is not worth a question


def questions(results: Results) -> Section:
    """Say how many wrong grades would turn the verdict, and which assessments to make next."""
    if results.known == "nothing":
        return _list_questions(results)
    unsure = results.sensitivity
    asked = unsure.index.get_level_values("axis").isin(results.axes or AXES.words)
    unsure = unsure[asked & (unsure["bound_width"] >= _LEAST)].head(_MOST)
    people = unsure.index.get_level_values("person")
    rows = pd.DataFrame(
        {
            "name": results.names[people].to_numpy(),
            "place": results.places[people].to_numpy(),
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
        table=Table(rows, columns, say("questions_caption"), about=name_subjects(people))
        if len(rows)
        else None,
    )


def _list_questions(results: Results) -> Section:
    """List what to ask first, and which of us would know, while nobody is graded."""
    found, names = results.ask.head(_MOST_ASKED), name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "text": found["text"],
            "ask": names.reindex(found["ask"]).fillna(say("nobody_of_us")).to_numpy(),
            "reason": found["reason"],
        }
    )
    columns = {
        "text": Column(say("columns.question"), "name", below="reason"),
        "ask": Column(say("columns.ask")),
    }
    return Section(
        name="questions",
        heading=say("questions"),
        sentence=say_count("questions_first", len(rows)) if len(rows) else say("nothing_to_ask"),
        table=Table(rows, columns, say("questions_first_caption")) if len(rows) else None,
    )


def _say_margin(results: Results) -> str:
    if not results.judged:
        first = ask_first(results)
        return join_clauses([say("no_verdict_to_turn"), *([first] if first else [])])
    margin = results.verdict["margin"]
    return say("margin_none") if pd.isna(margin) else say_count("margin", int(margin))
