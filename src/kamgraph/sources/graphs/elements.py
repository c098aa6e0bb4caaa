"""Nodes and edges of a graph from elsewhere, before anything of it is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote

Attributes: TypeAlias = dict[Any, Any]
Change: TypeAlias = Callable[[Attributes], Attributes]

NOTE = "kamgraph"
OF_ORGANIZATION = {"organization_name": "name", "side": "kind"}
LABEL = "label"  # what a drawing shows of a node or an edge
GROUP = "group"  # the group of nodes that a drawing shows a node in


@dataclass(frozen=True, slots=True)
class Element:
    """A node or an edge of a graph, or the graph itself."""

    ids: tuple[str, ...] = ()  # the node's id, or those of the edge's two ends; none for a graph
    attributes: Attributes = field(default_factory=dict)
    directed: bool = True  # whether it is an edge that runs one way only

    @property
    def part(self) -> str:
        """What it is: ``graph``, ``node`` or ``edge``."""
        return ("graph", "node", "edge")[len(self.ids)]

    def __str__(self) -> str:
        """Name it, in words for messages."""
        return f"{self.part} {' → '.join(map(quote, self.ids))}".rstrip()

    def make_row(self) -> Attributes:
        """Return the row that it becomes."""
        names = ("id",) if self.part == "node" else ("source", "target")
        ids = dict(zip(names, self.ids, strict=True))
        for name in ids.keys() & self.attributes.keys():
            value = self.attributes[name]
            if not isinstance(value, str) or value != ids[name]:
                what = f"has an attribute {name} of its own, {quote(value)}; rename it"
                raise SourceError(f"{self} {what}")
        return self.attributes | ids


@dataclass(frozen=True)
class Network:
    """A graph from elsewhere, before anything of it is believed."""

    nodes: list[Element] = field(default_factory=list)
    edges: list[Element] = field(default_factory=list)
    # The graph's attribute `kamgraph`, which holds what nodes and edges cannot; None without it.
    note: object = None
    place: str = ""  # where the graph is, in words for messages; empty where there is no file

    def change_nodes(self, change: Change) -> Network:
        """Return the network with the attributes of every node changed."""
        return replace(self, nodes=[_change(node, change) for node in self.nodes])

    def change_edges(self, change: Change) -> Network:
        """Return the network with the attributes of every edge changed."""
        return replace(self, edges=[_change(edge, change) for edge in self.edges])


def name_label(number: int) -> str:
    """Return what a line of a label is called: ``label``, then ``label 2`` and so on."""
    return LABEL if number == 1 else f"{LABEL} {number}"


def _change(element: Element, change: Change) -> Element:
    try:
        return replace(element, attributes=change(element.attributes))
    except SourceError as error:
        raise SourceError(f"{element} {error}") from None
