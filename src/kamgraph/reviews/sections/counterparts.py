"""The section on counterparts: which of us should face whom, and where we stand in our own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.counterparts.counterparts import CounterpartRecord
from kamgraph.model.voice import join_clauses, list_words, say, say_count, share
from kamgraph.reviews.columns import Column, show_column, show_person
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

# What stands in our own way, by the names of our people's columns.
_OBSTACLES = ("knows_nobody", "carries_most", "over_capacity")


def counterparts(results: Results) -> Section | None:
    """List which of us should face whom; None where that cannot be told by anybody's level."""
    found = results.counterparts
    known = found.pairs[found.pairs["state"].notna()]
    if results.little_known or not results.graph.acquaintance_recorded or known.empty:
        return None
    return Section(
        name="counterparts",
        heading=say("counterparts"),
        sentence=_say_what_is_in_the_way(known, found.ours, results),
        table=Table(_make_rows(known, results), _make_columns(), say("counterparts_caption")),
    )


def _make_rows(known: pd.DataFrame, results: Results) -> pd.DataFrame:
    names = results.names
    through = [names.get(one, "") for one in known["through"]]
    states = zip(known["state"], through, map(share, known["closeness"]), strict=True)
    return pd.DataFrame(
        {
            "name": names[known.index],
            "place": results.places[known.index],
            "counterpart": [names.get(one, say("nobody_of_us")) for one in known["counterpart"]],
            "state": [
                say(f"facing_{state}", through=colleague, closeness=closeness)
                for state, colleague, closeness in states
            ],
            "stake": known["stake"],
        }
    )


def _make_columns() -> dict[str, Column]:
    return {
        "name": show_person(),
        "counterpart": show_column(CounterpartRecord, "counterpart"),
        "state": Column(say("columns.facing")),
        "stake": show_column(CounterpartRecord, "stake"),
    }


def _say_what_is_in_the_way(known: pd.DataFrame, ours: pd.DataFrame, results: Results) -> str:
    """Say how many have a peer of ours who knows them, and what of our own stands in the way."""
    close = int((known["state"] == "close").sum())
    names = results.names
    told = [say_count("counterparts_close", len(known), part=close)]
    for obstacle in _OBSTACLES:
        people = list(names[ours.index[ours[obstacle]]])
        if people:
            told.append(say_count(f"ours_{obstacle}", len(people), names=list_words(people)))
    return join_clauses(told)
