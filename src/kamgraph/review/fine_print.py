"""The sections that explain the others: what the words mean, and on which judgements they rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.policy import Policy
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.review.section import Column, Section, Table
from kamgraph.review.wording import Wording, share

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_TERMS = (
    "choice",
    "own",
    "bounds",
    "weight",
    "power",
    "key_people",
    "reach",
    "threads",
    "coverage",
    "known",
    "status",
)
_JUDGEMENTS = (
    "verdict_threshold",
    "supportive",
    "key_share",
    "reachable",
    "axis_weights",
    "role_weights",
    "susceptibility",
    "report_down",
    "report_up",
    "dotted",
    "half_life_days",
)


def definitions(graph: RelationshipGraph, words: Wording) -> Section:
    """Explain each word in a line."""
    policy = graph.policy
    values = {"key_share": share(policy.key_share), "supportive": f"{policy.supportive:g}"}
    rows = pd.DataFrame(
        {
            "term": [words(term) for term in _TERMS],
            "meaning": [words(f"{term}_meaning", **values) for term in _TERMS],
        },
        index=list(_TERMS),
    )
    columns = {"term": Column(words("term"), "name"), "meaning": Column(words("meaning"))}
    return Section(
        name="definitions",
        heading=words("definitions"),
        sentence=words("definitions_sentence"),
        table=Table(rows, columns, words("definitions_caption")),
        fine_print=True,
    )


def judgements(graph: RelationshipGraph, words: Wording) -> Section:
    """List the values of the policy that shape a review, and where they are not the defaults."""
    used, default = graph.policy, Policy()
    rows = pd.DataFrame(
        {
            "judgement": [words(name) for name in _JUDGEMENTS],
            "value": [_shown(getattr(used, name), words) for name in _JUDGEMENTS],
            "default": [_shown(getattr(default, name), words) for name in _JUDGEMENTS],
        },
        index=list(_JUDGEMENTS),
    )
    changed = int((rows["value"] != rows["default"]).sum())
    columns = {
        "judgement": Column(words("judgement"), "name"),
        "value": Column(words("value")),
        "default": Column(words("default")),
    }
    if not changed:
        del columns["default"]
    return Section(
        name="policy",
        heading=words("policy"),
        sentence=words.counted("policy_changed", changed) if changed else words("policy_default"),
        table=Table(rows, columns, words("policy_caption")),
        fine_print=True,
    )


def _shown(value: float | Mapping[str, float], words: Wording) -> str:
    if not isinstance(value, Mapping):
        return f"{value:g}"
    labels = {key: words.label(AXES, words.label(DECISION_ROLES, key)) for key in value}
    return " · ".join(f"{labels[key]} {weight:.2g}" for key, weight in value.items())
