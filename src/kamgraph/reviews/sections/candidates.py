"""The section on candidates: facts that are suggested, for somebody to confirm or dismiss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.candidates.candidates import CandidateRecord
from kamgraph.model.vocabulary import DECISION_ROLES, FUNCTIONS
from kamgraph.model.voice import say, say_count, say_within
from kamgraph.reviews.columns import Column, show_columns
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.reviews.results import Results

_MOST = 10
_WORDS = {"role": DECISION_ROLES, "function": FUNCTIONS}


def candidates(results: Results) -> Section | None:
    """List what is suggested and not recorded, what is surest and matters most first."""
    found = results.candidates
    if found.empty:
        return None
    shown, names = found.head(_MOST), dict(results.graph.part.people[["id", "name"]].to_numpy())
    rows = pd.DataFrame(
        {
            "suggestion": [say_suggestion(row, names) for row in shown.itertuples()],
            "confidence": shown["confidence"].to_numpy(),
            "evidence": shown["evidence"].to_numpy(),
        }
    )
    columns = {
        "suggestion": Column(say("columns.suggestion"), "name"),
        **show_columns(CandidateRecord, "confidence", "evidence"),
    }
    return Section(
        name="candidates",
        heading=say("candidates_heading"),
        sentence=_say_how_many(len(found)),
        table=Table(
            rows,
            columns,
            say("candidates_caption"),
            about=name_subjects(shown["person"], shown["other"]),
        ),
    )


def _say_how_many(count: int) -> str:
    sentence = say_count("candidates_found", count)
    return sentence if count <= _MOST else say("candidates_cut", sentence=sentence, shown=_MOST)


def say_suggestion(row: Any, names: Mapping[str, str]) -> str:
    """Say in a clause what a candidate suggests."""
    value = say_within(_WORDS[row.kind], row.value) if row.kind in _WORDS else row.value
    return say(
        f"suggestion.{row.kind}",
        person=names.get(row.person, row.person),
        other=names.get(row.other, row.other),
        value=value,
    )
