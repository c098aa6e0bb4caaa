"""Acquaintance that counts less, as one of us has not kept a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.tie_kinds import CLOSENESS

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows


def list_let_down(graph: RelationshipGraph) -> Rows:
    """Return the acquaintance, by nodes, that a broken promise to its target makes count less."""
    known = graph.arcs(CLOSENESS)
    return known.take(known["let_down"] & (graph.policy.broken_promise < 1))
