"""The section on definitions: what the words of a review mean, and how each is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import list_words, say, say_label, share
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Basis

TERMS = (
    "choice",
    "own",
    "bounds",
    "weight",
    "power",
    "key_people",
    "contributions",
    "margin_label",
    "reach",
    "threads",
    "coverage",
    "fragility",
    "gaps",
    "targets",
    "changes_term",
    "known",
    "by_when_term",
    "status",
)


def definitions(basis: Basis) -> Section:
    """Explain each word in a line, and how it is worked out."""
    policy = basis.graph.policy
    values = {
        "axes": list_words([say_label(AXES, axis).lower() for axis in AXES.words]),
        "key_share": share(policy.key_share),
        "supportive": f"{policy.supportive:g}",
        "reachable": share(policy.reachable),
        "threshold": f"{policy.verdict_threshold:g}",
        "weak_tie": share(policy.weak_tie),
        "days": f"{policy.assessment_days:g}",
    }
    rows = pd.DataFrame(
        {
            "term": [say(term) for term in TERMS],
            "meaning": [say(f"{term}_meaning", **values) for term in TERMS],
            "formula": [say(f"{term}_formula", **values) for term in TERMS],
        },
        index=list(TERMS),
    )
    columns = {
        "term": Column(say("term"), "name"),
        "meaning": Column(say("meaning")),
        "formula": Column(say("formula")),
    }
    return Section(
        name="definitions",
        heading=say("definitions"),
        sentence=say("definitions_sentence"),
        table=Table(rows, columns, say("definitions_caption")),
        fine_print=True,
    )
