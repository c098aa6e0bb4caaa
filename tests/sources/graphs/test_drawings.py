"""Charts of yEd of any shape: every label is a name, every group an attribute, no edge is lost."""

from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hostile import damaged
from kamgraph.errors import KamgraphError, SourceError
from kamgraph.sources.graphs import read_graph
from kamgraph.sources.limits import Limits
from strategies import few

HEAD = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>
<key for="graphml" id="d7" yfiles.type="resources"/>
<key attr.name="description" attr.type="string" for="node" id="d5"/>
<graph edgedefault="directed" id="G">"""
TAIL = '</graph><data key="d7"><y:Resources/></data></graphml>'
FILL = {"organization": "Acme", "side": "customer", "kind": "influences"}
LABELS = st.text(st.characters(categories=["L", "N", "S"]), max_size=8).map("P{}".format)
# A chart is a list of people (texts) and groups: the label and the chart within.
CHARTS = st.recursive(
    st.lists(LABELS, max_size=3),
    lambda inner: st.lists(LABELS | st.tuples(LABELS | st.just(""), inner), max_size=3),
    max_leaves=8,
)


def draw_all(chart, above="", group=""):
    """Return the nodes of a chart as yEd writes them, and (id, label, group) of its people."""
    parts, people = [], []
    for number, one in enumerate(chart):
        name = f"{above}n{number}"
        if isinstance(one, str):
            drawn = f"<y:ShapeNode><y:NodeLabel>{escape(one)}<y:LabelModel>x</y:LabelModel></y:NodeLabel></y:ShapeNode>"
            parts.append(
                f'<node id="{name}"><data key="d5">d</data><data key="d6">{drawn}</data></node>'
            )
            people.append((name, one, group))
        else:
            label, inner = one
            drawn = f"<y:Group><y:GroupNode><y:NodeLabel>{escape(label)}</y:NodeLabel></y:GroupNode></y:Group>"
            within, theirs = draw_all(inner, f"{name}::", label or group)
            parts.append(
                f'<node id="{name}" yfiles.foldertype="group"><data key="d5">g</data><data key="d6">{drawn}</data>'
                f'<graph edgedefault="directed" id="{name}:">{within}</graph></node>'
            )
            people += theirs
    return "".join(parts), people


def write(path, nodes, pairs):
    edges = "".join(
        f'<edge id="e" source="{a}" target="{b}"><data key="d10"><y:PolyLineEdge/></data></edge>'
        for a, b in pairs
    )
    path.write_text(f"{HEAD}{nodes}{edges}{TAIL}", "utf-8")
    return path


@few
@given(CHARTS, st.data())
@example([("", [("B", ["Ann"])]), "Bo"], None)
def test_every_person_has_a_name_and_a_group_and_every_edge_is_a_tie(tmp_path_factory, chart, data):
    nodes, people = draw_all(chart)
    ids = [name for name, *_ in people]
    pairs = set()
    if ids and data is not None:
        pairs = data.draw(
            st.sets(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=5)
        )
    path = write(tmp_path_factory.getbasetemp() / "chart.graphml", nodes, sorted(pairs))
    found = read_graph(path, fill=FILL)[0]
    groups = found.people["group"].fillna("") if "group" in found.people else [""] * len(people)
    told = zip(found.people["id"], found.people["name"], groups, strict=True)
    assert sorted(told) == sorted((name, label.strip(), group) for name, label, group in people)
    assert {*map(tuple, found.ties[["source", "target"]].to_numpy())} == pairs
    if people:
        assert {*found.people["description"]} == {"d"}


def test_limits_hold_within_drawings(tmp_path):
    nodes, _ = draw_all(["Ann of Acme", "Bo"])
    path = write(tmp_path / "a.graphml", nodes, [])
    for limits, words in (
        (Limits(cell=10), "longer than the limit of 10"),
        (Limits(rows=1), "more nodes than the limit of 1"),
        (Limits(columns=1), "more keys than the limit of 1"),
        (Limits(depth=5), "nested more than 5 deep"),
    ):
        with pytest.raises(SourceError, match=words):
            read_graph(path, fill=FILL, limits=limits)


DATA = f"{HEAD}{draw_all(['Ann', ('G', ['Bo', ('', ['Cy'])])])[0]}{TAIL}".encode()


@settings(max_examples=min(200, settings.default.max_examples))
@given(data=damaged(DATA))
def test_damaged_charts_end_in_an_error_of_our_own_or_in_a_book(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "damaged.graphml"
    path.write_bytes(data)
    with suppress(KamgraphError):
        assert read_graph(path, fill=FILL)[0]
