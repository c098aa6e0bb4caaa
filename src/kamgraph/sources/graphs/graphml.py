"""GraphML of any origin into a book."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.sources import safe_xml
from kamgraph.sources.files import name_errors
from kamgraph.sources.graphs.elements import NOTE, Element, Network, make_book
from kamgraph.sources.graphs.graphml_gate import GraphMLGate
from kamgraph.sources.limits import Limits, check_file

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from xml.etree import ElementTree as ET

    import networkx as nx

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

_BLOCK = 2**16


def read_graphml(
    path: str | os.PathLike[str],
    *,
    rename: Mapping[str, str] | None = None,
    fill: Mapping[str, Any] | None = None,
    organizations: Any = None,
    policy: Policy | None = None,
    lenient: bool = False,
    limits: Limits = Limits(),
) -> Book:
    """Read a book from a GraphML file, with the options of :func:`~kamgraph.from_networkx`."""
    # Ids of edges, descriptions, and attributes of the graph as a whole other than ``kamgraph`` are
    # not read.
    file = Path(path)
    with name_errors(file):
        network = _read_network(file, limits)
    return make_book(
        network,
        rename=rename,
        fill=fill,
        organizations=organizations,
        policy=policy,
        lenient=lenient,
    )


def _read_network(file: Path, limits: Limits) -> Network:
    check_file(file, limits)
    gate = GraphMLGate(str(file), limits)
    with file.open("rb") as stream:
        blocks = iter(partial(stream.read, _BLOCK), b"")
        safe_xml.parse(blocks, gate, place=str(file), limits=limits)
    graph = _parse(gate.finish())
    nodes = [Element((node,), {**graph.nodes[node]}) for node in gate.nodes]
    numbered = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[2])
    edges = [
        Element((source, target), attributes, directed=number not in gate.undirected)
        for source, target, number, attributes in numbered
    ]
    return Network(nodes, edges, graph.graph.get(NOTE), str(file))


def _parse(document: ET.Element) -> nx.MultiDiGraph:
    import networkx as nx

    reader = nx.GraphMLReader(force_multigraph=True)
    keys, defaults = reader.find_graphml_keys(document)
    return reader.make_graph(document.find("{*}graph"), keys, defaults)
