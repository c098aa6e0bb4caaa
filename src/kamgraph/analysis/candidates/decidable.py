"""Candidates that can be decided about: suggested in a graph's scopes, or held by its book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.candidates.candidates import candidates

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def list_decidable(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what is suggested in a graph's scopes, and what its book holds, by id."""
    held = graph.book.candidates.set_index("id")
    found = candidates(graph)
    found = pd.concat([held.reindex(columns=[*found.columns, "seen"]), found])
    return found[~found.index.duplicated()]
