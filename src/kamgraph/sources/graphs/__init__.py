"""Graphs of other tools: networkx, GraphML, GEXF and Cytoscape JSON."""

from kamgraph.sources.graphs.graph_files import (
    to_cytoscape,
    write_cytoscape,
    write_gexf,
    write_graphml,
)
from kamgraph.sources.graphs.networks import from_networkx, to_networkx
from kamgraph.sources.graphs.reading import GRAPH_FILES, read_graph

__all__ = [
    "GRAPH_FILES",
    "from_networkx",
    "read_graph",
    "to_cytoscape",
    "to_networkx",
    "write_cytoscape",
    "write_gexf",
    "write_graphml",
]
