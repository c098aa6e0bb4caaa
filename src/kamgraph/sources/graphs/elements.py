"""Nodes and edges of a graph from elsewhere, and the book that they make."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import BookError, SourceError
from kamgraph.model import document, tie_kinds
from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.strict_json import parse, quote
from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.sources.graphs.xml_text import unescape

if TYPE_CHECKING:
    from kamgraph.errors import Locate
    from kamgraph.model.policy import Policy

Attributes: TypeAlias = dict[Any, Any]
Change: TypeAlias = Callable[[Attributes], Attributes]

NOTE = "kamgraph"
OF_ORGANIZATION = {"organization_name": "name", "side": "kind"}
LABEL = "label"  # what a drawing shows of a node or an edge
GROUP = "group"  # the group of nodes that a drawing shows a node in
_ID = "id"


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


def _change(element: Element, change: Change) -> Element:
    try:
        return replace(element, attributes=change(element.attributes))
    except SourceError as error:
        raise SourceError(f"{element} {error}") from None


def make_book(
    network: Network,
    *,
    rename: Mapping[str, str] | None = None,
    fill: Mapping[str, Any] | None = None,
    organizations: Any = None,
    policy: Policy | None = None,
    lenient: bool = False,
) -> Book:
    """Make a book of a network; :func:`~kamgraph.from_networkx` says how."""
    try:
        elements, tables = _make_tables(network, rename or {}, fill or {}, organizations)
    except SourceError as error:
        raise SourceError(f"{network.place}: {error}" if network.place else str(error)) from error
    try:
        return Book.from_tables(tables, policy=policy, lenient=lenient)
    except BookError as error:
        places = {name: _locate(found, network.place) for name, found in elements.items()}
        raise error.add_places(places) from None


def _make_tables(
    network: Network, rename: Mapping[str, str], fill: Mapping[str, Any], organizations: Any
) -> tuple[dict[str, list[Element]], dict[str, Any]]:
    """Return the elements behind the people and the ties, and all tables as frames."""
    network, tables = _separate_note(network)
    network = _rename(network, rename)
    if LABEL not in rename.values():
        network = _use_labels(network)
    network = _refuse_nan(_fill(network, fill))
    if organizations is not None:
        tables["organizations"] = organizations
    elif "organizations" not in tables:
        network, tables["organizations"] = _separate_organizations(network)
    elements = {"people": network.nodes, "ties": [*_double_edges(network.edges)]}
    joined = {name: _join_note(found, tables.get(name)) for name, found in elements.items()}
    return elements, tables | joined


def _separate_note(network: Network) -> tuple[Network, dict[str, Any]]:
    """Return the network without what the note says was added to it, and the tables in it."""
    if network.note is None:
        return network, {}
    try:
        note: Any = parse(network.note) if isinstance(network.note, str) else network.note
        tables: dict[str, Any] = document.frames(note)
    except SourceError as error:
        raise SourceError(f"attribute {NOTE} of the graph: {error}") from error
    if note.get("escaped") is True:
        network = network.change_nodes(_unescape_attributes).change_edges(_unescape_attributes)
    derived = note.get("derived")
    added = [name for name in OF_ORGANIZATION if isinstance(derived, list) and name in derived]
    return network.change_nodes(
        partial(_drop_attributes, names=added)
    ) if added else network, tables


def _unescape_attributes(attributes: Attributes) -> Attributes:
    plain = {name: _unescape_value(value) for name, value in attributes.items()}
    return _rename_attributes(plain, _unescape_value)


def _unescape_value(value: object) -> object:
    return unescape(value) if isinstance(value, str) else value


def _drop_attributes(attributes: Attributes, names: Collection[str]) -> Attributes:
    return {name: value for name, value in attributes.items() if name not in names}


def _rename(network: Network, names: Mapping[str, str]) -> Network:
    known = {name for one in (*network.nodes, *network.edges) for name in one.attributes}
    if _ID in names and _ID not in known:
        network = replace(network, nodes=[_copy_id(node, names[_ID]) for node in network.nodes])
        names = {name: to for name, to in names.items() if name != _ID}
    if lost := [quote(name) for name in names if name not in known]:
        raise SourceError(f"no node and no edge has an attribute {', '.join(lost)} to rename")
    change = partial(_rename_attributes, name_of=lambda name: names.get(name, name))
    return network.change_nodes(change).change_edges(change) if names else network


def _copy_id(node: Element, to: str) -> Element:
    """Return a node with its id as an attribute, too, where that has no value of its own."""
    return replace(node, attributes=_fill_attributes(node.attributes, {to: node.ids[0]}))


def _rename_attributes(attributes: Attributes, name_of: Callable[[Any], Any]) -> Attributes:
    changed = {name_of(name): value for name, value in attributes.items()}
    if len(changed) < len(attributes):
        raise SourceError("would have two attributes of one name; rename the other one, too")
    return changed


def name_label(number: int) -> str:
    """Return what a line of a label is called: ``label``, then ``label 2`` and so on."""
    return LABEL if number == 1 else f"{LABEL} {number}"


def _use_labels(network: Network) -> Network:
    """Call nodes without a name by their label, and edges without a kind if theirs is one."""
    second = name_label(2)
    nameless = [node for node in network.nodes if _is_missing(node.attributes.get("name"))]
    if lines := next((node for node in nameless if second in node.attributes), None):
        shown = ", ".join(quote(text) for name, text in lines.attributes.items() if LABEL in name)
        example = {LABEL: "name", second: "title"}
        what = f"has a label of several lines, {shown}; say what each is: rename={example}"
        raise SourceError(f"{lines} {what}")
    return network.change_nodes(partial(_use_label, to="name")).change_edges(_use_kind)


def _use_kind(attributes: Attributes) -> Attributes:
    label = attributes.get(LABEL)
    is_kind = isinstance(label, str) and TIE_KINDS.find(label) is not None
    return _use_label(attributes, to="kind") if is_kind else attributes


def _use_label(attributes: Attributes, to: str) -> Attributes:
    if LABEL not in attributes or not _is_missing(attributes.get(to)):
        return attributes
    return {name: value for name, value in attributes.items() if name != LABEL} | {
        to: attributes[LABEL]
    }


def _refuse_nan(network: Network) -> Network:
    """Make NaN a text where an edge has a number, so that it is told and taken for no default."""
    graded = [column.name for column in columns("ties") if column.kind in {"number", "graded"}]

    def spell(attributes: Attributes) -> Attributes:
        held = {name: attributes[name] for name in graded if name in attributes}
        return attributes | {name: "NaN" for name, value in held.items() if _is_nan(value)}

    return network.change_edges(spell)


def _fill(network: Network, values: Mapping[str, Any]) -> Network:
    if not values:
        return network
    people, ties = (_select_columns(table, values) for table in ("people", "ties"))
    if lost := [quote(name) for name in values if name not in people | ties]:
        raise SourceError(f"people and ties have no column {', '.join(lost)} to fill")
    change = partial(_fill_attributes, values=people)
    return network.change_nodes(change).change_edges(partial(_fill_attributes, values=ties))


def _select_columns(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {column.name for column in columns(table)}
    if table == "people":
        names |= OF_ORGANIZATION.keys()
    return {name: value for name, value in values.items() if name in names}


def _fill_attributes(attributes: Attributes, values: Mapping[str, Any]) -> Attributes:
    lost = {name: value for name, value in values.items() if _is_missing(attributes.get(name))}
    return attributes | lost


def _is_nan(value: object) -> bool:
    return isinstance(value, float | np.floating | Decimal) and math.isnan(value)


def _is_missing(value: object) -> bool:
    """Return whether a value, which may be of any type, stands for none."""
    return _is_nan(value) or value is None or (isinstance(value, str) and not value)


def _separate_organizations(network: Network) -> tuple[Network, pd.DataFrame]:
    """Take the organizations out of the nodes that name their side."""
    found: dict[str, Attributes] = {}
    for node in network.nodes:
        organization, side = node.attributes.get("organization"), node.attributes.get("side")
        if not _is_missing(organization) and not _is_missing(side):
            name = node.attributes.get("organization_name", organization)
            row = {"id": organization, "name": name, "kind": side}
            found[repr(row)] = row  # values of any type have a spelling, but not all a hash
    if found:
        network = network.change_nodes(partial(_drop_attributes, names=OF_ORGANIZATION))
    return network, document.frame([*found.values()])


def _double_edges(edges: Iterable[Element]) -> Iterator[Element]:
    """Yield the edges, and those without direction the other way round, too."""
    for edge in edges:
        yield edge
        if not edge.directed:
            kind = edge.attributes.get("kind")
            word = TIE_KINDS.find(kind) if isinstance(kind, str) else None
            if word is not None and word not in tie_kinds.MOVING:
                what = f"has no direction, but {word} runs one way; make the graph a directed one"
                raise SourceError(f"{edge} {what}")
            source, target = edge.ids
            if source != target:
                yield replace(edge, ids=(target, source))


def _join_note(elements: Iterable[Element], carried: pd.DataFrame | None) -> pd.DataFrame:
    found = document.frame([element.make_row() for element in elements])
    if carried is None or carried.empty:
        return found
    return pd.concat([found, carried], ignore_index=True)


def _locate(elements: list[Element], place: str) -> Locate:
    """Return what names the element of a row."""

    def locate_row(row: int | None, column: str) -> tuple[None, str]:
        element = "" if row is None else f"attribute {NOTE} of the graph"
        if row is not None and row <= len(elements):
            element = str(elements[row - 1])
        parts = [place, element, f"column {column}" if column else ""]
        return None, ", ".join(part for part in parts if part)

    return locate_row
