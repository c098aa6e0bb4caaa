"""Gaps in our own team: roles nobody fills, and people on whom too much hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import Labels
from kamgraph.graph.team import list_filled_team, list_required_team
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import TEAM_ROLES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


@rule("team_role_empty", "medium", **words_of("team_role_empty"))
def team_role_empty(graph: RelationshipGraph) -> Found:
    """Roles in our team that ``policy.required_team`` asks for and nobody holds."""
    deal, new = graph.of_deal, ~graph.of_deal & ~graph.has_deals
    scope, role = np.nonzero(list_required_team(graph) & ~list_filled_team(graph))
    return Found.scopes(
        scope,
        case=np.select([new[scope], deal[scope]], ["new", "deal"], "account"),
        role=Labels.single(TEAM_ROLES, role),
    )


@rule("owner_share", "medium", **words_of("owner_share"))
def owner_share(graph: RelationshipGraph) -> Found:
    """Those of us without whom more than ``policy.owner_share`` of the coverage is lost."""
    lost, coverage = graph.losses.points, graph.coverage[graph.scope]
    holds_all = graph.ours & (lost > graph.policy.owner_share * coverage + ROUNDING)
    owner = np.flatnonzero(holds_all)
    lost, coverage = lost[owner], coverage[owner]
    return Found.people(
        owner,
        stake=lost / 100.0 * graph.scope_sums(graph.stake)[graph.scope[owner]],
        before=coverage,
        after=coverage - lost,
    )
