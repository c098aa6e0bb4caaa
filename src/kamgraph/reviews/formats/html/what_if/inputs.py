"""What a page needs to work out by itself where a scope would stand after a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import numpy as np

from kamgraph.graph.acquaintance import add_contact, measure_contact, measure_warmth
from kamgraph.graph.codes import ACCOUNT, CHART, DEAL
from kamgraph.graph.decision import list_required
from kamgraph.graph.scale import measure_steps
from kamgraph.model import tie_kinds
from kamgraph.model.coded import day_number
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack
from kamgraph.model.title_readings import name_function
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, SIDES, TIE_KINDS

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy


class Person(TypedDict):
    """A node of the scope."""

    id: str
    side: str
    own: bool  # of the scope's account
    vacant: bool
    heir: bool  # may take over the lines of somebody who left
    susceptibility: float
    level: float | None  # as recorded or told by the title; the chart's follows from the ties
    function: int  # a place in the roles' functions, -1 where it is unknown
    roles: list[str]
    rolesSure: list[str]  # of these, recorded or accepted by somebody
    grades: list[float | None]  # by axis, in [-1, 1]
    certainty: list[float]


class Tie(TypedDict):
    """A tie of the scope; of acquaintance also what it is made of."""

    source: str
    target: str
    kind: str
    strength: float
    origin: str  # own: by a row of the scope or its account, about these two
    graded: NotRequired[float | None]  # before it cooled
    warmth: NotRequired[float]  # what the pair had to do with each other


class Inputs(TypedDict):
    """A scope on a day: its people and ties, and the rules by which it is measured."""

    people: list[Person]
    ties: list[Tie]
    dated: bool  # whether there is a day to put something new on
    acquaintance: bool  # whether the book says who knows whom
    letDown: list[list[str]]  # whose closeness may count less for a promise that is overdue
    parted: list[list[str]]  # whose acquaintance a deal removes
    rules: dict[str, Any]


def list_inputs(graph: RelationshipGraph) -> Inputs:
    """Return the inputs of the one scope of a graph, as plain values for JSON."""
    ids = graph.index.get_level_values("person").tolist()

    def name_pairs(pairs: set[tuple[int, int]]) -> list[list[str]]:
        return [[ids[one], ids[other]] for one, other in sorted(pairs) if min(one, other) >= 0]

    return {
        "people": _list_people(graph, ids),
        "ties": _list_ties(graph, ids),
        "dated": graph.as_of is not None,
        "acquaintance": graph.acquaintance_recorded,
        "letDown": name_pairs(graph.editor.let_down),
        "parted": name_pairs(graph.editor.parted),
        "rules": _list_rules(graph),
    }


def _list_people(graph: RelationshipGraph, ids: list[str]) -> list[Person]:
    told = np.where(graph.posts.level_origin == CHART, np.nan, graph.level)
    sure = {role: graph.holds_on_record(role).tolist() for role in DECISION_ROLES.words}
    held = {role: graph.holds(role).tolist() for role in DECISION_ROLES.words}
    heirs = graph.part.people["successor"].dropna()
    return [
        {
            "id": one,
            "side": SIDES.words[graph.side[node]],
            "own": bool(graph.own[node]),
            "vacant": bool(graph.vacant[node]),
            "heir": one in {*heirs},
            "susceptibility": float(graph.susceptibility[node]),
            "level": _hide(told[node]),
            "function": int(graph.function[node]),
            "roles": [role for role, holds in held.items() if holds[node]],
            "rolesSure": [role for role, holds in sure.items() if holds[node]],
            "grades": [*map(_hide, graph.grade[node])],
            "certainty": graph.certainty[node].tolist(),
        }
        for node, one in enumerate(ids)
    ]


def _hide(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _list_ties(graph: RelationshipGraph, ids: list[str]) -> list[Tie]:
    ties = graph.arcs(TIE_KINDS.words)
    closeness = np.isin(TIE_KINDS.words, tie_kinds.CLOSENESS)[ties["kind"]]
    own = np.isin(ties["origin"], [ACCOUNT, DEAL])
    graded, warmth = graph.recall_strengths(ties), _find_warmth(graph, ties)
    found: list[Tie] = []
    for row in range(len(ties)):
        tie: Tie = {
            "source": ids[ties["source"][row]],
            "target": ids[ties["target"][row]],
            "kind": TIE_KINDS.words[ties["kind"][row]],
            "strength": float(ties["strength"][row]),
            "origin": "own" if own[row] else "",
        }
        if closeness[row]:
            tie |= {"graded": _hide(graded[row]), "warmth": float(warmth[row])}
        found.append(tie)
    return found


def _find_warmth(graph: RelationshipGraph, ties: Rows) -> np.ndarray:
    """Return for each tie what its pair had to do with each other, as the scope sees it."""
    day = None if graph.as_of is None else day_number(graph.as_of)
    met = measure_contact(graph.part.coded, graph.people_on, day=day, policy=graph.policy)
    general, named = met.take(met["deal"] == NONE), met.take(met["deal"] >= 0)
    seen = stack([general, named.join(graph.seen_deals, "deal").select(*met.names)])
    pairs = add_contact(seen, "source", "target")
    ends = {end: graph.person[ties[end]] for end in ("source", "target")}
    place = Rows(**ends).locate(pairs, "source", "target")
    return np.append(measure_warmth(pairs, graph.policy), 0.0)[place]


def _list_rules(graph: RelationshipGraph) -> dict[str, Any]:
    policy = graph.policy
    return {
        "roles": _list_roles(graph),
        "consentRoles": [*policy.consent_roles],
        "kinds": {kind.name: _describe_kind(kind, policy) for kind in tie_kinds.ALL},
        "axes": [
            {
                "name": axis,
                "weight": policy.axis_weights[axis],
                "step": float(step),
                "stances": policy.stances(axis),
            }
            for axis, step in zip(AXES.words, measure_steps(policy), strict=True)
        ],
        "meetings": dict(policy.interaction_weights),
        "decisionRule": policy.decision_rule,
        "dotted": policy.dotted,
        "gradeError": policy.grade_error,
        "halfSaturation": policy.half_saturation,
        "judged": policy.judged,
        "keyCover": policy.key_cover,
        "keyMost": policy.key_most,
        "opposing": policy.opposing,
        "reportDown": policy.report_down,
        "reportUp": policy.report_up,
        "supportive": policy.supportive,
    }


def _list_roles(graph: RelationshipGraph) -> list[dict[str, Any]]:
    """Return the roles that the decision is made of."""
    policy, required = graph.policy, list_required(graph)[0]
    return [
        {
            "name": role,
            "weight": policy.role_weights.get(role, 0.0),
            "required": bool(required[bit]),
            **_describe_fit(graph, role),
        }
        for bit, role in enumerate(DECISION_ROLES.words)
        if policy.role_weights.get(role, 0.0) or role in policy.consent_roles
    ]


def _describe_fit(graph: RelationshipGraph, role: str) -> dict[str, Any]:
    """Return by what factors levels and functions fit a role, the unknown last; null for any."""
    policy = graph.policy
    if role not in policy.role_fit:
        return {"levels": None, "functions": None}
    fit, functions = policy.role_fit[role], None
    if fit.functions != "any":
        fitting = {*map(name_function, fit.functions)}
        known = [1.0 if word in fitting else fit.other_function for word in graph.function_words]
        functions = [*known, policy.unknown_function]
    return {"levels": [*fit.levels, policy.unknown_level], "functions": functions}


def _describe_kind(kind: tie_kinds.TieKind, policy: Policy) -> dict[str, Any]:
    return {
        "line": kind.line,
        "pull": kind.pull,
        "closeness": kind.closeness,
        "observed": kind.observed,
        "signed": kind.signed,
        "strength": policy.missing_strength.get(kind.name, 1.0),
        "labels": dict(policy.labels(kind.name)),
        "sources": [*kind.sources],
        "targets": [*kind.targets],
    }
