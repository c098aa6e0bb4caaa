"""The section on gaps: what is missing or at risk, one line per person, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.gaps import GapRecord
from kamgraph.analysis.rules import SEVERITIES
from kamgraph.model.voice import list_words, say, say_count
from kamgraph.reviews import pictures
from kamgraph.reviews.agreed import say_agreed
from kamgraph.reviews.certainty import say_nothing_found
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.deal_facts import spell_worths
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


def gaps(results: Results) -> Section | None:
    """List the gaps, the gravest first, those of one person together, each with what to do."""
    found = results.gaps_by_person
    if results.little_known and found.empty:
        return None
    rows = pd.DataFrame(
        {
            "name": results.names.reindex(found["person"]).to_numpy(),
            "place": results.places.reindex(found["person"]).to_numpy(),
            "severity": [say(f"severity_{severity}") for severity in found["severity"]],
            "stake": found["stake"].where(found["stake"] > 0).to_numpy(),
            "value": spell_worths(found),
            "detail": found["detail"],
            "action": found["action"],
            "agreed": found["person"].map(say_agreed(results)),
        }
    )
    rows["name"] = rows["name"].fillna(say("of_all"))
    agreed = "agreed" if rows["agreed"].notna().any() else ""
    columns = {
        "name": Column(say("columns.who"), "name", below="place"),
        "severity": show_column(GapRecord, "severity"),
        "stake": show_column(GapRecord, "stake", below="value"),
        "detail": show_column(GapRecord, "detail"),
        "action": show_column(GapRecord, "action", below=agreed),
    }
    counts = [
        say_count(f"gaps_{severity}", count)
        for severity in SEVERITIES
        if (count := int((found["severity"] == severity).sum()))
    ]
    return Section(
        name="gaps",
        heading=say("gaps"),
        sentence=say("gaps_found", counts=list_words(counts))
        if counts
        else say_nothing_found(results),
        table=Table(
            rows,
            columns,
            say("gaps_caption"),
            results.quotes.of_people(found["person"]),
            about=name_subjects(found["person"]),
        )
        if len(rows)
        else None,
        picture=pictures.coverage(results),
    )
