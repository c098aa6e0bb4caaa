import pickle

import networkx as nx
import numpy as np
import pytest

import kamgraph as k
from books import book

FACTS = book(
    people="ann acme; boss acme; vic us",
    ties="ann reports_to boss; vic knows ann 0.75; boss influences ann 0.5",
    deals="d acme bid",
    roles="boss approver acme",
)
GRAPH = k.build_graph(FACTS, account="acme")


def test_repr_says_what_is_in_it():
    assert repr(GRAPH) == (
        "<RelationshipGraph: account acme on None: 3 people; "
        "1 reports_to, 0 dotted_line, 1 influences, 1 knows>"
    )
    assert repr(k.build_graph(FACTS)).startswith("<RelationshipGraph: 2 accounts, 1 deals on None")


def test_tables_are_copies():
    for name in ("people", "ties", "scopes"):
        table = getattr(GRAPH, name)
        table.iloc[:, 0] = "changed"
        assert not (getattr(GRAPH, name).iloc[:, 0] == "changed").any()


def test_equality_is_of_content():
    assert k.build_graph(FACTS, account="acme") == GRAPH
    assert k.build_graph(FACTS, deal="d") != GRAPH
    assert k.build_graph(FACTS, account="acme", policy=k.Policy(dotted=0.4)) != GRAPH
    assert GRAPH != "graph"
    with pytest.raises(TypeError):
        hash(GRAPH)


def test_survives_a_pickle():
    assert pickle.loads(pickle.dumps(GRAPH)) == GRAPH


def test_to_networkx_holds_people_and_ties():
    graph = GRAPH.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.nodes["boss"]["roles"] == ("approver",)
    assert "title" not in graph.nodes["boss"]
    assert graph.edges["vic", "ann", "knows"]["strength"] == 0.75
    assert set(graph.edges(keys=True)) == {
        ("ann", "boss", "reports_to"), ("vic", "ann", "knows"), ("boss", "ann", "influences")}  # fmt: skip


def test_to_networkx_takes_one_scope():
    with pytest.raises(k.ScopeError, match="3 scopes; networkx takes one"):
        k.build_graph(FACTS).to_networkx()


def test_without_takes_out_the_person_and_all_ties():
    left = GRAPH.without("boss")
    assert list(left.index) == ["ann", "vic"]
    assert left.ties["kind"].tolist() == ["knows"]
    assert left.decision_weight.tolist() == [1.0, 0.0]
    assert list(GRAPH.index) == ["ann", "boss", "vic"]


def test_without_somebody_unknown():
    with pytest.raises(k.ScopeError, match="'zoe' is not in the graph"):
        GRAPH.without("zoe")


def test_pull_and_influence_by_hand():
    # On ann: 0.5 of influence and 0.4 as her boss. On the boss: 0.15 as his report.
    ann, boss = 0, 1
    pull = dict(zip(zip(GRAPH.pull.row, GRAPH.pull.idx, strict=True), GRAPH.pull.val, strict=True))
    assert pull == {(ann, boss): pytest.approx(0.9), (boss, ann): 0.15}
    moved = GRAPH.influence.val
    np.testing.assert_allclose(moved, [0.45, 0.075])


def test_pull_above_one_is_shared_out():
    facts = book(
        people="ann acme susceptibility=0.8; bob acme; cyd acme",
        ties="bob influences ann 1; cyd influences ann -1",
    )
    influence = k.build_graph(facts, account="acme").influence
    assert influence.val.tolist() == [0.4, -0.4]
