"""The section on what to verify: the few ties and grades on which most of a review rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.vocabulary import AXES, TIE_KINDS
from kamgraph.model.voice import points, say, say_count, say_label
from kamgraph.reviews.columns import Column, show_person
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.reviews.results import Results

_MOST = 3  # of ties, and of grades
_LEAST = 0.5  # points; what moves less is not worth a visit


def verify(results: Results) -> Section | None:
    """List the facts on which most hangs, to be checked before anybody acts; None without any."""
    if results.little_known:
        return None
    facts = [*_list_ties(results), *_list_grades(results)]
    if not facts:
        return None
    people = [person for person, *_ in facts]
    rows = pd.DataFrame(
        {
            "name": results.names[people].to_numpy(),
            "place": results.places[people].to_numpy(),
            "about": [about for _, about, _ in facts],
            "hangs": [hangs for *_, hangs in facts],
        }
    )
    columns = {
        "name": show_person(),
        "about": Column(say("columns.about")),
        "hangs": Column(say("columns.hangs")),
    }
    return Section(
        name="verify",
        heading=say("verify"),
        sentence=say_count("verify_count", len(rows)),
        table=Table(rows, columns, say("verify_caption")),
    )


def _list_ties(results: Results) -> Iterator[tuple[str, str, str]]:
    """Yield whom each vital tie begins with, what it is, and what hangs on it."""
    for row in results.vital_ties.reset_index().head(_MOST).to_dict("records"):
        if row["coverage_lost"] >= _LEAST:
            label, other = say_label(TIE_KINDS, row["kind"]), results.names[row["target"]]
            about = say("quote_about", label=label, value=other)
            yield row["source"], about, say("verify_coverage", points=points(-row["coverage_lost"]))


def _list_grades(results: Results) -> Iterator[tuple[str, str, str]]:
    """Yield whom each vital grade is about, on which axis, and what hangs on it."""
    for row in results.vital_grades.reset_index().head(_MOST).to_dict("records"):
        if abs(row["choice_lost"]) >= _LEAST:
            hangs = say("verify_choice", points=points(-row["choice_lost"]))
            yield row["person"], say_label(AXES, row["axis"]), hangs
