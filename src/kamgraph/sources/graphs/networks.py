"""A book as a graph of networkx, and a book of such a graph."""

from __future__ import annotations

import json
from collections import Counter
from numbers import Integral
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kamgraph.errors import SourceError
from kamgraph.model import document
from kamgraph.model.strict_json import quote
from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.sources.graphs.assumptions import tell_assumptions, tell_texts
from kamgraph.sources.graphs.elements import NOTE, OF_ORGANIZATION, Element, Network
from kamgraph.sources.graphs.graph_book import make_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import networkx as nx
    import pandas as pd

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.sources.graphs.elements import Attributes


def to_networkx(book: Book) -> nx.MultiDiGraph:
    """Return the book as a graph of networkx, from which :func:`from_networkx` makes it again.

    Parameters
    ----------
    book
        The book.

    Returns
    -------
    networkx.MultiDiGraph
        One node per person, by id, with what the table of people says of the person, and
        ``organization_name`` and ``side`` of the person's organization, which are for the eye
        and not read back. One edge per tie, with all its columns; its key is the kind, and
        ``influences 2`` for a second tie of that kind between the two (for a deal, or of another
        time). All attributes are texts and numbers (days are texts as in ``2026-01-31``),
        missing ones are left out, so that any writer of networkx can write them. The other
        tables are in the graph's attribute ``kamgraph``, as the text of a JSON document.

    Examples
    --------
    >>> from kamgraph import load_demo
    >>> graph = to_networkx(load_demo())
    >>> from_networkx(graph) == load_demo()
    True
    """
    import networkx as nx

    tables = book.to_tables()
    people, ties = tables.pop("people"), tables.pop("ties")
    derived = [name for name in OF_ORGANIZATION if name not in people]
    placed = ties["source"].isin(people["id"]) & ties["target"].isin(people["id"])
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(_list_nodes(people, tables["organizations"], derived))
    graph.add_edges_from(_list_edges(ties[placed]))
    rest = document.content(tables | {"ties": ties[~placed]})
    graph.graph[NOTE] = json.dumps(rest | {"derived": derived}, allow_nan=False)
    return graph


def from_networkx(
    graph: nx.Graph,
    *,
    rename: Mapping[str, str] | None = None,
    fill: Mapping[str, Any] | None = None,
    organizations: Any = None,
    policy: Policy | None = None,
    lenient: bool = False,
) -> Book:
    """Make a book of a graph of networkx, one of :func:`to_networkx` or of your own.

    Nodes are people and edges are ties: their attributes are the columns of those tables, and
    any others are kept as text; they may be called as people call them (``Job title``, 姓名), and
    hold such words (``Reports to``, 汇报). A person needs an ``organization``, a tie a ``kind``;
    an edge without one whose key or label is a tie kind is of that kind. A strength that is NaN is
    a problem; leave out what is not known. An edge without direction is two ties, one each way, and
    so can only be of kind ``influences``.

    What a plain graph does not say is taken to be so, and told by an :class:`AssumptionWarning`:

    - ids are texts: nodes that are all whole numbers, or all UUIDs, become their texts;
    - people without a ``name`` are called by their ``label``, and by their ids where nobody has
      either;
    - where no edge has a ``strength``, its ``weight`` is one. If any weight is above 1, or below
      -1, the strength is ``weight / (|weight| + m)``, m the median of all that are not 0: the usual
      weight gives 0.5, signs stay, and the column ``weight`` keeps what was there. Lines of the
      chart have none, and weights of 1 throughout say nothing.

    Parameters
    ----------
    graph
        The graph.
    rename
        Attribute → column, for nodes and edges whose attributes have other names:
        ``{"label": "name", "weight": "strength"}``. ``id`` is the node's own id.
    fill
        Column → the value of all people, or ties, that have none:
        ``{"organization": "acme", "side": "customer", "kind": "influences"}``.
    organizations
        The table of organizations, a frame of any kind. Default: what the graph of
        :func:`to_networkx` carries; else what the nodes say with ``organization``,
        ``organization_name`` (default: the id) and ``side`` (customer, vendor, ...).
    policy
        The policy whose labels strengths may hold; default ``Policy()``.
    lenient
        Keep rows whose ids lead nowhere: :func:`~kamgraph.check` reports them.

    Raises
    ------
    SourceError
        If an id is not text, an attribute contradicts an id or another attribute, or ``rename``
        or ``fill`` names what is not there.
    BookError
        If any person or tie cannot be taken; ``.problems`` names node or edge.

    Warns
    -----
    AssumptionWarning
        If anything that the graph does not say was taken to be so.

    Examples
    --------
    A plain graph, here of who asks whom how often:

    >>> import warnings
    >>> import networkx as nx
    >>> import pandas as pd
    >>> plain = nx.DiGraph([(1, 2, {"weight": 12}), (2, 3, {"weight": 4})])
    >>> said = {"organization": "acme", "side": "customer", "kind": "influences"}
    >>> with warnings.catch_warnings(action="ignore"):
    ...     book = from_networkx(plain, fill=said)
    >>> book.ties[["source", "target", "strength", "weight"]]
      source target strength weight
    0      1      2      0.6     12
    1      2      3   0.3333      4

    One with attributes of its own:

    >>> graph = nx.DiGraph([("ann", "bo", {"weight": 0.5})])
    >>> nx.set_node_attributes(graph, {"ann": "Ann", "bo": "Bo"}, "label")
    >>> from_networkx(
    ...     graph,
    ...     rename={"label": "name", "weight": "strength"},
    ...     fill={"organization": "acme", "kind": "influences"},
    ...     organizations=pd.DataFrame({"id": ["acme"], "name": ["Acme"], "kind": ["customer"]}),
    ... )
    <Book: 1 organizations, 2 people, 1 ties>
    """
    book, findings = make_book(
        _read_graph(graph),
        rename=rename,
        fill=fill,
        organizations=organizations,
        policy=policy,
        lenient=lenient,
    )
    if texts := [node for node in graph if not isinstance(node, str)][:1]:
        findings.insert(0, tell_texts(texts[0]))
    tell_assumptions(findings)
    return book


def _list_nodes(
    people: pd.DataFrame, organizations: pd.DataFrame, derived: list[str]
) -> Iterator[tuple[str, Attributes]]:
    employer = organizations.set_index("id")
    more = {name: people["organization"].map(employer[OF_ORGANIZATION[name]]) for name in derived}
    for row in document.rows("people", people.assign(**more)):
        yield row.pop("id"), row


def _list_edges(ties: pd.DataFrame) -> Iterator[tuple[str, str, str, Attributes]]:
    count: Counter[tuple[str, str, str]] = Counter()
    for row in document.rows("ties", ties):
        between = (row.pop("source"), row.pop("target"), row["kind"])
        count[between] += 1
        nth = "" if count[between] == 1 else f" {count[between]}"
        yield (*between[:2], f"{row['kind']}{nth}", row)


def _read_graph(graph: nx.Graph) -> Network:
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise SourceError(f"no graph of networkx but of type {type(graph).__name__}")
    if not (_are_all(graph, _is_whole) or _are_all(graph, _is_uuid)):
        _refuse_others_than_texts(graph)
    nodes = [Element((str(node),), {**attributes}) for node, attributes in graph.nodes(data=True)]
    return Network(nodes, [*_read_edges(graph)], graph.graph.get(NOTE))


def _are_all(graph: nx.Graph, is_one: Callable[[object], bool]) -> bool:
    """Tell whether all ids are of a kind of which no two have the same text."""
    return bool(graph) and all(map(is_one, graph))


def _is_whole(node: object) -> bool:
    return isinstance(node, Integral) and not isinstance(node, bool)


def _is_uuid(node: object) -> bool:
    return isinstance(node, UUID)


def _refuse_others_than_texts(graph: nx.Graph) -> None:
    for node in graph:
        if not isinstance(node, str):
            raise SourceError(
                f"node {quote(node)} is of type {type(node).__name__}, but ids are text, or all "
                "whole numbers: Python takes 1, 1.0 and True for one node, and '1' for another; "
                "use networkx.relabel_nodes(graph, str) if that merges none"
            )


def _read_edges(graph: nx.Graph) -> Iterator[Element]:
    options = {"keys": True} if graph.is_multigraph() else {}
    for source, target, *key, attributes in graph.edges(data=True, **options):
        kind = TIE_KINDS.find(key[0]) if key and isinstance(key[0], str) else None
        keyed = {} if kind is None else {"kind": kind}
        ids = (str(source), str(target))
        yield Element(ids, keyed | attributes, directed=graph.is_directed())
