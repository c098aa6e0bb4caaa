"""A graph file of any kind into a book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.sources.files import name_errors
from kamgraph.sources.graphs.gexf import read_gexf_network
from kamgraph.sources.graphs.graph_book import make_book
from kamgraph.sources.graphs.graphml import read_graphml_network
from kamgraph.sources.limits import Limits

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from kamgraph.model.book import Book
    from kamgraph.model.finding import Finding
    from kamgraph.model.policy import Policy

GRAPH_FILES = (".graphml", ".gexf")


def read_graph(
    path: str | os.PathLike[str],
    *,
    rename: Mapping[str, str] | None = None,
    fill: Mapping[str, Any] | None = None,
    organizations: Any = None,
    policy: Policy | None = None,
    lenient: bool = False,
    limits: Limits = Limits(),
) -> tuple[Book, list[Finding]]:
    """Read a book from a graph file as ``from_networkx`` does, and what was assumed of it."""
    file = Path(path)
    read_network = read_gexf_network if file.suffix.lower() == ".gexf" else read_graphml_network
    with name_errors(file):
        network = read_network(file, limits)
    return make_book(
        network,
        rename=rename,
        fill=fill,
        organizations=organizations,
        policy=policy,
        lenient=lenient,
    )
