"""The section on definitions: what the words of a review mean, and how each is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import say, share
from kamgraph.reviews.certainty import list_axes_within, list_roles_within
from kamgraph.reviews.columns import Column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.reviews.results import Basis

TERMS = {  # each with the key of its name
    "choice": "columns.choice",
    "own": "columns.own",
    "bounds": "bounds",
    "error": "columns.error",
    "weight": "columns.weight",
    "power": "columns.power",
    "key_people": "key_people",
    "contributions": "contributions",
    "margin_label": "margin_label",
    "reach": "columns.reach",
    "threads": "columns.threads",
    "coverage": "columns.coverage",
    "fragility": "fragility",
    "gaps": "gaps",
    "targets": "targets",
    "changes_term": "changes_term",
    "known": "columns.known",
    "roles_known": "columns.roles_known",
    "by_when_term": "by_when_term",
    "status": "columns.status",
}


def definitions(basis: Basis) -> Section:
    """Explain each word in a line, and how it is worked out."""
    policy = basis.graph.policy
    values = {
        "axes": list_axes_within(AXES.words),
        "key_cover": share(policy.key_cover),
        "key_most": policy.key_most,
        "supportive": f"{policy.supportive:g}",
        "reachable": share(policy.reachable),
        "threshold": f"{policy.verdict_threshold:g}",
        "weak_tie": share(policy.weak_tie),
        "days": f"{policy.assessment_days:g}",
        "judged": share(policy.judged),
        "opposing": f"{policy.opposing:g}",
        "grade_half_life": f"{policy.grade_half_life_days:g}",
        "grade_error": f"{policy.grade_error:g}",
        "consent_roles": list_roles_within(policy.consent_roles),
    }
    rows = pd.DataFrame(
        {
            "term": [say(heading) for heading in TERMS.values()],
            "meaning": [say(f"{term}_meaning", **values) for term in TERMS],
            "formula": [
                say(f"{_choose_formula(term, policy)}_formula", **values) for term in TERMS
            ],
        },
        index=list(TERMS),
    )
    columns = {
        "term": Column(say("columns.term"), "name"),
        "meaning": Column(say("columns.meaning")),
        "formula": Column(say("columns.formula")),
    }
    return Section(
        name="definitions",
        heading=say("definitions"),
        sentence=say("definitions_sentence"),
        table=Table(rows, columns, say("definitions_caption")),
        fine_print=True,
    )


def _choose_formula(term: str, policy: Policy) -> str:
    """Return which formula a term has: that of the choice is the policy's."""
    return f"choice_{policy.decision_rule}" if term == "choice" else term
