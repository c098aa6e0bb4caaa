"""Graphs of other tools: networkx, GraphML, GEXF and Cytoscape JSON."""

from kamgraph.sources.graphs.graph_files import (
    to_cytoscape,
    write_cytoscape,
    write_gexf,
    write_graphml,
)
from kamgraph.sources.graphs.graphml import read_graphml
from kamgraph.sources.graphs.networks import from_networkx, to_networkx

__all__ = [
    "from_networkx",
    "read_graphml",
    "to_cytoscape",
    "to_networkx",
    "write_cytoscape",
    "write_gexf",
    "write_graphml",
]
