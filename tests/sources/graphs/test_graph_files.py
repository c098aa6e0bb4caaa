import json

import networkx as nx
import pytest
from hypothesis import example, given

import kamgraph as k
from books import book
from extra_columns import books_with_extra_columns
from kamgraph.errors import SourceError
from kamgraph.sources.graphs.graph_files import (
    to_cytoscape,
    write_cytoscape,
    write_gexf,
    write_graphml,
)
from kamgraph.sources.graphs.networks import from_networkx, to_networkx
from kamgraph.sources.graphs.reading import read_graph
from kamgraph.sources.graphs.xml_text import unescape
from strategies import few

SMALL = book(
    people="ann acme level=2 susceptibility=0.5; us us; tie_1 us",
    deals="d acme",
    ties="us knows ann trusted; us influences ann -0.5; us influences ann 1 d",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@few
@given(found=books_with_extra_columns())
@example(found=SMALL)
@example(found=book())
def test_networkx_reads_the_people_and_ties(folder, found):
    plain = to_networkx(found)
    write_gexf(found, folder / "a.gexf")
    graph = nx.read_gexf(folder / "a.gexf")
    assert set(graph) == set(plain)
    assert graph.number_of_edges() == plain.number_of_edges()
    for node, data in plain.nodes(data=True):
        assert unescape(graph.nodes[node]["label"]) == data["name"]
        assert unescape(graph.nodes[node]["organization"]) == data["organization"]
    write_cytoscape(found, folder / "a.cyjs")
    document = json.loads((folder / "a.cyjs").read_text("utf-8"))
    graph = nx.cytoscape_graph(document)
    assert set(graph.edges(keys=True)) == set(plain.edges(keys=True))
    assert dict(graph.nodes(data="name")) == dict(plain.nodes(data="name"))
    elements = document["elements"]
    ids = [one["data"]["id"] for part in ("nodes", "edges") for one in elements[part]]
    assert len(ids) == len(set(ids)) == len(found.people) + len(found.ties)


@few
@given(found=books_with_extra_columns())
@example(found=SMALL)
def test_deals_and_roles_travel_with_the_people(folder, found):
    write_gexf(found, folder / "b.gexf")
    (again, assumed), rest = read_graph(folder / "b.gexf"), {"people", "ties"}
    assert assumed == []
    through = from_networkx(nx.cytoscape_graph(to_cytoscape(found)))
    for name in found.to_tables().keys() - rest:
        assert getattr(again, name).equals(getattr(found, name))
        assert getattr(through, name).equals(getattr(found, name))
    if found == SMALL:
        assert again == through == found


def test_gexf_has_types_and_labels(folder):
    write_gexf(SMALL, folder / "a.gexf")
    graph = nx.read_gexf(folder / "a.gexf")
    assert graph.nodes["ann"] == to_networkx(SMALL).nodes["ann"] | {"label": "ann"}
    strengths = {(data["label"], data["strength"]) for *_, data in graph.edges(data=True)}
    assert strengths == {("knows", "trusted"), ("influences", "-0.5"), ("influences", "1.0")}


def test_names_that_cytoscape_reserves_are_kept_under_another():
    people = SMALL.people.assign(parent="p", parent_="q", value="v")
    ties = SMALL.ties.assign(id="i", key="k")
    found = type(SMALL).from_tables(SMALL.to_tables() | {"people": people, "ties": ties})
    elements = to_cytoscape(found)["elements"]
    node, edge = elements["nodes"][0]["data"], elements["edges"][0]["data"]
    assert (node["parent__"], node["parent_"], node["value_"]) == ("p", "q", "v")
    assert "parent" not in node
    assert (edge["id"], edge["id_"], edge["key_"]) == ("tie 1", "i", "k")


def test_ids_of_ties_give_way_to_those_of_people():
    people = SMALL.people.assign(id=["ann", "tie 1", "us"])
    found = type(SMALL).from_tables(SMALL.to_tables() | {"people": people})
    assert to_cytoscape(found)["elements"]["edges"][0]["data"]["id"] == "tie_ 1"


@pytest.mark.parametrize("write", [write_graphml, write_gexf, write_cytoscape])
def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path, write):
    write(SMALL, tmp_path / "a")
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    with pytest.raises(SourceError, match="gone is not there; make it first"):
        write(SMALL, tmp_path / "gone" / "a")


def test_columns_whose_names_gexf_reserves_come_back(tmp_path):
    tables = k.load_demo().to_tables()
    ties, people = tables["ties"], tables["people"]
    tables["ties"] = ties.assign(weight="7", weight_="8", label=["x", *[None] * (len(ties) - 1)])
    tables["people"] = people.assign(start="early", label="of ours")
    mine = k.Book.from_tables(tables)
    k.write(mine, tmp_path / "book.gexf")
    assert k.read(tmp_path / "book.gexf") == mine
