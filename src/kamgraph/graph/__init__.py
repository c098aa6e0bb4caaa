"""Scopes, overlays and the RelationshipGraph."""

from kamgraph.graph.build import build_graph
from kamgraph.graph.relationship_graph import RelationshipGraph

__all__ = ["RelationshipGraph", "build_graph"]
