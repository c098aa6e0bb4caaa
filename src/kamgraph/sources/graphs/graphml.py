"""GraphML of any origin, taken apart into nodes and edges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kamgraph.sources import safe_xml
from kamgraph.sources.graphs.drawings import DrawingFilter
from kamgraph.sources.graphs.elements import NOTE, Element, Network
from kamgraph.sources.graphs.graphml_gate import GraphMLGate
from kamgraph.sources.limits import check_file

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree import ElementTree as ET

    import networkx as nx

    from kamgraph.sources.limits import Limits

_BLOCK = 2**16


def read_graphml_network(file: Path, limits: Limits) -> Network:
    """Read the nodes and edges of a file."""
    # Ids of edges, descriptions, and attributes of the graph as a whole other than ``kamgraph`` are
    # not read.
    check_file(file, limits)
    gate = GraphMLGate(str(file), limits)
    with file.open("rb") as stream:
        blocks = iter(partial(stream.read, _BLOCK), b"")
        handler = DrawingFilter(gate, str(file))
        safe_xml.parse(blocks, handler, place=str(file), limits=limits, extra="graphs")
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
