"""A book as a file for programs that draw networks: GraphML, GEXF and JSON of Cytoscape."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement

from kamgraph.sources.commit import write_bytes
from kamgraph.sources.graphs.elements import NOTE
from kamgraph.sources.graphs.networks import to_networkx
from kamgraph.sources.graphs.xml_text import escape

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    import networkx as nx

    from kamgraph.model.book import Book
    from kamgraph.sources.graphs.elements import Attributes

# Attributes of nodes and of edges that a format, or its writer, would take for its own.
_OF_CYTOSCAPE = {"id", "parent", "value"}, {"id", "source", "target", "key"}
_OF_GEXF = (
    {"id", "label", "pid", "parents", "start", "end", "spells", "viz"},
    {"id", "source", "target", "key", "networkx_key", "label", "weight", "type"}
    | {"start", "end", "spells", "viz"},
)


def write_graphml(
    book: Book, path: str | os.PathLike[str], *, check: Callable[[], None] | None = None
) -> None:
    """Write a book as GraphML, so that :func:`read_graph` gives an equal one."""
    # The other tables are in the attribute ``kamgraph`` of the graph. Characters that XML cannot
    # hold are escaped, which read_graph and from_networkx undo.
    import networkx as nx

    graph = _fit_for_xml(to_networkx(book))
    graph.graph[NOTE] = _complete_note(graph, escaped=True)
    writer = nx.GraphMLWriter(graph, encoding="UTF-8")
    for edge in writer.xml.iter("edge"):
        del edge.attrib["id"]  # the key in networkx, which tells parallel edges apart and no others
    _save(path, writer.dump, check=check)


def write_gexf(book: Book, path: str | os.PathLike[str]) -> None:
    """Write a book as GEXF 1.2, the format of Gephi."""
    # Labels are names and kinds of ties. Edges have no weight, since a strength may be a label or
    # negative: it is an attribute. The other tables are in the description of the file, which
    # read_graph takes where the creator is this library.
    from networkx.readwrite.gexf import GEXFWriter

    graph = _fit_for_xml(_avoid_reserved_names(to_networkx(book), *_OF_GEXF))
    note = _complete_note(graph, edges=["networkx_key"], escaped=True)
    graph.graph.clear()
    for elements, name in ((graph.nodes, "name"), (graph.edges, "kind")):
        for attributes in elements.values():
            attributes["label"] = attributes[name]
    writer = GEXFWriter(graph, encoding="UTF-8", version="1.2draft")
    meta = writer.xml.find("meta")
    meta.clear()  # of the day of writing: a book has the same bytes
    for name, text in (("creator", NOTE), ("description", note)):
        SubElement(meta, name).text = text
    _save(path, writer.write)


def write_cytoscape(book: Book, path: str | os.PathLike[str]) -> None:
    """Write a book as JSON of Cytoscape; see :func:`to_cytoscape`."""
    text = json.dumps(to_cytoscape(book), ensure_ascii=False, allow_nan=False, indent=1)
    _save(path, lambda stream: stream.write(f"{text}\n".encode()))


def to_cytoscape(book: Book) -> dict[str, Any]:
    """Return a book as Cytoscape, Cytoscape.js and networkx read it.

    Parameters
    ----------
    book
        The book.

    Returns
    -------
    dict
        Plain objects, ready for JSON: ``data``, ``directed``, ``multigraph`` and ``elements``
        with ``nodes`` and ``edges``. The other tables (deals, roles ...) are in
        ``data["kamgraph"]``, as the text of a JSON document. Attributes are those of
        :func:`~kamgraph.to_networkx`; a column of your own that Cytoscape would take for one of its
        own (``id``, ``parent``, ``source`` ...) gets an underscore at its end.
    """
    import networkx as nx

    graph = _avoid_reserved_names(to_networkx(book), *_OF_CYTOSCAPE)
    note = _complete_note(graph, nodes=["value"], edges=["id", "key"])
    return nx.cytoscape_data(graph) | {"data": {NOTE: note}}


def _complete_note(
    graph: nx.MultiDiGraph,
    *,
    nodes: Sequence[str] = (),
    edges: Sequence[str] = (),
    escaped: bool = False,
) -> str:
    """Return the note with what a format adds to nodes and edges, which is not to be read back."""
    note = json.loads(graph.graph[NOTE])
    derived = {"derived": [*note["derived"], *nodes], "edges_derived": [*edges]}
    return json.dumps(note | derived | {"escaped": escaped})


def _avoid_reserved_names(
    graph: nx.MultiDiGraph, of_nodes: set[str], of_edges: set[str]
) -> nx.MultiDiGraph:
    """Give attributes names that a format does not reserve, and edges an id that no node has."""
    note = json.loads(graph.graph[NOTE])
    for name, elements, reserved in (
        ("renamed", graph.nodes, of_nodes),
        ("edges_renamed", graph.edges, of_edges),
    ):
        others = _find_other_names(elements.values(), reserved)
        note[name] = {other: own for own, other in others.items()}
        for attributes in elements.values():
            for own in others.keys() & attributes.keys():
                attributes[others[own]] = attributes.pop(own)
    graph.graph[NOTE] = json.dumps(note)
    prefix = "tie"
    while any(node.startswith(f"{prefix} ") for node in graph):
        prefix += "_"
    for number, attributes in enumerate(graph.edges.values(), start=1):
        attributes["id"] = f"{prefix} {number}"
    return graph


def _find_other_names(elements: Iterable[Attributes], reserved: set[str]) -> dict[str, str]:
    """Return what attributes that a format reserves are called there, which no other one is."""
    there = {name for attributes in elements for name in attributes}
    names: dict[str, str] = {}
    for name in sorted(reserved & there):
        other = f"{name}_"
        while other in there:
            other += "_"
        names[name] = other
        there.add(other)
    return names


def _fit_for_xml(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return a graph of texts that XML can hold, in which each attribute is of one type."""
    import networkx as nx

    fit = nx.relabel_nodes(graph, escape)
    for elements in (fit.nodes.values(), fit.edges.values()):
        types = _find_types(elements)
        for attributes in elements:
            typed = {escape(name): types[name](value) for name, value in attributes.items()}
            attributes.clear()
            attributes.update(typed)
    return fit


def _find_types(elements: Iterable[Attributes]) -> dict[str, Callable[[Any], Any]]:
    """Return what makes of every value of an attribute one of the type that all can have."""
    found: dict[str, set[type]] = {}
    for attributes in elements:
        for name, value in attributes.items():
            found.setdefault(name, set()).add(type(value))
    return {name: _choose_type(types) for name, types in found.items()}


def _choose_type(types: set[type]) -> Callable[[Any], Any]:
    if types <= {int, float}:
        return float if float in types else int
    return lambda value: escape(str(value))


def _save(
    path: str | os.PathLike[str],
    write: Callable[[io.BytesIO], object],
    *,
    check: Callable[[], None] | None = None,
) -> None:
    stream = io.BytesIO()
    write(stream)
    write_bytes(Path(path), stream.getvalue(), check=check)
