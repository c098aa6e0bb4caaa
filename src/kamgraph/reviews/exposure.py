"""The sections on risk: what is missing, what would break, what to find out next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.rules import SEVERITIES
from kamgraph.model.vocabulary import AXES, SIDES
from kamgraph.reviews import pictures
from kamgraph.reviews.people import named, placed
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording

_MOST_LOSSES = 8
_MOST_QUESTIONS = 6


def actions(results: Results, words: Wording) -> Section:
    """List the gaps, the gravest first, each with what to do."""
    found = results.gaps
    rows = pd.DataFrame(
        {
            "severity": [words(f"severity_{severity}") for severity in found["severity"]],
            "detail": found["detail"],
            "action": found["action"],
        }
    )
    columns = {name: Column(words(name)) for name in ("severity", "detail", "action")}
    counts = [
        words.counted(f"gaps_{severity}", count)
        for severity in SEVERITIES
        if (count := int((found["severity"] == severity).sum()))
    ]
    return Section(
        name="gaps",
        heading=words("gaps"),
        sentence=words("gaps_found", counts=words.listed(counts)) if counts else words("no_gaps"),
        table=Table(rows, columns, words("gaps_caption")) if len(rows) else None,
        picture=pictures.coverage(results, words),
    )


def losses(results: Results, words: Wording) -> Section:
    """List whose leaving would cost the most coverage, and whom we would no longer reach."""
    lost = results.fragility
    lost = lost[lost["coverage_lost"] > 0].head(_MOST_LOSSES)
    people, names = results.people.loc[lost.index], named(results.people, words)
    fallen = [list(names[[key for key in keys if key != person]]) for person, keys in
              lost["out_of_reach"].items()]  # fmt: skip
    rows = pd.DataFrame(
        {
            "name": named(people, words),
            "place": placed(people),
            "side": lost["side"].map(lambda side: words.label(SIDES, side)),
            "coverage_lost": -lost["coverage_lost"],
            "also_lost": [words.listed(keys) if keys else words("nobody_else") for keys in fallen],
        }
    )
    columns = {
        "name": Column(words("person"), "name", below="place"),
        "side": Column(words("side")),
        "coverage_lost": Column(words("coverage_lost"), "points"),
        "also_lost": Column(words("also_lost")),
    }
    return Section(
        name="fragility",
        heading=words("fragility"),
        sentence=_truck_factor(results, words),
        table=Table(rows, columns, words("fragility_caption")) if len(rows) else None,
    )


def _truck_factor(results: Results, words: Wording) -> str:
    fewest = int(results.scores["truck_factor"])
    return words.counted("truck_factor", fewest) if fewest else words("nothing_to_lose")


def questions(results: Results, words: Wording) -> Section:
    """Say how many wrong grades would turn the verdict, and which assessments to make next."""
    unsure = results.sensitivity
    unsure = unsure[unsure["bound_width"] > 0].head(_MOST_QUESTIONS)
    people = results.people.loc[unsure.index.get_level_values("person")]
    rows = pd.DataFrame(
        {
            "name": named(people, words).to_numpy(),
            "place": placed(people).to_numpy(),
            "axis": [words.label(AXES, axis) for axis in unsure.index.get_level_values("axis")],
            "bound_width": unsure["bound_width"].to_numpy(),
            "one_up": unsure["one_up"].to_numpy(),
        }
    )
    columns = {
        "name": Column(words("person"), "name", below="place"),
        "axis": Column(words("axis")),
        "bound_width": Column(words("bound_width"), "points"),
        "one_up": Column(words("one_up"), "points"),
    }
    return Section(
        name="questions",
        heading=words("questions"),
        sentence=_margin(results, words),
        table=Table(rows, columns, words("questions_caption")) if len(rows) else None,
    )


def _margin(results: Results, words: Wording) -> str:
    row = results.verdict
    if pd.isna(row["choice"]):
        return words("nobody")
    if pd.isna(row["margin"]):
        return words("margin_none")
    return words.counted("margin", int(row["margin"]))
