"""Compares the library with the oracle, scope by scope and measure by measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import kamgraph as k
from kamgraph.model.entities import TABLES
from oracle import Scope, oracle


def close(one: float | None, other: float | None) -> bool:
    """Return whether two numbers agree, missing ones included."""
    missing = [value is None or pd.isna(value) for value in (one, other)]
    if any(missing):
        return all(missing)
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))


def close_choice(one: float | None, other: float | None, axes: int) -> bool:
    """Return whether two choices agree; a geometric mean near 0 magnifies the last digit."""
    return close(*(value if value is None else (value / 100) ** axes for value in (one, other)))


def assert_scope_agrees(graph: k.RelationshipGraph, expected: Scope) -> None:
    """Compare a graph of one scope with the oracle's scope."""
    assert_people_agree(graph.people, expected)
    assert_ties_agree(graph.ties, expected)
    assert_powers_agree(graph, expected)
    assert_acceptance_agrees(graph, expected)
    assert_reach_agrees(graph, expected)
    assert_removal_agrees(graph, expected)
    assert_sensitivity_agrees(graph, expected)
    assert_scores_agree(k.scores(graph).iloc[0], expected)


def assert_people_agree(people: pd.DataFrame, expected: Scope) -> None:
    assert list(people.index) == expected.members
    assert set(people.index[people["vacant"]]) == expected.vacant
    for person, row in people.iterrows():
        assert row["side"] == expected.side[person]
        assert set(row["roles"]) == expected.roles.get(person, set())
        if not row["vacant"]:
            assert set(row["team"]) == expected.team.get(person, set())
        assert close(row["susceptibility"], expected.susceptibility[person])
        for axis in expected.facts.axes:
            assert close(row[axis], expected.stance[person][axis]), (person, axis)
            assert row[f"{axis}_origin"] == expected.stance_origin[person][axis]


def assert_ties_agree(ties: pd.DataFrame, expected: Scope) -> None:
    key = ["source", "target", "kind"]
    mine = {
        tuple(row[:3]): row[3:] for row in ties[[*key, "strength", "origin"]].to_numpy().tolist()
    }
    theirs = {(t.source, t.target, t.kind): (t.strength, t.origin) for t in expected.ties}
    assert mine.keys() == theirs.keys()
    for tie, (strength, origin) in mine.items():
        assert close(strength, theirs[tie][0]), tie
        assert origin == theirs[tie][1], tie


def assert_powers_agree(graph: k.RelationshipGraph, expected: Scope) -> None:
    persons = list(graph.index)
    weight = dict(zip(persons, graph.decision_weight, strict=True))
    power = dict(zip(persons, graph.power, strict=True))
    for person in persons:
        assert close(weight[person], expected.weight[person]), person
        assert close(power[person], expected.power[person]), person
    key = k.key_people(graph)
    assert key["kind"].to_dict() == expected.key_persons
    parts = k.contributions(graph)
    for person, row in parts.iterrows():
        for axis in expected.facts.axes:
            assert close(row[axis], expected.contributions[person][axis])


def assert_acceptance_agrees(graph: k.RelationshipGraph, expected: Scope) -> None:
    table = k.acceptance(graph)
    theirs = {p for p in expected.members if expected.side[p] in {"customer", "partner"}}
    assert set(table.index) == theirs
    for person, row in table.iterrows():
        for axis in expected.facts.axes:
            assert close(row[f"own_{axis}"], expected.person_own[person][axis])
            assert close(row[axis], expected.person_after[person][axis])
        assert close_choice(row["choice"], expected.person_choice[person], len(expected.facts.axes))


def assert_reach_agrees(graph: k.RelationshipGraph, expected: Scope) -> None:
    table = k.reach(graph)
    assert set(table.index) == set(expected.reach)
    for person, row in table.iterrows():
        best = expected.reach[person]
        assert close(row["reach"], best.reach), person
        if best.reach == 0:
            assert row["route"] == ()
            assert pd.isna(row["hops"])
            assert pd.isna(row["first_contact"])
            continue
        rivals = [c for c in expected.chains if c.people[-1] == person]
        near = [
            c for c in rivals if abs(c.strength - best.reach) <= 1e-12 and c.people != best.route
        ]
        if all(c.strength == best.reach for c in near):
            assert row["route"] == best.route, person
        assert (row["hops"], row["first_contact"]) == (len(row["route"]) - 1, row["route"][0])
        assert row["route"] in {c.people for c in rivals}


def assert_removal_agrees(graph: k.RelationshipGraph, expected: Scope) -> None:
    assert k.reach(graph)["threads"].to_dict() == expected.threads
    table = k.fragility(graph)
    assert set(table.index) == set(expected.fragility)
    for person, row in table.iterrows():
        lost, out_of_reach = expected.fragility[person]
        assert close(row["coverage_lost"], lost), person
        assert set(row["out_of_reach"]) == out_of_reach, person


def assert_sensitivity_agrees(graph: k.RelationshipGraph, expected: Scope) -> None:
    for (person, axis), row in k.sensitivity(graph).iterrows():
        up, down = expected.sensitivity[person, axis]
        assert close(row["one_up"], up)
        assert close(row["one_down"], down)
        assert close(row["bound_width"], expected.bound_width[person, axis])
    margin = k.verdict(graph)["margin"].item()
    assert (None if pd.isna(margin) else margin) == expected.margin


def assert_scores_agree(row: Any, expected: Scope) -> None:
    for axis in expected.facts.axes:
        own = None if expected.own_scores is None else expected.own_scores[axis]
        after = None if expected.scores is None else expected.scores[axis]
        assert close(row[f"own_{axis}"], own)
        assert close(row[axis], after)
    for name in ("choice", "low", "high"):
        assert close_choice(row[name], getattr(expected, name), len(expected.facts.axes)), name
    assert close(
        row["known"], float(np.mean([expected.known[axis] for axis in expected.facts.axes]))
    )
    assert close(row["coverage"], expected.coverage)
    assert row["status"] == expected.status
    assert row["threads"] == expected.least_threads
    assert row["truck_factor"] == expected.truck_factor
    if expected.scores is None:
        assert pd.isna(row["weakest"])
    else:
        assert close(expected.scores[row["weakest"]], min(expected.scores.values()))


def expected_scope(
    tables: dict[str, list[dict[str, Any]]], scope: pd.Series, **asked: Any
) -> Scope:
    """Ask the oracle for the scope of a row of ``graph.scopes``."""
    tables = {name: tables.get(name, []) for name in TABLES}
    return oracle(tables, account=scope["account"], deal=scope["deal"], **asked)
