"""The section on who has gone cold: whom we have met and lately not heard from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.contacts import ContactRecord
from kamgraph.model.voice import join_clauses, list_words, say
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column, show_column, show_person
from kamgraph.reviews.contact_facts import list_cold, say_longest_silence
from kamgraph.reviews.people import name_posts, tell_origins
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 15


def cold(results: Results) -> Section | None:
    """List who has gone cold, the most senior first; None once gaps tell it of key people."""
    found = list_cold(results).head(_MOST)
    if results.known != "nothing" or found.empty:
        return None
    people, names = results.people.loc[found.index], name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "name": results.names[found.index],
            "place": results.places[found.index],
            "post": name_posts(people),
            "origin": tell_origins(people),
            "days": found["days"].astype(float),
            "last": found["last"].dt.strftime("%Y-%m-%d"),
            "touches": found["touches"].astype(float),
            "by": [list_words([names[one] for one in ids]) for ids in found["by"]],
        }
    )
    columns = {
        "name": show_person(),
        "post": Column(say("columns.post"), below="origin"),
        "days": Column(say("columns.days_silent"), "count", below="last"),
        "touches": show_column(ContactRecord, "touches"),
        "by": Column(say("columns.by")),
    }
    limit = f"{results.graph.policy.contact_days:g}"
    return Section(
        name="cold",
        heading=say("cold"),
        sentence=join_clauses([say_longest_silence(results)]),
        table=Table(rows, columns, say("cold_caption", days=limit)),
    )
