from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pandas as pd
import pytest
from hypothesis import example, given, settings

from books import book
from extra_columns import books_with_extra_columns
from hostile import damaged, hostile, refused
from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.sources.graphs import read_graph
from kamgraph.sources.graphs.graph_files import write_graphml
from kamgraph.sources.graphs.networks import from_networkx
from kamgraph.sources.limits import Limits
from strategies import few

ORGANIZATIONS = pd.DataFrame({"id": ["acme"], "name": ["Acme"], "kind": ["customer"]})
KEYS = """
    <key id="n" for="node" attr.name="name" attr.type="string"/>
    <key id="k" for="edge" attr.name="kind"/>
    <key id="w" for="edge" attr.name="weight" attr.type="double"/>
    <key id="l" for="node" attr.name="level" attr.type="int"><default> 3 </default></key>
    <key id="b" for="all" attr.name="seen" attr.type="boolean"/>
"""
ANN = '<node id="ann"><data key="n">Ann</data></node>'
SMALL = book(people="ann acme level=2; us us", ties="us knows ann 0.5", roles="ann user acme")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("graphml") / "a.graphml"


@pytest.fixture
def text(file):
    """Return a function that reads the elements of a graph, or a whole document."""

    def read(content, **options):
        if not content.startswith("<?xml"):
            content = f'<?xml version="1.0"?><graphml>{KEYS}{content}</graphml>'
        file.write_text(content, "utf-8")
        options = {"fill": {"organization": "acme"}, "organizations": ORGANIZATIONS} | options
        return read_graph(file, **options)[0]

    return read


def graph(content, attributes='edgedefault="directed"'):
    return f"<graph {attributes}>{content}</graph>"


@few
@given(found=books_with_extra_columns(lenient=True))
@example(found=book())
@example(found=SMALL)
@example(found=book(people="ann acme", ties="ann influences gone", lenient=True))
def test_a_file_gives_back_the_book_to_us_and_through_networkx(file, found):
    write_graphml(found, file)
    assert read_graph(file, lenient=True)[0] == found
    if "key" not in found.ties:  # networkx would take it for what tells parallel edges apart
        graph = nx.read_graphml(file, force_multigraph=True)
        assert from_networkx(graph, lenient=True) == found


def test_a_file_of_networkx_is_read(file):
    graph = nx.DiGraph([("ann", "bo", {"weight": 0.5})])
    nx.set_node_attributes(graph, {"ann": "Ann", "bo": "<b>Bo</b>"}, "label")
    nx.write_graphml_xml(graph, file)
    options = {
        "rename": {"label": "name", "weight": "strength"},
        "fill": {"organization": "acme", "kind": "influences"},
        "organizations": ORGANIZATIONS,
    }
    assert read_graph(file, **options)[0] == from_networkx(graph, **options)


def test_defaults_types_and_unicode(text):
    found = text(
        graph(
            '<desc>any <!-- text --></desc><data key="b">true</data>'
            f'{ANN}<node id="张 伟"><data key="n"> 张&#13;<![CDATA[<b>]]></data><data key="l"/></node>'
        ),
        rename={"name": "label"},
        fill={"organization": "acme", "name": "N"},
    )
    people = found.people.set_index("id")
    assert people.loc["张 伟", "label"] == " 张\r<b>"
    assert people["level"].fillna(0).tolist() == [3, 0]  # an empty text is there, too


def test_keys_may_follow_the_graph(text):
    content = f"<?xml version='1.0'?><graphml>{KEYS}{graph(ANN)}<key id='later'/></graphml>"
    assert text(content).people["name"].tolist() == ["Ann"]


def test_edges_may_say_themselves_whether_they_are_directed(text):
    content = (
        f'{ANN}<node id="bo"><data key="n">Bo</data></node>'
        '<edge source="ann" target="bo"><data key="k">influences</data></edge>'
        '<edge source="ann" target="ann" directed="true"><data key="k">dotted_line</data></edge>'
    )
    ties = text(graph(content, 'edgedefault="undirected"')).ties
    assert ties[["source", "target"]].to_numpy().tolist() == [
        ["ann", "ann"],
        ["ann", "bo"],
        ["bo", "ann"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_read(file, encoding):
    write_graphml(SMALL, file)
    content = file.read_text("utf-8").replace("UTF-8", encoding.removesuffix("-sig"))
    file.write_bytes(content.encode(encoding))
    assert read_graph(file)[0] == SMALL


def test_prefixes_are_read(text):
    content = '<?xml version="1.0"?><g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns"><g:key id="n" for="node" attr.name="name"/><g:graph edgedefault="directed"><g:node id="ann"><g:data key="n">Ann</g:data></g:node></g:graph></g:graphml>'
    assert text(content).people["name"].tolist() == ["Ann"]


def test_a_foreign_file_keeps_what_only_looks_like_an_escape(text):
    found = text(graph(ANN.replace(">Ann", ">_x0041_nn")))
    assert found.people["name"].tolist() == ["_x0041_nn"]


REFUSED = [
    ("", "holds no graph"),
    ("<?xml version='1.0'?><gexf/>", "is not GraphML"),
    ("<?xml version='1.0'?><graphml>", "not well-formed"),
    ("<?xml version='1.0'?><!DOCTYPE graphml><graphml/>", "DTD"),
    ("<?xml version='1.0' encoding='ISO-8859-1'?><graphml/>", "ISO-8859-1; save it as UTF-8"),
    (graph("") + graph("", 'id="g2" edgedefault="directed"'), "a second graph 'g2'"),
    (graph("", ""), "the graph has no edgedefault"),
    (graph("", 'edgedefault="both"'), "'both' does not say"),
    (graph("<node/>"), "the node has no id"),
    (graph("<edge target='ann'/>"), "the edge has no source"),
    (graph("<hyperedge/>"), "a hyperedge .* in graph is not read"),
    (graph("<node id='ann'><port name='p'/></node>"), "node 'ann': a port .* in node"),
    (graph(f"<node id='ann'>{graph('')}</node>"), "node 'ann': a graph in node is not read"),
    (graph(ANN.replace("Ann", "<y:Label xmlns:y='y'>Ann</y:Label>")), "an element 'Label' in data"),
    (graph("<node id='ann'>Ann</node>"), "node 'ann': the text 'Ann' is the value of no attribute"),
    (graph("<node id='ann'><data>Ann</data></node>"), "the data has no key"),
    (graph("<node id='ann'><data key='x'>Ann</data></node>"), "key 'x' is not declared"),
    (graph("<node id='ann'><data key='w'>1</data></node>"), "key 'w' is not for a node"),
    (graph(ANN.replace("</node>", '<data key="n">A</data></node>')), "'name' is there twice"),
    ('<key id="n"/>' + graph(""), "key 'n' is declared twice"),
    ('<key id="x" attr.type="date"/>' + graph(""), "'date' is no type; types are boolean"),
    ('<key id="x" attr.type="int"><default>1.5</default></key>' + graph(""), "attribute 'x': '1.5' is not a whole number"),
    (graph("<edge source='a' target='b'><data key='w'>1e400</data></edge>"), "edge 'a' → 'b', attribute 'weight': '1e400' is not a finite number"),
    (graph("<edge source='a' target='b'><data key='w'>1_000</data></edge>"), "'1_000' is not a finite"),
    (graph("<node id='a'><data key='l'>١</data></node>"), "is not a whole number"),
    (graph("<node id='a'><data key='b'>yes</data></node>"), "'yes' is not true or false"),
    (graph("<node id='a'><data key='b'>yes</data></node>" * 30), "and 20 more"),
    (f'<key id="x"><default>{"x" * 90_000}</default></key>' + graph("<node id='a'/>" * 200), "defaults of its keys"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_what_no_book_could_keep_is_refused(text, content, words):
    with pytest.raises(SourceError, match=words) as caught:
        text(content)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(size=100), "is larger than 100 bytes"),
        (Limits(rows=1), "more nodes than the limit of 1"),
        (Limits(columns=4), "more keys than the limit of 4"),
        (Limits(cell=9), "longer than the limit of 9"),
        (Limits(depth=3), "nested more than 3 deep"),
    ],
)
def test_limits_hold_and_can_be_widened(text, limits, words):
    content = graph(f'{ANN}<node id="bo"><data key="n">Bo of Acme</data></node>')
    assert len(text(content).people) == 2
    with pytest.raises(SourceError, match=words):
        text(content, limits=limits)


def test_problems_name_the_node_of_the_file(file, text):
    with pytest.raises(BookError, match=f"{file}, node 'ann', column level: '9' must be"):
        text(graph(ANN.replace("</node>", '<data key="l">9</data></node>')))


def test_options_that_do_not_fit_name_the_file(file, text):
    with pytest.raises(SourceError, match=f"{file}: no node and no edge has an attribute 'label'"):
        text(graph(ANN), rename={"label": "name"})


def test_escapes_that_make_one_name_of_two_are_refused(file):
    write_graphml(
        SMALL.from_tables(SMALL.to_tables() | {"people": SMALL.people.assign(B="b")}), file
    )
    file.write_bytes(
        file.read_bytes().replace(b'"title"', b'"x"').replace(b'"level"', b'"_x0042_"')
    )
    with pytest.raises(SourceError, match="node 'ann' would have two attributes of one name"):
        read_graph(file)


def test_a_file_that_is_not_there_is_told(file):
    with pytest.raises(SourceError, match=r"gone\.graphml: No such file"):
        read_graph(file.with_name("gone.graphml"))
    with pytest.raises(SourceError, match="is no plain file, but a folder"):
        read_graph(file.parent)
    with pytest.raises(SourceError, match="gone is not there; make it first"):
        write_graphml(SMALL, file.parent / "gone" / "a.graphml")


def test_a_deep_file_ends_in_an_error(text):
    refused(SourceError, "is not read", text, "<?xml version='1.0'?><graphml>" + "<desc>" * 20_000)
    refused(SourceError, "is not GraphML", text, "<?xml version='1.0'?>" + "<g>" * 20_000)


def test_an_endless_tag_ends_in_an_error(file):
    file.write_bytes(b"<graphml a='" + b"x" * 30_000_000)
    refused(SourceError, "longer than", read_graph, file)


HOSTILE = {
    "graphml_bad_types.graphml": "edge 'C1' → 'C2', attribute 'weight': 'NaN'.*\n.*edge 'C2' → 'C1'.*'abc'",
    "graphml_billion_laughs.graphml": "DTD",
    "graphml_deep.graphml": "is not GraphML",
    "graphml_gbk_decl.graphml": "GB18030; save it as UTF-8",
    "graphml_multi_edges_two_graphs.graphml": "a second graph",
    "graphml_nested_graph.graphml": "node 'C1': a graph in node is not read",
    "graphml_param_entity.graphml": "DTD",
    "graphml_quadratic.graphml": "DTD",
    "graphml_utf7.graphml": "UTF-7; save it as UTF-8",
    "graphml_xxe_http.graphml": "DTD",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name):
    refused(SourceError, HOSTILE[name], read_graph, hostile(f"xml/{name}"))


def test_markup_in_names_is_kept_as_it_is():
    file = hostile("xml/graphml_xss_names.graphml")
    found = read_graph(file, fill={"organization": "acme"}, organizations=ORGANIZATIONS)[0]
    assert found.people["name"].tolist() == ["</script><img src=x onerror=alert(1)>"]


def test_every_hostile_file_is_tried():
    names = {file.name for file in hostile("xml").glob("*.graphml")}
    assert names == HOSTILE.keys() | {"graphml_xss_names.graphml"}


def written(found, folder):
    write_graphml(found, folder / "a.graphml")
    return (folder / "a.graphml").read_bytes()


with TemporaryDirectory() as folder:
    DATA = written(SMALL, Path(folder))


@settings(max_examples=min(400, settings.default.max_examples))
@given(data=damaged(DATA))
def test_damaged_files_end_in_an_error_of_our_own_or_in_a_book(file, data):
    file.write_bytes(data)
    with suppress(KamgraphError):
        assert read_graph(file)[0]
