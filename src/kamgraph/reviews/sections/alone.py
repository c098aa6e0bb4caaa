"""The section on what one of us holds alone: functions in which nobody else of us is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.contacts import ContactRecord
from kamgraph.model.vocabulary import FUNCTIONS
from kamgraph.model.voice import join_clauses, list_words, say, say_count, say_label
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.contact_facts import list_held_alone, say_held_alone
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


def alone(results: Results) -> Section | None:
    """List the functions that one of us alone meets; None once it is told whose loss costs most."""
    if results.known != "nothing":
        return None
    found = list_held_alone(results)
    if found.empty:
        return None
    names = name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "function": [say_label(FUNCTIONS, word) for word in found.index],
            "by": names[found["by"]].to_numpy(),
            "people": [list_words([names[one] for one in ids]) for ids in found["people"]],
            "touches": found["touches"].astype(float).to_numpy(),
            "last": found["last"].dt.strftime("%Y-%m-%d").to_numpy(),
        }
    )
    columns = {
        "function": Column(say("columns.function"), "name"),
        "by": Column(say("columns.alone")),
        "people": Column(say("columns.people_held")),
        "touches": show_column(ContactRecord, "touches"),
        "last": Column(say("columns.last"), "day"),
    }
    held = say_held_alone(results) or say_count("each_one_contact", len(found))
    return Section(
        name="alone",
        heading=say("alone"),
        sentence=join_clauses([held]),
        table=Table(rows, columns, say("alone_caption"), about=tuple(found["people"])),
    )
