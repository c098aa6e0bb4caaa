"""Gaps in the decision: parts whose holders we do not know, do not have or have lost."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule
from kamgraph.analysis.rules.telling import Labels
from kamgraph.model.vocabulary import DECISION_ROLES, OPEN_STAGES, STAGES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy

_COACHES = ("coach", "coach_inform", "coach_advise", "coach_intervene")


@rule(
    "role_unknown",
    "high",
    why=(
        "Who decides without our knowing is met for the first time when it is too late.",
        "不知道是谁在决策，等到见面往往为时已晚。",
    ),
    detail=(
        "We do not know who has the role of {role} in this deal; from {stage} on we should.",
        "尚不清楚谁在本项目中担任{role}角色，从{stage}阶段起就应明确。",
    ),
    action=(
        "Ask the coach or the project lead who it is, and record the role.",
        "向教练或客户项目负责人问清是谁，并登记该角色。",
    ),
)
def role_unknown(graph: RelationshipGraph) -> Found:
    """Decision roles that ``policy.required_roles`` asks of an open deal and nobody holds."""
    stage = np.maximum(graph.stage, 0)  # without a stage: as the first
    still_open = graph.of_deal & np.isin(np.array(STAGES.words)[stage], OPEN_STAGES)
    held = np.column_stack([graph.scope_sums(graph.holds(role)) for role in DECISION_ROLES.words])
    due = _find_due(graph.policy)
    asked = still_open[:, None] & (stage[:, None] >= due)
    scope, role = np.nonzero(asked & (held == 0))
    return Found.scopes(
        scope, role=Labels.single(DECISION_ROLES, role), stage=Labels.single(STAGES, due[role])
    )


def _find_due(policy: Policy) -> np.ndarray:
    """Return from which stage on each decision role must be known, past the last for never."""
    due = np.full(len(DECISION_ROLES.words), len(STAGES.words))
    for role, stage in itertools.product(DECISION_ROLES.words, reversed(STAGES.words)):
        if role in policy.required_roles.get(stage, ()):
            due[DECISION_ROLES.words.index(role)] = STAGES.words.index(stage)
    return due


@rule(
    "no_coach",
    "medium",
    why=(
        "Without somebody inside who tells us how things stand, every grade is a guess.",
        "内部没有人告知实情，所有评级都只是猜测。",
    ),
    detail=(
        "Nobody on their side is our coach.",
        "客户内部还没有人担任我方教练。",
    ),
    action=(
        "Choose who of our supporters could show us the way, win them, and record the role.",
        "在支持者中物色并争取一位愿意为我方指路的人，并登记为教练。",
    ),
)
def no_coach(graph: RelationshipGraph) -> Found:
    """Scopes in which nobody present is a coach of any tier."""
    coach = np.any([graph.holds(role) for role in _COACHES], axis=0) & ~graph.vacant
    return Found.scopes(np.flatnonzero(graph.scope_sums(coach) == 0))


@rule(
    "vacant_seat",
    "medium",
    why=(
        "Whoever takes the seat decides with it, and the first to know them has the start.",
        "接任者将行使这份权力，先结识者得先机。",
    ),
    detail=(
        "{name} has left and nobody has taken the seat, which has the role of {roles}.",
        "{name}已离任，职位空缺，而该职位在决策中担任{roles}角色。",
    ),
    action=(
        "Find out who takes over the seat or its role, and meet them early.",
        "打听由谁接任该职位或角色，并尽早接触。",
    ),
)
def vacant_seat(graph: RelationshipGraph) -> Found:
    """Vacant seats that hold a decision role."""
    held = np.column_stack([graph.holds(role) for role in DECISION_ROLES.words])
    empty = np.flatnonzero(graph.vacant & held.any(axis=1))
    return Found.people(empty, roles=Labels(DECISION_ROLES, held[empty]))
