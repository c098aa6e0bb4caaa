"""Gaps in the decision: parts whose holders we do not know, do not have or have lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import Labels, Seats
from kamgraph.graph.decision import find_due, list_required
from kamgraph.model.vocabulary import DECISION_ROLES, STAGES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_COACHES = ("coach", "coach_inform", "coach_advise", "coach_intervene")
_TELLING = [word != "participant" for word in DECISION_ROLES.words]  # whose role is told


@rule("role_unknown", "high", **words_of("role_unknown"), needs=("roles",))
def role_unknown(graph: RelationshipGraph) -> Found:
    """Decision roles that ``policy.required_roles`` asks of an account or open deal, unheld."""
    held = np.column_stack([graph.scope_sums(graph.holds(role)) for role in DECISION_ROLES.words])
    # Where nobody is recorded in any role, roles are not recorded, whatever is of other scopes.
    begun = held[:, _TELLING].any(axis=1)
    asked = np.expand_dims(begun, 1) & list_required(graph)
    scope, role = np.nonzero(asked & (held == 0))
    of_unit = graph.part.coded.organizations["depth"][graph.unit] > 0
    # What is open is a part of the decision, spread over those who fit it.
    weight = np.array([graph.policy.role_weights.get(one, 0.0) for one in DECISION_ROLES.words])
    total = graph.decision_weights.total[scope]
    return Found.scopes(
        scope,
        case=np.select([graph.of_deal[scope], of_unit[scope]], ["deal", "unit"], "account"),
        stake=np.divide(weight[role], total, out=np.zeros(len(role)), where=total > 0),
        role=Labels.single(DECISION_ROLES, role),
        stage=Labels.single(STAGES, find_due(graph.policy)[role]),
    )


@rule("no_coach", "medium", **words_of("no_coach"), needs=("roles",))
def no_coach(graph: RelationshipGraph) -> Found:
    """Scopes in which nobody present is a coach of any tier."""
    # A coach is won among those who support us, so somebody has to be graded first.
    coach = np.any([graph.holds(role) for role in _COACHES], axis=0) & ~graph.vacant
    lacking = graph.counted.any(axis=1) & (graph.scope_sums(coach) == 0)
    return Found.scopes(np.flatnonzero(lacking))


@rule("vacant_seat", "medium", **words_of("vacant_seat"), needs=("roles",))
def vacant_seat(graph: RelationshipGraph) -> Found:
    """Vacant seats that hold a decision role."""
    held = np.column_stack([graph.holds(role) for role in DECISION_ROLES.words])
    empty = np.flatnonzero(graph.vacant & held.any(axis=1))
    nobody = graph.part.coded.find_placeholders(graph.policy.placeholders)
    return Found.people(
        empty,
        case=np.where(nobody[graph.person[empty]], "placeholder", "left"),
        seat=Seats(empty),
        roles=Labels(DECISION_ROLES, held[empty]),
    )
