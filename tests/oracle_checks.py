"""Compares the library with the reference, scope by scope and value by value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

import kamgraph as k
from kamgraph.model.entities import TABLES
from oracle import Scope, oracle

LARGE = 14  # from how many people on listing all chains takes too long


def is_missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


@dataclass
class Comparison:
    """What was compared, and where the library and the reference differ."""

    count: int = 0
    differences: list[str] = field(default_factory=list)

    def same(self, what: Any, mine: Any, theirs: Any) -> None:
        """Compare words, sets or counts."""
        self.count += 1
        missing = [is_missing(mine), is_missing(theirs)]
        if not all(missing) and (any(missing) or mine != theirs):
            self.differences.append(f"{what}: {mine} instead of {theirs}")

    def near(self, what: Any, mine: Any, theirs: Any, within: float = 1e-9) -> None:
        """Compare numbers."""
        if is_missing(mine) or is_missing(theirs):
            return self.same(what, mine, theirs)
        self.count += 1
        if abs(mine - theirs) > within * max(1.0, abs(theirs)):
            self.differences.append(f"{what}: {mine} instead of {theirs}")
        return None


def assert_scope_agrees(graph: k.RelationshipGraph, expected: Scope) -> None:
    """Compare a graph of one scope with the reference's scope."""
    found = compare(graph, expected)
    assert not found.differences, "\n".join(found.differences)


def assert_ties_agree(ties: pd.DataFrame, expected: Scope) -> None:
    found = Comparison()
    compare_ties(found, ties, expected)
    assert not found.differences, "\n".join(found.differences)


def compare(graph: k.RelationshipGraph, expected: Scope) -> Comparison:
    """Compare all values; nothing further where not even the people are the same."""
    found = Comparison()
    found.same("members", list(graph.people.index), expected.members)
    found.same("vacant", set(graph.people.index[graph.people["vacant"]]), expected.vacant)
    compare_ties(found, graph.ties, expected)
    if found.differences:
        return found
    steps = [compare_people, compare_grades, compare_powers, compare_acceptance]
    steps += [compare_sensitivity, compare_scores, compare_removal]
    if len(expected.members) <= LARGE:
        steps.append(compare_routes)
    for step in steps:
        step(found, graph, expected)
    return found


def compare_ties(found: Comparison, ties: pd.DataFrame, expected: Scope) -> None:
    key = ["source", "target", "kind"]
    mine = {
        tuple(row[:3]): row[3:] for row in ties[[*key, "strength", "origin"]].to_numpy().tolist()
    }
    theirs = {(t.source, t.target, t.kind): (t.strength, t.origin) for t in expected.ties}
    found.same("ties", {*mine}, {*theirs})
    for tie in mine.keys() & theirs.keys():
        found.near(tie, mine[tie][0], theirs[tie][0])
        found.same((tie, "origin"), mine[tie][1], theirs[tie][1])


def compare_people(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    for person, row in graph.people.iterrows():
        found.same((person, "side"), row["side"], expected.side[person])
        found.same((person, "own"), row["own"], person in expected.own)
        found.same((person, "roles"), set(row["roles"]), expected.roles[person])
        if not row["vacant"]:
            found.same((person, "team"), set(row["team"]), expected.team[person])
        found.near(
            (person, "susceptibility"), row["susceptibility"], expected.susceptibility[person]
        )
        for name, read in (("level", expected.level), ("function", expected.function)):
            value, origin = read[person]
            found.same((person, name), row[name], value)
            found.same((person, name, "origin"), row[f"{name}_origin"] or "", origin)


def compare_grades(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    people = graph.people
    for node, person in enumerate(graph.index):
        for n, axis in enumerate(expected.axes):
            graded = expected.graded[person][axis]
            found.near((person, axis, "grade"), graph.grade[node, n], graded.stance)
            found.near((person, axis, "certainty"), graph.certainty[node, n], graded.certainty)
            found.near(
                (person, axis, "stance"), graph.stance[node, n], expected.stance[person][axis]
            )
            origin = people[f"{axis}_origin"].iloc[node]
            found.same((person, axis, "origin"), origin, graded.origin)
            for name in ("equilibrium", "half_width"):
                mine = getattr(graph, name)[node, n]
                found.near((person, axis, name), mine, getattr(expected, name)[person][axis])


def compare_powers(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    weights = graph.decision_weights
    columns = {
        "weight": graph.decision_weight,
        "recorded_weight": weights.recorded,
        "assumed_weight": weights.assumed,
        "power": graph.power,
    }
    for name, values in columns.items():
        for person, value in zip(graph.index, values, strict=True):
            found.near((person, name), value, getattr(expected, name)[person])
    key = k.key_people(graph)
    found.same("key people", key["kind"].to_dict(), expected.key_persons)
    for person, row in key.iterrows():
        known = float(np.mean([*expected.certainty[person].values()]))
        found.near((person, "known"), row["known"], known)
    for person, row in k.contributions(graph).iterrows():
        for axis in expected.axes:
            theirs = expected.contributions[person][axis]
            found.near((person, axis, "contribution"), row[axis], theirs)


def compare_acceptance(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    table = k.acceptance(graph)
    found.same("whose acceptance", set(table.index), set(expected.contacts))
    for person, row in table.iterrows():
        for axis in expected.axes:
            own, after = (of[person][axis] for of in (expected.person_own, expected.person_after))
            found.near((person, axis, "own score"), row[f"own_{axis}"], own)
            found.near((person, axis, "score"), row[axis], after)
        band = expected.personal_choice[person]
        for name, value in zip(("choice", "choice_low", "choice_high"), band, strict=True):
            found.near((person, name), row[name], value, within=1e-7)
        compare_weakest(found, (person, "weakest"), row["weakest"], expected.person_after[person])


def compare_weakest(found: Comparison, what: Any, mine: Any, scores: dict[str, Any]) -> None:
    """Compare a weakest axis; of equal ones any."""
    least = min((score for score in scores.values() if score is not None), default=None)
    found.near(what, None if is_missing(mine) else scores[mine], least)


def compare_sensitivity(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    for (person, axis), row in k.sensitivity(graph).iterrows():
        theirs = expected.bound_width[person, axis]
        found.near((person, axis, "bound width"), row["bound_width"], theirs)


def compare_scores(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    row = k.scores(graph).iloc[0]
    for axis in expected.axes:
        found.near(("own", axis), row[f"own_{axis}"], expected.own_scores[axis])
        found.near(axis, row[axis], expected.scores[axis])
    compare_weakest(found, "weakest", row["weakest"], expected.scores)
    for name, value in zip(("choice", "low", "high"), expected.choice, strict=True):
        found.near(name, row[name], value, within=1e-7)
    found.near("error", row["error"], expected.error, within=1e-6)
    found.same("limited_by", row["limited_by"], expected.limited_by or "")
    found.same("blocked_by", row["blocked_by"], tuple(expected.blocked_by))
    for name in ("known", "roles_known", "unnamed", "coverage"):
        found.near(name, row[name], getattr(expected, name))
    found.same("truck factor", row["truck_factor"], expected.truck_factor)
    found.same("status", row["status"], expected.status)


def compare_removal(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    reach, strongest = k.reach(graph)["reach"], expected.routes.strongest()
    found.same("who can be reached", set(reach.index), set(strongest))
    for person, value in reach.items():
        found.near((person, "reach"), value, strongest[person])
    table = k.fragility(graph)
    found.same("whose fragility", set(table.index), set(expected.fragility))
    for person, row in table.iterrows():
        lost, out_of_reach = expected.fragility[person]
        found.near((person, "coverage lost"), row["coverage_lost"], lost)
        found.same((person, "out of reach"), set(row["out_of_reach"]), out_of_reach)


def compare_routes(found: Comparison, graph: k.RelationshipGraph, expected: Scope) -> None:
    table = k.reach(graph)
    for person, row in table.iterrows():
        best = expected.reach[person]
        found.same((person, "route"), row["route"], best.route)
        found.same((person, "hops"), row["hops"], best.hops or None)
        found.same((person, "first contact"), row["first_contact"], best.first_contact)
        found.same((person, "threads"), row["threads"], expected.routes.threads[person])
    found.same("threads", k.scores(graph)["threads"].item(), expected.least_threads)


def rows_of(book: k.Book) -> dict[str, list[dict[str, Any]]]:
    """List the rows of a book without what is missing, days as dates."""
    return {
        name: [
            {
                column: value.date() if isinstance(value, pd.Timestamp) else value
                for column, value in row.items()
                if not is_missing(value)
            }
            for row in table.to_dict("records")
        ]
        for name, table in book.to_tables().items()
    }


def expected_scope(
    tables: dict[str, list[dict[str, Any]]], scope: pd.Series, **asked: Any
) -> Scope:
    """Ask the oracle for the scope of a row of ``graph.scopes``."""
    tables = {name: tables.get(name, []) for name in TABLES}
    return oracle(tables, account=scope["account"], deal=scope["deal"], **asked)
