"""Gaps in judgement: whose stance we do not know, or do not like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.consistency import find_contradictions
from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import About, Addition, Labels, Numbers
from kamgraph.analysis.rules.stances import Effort, Weakest, find_lowest
from kamgraph.analysis.rules.ties import (
    find_advisers,
    find_key_people,
    find_opponents,
    find_strongest_pull,
    sum_pull,
)
from kamgraph.graph.codes import COMPETITOR
from kamgraph.graph.decision_rule import count_voices
from kamgraph.graph.scale import score
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.recorded import GRADES
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.model.voice import say, share
from kamgraph.model.voice import score as spell_score

if TYPE_CHECKING:
    from kamgraph.analysis.rules.facts import Fact
    from kamgraph.graph import RelationshipGraph

_GRADED = frozenset(GRADES.values())


@rule("blocked", "high", **words_of("blocked"), needs=("roles", _GRADED), includes=("opposing",))
def blocked(graph: RelationshipGraph) -> Found:
    """Those without whose consent nothing is decided, and who oppose us."""
    who = np.flatnonzero(graph.blockers)
    consent = np.isin(DECISION_ROLES.words, graph.policy.consent_roles)

    def tell() -> dict[str, Fact]:
        return _tell_of_opponents(graph, who) | {
            "roles": Labels(DECISION_ROLES, _list_roles(graph, who) & consent),
            "among": Numbers(count_voices(graph)[who], _say_among),
            "veto": Numbers(graph.vetoes[who], _say_veto),
        }

    return Found.people(who, later=tell)


@rule("opposing", "high", **words_of("opposing"), needs=(_GRADED,), by_stake=True)
def opposing(graph: RelationshipGraph) -> Found:
    """Who decides and whose choice after influence is below ``policy.opposing``, to our cost."""
    # Whoever holds a part of the decision may stop it, key or not. Where others do the opposite of
    # what somebody says, their no helps us.
    decides = (graph.key | (graph.recorded_weight > 0)) & ~graph.vacant
    who = np.flatnonzero(decides & find_opponents(graph) & (graph.power > 0))
    return Found.people(who, later=lambda: _tell_of_opponents(graph, who))


@rule("rival_pull", "high", **words_of("rival_pull"), needs=("influence",))
def rival_pull(graph: RelationshipGraph) -> Found:
    """Key persons on whom competitors' positive pull is larger than ours."""
    rivals = graph.side == COMPETITOR
    theirs, ours = (sum_pull(graph.pull, who) for who in (rivals, graph.ours))
    caught = find_key_people(graph, ~at_least(ours - theirs, 0.0))
    rival = find_strongest_pull(graph, rivals, on=caught)
    return Found.people(
        caught,
        case=np.where(ours[caught] > 0, "both", "alone"),
        rival=About(rival),
        firm=About(rival, "organization_name"),
        theirs=sum_pull(graph.influence, rivals)[caught],
        ours=sum_pull(graph.influence, graph.ours)[caught],
    )


@rule("never_assessed", "medium", **words_of("never_assessed"), needs=(_GRADED,))
def never_assessed(graph: RelationshipGraph) -> Found:
    """Key persons without a grade on some axis on which others of their scope are graded."""
    unknown = np.isnan(graph.grade)
    nothing = unknown.all(axis=1)
    open_axes = unknown & graph.counted[graph.scope]
    ungraded = find_key_people(graph, nothing | open_axes.any(axis=1))
    elsewhere = _find_judged(graph)[ungraded]
    case = np.select([~nothing[ungraded], elsewhere], ["some", "elsewhere"], "all")
    recorded = np.array([GRADES[axis] in graph.recorded for axis in AXES.words])
    asked = np.where(nothing[:, None], recorded, open_axes)[ungraded]
    return Found.people(ungraded, case=case, axes=Labels(AXES, asked))


@rule("axis_unknown", "low", **words_of("axis_unknown"), needs=(_GRADED,))
def axis_unknown(graph: RelationshipGraph) -> Found:
    """Axes on which nobody of a scope is graded, while they are on others."""
    recorded = np.array([GRADES[axis] in graph.recorded for axis in AXES.words])
    judged = graph.counted.any(axis=1, keepdims=True)
    scope, axis = np.nonzero(~graph.counted & judged & recorded)
    return Found.scopes(scope, axis=Labels.single(AXES, axis))


@rule("assessment_old", "low", **words_of("assessment_old"), needs=(_GRADED,))
def assessment_old(graph: RelationshipGraph) -> Found:
    """Key persons whose newest grade is older than ``policy.assessment_days``."""
    days = graph.days_since_assessment
    old = find_key_people(graph, np.greater(days, graph.policy.assessment_days))
    counts = graph.policy.certainty(days[old])
    return Found.people(old, days=days[old], counts=Numbers(counts, share))


@rule("opposition_unknown", "low", **words_of("opposition_unknown"), needs=(_GRADED,))
def opposition_unknown(graph: RelationshipGraph) -> Found:
    """Scopes in which people are graded, and nobody below ``policy.opposing`` on any axis."""
    graded = graph.graded & graph.theirs[:, None] & ~np.isnan(graph.grade)
    against = graded & ~at_least(score(graph.grade), graph.policy.opposing)
    judged, marked = (graph.scope_sums(which.any(axis=1)) > 0 for which in (graded, against))
    return Found.scopes(np.flatnonzero(judged & ~marked))


@rule("grades_contradict", "low", **words_of("grades_contradict"), needs=(_GRADED, "influence"))
def grades_contradict(graph: RelationshipGraph) -> Found:
    """Key persons whose grade no stance of theirs explains, nor would one a grade nearer."""
    wrong = find_contradictions(graph).firmly
    who = find_key_people(graph, np.asarray(wrong.any(axis=1)))
    return Found.people(who, axes=Labels(AXES, wrong[who]))


def _tell_of_opponents(graph: RelationshipGraph, who: np.ndarray) -> dict[str, Fact]:
    """Return where people who oppose us stand, and who could bring them round."""
    adviser, tie = find_advisers(graph, who)
    choice = graph.personal_choice
    low, high = choice.low[who], choice.high[who]
    unsure = at_least(high, graph.policy.opposing)
    ends = {"low": Numbers(low, spell_score), "high": Numbers(high, spell_score)}
    return {
        "case": _choose_case(graph, who, tie),
        "choice": Numbers(choice.value[who], spell_score),
        "seems": Numbers(unsure, _say_as_recorded),
        "unsure": Addition("rules.opposing.unsure", unsure, ends),
        "weakest": Weakest(graph, who),
        "axis": Labels(AXES, find_lowest(graph, who)),
        "effort": Effort(graph, who),
        "adviser": About(adviser),
        "ungraded": Addition(
            "rules.opposing.ungraded", (adviser >= 0) & ~_is_known(graph, adviser)
        ),
    }


def _say_among(count: float) -> str:
    """Say among how many who have to agree somebody is; nothing of who is alone."""
    return say("rules.blocked.among", count=f"{count:.0f}") if count > 1 else ""


def _say_as_recorded(unsure: float) -> str:
    return say("rules.opposing.as_recorded") if unsure else ""


def _say_veto(vetoes: float) -> str:
    return say("rules.blocked.veto") if vetoes else ""


def _choose_case(graph: RelationshipGraph, who: np.ndarray, tie: np.ndarray) -> np.ndarray:
    """Return ``unheard`` for nodes without a grade that counts, else what their adviser is."""
    return np.where(_is_known(graph, who), tie, "unheard")


def _is_known(graph: RelationshipGraph, who: np.ndarray) -> np.ndarray:
    """Return of which nodes a grade is known on any axis that counts."""
    known = (graph.certainty[who] > 0) & graph.counted[graph.scope[who]]
    return np.asarray(known.any(axis=1))


def _list_roles(graph: RelationshipGraph, who: np.ndarray) -> np.ndarray:
    """Return (nodes, roles), which decision roles each of some nodes holds."""
    return np.column_stack([graph.holds(role)[who] for role in DECISION_ROLES.words])


def _find_judged(graph: RelationshipGraph) -> np.ndarray:
    """Return which nodes somebody has graded by the day, for whatever account or deal."""
    judged = graph.part.coded.assessments
    day = NEVER if graph.as_of is None else day_number(graph.as_of)
    people = judged["person"][judged["date"] <= day]
    return np.isin(graph.person, people)
