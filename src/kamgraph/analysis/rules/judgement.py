"""Gaps in judgement: whose stance we do not know, or do not like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import About, Labels
from kamgraph.graph.codes import COMPETITOR
from kamgraph.graph.scale import score
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


@rule("never_assessed", "medium", **words_of("never_assessed"))
def never_assessed(graph: RelationshipGraph) -> Found:
    """Key persons without a grade on some axis."""
    unknown = np.isnan(graph.stance)
    ungraded = np.flatnonzero(graph.key & ~graph.vacant & unknown.any(axis=1))
    unknown = unknown[ungraded]
    case = np.where(unknown.all(axis=1), "all", "some")
    return Found.people(ungraded, case=case, axes=Labels(AXES, unknown))


@rule("assessment_old", "low", **words_of("assessment_old"))
def assessment_old(graph: RelationshipGraph) -> Found:
    """Key persons whose newest grade is older than ``policy.assessment_days``."""
    days = graph.days_since_assessment
    old = np.flatnonzero(graph.key & ~graph.vacant & (days > graph.policy.assessment_days))
    return Found.people(old, days=days[old])


@rule("opposing", "high", **words_of("opposing"))
def opposing(graph: RelationshipGraph) -> Found:
    """Key persons whose choice after influence is below ``policy.opposing``."""
    key = np.flatnonzero(graph.key & ~graph.vacant)
    settled = graph.personal_choice.value[key]
    against = ~np.isnan(settled) & ~at_least(settled, graph.policy.opposing)
    who = key[against]
    adviser = _find_strongest_pull(graph, graph.contact, on=who)
    return Found.people(
        who,
        case=np.where(adviser >= 0, "advised", "alone"),
        choice=settled[against],
        axis=Labels.single(AXES, np.argmin(graph.equilibrium[who], axis=1)),
        adviser=About(adviser),
    )


@rule("rival_pull", "high", **words_of("rival_pull"))
def rival_pull(graph: RelationshipGraph) -> Found:
    """Key persons on whom competitors' positive pull is larger than ours."""
    rivals = graph.side == COMPETITOR
    theirs, ours = _sum_pull(graph, rivals), _sum_pull(graph, graph.ours)
    caught = np.flatnonzero(graph.key & ~graph.vacant & ~at_least(ours - theirs, 0.0))
    rival = _find_strongest_pull(graph, rivals, on=caught)
    return Found.people(
        caught,
        rival=About(rival),
        firm=About(rival, "organization_name"),
        theirs=theirs[caught],
        ours=ours[caught],
    )


@rule("opposition_unknown", "low", **words_of("opposition_unknown"))
def opposition_unknown(graph: RelationshipGraph) -> Found:
    """Scopes in which no own grade is below ``policy.opposing`` on any axis."""
    against = ~at_least(score(graph.stance), graph.policy.opposing) & ~np.isnan(graph.stance)
    marked = graph.scope_sums(graph.theirs & against.any(axis=1))
    return Found.scopes(np.flatnonzero(marked == 0))


def _list_positive_pull(graph: RelationshipGraph, who: np.ndarray) -> Rows:
    """Return which ``person`` is pulled by which ``puller`` among some nodes, how strongly."""
    pull = graph.pull
    rows = Rows(person=pull.row, puller=pull.idx, pull=pull.val)
    return rows.take(who[pull.idx] & (pull.val > 0))


def _sum_pull(graph: RelationshipGraph, who: np.ndarray) -> np.ndarray:
    """Return the sum of the positive pull of some nodes on each node."""
    pull = _list_positive_pull(graph, who)
    return np.bincount(pull["person"], weights=pull["pull"], minlength=len(who))


def _find_strongest_pull(
    graph: RelationshipGraph, who: np.ndarray, *, on: np.ndarray
) -> np.ndarray:
    """Return who among some nodes pulls each of others most, -1 where none of them does."""
    pull, asked = _list_positive_pull(graph, who), Rows(person=on)
    pull = pull.take(pull.is_in(asked, "person"))
    first = (
        pull.with_columns(order=-pull["pull"])
        .sort("person", "order", "puller")
        .keep_first("person")
    )
    return np.append(first["puller"], -1)[asked.locate(first, "person")]
