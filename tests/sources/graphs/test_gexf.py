"""GEXF of Gephi and networkx."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pytest
from hypothesis import given, settings

from books import book
from hostile import damaged, hostile, refused
from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.sources.graphs import read_graph, write_gexf
from kamgraph.sources.limits import Limits

# As Gephi 0.10 writes it.
GEPHI = """<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://gexf.net/1.3" version="1.3" xmlns:viz="http://gexf.net/1.3/viz"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd">
  <meta lastmodifieddate="2026-01-12"><creator>Gephi 0.10.1</creator><title></title></meta>
  <graph defaultedgetype="directed" mode="static" idtype="string">
    <attributes class="node" mode="static">
      <attribute id="modularity_class" title="Modularity Class" type="integer"/>
      <attribute id="dept" title="function" type="string"><default> finance </default></attribute>
    </attributes>
    <attributes class="edge" mode="static">
      <attribute id="relation" title="relation" type="string"/>
    </attributes>
    <nodes count="2">
      <node id="0" label="Ada Quist">
        <attvalues><attvalue for="modularity_class" value="0"/></attvalues>
        <viz:size value="10.0"/><viz:position x="-77.2" y="38.1"/><viz:color r="84" g="84" b="84"/>
      </node>
      <node id="1" label="张伟">
        <attvalues><attvalue for="dept" value="it"/></attvalues>
      </node>
    </nodes>
    <edges count="3">
      <edge id="0" source="1" target="0" weight="0.5">
        <attvalues><attvalue for="relation" value="met"/></attvalues>
      </edge>
      <edge id="1" source="0" target="1" kind="influences" weight="0.25" type="directed"/>
      <edge id="2" source="0" target="1" label="dotted line" type="directed"/>
    </edges>
  </graph>
</gexf>
"""
FILL = {"organization": "Acme", "side": "customer", "kind": "influences"}
SMALL = book(people="ann acme level=2; us us", ties="us knows ann 0.5; ann dotted_line ann")


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the text of a file."""

    def read_text(text, **options):
        (tmp_path / "a.gexf").write_text(text, "utf-8")
        return read_graph(tmp_path / "a.gexf", **{"fill": FILL} | options)[0]

    return read_text


def test_a_file_of_gephi_is_read(read):
    found = read(GEPHI, rename={"weight": "strength"})
    assert found.organizations[["id", "name", "kind"]].to_numpy().tolist() == [
        ["Acme", "Acme", "customer"]
    ]
    people = found.people.set_index("id")
    assert people["name"].to_dict() == {"0": "Ada Quist", "1": "张伟"}
    assert people["function"].to_dict() == {"0": "finance", "1": "it"}
    assert people["Modularity Class"].dropna().to_dict() == {"0": "0"}
    ties = found.ties[["source", "kind", "target", "strength", "relation"]].astype(object)
    assert sorted(ties.where(ties.notna(), None).to_numpy().tolist(), key=str) == [
        ["0", "dotted_line", "1", None, None],
        ["0", "influences", "1", "0.25", None],
        ["1", "influences", "0", "0.5", "met"],
    ]


def test_an_edge_without_direction_is_two_ties(read):
    text = GEPHI.replace(' type="directed"', ' type="undirected"', 1).replace(
        'source="1"', 'source="0"'
    )
    text = text.replace('<edge id="0" source="0" target="0"', '<edge id="0" source="1" target="1"')
    ties = read(text).ties
    pairs = ties.loc[ties["kind"] == "influences", ["source", "target"]].to_numpy().tolist()
    assert pairs == [["0", "1"], ["1", "0"], ["1", "1"]]


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft"])
@pytest.mark.parametrize("make", [nx.DiGraph, nx.Graph, nx.MultiDiGraph])
def test_a_file_of_networkx_is_read(tmp_path, version, make):
    graph = make([("ann", "bo", {"weight": 0.5}), ("bo", "cy")])
    nx.set_node_attributes(graph, {"ann": "CFO"}, "title")
    nx.write_gexf(graph, tmp_path / "a.gexf", version=version)
    found = read_graph(tmp_path / "a.gexf", fill=FILL, rename={"weight": "strength"})[0]
    assert found.people["name"].tolist() == ["ann", "bo", "cy"]
    assert found.people["title"].fillna("").tolist() == ["CFO", "", ""]
    once = [("ann", "bo"), ("bo", "cy")]
    both = [*once, *(pair[::-1] for pair in once)]
    pairs = sorted(both if make is nx.Graph else once)
    assert [*map(tuple, found.ties[["source", "target"]].to_numpy())] == pairs


def test_a_file_of_ours_gives_back_people_and_ties(tmp_path):
    write_gexf(SMALL, tmp_path / "a.gexf")
    found = read_graph(tmp_path / "a.gexf")[0]
    assert found.ties[["source", "target", "kind", "strength"]].equals(
        SMALL.ties[["source", "target", "kind", "strength"]]
    )
    assert found.people[["id", "name", "organization", "level"]].equals(
        SMALL.people[["id", "name", "organization", "level"]]
    )
    assert "label" not in found.people
    assert "label" not in found.ties


NODE = '<node id="a" label="A"/>'


def graph(content, before=""):
    return f'<gexf version="1.2">{before}<graph defaultedgetype="directed">{content}</graph></gexf>'


ATTRIBUTE = '<attributes class="node"><attribute id="x" title="X"/></attributes>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<graphml/>", "is not GEXF"),
        ("<gexf>", "not well-formed"),
        ("<!DOCTYPE gexf><gexf/>", "DTD"),
        (graph("<nodes><node/></nodes>"), "a node has no id"),
        (graph('<edges><edge source="a"/></edges>'), "a edge has no target|an edge has no target"),
        (graph('<edges><edge source="a" target="a" type="both"/></edges>'), "'both' does not say"),
        (graph(NODE) + graph(NODE), "not well-formed"),
        (f"<gexf><graph>{NODE}</graph><graph>{NODE}</graph></gexf>", "a second graph"),
        (graph(ATTRIBUTE + ATTRIBUTE), "'X' is declared twice"),
        (graph('<attributes class="thing"/>'), "'thing' is neither node nor edge"),
        (graph('<node id="a"><attvalue for="y" value="1"/></node>'), "node 'a' has a value of 'y', which is not declared"),
        (graph(f'{ATTRIBUTE}<node id="a"><attvalue for="x" value="1"/><attvalue for="x" value="2"/></node>'), "'X': has several values"),
    ],
)  # fmt: skip
def test_what_no_book_could_keep_is_refused(read, text, words):
    with pytest.raises(SourceError, match=words):
        read(text)


def test_a_weight_that_is_no_number_is_a_problem(read):
    with pytest.raises(BookError, match=r"edge '1' → '0', column strength: 'NaN' is neither"):
        read(GEPHI.replace('weight="0.5"', 'weight="NaN"'), rename={"weight": "strength"})


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(size=100), "is larger than 100 bytes"),
        (Limits(rows=1), "more nodes than the limit of 1"),
        (Limits(columns=1), "more attributes than the limit of 1"),
        (Limits(cell=5), "longer than the limit of 5"),
        (Limits(depth=3), "nested more than 3 deep"),
    ],
)
def test_limits_hold(read, limits, words):
    with pytest.raises(SourceError, match=words):
        read(GEPHI, limits=limits)


def test_defaults_are_no_bomb(read):
    declared = f'<attributes class="node"><attribute id="x"><default>{"x" * 90_000}</default></attribute></attributes>'
    refused(SourceError, "defaults", read, graph(declared + '<node id="a"/>' * 2000))


def test_hostile_files_are_refused():
    refused(SourceError, "DTD", read_graph, hostile("xml/gexf_billion_laughs.gexf"))
    options = {"fill": FILL, "rename": {"id": "name"}}
    with pytest.raises(BookError, match=r"edge 'C1' → 'C2', column target: 'C2'"):
        read_graph(hostile("xml/gexf_no_label.gexf"), **options)


with TemporaryDirectory() as folder:
    write_gexf(SMALL, Path(folder) / "a.gexf")
    DATA = (Path(folder) / "a.gexf").read_bytes()


@settings(max_examples=min(200, settings.default.max_examples))
@given(data=damaged(DATA))
def test_damaged_files_end_in_an_error_of_our_own_or_in_a_book(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "damaged.gexf"
    file.write_bytes(data)
    with suppress(KamgraphError):
        assert read_graph(file)[0]
