"""GraphML of any origin into a book."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.sources import safe_xml
from kamgraph.sources.files import naming
from kamgraph.sources.graphs.elements import book_of
from kamgraph.sources.graphs.graphml_handler import GraphMLHandler
from kamgraph.sources.limits import Limits, check_file

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.sources.graphs.elements import Network

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
    """Read a book from a GraphML file, one of :func:`write_graphml` or of any other program.

    Nodes are people and edges are ties, as for :func:`~kamgraph.from_networkx`, which explains
    ``rename``, ``fill`` and ``organizations``. Ids of edges, descriptions, and attributes of the
    graph as a whole other than ``kamgraph`` are not read.

    Parameters
    ----------
    path
        The file, in UTF-8 or UTF-16, with one graph of nodes and edges.
    rename
        Attribute → column.
    fill
        Column → the value of all people, or ties, that have none.
    organizations
        The table of organizations.
    policy
        The policy whose labels strengths may hold; default ``Policy()``.
    lenient
        Keep rows whose ids lead nowhere: :func:`~kamgraph.check` reports them.
    limits
        How large the file may be.

    Raises
    ------
    SourceError
        If the file cannot be read, is larger than the limits, is not GraphML, has a DTD or
        entities, more than one graph, graphs within graphs, hyperedges or ports; or if a value
        is not of the type that its key declares.
    BookError
        If any person or tie cannot be taken; places name the node or the edge.
    """
    file = Path(path)
    with naming(file):
        network = _network(file, limits)
    return book_of(
        network,
        rename=rename,
        fill=fill,
        organizations=organizations,
        policy=policy,
        lenient=lenient,
    )


def _network(file: Path, limits: Limits) -> Network:
    check_file(file, limits)
    handler = GraphMLHandler(str(file), limits)
    with file.open("rb") as stream:
        blocks = iter(partial(stream.read, _BLOCK), b"")
        safe_xml.parse(blocks, handler, place=str(file), limits=limits)
    return handler.network()
