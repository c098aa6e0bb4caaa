import json
import uuid
import warnings

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from books import book
from extra_columns import books_with_extra_columns
from hostile import hostile
from kamgraph.errors import AssumptionWarning, BookError, SourceError
from kamgraph.sources.graphs.networks import from_networkx, to_networkx
from strategies import few

ORGANIZATIONS = pd.DataFrame(
    {"id": ["acme", "us"], "name": ["Acme", "Us"], "kind": ["customer", "vendor"]}
)
TWO = book(people="ann acme level=2; bo acme", ties="bo reports_to ann; ann influences bo 0.5")


def network(make=nx.DiGraph, /, **attributes):
    """Return a graph in which ann and bo of acme are joined by one edge."""
    graph = make()
    graph.add_nodes_from([("ann", {"name": "Ann"}), ("bo", {"name": "Bo"})], organization="acme")
    graph.add_edges_from([("ann", "bo", attributes)])
    return graph


def read(graph, **options):
    return from_networkx(graph, organizations=ORGANIZATIONS, **options)


@few
@given(books_with_extra_columns(lenient=True))
@example(book())
@example(book(people="ann acme", ties="ann influences gone; lost reports_to ann", lenient=True))
def test_a_graph_gives_back_the_book(found):
    graph = to_networkx(found)
    assert set(graph) == set(found.people["id"])
    assert from_networkx(graph, lenient=True) == found


def test_nodes_are_people_and_edges_ties():
    graph = to_networkx(
        book(
            people="ann acme level=2 susceptibility=0.5 since=2026-01-31; bo us",
            deals="d acme",
            ties="""
                bo knows ann trusted; bo influences ann -0.5
                bo influences ann 1 d; bo influences ann weak - 2026-02-01
            """,
        )
    )
    assert graph.nodes["ann"] == {
        "name": "ann",
        "organization": "acme",
        "level": 2,
        "susceptibility": 0.5,
        "since": "2026-01-31",
        "organization_name": "acme",
        "side": "customer",
    }
    assert graph["bo"]["ann"] == {
        "knows": {"kind": "knows", "strength": "trusted"},
        "influences": {"kind": "influences", "strength": -0.5},
        "influences 2": {"kind": "influences", "strength": "weak", "since": "2026-02-01"},
        "influences 3": {"kind": "influences", "strength": 1.0, "deal": "d"},
    }


def test_writers_of_networkx_can_write_it(tmp_path):
    graph = to_networkx(TWO)
    nx.write_graphml_xml(graph, tmp_path / "a.graphml")
    nx.write_gexf(graph, tmp_path / "a.gexf")
    nx.write_gml(graph, tmp_path / "a.gml")
    assert from_networkx(nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)) == TWO
    data = nx.node_link_data(graph, edges="links")
    assert from_networkx(nx.node_link_graph(data, edges="links")) == TWO


def test_what_was_changed_in_the_graph_is_changed_in_the_book():
    graph = to_networkx(TWO)
    graph.nodes["ann"]["title"] = "CEO"
    graph.add_node("cy", name="Cy", organization="acme")
    graph.add_edge("cy", "ann", key="reports_to")
    graph.remove_edge("ann", "bo", key="influences")
    expected = book(
        people="ann acme level=2 title=CEO; bo acme; cy acme name=Cy",
        ties="bo reports_to ann; cy reports_to ann",
    )
    assert from_networkx(graph) == expected


def test_foreign_attributes_are_renamed_and_filled():
    graph = nx.DiGraph([("ann", "bo", {"weight": 0.5, "since": "2026-01-01"})])
    nx.set_node_attributes(graph, {"ann": "Ann", "bo": "Bo"}, "label")
    graph.nodes["bo"]["company"] = "us"
    names = {"label": "name", "weight": "strength", "company": "organization"}
    found = read(graph, rename=names, fill={"organization": "acme", "kind": "influences"})
    assert found.people["organization"].tolist() == ["acme", "us"]
    assert found.ties[["source", "target", "kind", "strength"]].to_numpy().tolist() == [
        ["ann", "bo", "influences", "0.5"]
    ]


def test_organizations_are_those_that_nodes_name_with_their_side():
    graph = network(kind="influences")
    nx.set_node_attributes(graph, "customer", "side")
    graph.nodes["ann"]["organization_name"] = graph.nodes["bo"]["organization_name"] = "Acme"
    graph.add_node("cy", name="Cy", organization="us", side="vendor")
    found = from_networkx(graph)
    assert found.organizations[["id", "name", "kind"]].to_numpy().tolist() == [
        ["acme", "Acme", "customer"],
        ["us", "us", "vendor"],
    ]
    assert "side" not in found.people
    graph.nodes["bo"]["side"] = "partner"
    with pytest.raises(BookError, match="'acme' repeats the id"):
        from_networkx(graph)


def test_other_attributes_are_kept_as_text():
    graph = network(kind="influences", pos=(1, 2), seen=True, size=np.int64(3), gone=None)
    ties = read(graph).ties
    assert ties[["pos", "seen", "size"]].to_numpy().tolist() == [["[1, 2]", "True", "3"]]
    assert "gone" not in ties


def test_an_edge_without_direction_is_influence_both_ways():
    graph = network(nx.Graph, kind="Influences", strength=0.5)
    graph.add_edge("ann", "ann", kind="influences")
    assert sorted(zip(*(read(graph).ties[end] for end in ("source", "target")), strict=True)) == [
        ("ann", "ann"),
        ("ann", "bo"),
        ("bo", "ann"),
    ]
    with pytest.raises(SourceError, match="edge 'ann' → 'bo' has no direction, but reports_to"):
        read(network(nx.Graph, kind="reports_to"))
    with pytest.raises(BookError, match="edge 'ann' → 'bo', column kind: 'likes' is no tie kind"):
        read(network(nx.Graph, kind="likes"))


def test_the_key_of_an_edge_may_be_its_kind():
    graph = network(nx.MultiDiGraph)
    graph.clear_edges()
    graph.add_edge("ann", "bo", key="influences")
    graph.add_edge("ann", "bo", key="reports_to", kind="dotted_line")
    graph.add_edge("ann", "bo", key=7, kind="reports_to")
    assert read(graph).ties["kind"].tolist() == ["dotted_line", "influences", "reports_to"]


@pytest.mark.parametrize("node", [1, 1.0, True, ("a",), b"a"])
def test_ids_are_text(node):
    graph = nx.DiGraph([("1", node)])
    with pytest.raises(SourceError, match=r"ids are text.*relabel_nodes"):
        from_networkx(graph)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rename": {"weigth": "strength"}}, "no node and no edge has an attribute 'weigth'"),
        ({"rename": {"organization": "name"}}, "node 'ann' would have two attributes of one name"),
        ({"rename": {"kind": "source"}}, "edge 'ann' → 'bo' has an attribute source of its own"),
        ({"fill": {"knid": "knows"}}, "no column 'knid'"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, words):
    with pytest.raises(SourceError, match=words):
        read(network(kind="influences"), **options)


def test_an_attribute_may_repeat_an_id_but_not_contradict_it():
    graph = network(kind="influences", source="ann", target="bo")
    graph.nodes["ann"]["id"] = "ann"
    assert len(read(graph).people) == 2
    graph.nodes["ann"]["id"] = 7
    with pytest.raises(SourceError, match="node 'ann' has an attribute id of its own, 7"):
        read(graph)
    assert read(graph, rename={"id": "number"}).people["number"].tolist()[0] == "7"


def test_problems_name_nodes_and_edges():
    graph = network(kind="influences", strength=2)
    graph.add_edge("ann", "ghost", kind="influences")
    with pytest.raises(BookError) as caught:
        read(graph)
    assert caught.value.problems[["place", "problem"]].to_numpy().tolist() == [
        ["node 'ghost', column name", "is missing"],
        ["node 'ghost', column organization", "is missing"],
        [
            "edge 'ann' → 'bo', column strength",
            "must be in [-1, 1], and 0 or at least 1e-06 in size",
        ],
    ]


def test_what_nobody_says_and_all_must_is_asked_for():
    with pytest.raises(SourceError, match=r"no edge says its kind; .*fill=\{'organization'"):
        read(network())
    graph = nx.DiGraph([("ann", "bo", {"关系": "汇报"})])
    graph.add_nodes_from(graph, 姓名="安", 组织="国网")
    said = "its organization, no edge says its kind; nodes have '组织'; edges have '关系'; name the"
    with pytest.raises(SourceError, match=said):
        from_networkx(graph, fill={"side": "客户"})


def test_what_to_do_about_parallel_edges_is_said():
    graph = network(nx.MultiDiGraph, kind="influences")
    graph.add_edge("ann", "bo", kind="influences")
    with pytest.raises(BookError, match="Parallel edges of one kind are one tie: add them up"):
        read(graph)


PLAIN = {"organization": "acme", "side": "customer", "kind": "influences"}


def test_a_plain_graph_of_whole_numbers_is_a_book_and_says_what_was_assumed():
    graph = nx.DiGraph([(1, 2, {"weight": 12}), (2, 3, {"weight": -4}), (3, 1, {"weight": 4})])
    with pytest.warns(AssumptionWarning) as told:
        found = from_networkx(graph, fill=PLAIN)
    assert found.people[["id", "name"]].to_numpy().tolist() == [[n, n] for n in "123"]
    assert found.ties[["source", "target", "strength", "weight"]].to_numpy().tolist() == [
        ["1", "2", "0.75", "12"],
        ["2", "3", "-0.5", "-4"],
        ["3", "1", "0.5", "4"],
    ]
    (said,) = (str(one.message) for one in told)
    assert "the node 1 is the person '1'" in said
    assert "weight / (weight + 4)" in said
    assert "all 3 people are called by their ids" in said


@few
@given(st.lists(st.integers(-99, 99).filter(bool), min_size=2, max_size=6))
def test_a_stronger_weight_is_never_a_weaker_strength(weights):
    graph = nx.DiGraph()
    nodes = [f"n{place}" for place in range(len(weights) + 1)]
    for other, weight in zip(nodes[1:], weights, strict=True):
        graph.add_edge(nodes[0], other, weight=weight)
    with warnings.catch_warnings(action="ignore"):
        ties = from_networkx(graph, fill=PLAIN).ties
    if {*weights} != {1}:
        found = ties.sort_values("target")["strength"].astype(float).tolist()
        assert sorted(zip(weights, found, strict=True)) == [
            *zip(sorted(weights), sorted(found), strict=True)
        ]
        assert all(weight * strength > 0 for weight, strength in zip(weights, found, strict=True))


def test_weights_are_strengths_where_they_can_be():
    graph = nx.DiGraph([("ann", "bo", {"weight": 0.3}), ("bo", "ann")])
    with pytest.warns(AssumptionWarning, match="were taken for the strengths"):
        ties = from_networkx(graph, fill=PLAIN).ties
    assert ties["strength"].fillna("").tolist() == ["0.3", ""]
    assert "weight" not in ties


@pytest.mark.parametrize("attributes", [{"weight": 1}, {"weight": 7, "strength": 0.2}])
def test_weights_that_say_nothing_or_stand_beside_strengths_are_kept_as_they_are(attributes):
    ties = read(network(kind="influences", **attributes)).ties
    assert ties["weight"].tolist() == [str(attributes["weight"])]
    assert ties["strength"].fillna("").tolist() == [str(attributes.get("strength", ""))]


def test_a_weight_that_is_no_number_is_told_and_one_that_is_missing_is_none():
    graph = nx.DiGraph([("ann", "bo", {"weight": "far"}), ("bo", "ann", {"weight": 4})])
    with pytest.warns(AssumptionWarning, match="no strengths, as 'far' is no number; every tie"):
        ties = from_networkx(graph, fill=PLAIN).ties
    assert ties[["strength", "weight"]].fillna("").to_numpy().tolist() == [["", "far"], ["", "4"]]
    graph["ann"]["bo"]["weight"] = float("nan")
    with pytest.warns(AssumptionWarning, match="strengths are weight"):
        ties = from_networkx(graph, fill=PLAIN).ties
    assert ties["strength"].fillna("").tolist() == ["", "0.5"]


def test_a_weight_that_is_said_to_be_the_strength_is_brought_into_range_and_kept():
    with pytest.warns(AssumptionWarning, match="the column mails keeps"):
        ties = read(network(kind="influences", mails=9), rename={"mails": "strength"}).ties
    assert ties[["strength", "mails"]].to_numpy().tolist() == [["0.5", "9"]]


def test_lines_of_the_chart_have_no_strength():
    ties = read(network(kind="Reports to", weight=7)).ties
    assert ties[["kind", "weight"]].to_numpy().tolist() == [["reports_to", "7"]]


def test_words_and_names_of_attributes_are_those_that_people_say():
    graph = nx.DiGraph([("ann", "bo", {"Kind": "汇报关系"})])
    for node, name in (("ann", "Ann"), ("bo", "Bo")):
        graph.nodes[node].update(
            {"Name": name, "层级": 2, "ORGANIZATION": "Acme", "side": "Customer"}
        )
    found = from_networkx(graph)
    assert found.people[["name", "level"]].to_numpy().tolist() == [["Ann", 2], ["Bo", 2]]
    assert found.ties["kind"].tolist() == ["reports_to"]


def test_ids_may_all_be_uuids():
    ids = [uuid.UUID(int=number) for number in (1, 2)]
    with pytest.warns(AssumptionWarning, match="Ids are texts"):
        found = from_networkx(nx.DiGraph([ids]), fill=PLAIN)
    assert found.people["id"].tolist() == [*map(str, ids)]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("[", "not JSON"),
        ("{}", 'no "format"'),
        (7, "not the document of a book"),
        ('{"format": "kamgraph-book", "version": 9, "tables": {}}', "version 9"),
    ],
)
def test_a_note_that_we_did_not_write_is_refused(note, words):
    graph = network(kind="influences")
    graph.graph["kamgraph"] = note
    with pytest.raises(SourceError, match=f"attribute kamgraph of the graph: .*{words}"):
        from_networkx(graph)


def test_a_problem_of_what_the_note_carries_names_the_note():
    graph = to_networkx(book(people="ann acme", ties="ann influences gone", lenient=True))
    with pytest.raises(BookError, match="attribute kamgraph of the graph, column target: 'gone'"):
        from_networkx(graph)


def test_only_graphs_are_taken():
    with pytest.raises(SourceError, match="of type dict"):
        from_networkx({"nodes": []})


def test_links_by_position_invent_nobody():
    data = json.loads(hostile("json/index_links.json").read_text())
    graph = nx.node_link_graph(data, directed=True, edges="links")
    with pytest.raises(SourceError, match="node 0 is of type int"):
        from_networkx(graph)


def test_ids_of_mixed_types_merge_nobody():
    data = json.loads(hostile("csv/ids_types_mixed.json").read_text())
    graph = nx.node_link_graph(data, directed=True, edges="links")
    with pytest.raises(SourceError, match=r"is of type .*, but ids are text"):
        from_networkx(graph)


def test_links_to_missing_nodes_invent_nobody():
    data = json.loads(hostile("json/links_to_missing_nodes.json").read_text())
    data["nodes"][0]["name"] = "Ann"
    graph = nx.node_link_graph(data, directed=True, edges="links")
    with pytest.raises(BookError, match="node 'GHOST', column name: is missing"):
        read(graph, fill={"organization": "acme", "kind": "influences"})
