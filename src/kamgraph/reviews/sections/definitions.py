"""The section on definitions: what the words of a review mean, and how each is worked out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.model.vocabulary import AIMS, AXES
from kamgraph.model.voice import list_words, say, say_within, share
from kamgraph.reviews.certainty import list_axes_within, list_roles_within
from kamgraph.reviews.columns import Column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.model.policy import Policy
    from kamgraph.reviews.results import Basis


class Term(NamedTuple):
    """A word that is explained."""

    heading: str
    """The key of its name."""
    used_by: frozenset[str]
    """Sections that use it, and columns of tables that are headed by it."""


def _term(heading: str, used_by: str) -> Term:
    return Term(heading, frozenset(used_by.split()))


_JUDGED = "standing accounts"  # the sections beside a verdict on how people stand
TERMS = {
    "choice": _term("columns.choice", "choice"),
    "own": _term("columns.own", "own"),
    "bounds": _term("bounds", _JUDGED),
    "error": _term("columns.error", "error"),
    "weight": _term("columns.weight", "weight"),
    "power": _term("columns.power", "power key_people gaps"),
    "key_people": _term("key_people", "key_people"),
    "contributions": _term("contributions", "contributions"),
    "margin_label": _term("margin_label", _JUDGED),
    "reach": _term("columns.reach", "reach"),
    "threads": _term("columns.threads", "threads"),
    "coverage": _term("columns.coverage", f"coverage coverage_lost {_JUDGED}"),
    "points_term": _term(
        "points_term", "gain one_up coverage_lost contributions verify actions changes"
    ),
    "fragility": _term("fragility", "fragility"),
    "gaps": _term("gaps", "gaps"),
    "targets": _term("targets", "targets"),
    "changes_term": _term("changes_term", "changes"),
    "known": _term("columns.known", f"known {_JUDGED}"),
    "roles_known": _term("columns.roles_known", _JUDGED),
    "by_when_term": _term("by_when_term", _JUDGED),
    "status": _term("columns.status", f"status {_JUDGED}"),
}


def definitions(basis: Basis) -> Section:
    """Explain each word in a line, and how it is worked out."""
    columns = {
        "term": Column(say("columns.term"), "name"),
        "meaning": Column(say("columns.meaning")),
        "formula": Column(say("columns.formula")),
    }
    return Section(
        name="definitions",
        heading=say("definitions"),
        sentence=say("definitions_sentence"),
        table=Table(explain_terms(basis.graph.policy), columns, say("definitions_caption")),
        fine_print=True,
    )


def explain_terms(policy: Policy) -> pd.DataFrame:
    """Return what each term is called and means, and how it is worked out."""
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
        "aims": list_words(
            [
                say("aim_weight", aim=say_within(AIMS, aim), weight=f"{weight:g}")
                for aim, weight in policy.aims.items()
                if weight
            ]
        ),
    }
    return pd.DataFrame(
        {
            "term": [say(term.heading) for term in TERMS.values()],
            "meaning": [say(f"{term}_meaning", **values) for term in TERMS],
            "formula": [
                say(f"{_choose_formula(term, policy)}_formula", **values) for term in TERMS
            ],
        },
        index=list(TERMS),
    )


def explain_words(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return sections of which that of definitions explains only what the others use."""
    used = {word for section in sections for word in _list_uses(section)}
    terms = [name for name, term in TERMS.items() if used & term.used_by]
    return tuple(
        _select_terms(section, terms) if section.name == "definitions" else section
        for section in sections
    )


def _select_terms(section: Section, terms: list[str]) -> Section:
    if section.table is None:
        return section
    rows = section.table.rows.loc[terms]
    return replace(section, table=Table(rows, section.table.columns, section.table.caption))


def _list_uses(section: Section) -> Iterator[str]:
    yield section.name
    yield from section.table.columns if section.table else ()


def _choose_formula(term: str, policy: Policy) -> str:
    """Return which formula a term has: that of the choice is the policy's."""
    return f"choice_{policy.decision_rule}" if term == "choice" else term
