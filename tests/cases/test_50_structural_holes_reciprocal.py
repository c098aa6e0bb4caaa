"""Constraint, effective size, reach and threads on random graphs, as networkx has them."""

import math

import networkx as nx
import numpy as np
import pytest

from books import book
from kamgraph import build_graph, reach, structural_holes

OURS = ["u0", "u1", "u2"]


def draw(seed):
    """Return people and ties at random: reciprocal and negative ones, and ties to oneself."""
    rng = np.random.default_rng(seed)
    theirs = [f"p{number}" for number in range(rng.integers(3, 9))]
    ties = [
        (a, b, "influences", float(rng.choice([0.25, 0.5, 0.75, 1, -0.5])))
        for a in theirs
        for b in theirs
        if rng.random() < 0.3
    ]
    known = [
        (u, b, "knows", float(rng.choice([0.25, 0.5, 1])))
        for u in OURS
        for b in theirs
        if rng.random() < 0.25
    ]
    return theirs, [*ties, *(known or [("u0", "p0", "knows", 0.5)])]


@pytest.fixture(params=range(12))
def drawn(request):
    theirs, ties = draw(request.param)
    people = "; ".join([*(f"{p} acme" for p in theirs), *(f"{u} us" for u in OURS)])
    text = "; ".join(f"{a} {kind} {b} {strength}" for a, b, kind, strength in ties)
    return theirs, ties, build_graph(book(people=people, ties=text), account="acme")


def test_holes_are_those_of_networkx(drawn):
    theirs, ties, graph = drawn
    both = nx.Graph()
    for a, b, kind, strength in ties:
        if kind == "influences" and strength > 0 and a != b:
            before = both[a][b]["weight"] if both.has_edge(a, b) else 0
            both.add_edge(a, b, weight=before + strength)
    constraint = nx.constraint(both, weight="weight")
    size = nx.effective_size(both, weight="weight")
    found = structural_holes(graph)
    for person in theirs:
        expected = (
            constraint.get(person, math.nan),
            size.get(person, 0 if person in both else math.nan),
        )
        assert found.loc[person, "constraint"] == pytest.approx(expected[0], nan_ok=True)
        if person in both:
            assert found.loc[person, "effective_size"] == pytest.approx(expected[1])


def test_reach_is_the_best_product_and_threads_the_largest_flow(drawn):
    theirs, ties, graph = drawn
    steps = nx.DiGraph()
    steps.add_nodes_from([*theirs, *OURS])
    for a, b, _, strength in ties:
        if strength > 0 and a != b:
            before = steps[a][b]["strength"] if steps.has_edge(a, b) else 0
            steps.add_edge(a, b, strength=before + strength)
    flow = nx.DiGraph([((node, 0), (node, 1)) for node in steps], capacity=1)
    nx.set_edge_attributes(flow, 1, "capacity")
    for a, b, step in steps.edges(data=True):
        step["cost"] = -math.log(min(1, step["strength"]))
        if step["strength"] >= graph.policy.weak_tie:
            flow.add_edge((a, 1), (b, 0), capacity=1)
    for u in OURS:
        flow.add_edge("ours", (u, 0), capacity=1)
    best = dict.fromkeys(theirs, 0.0)
    for u in OURS:
        costs = nx.single_source_dijkstra_path_length(steps, u, weight="cost")
        best |= {p: max(best[p], math.exp(-costs[p])) for p in theirs if p in costs}
    found = reach(graph)
    for person in theirs:
        assert found.loc[person, "reach"] == pytest.approx(best[person])
        assert found.loc[person, "threads"] == nx.maximum_flow_value(flow, "ours", (person, 0))
