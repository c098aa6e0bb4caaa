"""A book as a file for programs that draw networks: GraphML, GEXF and JSON of Cytoscape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape

from kamgraph.sources.files import naming, write_text
from kamgraph.sources.graphs.elements import NOTE
from kamgraph.sources.graphs.networks import to_networkx
from kamgraph.sources.graphs.xml_text import content, quoted

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from kamgraph.model.book import Book
    from kamgraph.sources.graphs.elements import Attributes

Declared: TypeAlias = dict[str, tuple[str, str]]  # attribute → its key and its type

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OF_NODES = {"id", "parent", "value"}
_OF_EDGES = {"id", "source", "target", "key"}


def write_graphml(book: Book, path: str | os.PathLike[str]) -> None:
    """Write a book as GraphML, so that :func:`read_graphml` gives an equal one.

    Nodes, edges and attributes are those of :func:`~kamgraph.to_networkx`, and the other tables
    are in the attribute ``kamgraph`` of the graph. Characters that XML cannot hold are written as
    in ``_x0001_``, which :func:`read_graphml` and :func:`~kamgraph.from_networkx` undo.

    Parameters
    ----------
    book
        The book.
    path
        The file; it is replaced as a whole or not at all.

    Raises
    ------
    SourceError
        If it cannot be written.
    """
    _save(path, _graphml(book))


def write_gexf(book: Book, path: str | os.PathLike[str]) -> None:
    """Write the people and ties of a book as GEXF 1.2, the format of Gephi.

    Nodes, edges and attributes are those of :func:`~kamgraph.to_networkx`; labels are names and
    kinds of ties. The other tables are left out, and edges have no weight, since a strength may
    be a label or negative: it is an attribute. Characters that XML cannot hold are written as in
    ``_x0001_``, and a column of your own that GEXF would take for one of its own (``label``,
    an edge's ``id`` ...) gets an underscore at its end.

    Parameters
    ----------
    book
        The book.
    path
        The file; it is replaced as a whole or not at all.

    Raises
    ------
    SourceError
        If it cannot be written.
    """
    _save(path, _gexf(book))


def write_cytoscape(book: Book, path: str | os.PathLike[str]) -> None:
    """Write the people and ties of a book as JSON of Cytoscape; see :func:`to_cytoscape`.

    Parameters
    ----------
    book
        The book.
    path
        The file; it is replaced as a whole or not at all.

    Raises
    ------
    SourceError
        If it cannot be written.
    """
    _save(path, [json.dumps(to_cytoscape(book), ensure_ascii=False, allow_nan=False, indent=1)])


def to_cytoscape(book: Book) -> dict[str, Any]:
    """Return the people and ties of a book as Cytoscape, Cytoscape.js and networkx read them.

    Parameters
    ----------
    book
        The book; tables other than people, organizations and ties are left out.

    Returns
    -------
    dict
        Plain objects, ready for JSON: ``data``, ``directed``, ``multigraph`` and ``elements``
        with ``nodes`` and ``edges``. Attributes are those of :func:`~kamgraph.to_networkx`; a
        column of your own that Cytoscape would take for one of its own (``id``, ``parent``,
        ``source`` ...) gets an underscore at its end.
    """
    graph = to_networkx(book)
    nodes = [
        {"data": _apart(attributes, _OF_NODES) | {"id": node, "value": node}}
        for node, attributes in graph.nodes(data=True)
    ]
    names = _edge_names(graph)
    edges = [
        {
            "data": _apart(attributes, _OF_EDGES)
            | {"id": name, "source": source, "target": target, "key": key}
        }
        for name, (source, target, key, attributes) in zip(
            names, graph.edges(keys=True, data=True), strict=True
        )
    ]
    return {
        "data": {},
        "directed": True,
        "multigraph": True,
        "elements": {"nodes": nodes, "edges": edges},
    }


def _apart(attributes: Attributes, reserved: set[str]) -> Attributes:
    """Return attributes under names that the format does not reserve."""
    kept = {name: value for name, value in attributes.items() if name not in reserved}
    for name in reserved & attributes.keys():
        other = f"{name}_"
        while other in kept:
            other += "_"
        kept[other] = attributes[name]
    return kept


def _edge_names(graph: nx.MultiDiGraph) -> list[str]:
    """Return an id for each edge that no node has, since Cytoscape keeps both in one place."""
    prefix = "tie"
    while any(node.startswith(f"{prefix} ") for node in graph):
        prefix += "_"
    return [f"{prefix} {number}" for number in range(1, graph.number_of_edges() + 1)]


def _graphml(book: Book) -> Iterator[str]:
    graph = to_networkx(book)
    nodes, edges = _declared(graph.nodes(data=True), "n"), _declared(graph.edges(data=True), "e")
    yield _HEAD
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield f'<key id="g0" for="graph" attr.name="{NOTE}" attr.type="string"/>'
    for part, declared in (("node", nodes), ("edge", edges)):
        for name, (key, kind) in declared.items():
            yield f'<key id="{key}" for="{part}" attr.name={quoted(name)} attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    note = json.loads(graph.graph[NOTE]) | {"escaped": True}
    yield f'<data key="g0">{escape(json.dumps(note))}</data>'
    for node, attributes in graph.nodes(data=True):
        yield f"<node id={quoted(node)}>{_data(attributes, nodes)}</node>"
    for source, target, attributes in graph.edges(data=True):
        ends = f"source={quoted(source)} target={quoted(target)}"
        yield f"<edge {ends}>{_data(attributes, edges)}</edge>"
    yield "</graph>\n</graphml>"


def _data(attributes: Attributes, declared: Declared) -> str:
    return "".join(
        f'<data key="{declared[name][0]}">{content(value)}</data>'
        for name, value in attributes.items()
    )


def _gexf(book: Book) -> Iterator[str]:
    graph = to_networkx(book)
    nodes = [(node, _apart(data, {"label"})) for node, data in graph.nodes(data=True)]
    edges = [(*ends, _apart(data, {"label"} | _OF_EDGES)) for *ends, data in graph.edges(data=True)]
    of_nodes, of_edges = _declared(nodes, "n"), _declared(edges, "e")
    yield _HEAD
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
    yield '<graph defaultedgetype="directed" mode="static">'
    for part, declared in (("node", of_nodes), ("edge", of_edges)):
        yield f'<attributes class="{part}" mode="static">'
        for name, (key, kind) in declared.items():
            yield f'<attribute id="{key}" title={quoted(name)} type="{kind}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for node, data in nodes:
        head = f"<node id={quoted(node)} label={quoted(data['name'])}>"
        yield f"{head}{_values(data, of_nodes)}</node>"
    yield "</nodes>\n<edges>"
    for name, (source, target, data) in zip(_edge_names(graph), edges, strict=True):
        ends = f"source={quoted(source)} target={quoted(target)}"
        head = f"<edge id={quoted(name)} {ends} label={quoted(data['kind'])}>"
        yield f"{head}{_values(data, of_edges)}</edge>"
    yield "</edges>\n</graph>\n</gexf>"


def _values(attributes: Attributes, declared: Declared) -> str:
    values = "".join(
        f'<attvalue for="{declared[name][0]}" value={quoted(value)}/>'
        for name, value in attributes.items()
    )
    return f"<attvalues>{values}</attvalues>"


def _declared(elements: Iterable[tuple[Any, ...]], prefix: str) -> Declared:
    """Return the key and the type of each attribute that some nodes or edges have."""
    found: dict[str, set[type]] = {}
    for *_, attributes in elements:
        for name, value in attributes.items():
            found.setdefault(name, set()).add(type(value))
    return {
        name: (f"{prefix}{number}", _type(types))
        for number, (name, types) in enumerate(found.items())
    }


def _type(types: set[type]) -> str:
    if types <= {int, float}:
        return "double" if float in types else "long"
    return "string"


def _save(path: str | os.PathLike[str], lines: Iterable[str]) -> None:
    with naming(path):
        write_text(Path(path), "".join(f"{line}\n" for line in lines))
