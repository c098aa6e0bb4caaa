"""The ties of one kind as arcs between nodes, for measures that look at one kind alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph.relationship_graph import RelationshipGraph


def arcs(graph: RelationshipGraph, kind: str) -> Rows:
    """Return the ties of a kind: ``source`` and ``target`` (nodes) and ``strength``.

    Parameters
    ----------
    graph
        The graph; arcs of all its scopes, none between two.
    kind
        ``reports_to``, ``dotted_line``, ``influences`` or ``knows``.
    """
    ties = graph.ties
    ties = ties[ties["kind"] == kind]
    scope = [ties["account"], ties["deal"]] if graph.index.nlevels > 1 else []
    ends = {}
    for end in ("source", "target"):
        key = pd.MultiIndex.from_arrays([*scope, ties[end]]) if scope else pd.Index(ties[end])
        ends[end] = graph.index.get_indexer(key)
    return Rows(**ends, strength=ties["strength"].to_numpy())
