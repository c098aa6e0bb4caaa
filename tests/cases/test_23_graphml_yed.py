"""Charts drawn in yEd, and graphs of networkx: labels are names, the rest is filled and renamed."""

import networkx as nx
import pytest

from exports import rows
from kamgraph.cli import main
from kamgraph.errors import SourceError
from kamgraph.sources.read import propose_mapping, read

HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:java="http://www.yworks.com/xml/yfiles-common/1.0/java" xmlns:x="http://www.yworks.com/xml/yfiles-common/markup/2.0" xmlns:y="http://www.yworks.com/xml/graphml" xmlns:yed="http://www.yworks.com/xml/yed/3">
  <!--Created by yEd 3.24-->
  <key attr.name="Description" attr.type="string" for="graph" id="d0"/>
  <key for="port" id="d1" yfiles.type="portgraphics"/>
  <key for="port" id="d2" yfiles.type="portgeometry"/>
  <key attr.name="url" attr.type="string" for="node" id="d4"/>
  <key attr.name="description" attr.type="string" for="node" id="d5"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="graphml" id="d7" yfiles.type="resources"/>
  <key attr.name="description" attr.type="string" for="edge" id="d9"/>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <data key="d0" xml:space="preserve"/>
"""
TAIL = """  </graph>
  <data key="d7"><y:Resources><y:Resource id="1" type="java.lang.String">text</y:Resource></y:Resources></data>
</graphml>
"""
FILL = {"organization": "Acme", "side": "customer", "kind": "reports_to"}


def node(name, label):
    return f"""
    <node id="{name}">
      <data key="d4" xml:space="preserve"/>
      <data key="d6"><y:ShapeNode>
        <y:Geometry height="30.0" width="80.0" x="0.0" y="0.0"/><y:Fill color="#FFCC00" transparent="false"/>
        <y:NodeLabel alignment="center" fontFamily="Dialog" xml:space="preserve">{label}<y:LabelModel><y:SmartNodeLabelModel distance="4.0"/></y:LabelModel><y:ModelParameter/></y:NodeLabel>
        <y:Shape type="rectangle"/>
      </y:ShapeNode></data>
    </node>"""


def group(name, label, content, kind="group"):
    return f"""
    <node id="{name}" yfiles.foldertype="{kind}">
      <data key="d5" xml:space="preserve"><![CDATA[a department]]></data>
      <data key="d6"><y:ProxyAutoBoundsNode><y:Realizers active="0">
        <y:GroupNode><y:NodeLabel modelName="internal">{label}</y:NodeLabel><y:State closed="false"/></y:GroupNode>
        <y:GroupNode><y:NodeLabel>Folder 1</y:NodeLabel></y:GroupNode>
      </y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph edgedefault="directed" id="{name}:">{content}</graph>
    </node>"""


def edge(source, target, label=""):
    drawn = f"<y:EdgeLabel>{label}</y:EdgeLabel>" if label else ""
    return f"""
    <edge id="e" source="{source}" target="{target}">
      <data key="d9"/>
      <data key="d10"><y:PolyLineEdge><y:Arrows source="none" target="standard"/>{drawn}</y:PolyLineEdge></data>
    </edge>"""


@pytest.fixture
def draw(tmp_path):
    """Return a function that writes a chart as yEd does."""

    def write(content, end=TAIL):
        (tmp_path / "chart.graphml").write_text(HEAD + content + end, "utf-8")
        return tmp_path / "chart.graphml"

    return write


def test_labels_are_names_and_what_all_have_is_filled(draw):
    path = draw(node("n0", "Ada Quist") + node("n1", "张伟") + edge("n1", "n0"))
    book = read(path, fill=FILL)
    assert rows(book, "organizations", "id name kind") == ["Acme Acme customer"]
    assert rows(book, "people", "id name organization") == ["n0 Ada Quist Acme", "n1 张伟 Acme"]
    assert rows(book, "ties", "source kind target") == ["n1 reports_to n0"]


def test_people_in_groups_are_people_and_groups_are_none(draw):
    inner = node("n1::n0", "Ben Orr") + group("n1::n1", "Buying", node("n1::n1::n0", "Cy Dunn"))
    path = draw(
        node("n0", "Ada Quist")
        + group("n1", "Finance", inner + edge("n1::n1::n0", "n1::n0"))
        + group("n2", "", "", kind="folder")
        + edge("n1::n0", "n0")
    )
    book = read(path, fill=FILL, rename={"group": "function"})
    assert rows(book, "people", "name function") == [
        "Ada Quist -",
        "Ben Orr Finance",
        "Cy Dunn Buying",
    ]
    assert rows(book, "ties", "source target") == ["n1::n0 n0", "n1::n1::n0 n1::n0"]


def test_groups_may_be_the_organizations(draw):
    path = draw(group("n0", "Acme", node("n0::n0", "Ada")) + group("n1", "Us", node("n1::n0", "U")))
    book = read(path, fill={"side": "customer"}, rename={"group": "organization"})
    assert sorted(book.organizations["id"]) == ["Acme", "Us"]


def test_an_edge_to_a_group_is_refused(draw):
    path = draw(
        node("n0", "Ada") + group("n1", "Finance", node("n1::n0", "Ben")) + edge("n1", "n0")
    )
    with pytest.raises(SourceError, match="at the group 'Finance', which is nobody; draw it to"):
        read(path, fill=FILL)


def test_a_label_of_an_edge_that_is_a_kind_of_tie_is_its_kind(draw):
    people = node("n0", "Ada") + node("n1", "Ben")
    path = draw(people + edge("n1", "n0", "reports to") + edge("n0", "n1", "影响"))
    found = read(path, fill={"organization": "Acme", "side": "customer"})
    assert rows(found, "ties", "source kind target") == ["n0 influences n1", "n1 reports_to n0"]
    path = draw(people + edge("n1", "n0", "plays golf with"))
    book = read(path, fill=FILL)
    assert rows(book, "ties", "kind label") == ["reports_to plays golf with"]


def test_lines_of_a_label_are_named_by_who_reads_them(draw):
    path = draw(node("n0", "Chief Financial Officer\nAda Quist") + node("n1", "Buyer\nBen Orr"))
    with pytest.raises(
        SourceError, match=r"node 'n0' has a label of several lines, 'Chief Fin.*rename="
    ):
        read(path, fill=FILL)
    book = read(path, fill=FILL, rename={"label": "title", "label 2": "name"})
    assert rows(book, "people", "name title") == [
        "Ada Quist Chief Financial Officer",
        "Ben Orr Buyer",
    ]


def test_a_label_beside_an_attribute_of_that_name_is_kept(tmp_path):
    key = '<key id="l" for="node" attr.name="label"/><key id="n" for="node" attr.name="name"/>'
    text = HEAD.replace("<key for=", f"{key}<key for=", 1) + node("n0", "drawn").replace(
        "</node>", '<data key="n">Ada</data><data key="l">own</data></node>'
    )
    (tmp_path / "a.graphml").write_text(text + TAIL, "utf-8")
    book = read(tmp_path / "a.graphml", fill=FILL)
    assert rows(book, "people", "name label") == ["Ada own"]
    assert book.people["drawn label"].tolist() == ["drawn"]


BROWSER = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/yfiles-common/3.0" xmlns:x="http://www.yworks.com/xml/yfiles-common/markup/3.0">
  <key id="d1" for="node" attr.name="NodeLabels" y:attr.uri="http://www.yworks.com/xml/yfiles-common/2.0/NodeLabels"/>
  <key id="d4" for="port" attr.name="PortLabels" y:attr.uri="http://www.yworks.com/xml/yfiles-common/2.0/PortLabels"/>
  <graph id="G" edgedefault="directed">
    <node id="n0"><data key="d1"><x:List><y:Label><y:Label.Text><![CDATA[Ada & Co]]></y:Label.Text></y:Label></x:List></data>
      <port name="p0"><data key="d4"/></port></node>
  </graph>
</graphml>
"""


def test_drawings_of_programs_for_the_browser_are_read(tmp_path):
    (tmp_path / "a.graphml").write_text(BROWSER, "utf-8")
    assert rows(read(tmp_path / "a.graphml", fill=FILL), "people", "name") == ["Ada & Co"]


@pytest.mark.parametrize("write", [nx.write_graphml_xml, nx.write_gexf])
def test_graphs_of_networkx_are_read_with_names_or_ids_as_names(tmp_path, write):
    graph = nx.DiGraph([("Ada Quist", "Ben Orr", {"weight": 0.5}), ("Ben Orr", "Ada Quist")])
    path = tmp_path / f"a.{write.__name__.split('_')[1]}"
    write(graph, path)
    rename = {"weight": "strength"} | ({"id": "name"} if path.suffix == ".graphml" else {})
    book = read(path, fill=FILL | {"kind": "influences"}, rename=rename)
    assert rows(book, "people", "id name") == ["Ada Quist Ada Quist", "Ben Orr Ben Orr"]
    assert rows(book, "ties", "source target strength") == [
        "Ada Quist Ben Orr 0.5",
        "Ben Orr Ada Quist -",
    ]


def test_the_command_line_fills_and_renames(draw, tmp_path, capsys):
    path = draw(node("n0", "Ada") + node("n1", "Ben") + edge("n1", "n0"))
    options = [f"--fill={name}={value}" for name, value in FILL.items()]
    target = tmp_path / "book.json"
    assert main(["convert", str(path), str(target), *options, "--rename", "id=nr"]) == 0
    assert rows(read(target), "people", "id name nr") == ["n0 Ada n0", "n1 Ben n1"]
    with pytest.raises(SystemExit):
        main(["convert", str(path), str(target), "--fill", "organization"])
    assert "'organization' is not of the form NAME=VALUE" in capsys.readouterr().err


def test_what_nobody_says_is_asked_for(draw):
    path = draw(node("n0", "Ada") + node("n1", "Ben") + edge("n1", "n0"))
    with pytest.raises(
        SourceError, match=r"says its organization, no edge says its kind; .* fill="
    ):
        read(path)
    with pytest.raises(SourceError, match=r"no node says the side of its organization; .* fill="):
        read(path, fill={"organization": "Acme", "kind": "reports_to"})
    with pytest.raises(SourceError, match="is a graph, which needs no mapping: rename= and fill="):
        propose_mapping(path)


def test_tables_have_nothing_to_rename_or_fill(tmp_path):
    (tmp_path / "people.csv").write_text("id,name,organization\n")
    with pytest.raises(SourceError, match="is no graph, so there is nothing to rename or fill"):
        read(tmp_path, fill=FILL)
