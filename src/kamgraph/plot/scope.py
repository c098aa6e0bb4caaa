"""What every picture of one scope asks of its graph: that it is one, and its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import ScopeError

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def check_one_scope(graph: RelationshipGraph, picture: str) -> None:
    """Refuse a graph of several scopes or none; the picture, such as ``a map``, is named."""
    count = len(graph.scopes)
    if count != 1:
        raise ScopeError(
            f"{picture} shows one scope, this graph has {count}: "
            "build it for one, build_graph(book, account=...) or build_graph(book, deal=...)"
        )


def name_scope(graph: RelationshipGraph) -> str:
    """Name the account, the deal and the day, as far as there are any."""
    names = graph.scopes[["account_name", "deal_name"]].to_numpy().ravel().tolist()
    return " · ".join(str(part) for part in (*names, graph.as_of) if pd.notna(part) and part)
