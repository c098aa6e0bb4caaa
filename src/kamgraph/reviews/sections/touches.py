"""The section on touches: how often we meet over time, and what each of us does of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.touches import TouchRecord
from kamgraph.model.voice import join_clauses, say
from kamgraph.plot.people import label_functions, name_everybody
from kamgraph.reviews import pictures
from kamgraph.reviews.columns import Column, show_column, show_columns
from kamgraph.reviews.contact_facts import say_concentration, say_held_alone, say_touches
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 20


def touches(results: Results) -> Section | None:
    """List which of us meets how many of theirs, where, and when last; None where nobody does."""
    found = results.touches.reset_index()
    if found.empty:
        return None
    clauses = [say_touches(results), say_concentration(results), say_held_alone(results)]
    columns = {
        "name": Column(say("columns.leaver"), "name"),
        **show_columns(TouchRecord, "touches", "people"),
        "functions": Column(say("columns.functions_met")),
        "last": show_column(TouchRecord, "last", heading="last_touch"),
    }
    return Section(
        name="touches",
        heading=say("touches"),
        sentence=join_clauses([clause for clause in clauses if clause]),
        table=Table(_list_ours(found, results).head(_MOST), columns, say("touches_caption")),
        picture=pictures.touches(results),
    )


def _list_ours(found: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Return a row per one of us, the busiest first, with the functions where they are most."""
    names = name_everybody(results.graph)
    labels = label_functions(found.rename(columns={"part": "function"}))
    places = labels.fillna(say("plot.no_function")) + found["touches"].map(" {:,}".format)
    found = found.assign(where=places)
    ours = found.groupby("person", sort=False)
    last = ours["last"].max().dt.strftime("%Y-%m-%d")
    return pd.DataFrame(
        {
            "name": names[last.index].to_numpy(),
            "touches": ours["touches"].sum(),
            "people": ours["people"].sum(),
            "functions": ours["where"].agg(" · ".join),
            "last": last,
        }
    )
