"""The section on evidence: in whose words and since when we know what the review rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.evidence import EvidenceRecord
from kamgraph.model.voice import join_clauses, say, say_count
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


def evidence(results: Results) -> Section | None:
    """List all words by which grades, ties and roles are known; None where there are none."""
    quotes = [said.quote for said in results.quotes.said]
    if not quotes:
        return None
    rows = pd.DataFrame(
        {
            "name": [quote.person for quote in quotes],
            "about": [quote.about for quote in quotes],
            "evidence": [quote.text for quote in quotes],
            "source": [quote.source for quote in quotes],
        }
    )
    columns = {
        "name": Column(say("columns.person"), "name"),
        "about": Column(say("columns.about")),
        "evidence": show_column(EvidenceRecord, "evidence"),
        "source": Column(say("columns.source")),
    }
    return Section(
        name="evidence",
        heading=say("evidence"),
        sentence=_say_how_many(results.evidence),
        table=Table(rows, columns, say("evidence_caption")),
        fine_print=True,
    )


def _say_how_many(found: pd.DataFrame) -> str:
    """Say of how many grades and ties it is told how we know them, and what is only inferred."""
    grades, ties = (found[found["fact"] == fact] for fact in ("grade", "tie"))
    told, backed = int(grades["evidence"].notna().sum()), int(ties["evidence"].notna().sum())
    inferred = int((found["origin"] == "assumed").sum())
    clauses = [
        say("evidence_of_grades", part=told, whole=len(grades)) if len(grades) else "",
        say_count("evidence_of_ties", backed) if backed else "",
        say_count("evidence_inferred", inferred) if inferred else "",
    ]
    return join_clauses([clause for clause in clauses if clause])
