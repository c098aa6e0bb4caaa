"""The section on fragility: whose leaving would cost the most coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.fragility import FragilityRecord
from kamgraph.model.vocabulary import SIDES
from kamgraph.model.voice import list_words, say, say_count, say_label
from kamgraph.reviews.columns import Column, show_columns, show_person
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST = 8


def fragility(results: Results) -> Section | None:
    """List whose leaving would cost the most coverage; None where it is not known whom we reach."""
    if results.little_known or not results.graph.acquaintance_recorded:
        return None
    lost = results.fragility
    lost = lost[lost["coverage_lost"] > 0].head(_MOST)
    names = results.names
    fallen = [
        [names[key] for key in keys if key != person]
        for person, keys in lost["out_of_reach"].items()
    ]
    rows = pd.DataFrame(
        {
            "name": names[lost.index],
            "place": results.places[lost.index],
            "side": lost["side"].map(lambda side: say_label(SIDES, side)),
            "coverage_lost": -lost["coverage_lost"],
            "also_lost": [list_words(keys) if keys else say("nobody_else") for keys in fallen],
        }
    )
    columns = {
        "name": show_person(),
        **show_columns(FragilityRecord, "side", "coverage_lost"),
        "also_lost": Column(say("columns.also_lost")),
    }
    return Section(
        name="fragility",
        heading=say("fragility"),
        sentence=_say_truck_factor(results),
        table=Table(rows, columns, say("fragility_caption")) if len(rows) else None,
    )


def _say_truck_factor(results: Results) -> str:
    fewest, lost = int(results.scores["truck_factor"]), results.fragility
    if not fewest:
        return say("nothing_to_lose")
    first = results.names[lost.index[lost["side"] == "vendor"][0]]
    return say_count("truck_factor", fewest, name=first)
