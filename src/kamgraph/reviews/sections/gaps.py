"""The section on gaps: what is missing or at risk, one line per person, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.gaps import GapRecord
from kamgraph.analysis.rules import SEVERITIES
from kamgraph.model.voice import list_words, say, say_count, say_day
from kamgraph.plot.people import name_everybody
from kamgraph.reviews import pictures
from kamgraph.reviews.acting import find_day, find_who_acts
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
            "owner": [_name_owner(row, results) for row in found.itertuples()],
            "due": [_spell_day(row, results) for row in found.itertuples()],
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
        "owner": Column(say("columns.of_ours"), below="due"),
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


def _name_owner(gap: Any, results: Results) -> str:
    """Return which of us acts: whom the action asks, else who is best placed or responsible."""
    asked = gap.lead if isinstance(gap.lead, str) else find_who_acts(gap.person, results)[0]
    return str(name_everybody(results.graph)[asked]) if asked else say("to_be_named")


def _spell_day(gap: Any, results: Results) -> str:
    """Return by when something is to be done about a gap."""
    day = find_day(gap.gap, gap.person, results)
    return say_day(day) if day else ""
