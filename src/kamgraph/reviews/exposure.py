"""The sections on risk: what is missing, what would break, what to find out next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.rules import SEVERITIES
from kamgraph.model.vocabulary import AXES, SIDES
from kamgraph.model.voice import list_words, say, say_count, say_label
from kamgraph.reviews import pictures
from kamgraph.reviews.people import named, placed
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST_LOSSES = 8
_MOST_QUESTIONS = 6


def actions(results: Results) -> Section:
    """List the gaps, the gravest first, each with what to do."""
    found = results.gaps
    rows = pd.DataFrame(
        {
            "severity": [say(f"severity_{severity}") for severity in found["severity"]],
            "detail": found["detail"],
            "action": found["action"],
        }
    )
    columns = {name: Column(say(name)) for name in ("severity", "detail", "action")}
    counts = [
        say_count(f"gaps_{severity}", count)
        for severity in SEVERITIES
        if (count := int((found["severity"] == severity).sum()))
    ]
    return Section(
        name="gaps",
        heading=say("gaps"),
        sentence=say("gaps_found", counts=list_words(counts)) if counts else say("no_gaps"),
        table=Table(rows, columns, say("gaps_caption")) if len(rows) else None,
        picture=pictures.coverage(results),
    )


def losses(results: Results) -> Section:
    """List whose leaving would cost the most coverage, and whom we would no longer reach."""
    lost = results.fragility
    lost = lost[lost["coverage_lost"] > 0].head(_MOST_LOSSES)
    people, names = results.people.loc[lost.index], named(results.people)
    fallen = [list(names[[key for key in keys if key != person]]) for person, keys in
              lost["out_of_reach"].items()]  # fmt: skip
    rows = pd.DataFrame(
        {
            "name": named(people),
            "place": placed(people),
            "side": lost["side"].map(lambda side: say_label(SIDES, side)),
            "coverage_lost": -lost["coverage_lost"],
            "also_lost": [list_words(keys) if keys else say("nobody_else") for keys in fallen],
        }
    )
    columns = {
        "name": Column(say("person"), "name", below="place"),
        "side": Column(say("side")),
        "coverage_lost": Column(say("coverage_lost"), "points"),
        "also_lost": Column(say("also_lost")),
    }
    return Section(
        name="fragility",
        heading=say("fragility"),
        sentence=_truck_factor(results),
        table=Table(rows, columns, say("fragility_caption")) if len(rows) else None,
    )


def _truck_factor(results: Results) -> str:
    fewest = int(results.scores["truck_factor"])
    return say_count("truck_factor", fewest) if fewest else say("nothing_to_lose")


def questions(results: Results) -> Section:
    """Say how many wrong grades would turn the verdict, and which assessments to make next."""
    unsure = results.sensitivity
    unsure = unsure[unsure["bound_width"] > 0].head(_MOST_QUESTIONS)
    people = results.people.loc[unsure.index.get_level_values("person")]
    rows = pd.DataFrame(
        {
            "name": named(people).to_numpy(),
            "place": placed(people).to_numpy(),
            "axis": [say_label(AXES, axis) for axis in unsure.index.get_level_values("axis")],
            "bound_width": unsure["bound_width"].to_numpy(),
            "one_up": unsure["one_up"].to_numpy(),
        }
    )
    columns = {
        "name": Column(say("person"), "name", below="place"),
        "axis": Column(say("axis")),
        "bound_width": Column(say("bound_width"), "points"),
        "one_up": Column(say("one_up"), "points"),
    }
    return Section(
        name="questions",
        heading=say("questions"),
        sentence=_margin(results),
        table=Table(rows, columns, say("questions_caption")) if len(rows) else None,
    )


def _margin(results: Results) -> str:
    row = results.verdict
    if pd.isna(row["choice"]):
        return say("nobody")
    if pd.isna(row["margin"]):
        return say("margin_none")
    return say_count("margin", int(row["margin"]))
