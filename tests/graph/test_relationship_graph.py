import io
import pickle

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.model.colours import UNKNOWN, colour

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
    assert hash(GRAPH) == hash(GRAPH.of_scope(*GRAPH.scope_index[0]))


def test_survives_a_pickle():
    assert pickle.loads(pickle.dumps(GRAPH)) == GRAPH


def test_to_networkx_holds_people_and_ties():
    graph = GRAPH.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.nodes["boss"]["roles"] == "approver"
    assert "title" not in graph.nodes["boss"]
    assert graph.edges["vic", "ann", "knows"]["strength"] == 0.75
    assert set(graph.edges(keys=True)) == {
        ("ann", "boss", "reports_to"), ("vic", "ann", "knows"), ("boss", "ann", "influences")}  # fmt: skip


@pytest.mark.parametrize("form", ["graphml", "gexf", "gml"])
def test_to_networkx_with_measures_goes_into_every_file_of_graphs(form):
    graph = GRAPH.to_networkx(measures=True)
    file = io.BytesIO()
    getattr(nx, f"write_{form}")(graph, file)
    file.seek(0)
    again = getattr(nx, f"read_{form}")(file)
    assert {*again} == {*graph}
    assert again.number_of_edges() == graph.number_of_edges()
    for person, node in again.nodes(data=True):
        assert node["power"] == pytest.approx(GRAPH.power[[*GRAPH.index].index(person)])
    reach = k.reach(GRAPH)["reach"]
    assert {person: graph.nodes[person]["reach"] for person in reach.index} == pytest.approx(
        dict(reach)
    )
    choice = k.acceptance(GRAPH)["choice"].dropna()
    assert {person: graph.nodes[person]["choice"] for person in choice.index} == pytest.approx(
        dict(choice)
    )


def test_to_networkx_places_people_by_level_and_colours_them_as_pictures_do():
    graph = GRAPH.to_networkx(measures=True, viz=True)
    nodes = graph.nodes
    assert nodes["boss"]["y"] > nodes["ann"]["y"] > nodes["vic"]["y"]
    assert len({(node["x"], node["y"]) for node in nodes.values()}) == len(nodes)
    for person, choice in k.acceptance(GRAPH)["choice"].items():
        assert nodes[person]["color"] == (UNKNOWN if pd.isna(choice) else colour(choice))
    largest = max(nodes, key=lambda one: nodes[one]["size"])
    assert nodes[largest]["power"] == pytest.approx(max(abs(GRAPH.power)))
    file = io.BytesIO()
    nx.write_gexf(graph, file)
    text = file.getvalue().decode()
    assert text.count("viz:position") == text.count("viz:color") == len(nodes)
    assert {*nx.cytoscape_data(GRAPH.to_networkx(measures=True))} >= {"elements"}


def test_to_networkx_takes_one_scope():
    with pytest.raises(k.ScopeError, match="3 scopes; networkx takes one"):
        k.build_graph(FACTS).to_networkx()


def test_without_takes_out_the_person_and_all_ties():
    left = GRAPH.without("boss")
    assert list(left.index) == ["ann", "vic"]
    assert left.ties["kind"].tolist() == ["knows"]
    # All four roles that an account requires are open: ann, of whom neither level nor function
    # is known, fits approver and decision maker by 0.3, evaluator and user by 0.09.
    assert left.decision_weight.tolist() == [pytest.approx((0.6 + 0.75 * 0.09) / 2.75), 0.0]
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


def pulls_on(graph, person):
    place = graph.index.get_loc(person)
    found = graph.pull.row == place
    return dict(zip(graph.index[graph.pull.idx[found]], graph.pull.val[found], strict=True))


def test_reports_pull_their_boss_as_their_mean():
    # Two solid reports and a dotted one that counts half: 2.5 in all, and 0.15 between them.
    graph = k.build_graph(
        book(
            people="boss acme; ann acme; bo acme; cy acme; left acme until=2026-01-01",
            ties="ann reports_to boss; bo reports_to boss; cy dotted_line boss; left reports_to boss",
        ),
        account="acme",
        as_of="2026-02-01",
    )
    assert pulls_on(graph, "boss") == {
        "ann": pytest.approx(0.15 / 2.5),
        "bo": pytest.approx(0.15 / 2.5),
        "cy": pytest.approx(0.075 / 2.5),
    }
    assert pulls_on(graph, "cy") == {"boss": pytest.approx(0.2)}


def test_a_dotted_report_alone_pulls_half():
    facts = book(people="boss acme; cy acme", ties="cy dotted_line boss")
    assert pulls_on(k.build_graph(facts, account="acme"), "boss") == {"cy": 0.075}


@pytest.mark.parametrize("reports", [1, 10, 100])
def test_recording_more_reports_does_not_drown_who_advises_the_boss(reports):
    staff = [f"r{number}" for number in range(reports)]
    facts = book(
        people="boss acme; wise acme; " + "; ".join(f"{one} acme" for one in staff),
        ties="wise influences boss 1; " + "; ".join(f"{one} reports_to boss" for one in staff),
        roles="boss approver acme",
    )
    graph = k.build_graph(facts, account="acme")
    moved = graph.influence
    on_boss = (moved.row == graph.index.get_loc("boss")) & (
        moved.idx == graph.index.get_loc("wise")
    )
    assert moved.val[on_boss].tolist() == [pytest.approx(0.5 / 1.15)]


def test_no_day_is_taken_for_one_only_where_a_book_has_none():
    dated = k.build_graph(book(people="ann acme", assessments="ann 2026-01-01 4"))
    with pytest.raises(k.ScopeError, match=r"a day is a date, .* and not None"):
        dated.at(None)
    undated = k.build_graph(book(people="ann acme"))
    assert undated.at(undated.as_of) == undated
