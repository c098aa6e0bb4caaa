"""The section on the policy: the judgements that a review rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.policy import Policy
from kamgraph.model.policy_types import RoleFit
from kamgraph.model.title_words import TitleList
from kamgraph.model.vocabulary import (
    AIMS,
    AXES,
    DECISION_ROLES,
    EVALUATIONS,
    FUNCTIONS,
    GRADES,
    INTERACTION_KINDS,
    MOVES,
    SIDES,
    STAGES,
    STRENGTHS,
    TEAM_ROLES,
    TIE_KINDS,
    WORKLOAD,
    Vocabulary,
)
from kamgraph.model.voice import say, say_count, say_label
from kamgraph.reviews.columns import Column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Basis

JUDGEMENTS = (
    "verdict_threshold",
    "supportive",
    "opposing",
    "judged",
    "decision_rule",
    "consent_roles",
    "axis_weights",
    "key_cover",
    "key_most",
    "role_weights",
    "role_fit",
    "unknown_level",
    "unknown_function",
    "assumed_stance",
    "grade_half_life_days",
    "grade_error",
    "susceptibility",
    "report_down",
    "report_up",
    "dotted",
    "reachable",
    "weak_tie",
    "grave_stake",
    "owner_share",
    "level_tolerance",
    "counterparts_each",
    "assessment_days",
    "contact_days",
    "required_roles",
    "required_team",
    "scales",
    "strength_labels",
    "closeness_labels",
    "missing_strength",
    "half_life_days",
    "closeness_half_life_days",
    "broken_promise",
    "one_way",
    "half_saturation",
    "interaction_weights",
    "unknown_interaction",
    "crowd_limit",
    "crowd",
    "aims",
    "plan_budget",
    "plan_days",
    "capacity",
    "move_costs",
    "move_level_cost",
    "move_chances",
    "exact_moves",
    "vouching_roles",
    "renewal_days",
    "stage_rates",
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
    "titles",
    "placeholders",
)
# What counts while nobody is graded and no role recorded.
_OF_CONTACTS = ("role_weights", "role_fit", "unknown_level", "unknown_function", "contact_days")
_SCOPES = Vocabulary("scope", {"account": ("Account", "客户"), "deal": ("Deal", "商机")})
_CLAIMS = Vocabulary(
    "claim", {"budget": ("Budget", "预算"), "need": ("Need", "需求"), "timing": ("Timing", "时间")}
)
_VOCABULARIES: tuple[Vocabulary, ...] = (
    *(AXES, DECISION_ROLES, TEAM_ROLES, STAGES, TIE_KINDS, INTERACTION_KINDS),
    *(STRENGTHS, GRADES, EVALUATIONS, WORKLOAD, FUNCTIONS, SIDES, _SCOPES),
    *(MOVES, _CLAIMS),
)
_SAID_OTHERWISE = {"aims": (AIMS,)}  # whose words mean something else elsewhere


def policy(basis: Basis) -> Section:
    """List the policy as far as it is used, with the default beside each value that differs."""
    used, default = basis.graph.policy, Policy()
    changes = {name for name in JUDGEMENTS if getattr(used, name) != getattr(default, name)}
    few = basis.little_known
    names = [name for name in JUDGEMENTS if not few or name in {*_OF_CONTACTS, *changes}]
    differs = [name in changes for name in names]
    defaults = [
        _spell_judgement(name, default) if other else ""
        for name, other in zip(names, differs, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "judgement": [say(name) for name in names],
            "value": [_spell_judgement(name, used) for name in names],
            "default": defaults,
        },
        index=names,
    )
    changed = sum(differs)
    columns = {
        "judgement": Column(say("columns.judgement"), "name"),
        "value": Column(say("columns.value")),
    }
    if changed:
        columns["default"] = Column(say("columns.default"))
    told = say_count("policy_changed", changed) if changed else say("policy_default")
    return Section(
        name="policy",
        heading=say("policy"),
        sentence=say("policy_used", told=told) if few else told,
        table=Table(rows, columns, say("policy_used_caption" if few else "policy_caption")),
        fine_print=True,
    )


def _spell_judgement(name: str, policy: Policy) -> str:
    return _spell(getattr(policy, name), _SAID_OTHERWISE.get(name, _VOCABULARIES))


def _spell(value: object, known: tuple[Vocabulary, ...] = _VOCABULARIES) -> str:
    """Return a value of the policy in words."""
    if isinstance(value, str):
        return say(f"rule_{value}")
    if isinstance(value, RoleFit):
        return _spell_fit(value)
    if isinstance(value, Mapping):
        return " · ".join(_spell_part(key, part, known) for key, part in value.items())
    if isinstance(value, TitleList):
        return say("comma").join(word for group in value.groups for word in group.words)
    if isinstance(value, tuple):
        return say("comma").join(_say_label(word) for word in value)
    return f"{value:.3g}" if isinstance(value, float) and value < 1 else f"{value:g}"


def _spell_fit(fit: RoleFit) -> str:
    levels = " / ".join(f"{factor:g}" for factor in fit.levels)
    if fit.functions == "any":
        return say("fit_any", levels=levels)
    functions = say("comma").join(_say_label(word) for word in fit.functions)
    other = f"{fit.other_function:g}"
    return say("fit_other", levels=levels, functions=functions, value=other)


def _spell_part(key: str, value: object, known: tuple[Vocabulary, ...]) -> str:
    kind = "policy_number" if isinstance(value, int | float) else "policy_list"
    return say(kind, name=_say_label(key, known), value=_spell(value))


def _say_label(word: str, known: tuple[Vocabulary, ...] = _VOCABULARIES) -> str:
    """Return the label of a word of some vocabularies; a word of the user's own as it is."""
    return say_label(next((every for every in known if word in every.labels), AXES), word)
