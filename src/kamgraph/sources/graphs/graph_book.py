"""The book that nodes and edges make."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.errors import BookError, SourceError
from kamgraph.model import document, tie_kinds
from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.frames import frame_rows
from kamgraph.model.options import spell_option
from kamgraph.model.strict_json import parse, quote
from kamgraph.model.tables import list_required
from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.sources.graphs.assumptions import name_as_ours, name_by_ids, use_weights
from kamgraph.sources.graphs.attributes import (
    drop_attributes,
    fill_all,
    is_missing,
    rename_all,
    rename_attributes,
    spell_nan,
    use_labels,
)
from kamgraph.sources.graphs.elements import (
    LABEL,
    NOTE,
    OF_ORGANIZATION,
    Attributes,
    Element,
    Network,
)
from kamgraph.sources.graphs.xml_text import unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kamgraph.errors import Locate
    from kamgraph.model.finding import Finding
    from kamgraph.model.policy import Policy

_NAMED = {"label": "name"}
_SEVERAL = {"people": "nodes", "ties": "edges"}
_PARALLEL = (
    "Parallel edges of one kind are one tie: add them up first, or tell them apart by another "
    "kind, a deal or a day since."
)
_SHOWN = 8  # attributes in a message
_ALIKE = {"organization": "Acme", "side": "customer", "kind": "reports_to"}


def make_book(
    network: Network,
    *,
    rename: Mapping[str, str] | None = None,
    fill: Mapping[str, Any] | None = None,
    organizations: Any = None,
    policy: Policy | None = None,
    lenient: bool = False,
) -> tuple[Book, list[Finding]]:
    """Make a book as :func:`~kamgraph.from_networkx` says, and tell what was taken to be so."""
    findings: list[Finding] = []
    try:
        elements, tables = _make_tables(network, rename or {}, fill or {}, organizations, findings)
        _refuse_unsaid(elements, tables)
    except SourceError as error:
        raise SourceError(f"{network.place}: {error}" if network.place else str(error)) from error
    try:
        return Book.from_tables(tables, policy=policy, lenient=lenient), findings
    except BookError as error:
        places = {name: _locate(found, network.place) for name, found in elements.items()}
        error, told = error.add_places(places), error.problems
        repeated = told["problem"][told["table"] == "ties"].str.startswith("repeats the ")
        raise error.advise(_PARALLEL if repeated.any() else "") from None


def _make_tables(
    network: Network,
    rename: Mapping[str, str],
    fill: Mapping[str, Any],
    organizations: Any,
    findings: list[Finding],
) -> tuple[dict[str, list[Element]], dict[str, Any]]:
    """Return the elements behind the people and the ties, and all tables as frames."""
    is_ours = network.note is not None
    network, tables = _separate_note(network)
    network = rename_all(network, rename)
    if LABEL not in rename.values():
        network = use_labels(network)
    if not is_ours:
        network = name_as_ours(network)
    network = fill_all(network, fill)
    if not is_ours:
        called = next((theirs for theirs, ours in rename.items() if ours == "strength"), None)
        network = name_by_ids(use_weights(network, called, findings), findings)
    network = spell_nan(network)
    if organizations is not None:
        tables["organizations"] = organizations
    elif "organizations" not in tables:
        network, tables["organizations"] = _separate_organizations(network)
    elements = {"people": network.nodes, "ties": [*_double_edges(network.edges)]}
    joined = {name: _join_note(found, tables.get(name)) for name, found in elements.items()}
    return elements, tables | joined


def _refuse_unsaid(elements: dict[str, list[Element]], tables: dict[str, Any]) -> None:
    """Refuse a file in which nobody says what all must, and tell how its reader can."""
    unsaid = [
        f"no {found[0].part} says its {name}"
        for table, found in elements.items()
        for name in sorted(list_required(table))
        if found and name not in tables[table]
    ]
    if not unsaid and elements["people"] and not len(tables["organizations"]):
        unsaid = ["no node says the side of its organization"]
    if unsaid:
        there = [_tell_others(table, found) for table, found in elements.items()]
        said = "; ".join(filter(None, [", ".join(unsaid), *there]))
        raise SourceError(
            f"{said}; name the attribute that does, {spell_option('rename', _NAMED)}, "
            f"or say what all have, {spell_option('fill', _ALIKE)}"
        )


def _tell_others(table: str, elements: Iterable[Element]) -> str:
    """Say which attributes there are that are no column of ours, empty if there are none."""
    ours = {column.name for column in columns(table)} | OF_ORGANIZATION.keys()
    names = dict.fromkeys(name for one in elements for name in one.attributes if name not in ours)
    if not names:
        return ""
    return f"{_SEVERAL[table]} have {', '.join(map(quote, islice(names, _SHOWN)))}"


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
    added = _list_texts(note.get("derived")), _list_texts(note.get("edges_derived"))
    nodes, edges = (partial(drop_attributes, names=names) for names in added)
    network = network.change_nodes(nodes).change_edges(edges)
    nodes, edges = (
        partial(rename_attributes, name_of=partial(_call, names=note.get(name)))
        for name in ("renamed", "edges_renamed")
    )
    return network.change_nodes(nodes).change_edges(edges), tables


def _call(name: str, names: object) -> str:
    """Return what an attribute was called before a format took its name for one of its own."""
    own = names.get(name) if isinstance(names, dict) else None
    return own if isinstance(own, str) else name


def _list_texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _unescape_attributes(attributes: Attributes) -> Attributes:
    plain = {name: _unescape_value(value) for name, value in attributes.items()}
    return rename_attributes(plain, _unescape_value)


def _unescape_value(value: object) -> object:
    return unescape(value) if isinstance(value, str) else value


def _separate_organizations(network: Network) -> tuple[Network, pd.DataFrame]:
    """Take the organizations out of the nodes that name their side."""
    found: dict[str, Attributes] = {}
    for node in network.nodes:
        organization, side = node.attributes.get("organization"), node.attributes.get("side")
        if not is_missing(organization) and not is_missing(side):
            name = node.attributes.get("organization_name", organization)
            row = {"id": organization, "name": name, "kind": side}
            found[repr(row)] = row  # values of any type have a spelling, but not all a hash
    if found:
        network = network.change_nodes(partial(drop_attributes, names=OF_ORGANIZATION))
    return network, frame_rows([*found.values()])


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
    found = frame_rows([element.make_row() for element in elements])
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
