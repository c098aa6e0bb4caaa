"""The sections that explain the others: what the words mean, and on which judgements they rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.policy import Policy
from kamgraph.model.vocabulary import (
    AXES,
    DECISION_ROLES,
    EVALUATIONS,
    GRADES,
    INTERACTION_KINDS,
    STAGES,
    STRENGTHS,
    TEAM_ROLES,
    TIE_KINDS,
    WORKLOAD,
    Vocabulary,
)
from kamgraph.reviews.section import Column, Section, Table
from kamgraph.reviews.wording import Wording, share

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
JUDGEMENTS = (
    "verdict_threshold",
    "supportive",
    "opposing",
    "axis_weights",
    "key_share",
    "role_weights",
    "susceptibility",
    "report_down",
    "report_up",
    "dotted",
    "reachable",
    "weak_tie",
    "owner_share",
    "level_tolerance",
    "assessment_days",
    "contact_days",
    "required_roles",
    "required_team",
    "scales",
    "strength_labels",
    "closeness_labels",
    "missing_strength",
    "half_life_days",
    "half_saturation",
    "interaction_weights",
    "unknown_interaction",
    "bow_tie_share",
    "diamond_share",
    "diamond_interfaces",
    "stabilising_change",
    "building_change",
    "class_share",
    "class_margin",
    "evaluation_months",
    "evaluation_notice_days",
    "overload",
)
_SCOPES = Vocabulary("scope", {"account": ("Account", "客户"), "deal": ("Deal", "项目")})
_VOCABULARIES: tuple[Vocabulary, ...] = (
    *(AXES, DECISION_ROLES, TEAM_ROLES, STAGES, TIE_KINDS, INTERACTION_KINDS),
    *(STRENGTHS, GRADES, EVALUATIONS, WORKLOAD, _SCOPES),
)


def definitions(basis: Basis, words: Wording) -> Section:
    """Explain each word in a line, and how it is worked out."""
    policy = basis.graph.policy
    values = {
        "key_share": share(policy.key_share),
        "supportive": f"{policy.supportive:g}",
        "reachable": share(policy.reachable),
        "threshold": f"{policy.verdict_threshold:g}",
        "weak_tie": share(policy.weak_tie),
        "days": f"{policy.assessment_days:g}",
    }
    rows = pd.DataFrame(
        {
            "term": [words(term) for term in TERMS],
            "meaning": [words(f"{term}_meaning", **values) for term in TERMS],
            "formula": [words(f"{term}_formula", **values) for term in TERMS],
        },
        index=list(TERMS),
    )
    columns = {
        "term": Column(words("term"), "name"),
        "meaning": Column(words("meaning")),
        "formula": Column(words("formula")),
    }
    return Section(
        name="definitions",
        heading=words("definitions"),
        sentence=words("definitions_sentence"),
        table=Table(rows, columns, words("definitions_caption")),
        fine_print=True,
    )


def judgements(basis: Basis, words: Wording) -> Section:
    """List the whole policy, with the default beside each value that differs from it."""
    used, default = basis.graph.policy, Policy()
    differs = [getattr(used, name) != getattr(default, name) for name in JUDGEMENTS]
    defaults = [
        _shown(getattr(default, name), words) if other else ""
        for name, other in zip(JUDGEMENTS, differs, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "judgement": [words(name) for name in JUDGEMENTS],
            "value": [_shown(getattr(used, name), words) for name in JUDGEMENTS],
            "default": defaults,
        },
        index=list(JUDGEMENTS),
    )
    changed = sum(differs)
    columns = {"judgement": Column(words("judgement"), "name"), "value": Column(words("value"))}
    if changed:
        columns["default"] = Column(words("default"))
    return Section(
        name="policy",
        heading=words("policy"),
        sentence=words.counted("policy_changed", changed) if changed else words("policy_default"),
        table=Table(rows, columns, words("policy_caption")),
        fine_print=True,
    )


def _shown(value: object, words: Wording) -> str:
    """Return a value of the policy in words."""
    if isinstance(value, Mapping):
        return " · ".join(_part(key, part, words) for key, part in value.items())
    if isinstance(value, tuple):
        return words("comma").join(_label(word, words) for word in value)
    return f"{value:.3g}" if isinstance(value, float) and value < 1 else f"{value:g}"


def _part(key: str, value: object, words: Wording) -> str:
    kind = "policy_list" if isinstance(value, tuple) else "policy_number"
    return words(kind, name=_label(key, words), value=_shown(value, words))


def _label(word: str, words: Wording) -> str:
    """Return the label of a word of any vocabulary; a word of the user's own as it is."""
    known = next((every for every in _VOCABULARIES if word in every.labels), AXES)
    return words.label(known, word)
