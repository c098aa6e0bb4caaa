import numpy as np
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from strategies import books, few


def test_the_grade_of_who_decides_comes_first_and_what_speaks_against_us_has_a_sign():
    facts = book(
        people="ann acme; bob acme",
        roles="ann approver acme; bob evaluator acme",
        assessments="ann 2026-01-01 5 3 3; bob 2026-01-01 2 3 3",
    )
    graph = k.build_graph(facts, account="acme", policy=k.Policy(required_roles={}))
    table = k.vital_grades(graph)
    assert table.index[0] == ("acme", "", "ann", "relationship")
    lost = table.xs(("ann", "relationship"), level=("person", "axis"))["choice_lost"].iloc[0]
    # Two thirds of the decision chose (100·50·50)^⅓, then 50; the role that must consent is hers.
    weighted = 2 / 3 * 100 * 0.25 ** (1 / 3) + 1 / 3 * 100 * (0.25 * 0.25) ** (1 / 3)
    consent = 100 * 0.25 ** (1 / 3)
    before = min(weighted, consent)
    after = min(2 / 3 * 50 + 1 / 3 * 100 * (0.25 * 0.25) ** (1 / 3), 50)
    assert lost == pytest.approx(before - after)
    bob = table.xs(("bob", "relationship"), level=("person", "axis"))["choice_lost"].iloc[0]
    assert bob < 0


def test_nothing_is_vital_where_nobody_is_graded():
    graph = k.build_graph(book(people="ann acme", roles="ann approver acme"))
    assert k.vital_grades(graph).empty


def test_of_many_grades_those_are_measured_that_promise_to_matter(monkeypatch):
    people = [f"p{number:02d}" for number in range(20)]
    facts = book(
        people="; ".join(f"{one} acme" for one in people),
        roles="p00 approver acme; p01 evaluator acme",
        ties="; ".join(f"{one} influences p00 weak" for one in people[2:]),
        assessments="; ".join(f"{one} 2026-01-01 4 2 5" for one in people),
    )
    graph = k.build_graph(facts, account="acme", policy=k.Policy(required_roles={}))
    whole = k.vital_grades(graph)
    monkeypatch.setattr("kamgraph.analysis.vital_grades._MEASURED", 12)
    assert k.vital_grades(graph).equals(whole)
    assert {*whole.index.get_level_values("person")} >= {"p00", "p01"}


@few
@given(books())
def test_each_loss_is_that_of_the_graph_without_the_grade(drawn):
    graph = k.build_graph(drawn)
    table = k.vital_grades(graph, most=2)
    nodes = {(*scope, person): place for place, (*scope, person) in enumerate(list_nodes(graph))}
    axes = list(k.Policy().axis_weights)
    before = k.scores(graph)
    for (*node, axis), row in table.iterrows():
        place, on = np.array([nodes[*node]]), np.array([axes.index(axis)])
        after = k.scores(graph.drop_grades(place, on))
        for name in ("choice", "low"):
            values = [one[name].fillna(50.0).to_numpy()[number(graph, node)]
                      for one in (before, after)]  # fmt: skip
            assert row[f"{name}_lost"] == pytest.approx(values[0] - values[1])


def list_nodes(graph):
    scopes = graph.scope_index.tolist()
    people = graph.index.get_level_values("person")
    return [(*scopes[scope], person) for scope, person in zip(graph.scope, people, strict=True)]


def number(graph, node):
    return graph.scope_index.tolist().index(tuple(node[:2]))
