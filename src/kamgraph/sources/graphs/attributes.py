"""What a caller says of attributes: other names for them, and values for those without."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.options import spell_option
from kamgraph.model.strict_json import quote
from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.sources.graphs.elements import (
    LABEL,
    OF_ORGANIZATION,
    Attributes,
    Element,
    Network,
    name_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_ID = "id"


def rename_all(network: Network, names: Mapping[str, str]) -> Network:
    """Give attributes of nodes and edges other names; ``id`` is the node's own id."""
    known = {name for one in (*network.nodes, *network.edges) for name in one.attributes}
    if _ID in names and _ID not in known:
        network = replace(network, nodes=[_copy_id(node, names[_ID]) for node in network.nodes])
        names = {name: to for name, to in names.items() if name != _ID}
    if lost := [quote(name) for name in names if name not in known]:
        raise SourceError(f"no node and no edge has an attribute {', '.join(lost)} to rename")
    change = partial(rename_attributes, name_of=lambda name: names.get(name, name))
    return network.change_nodes(change).change_edges(change) if names else network


def _copy_id(node: Element, to: str) -> Element:
    """Return a node with its id as an attribute, too, where that has no value of its own."""
    return replace(node, attributes=_fill_attributes(node.attributes, {to: node.ids[0]}))


def rename_attributes(attributes: Attributes, name_of: Callable[[Any], Any]) -> Attributes:
    """Give attributes of one node or edge other names, which must differ."""
    changed = {name_of(name): value for name, value in attributes.items()}
    if len(changed) < len(attributes):
        raise SourceError("would have two attributes of one name; rename the other one, too")
    return changed


def drop_attributes(attributes: Attributes, names: Collection[str]) -> Attributes:
    """Return attributes without those of some names."""
    return {name: value for name, value in attributes.items() if name not in names}


def use_labels(network: Network) -> Network:
    """Call nodes without a name by their label, and edges without a kind if theirs is one."""
    second = name_label(2)
    nameless = [node for node in network.nodes if is_missing(node.attributes.get("name"))]
    if lines := next((node for node in nameless if second in node.attributes), None):
        shown = ", ".join(quote(text) for name, text in lines.attributes.items() if LABEL in name)
        example = spell_option("rename", {LABEL: "name", second: "title"})
        what = f"has a label of several lines, {shown}; say what each is: {example}"
        raise SourceError(f"{lines} {what}")
    return network.change_nodes(partial(_use_label, to="name")).change_edges(_use_kind)


def _use_kind(attributes: Attributes) -> Attributes:
    label = attributes.get(LABEL)
    is_kind = isinstance(label, str) and TIE_KINDS.find(label) is not None
    return _use_label(attributes, to="kind") if is_kind else attributes


def _use_label(attributes: Attributes, to: str) -> Attributes:
    if LABEL not in attributes or not is_missing(attributes.get(to)):
        return attributes
    return {name: value for name, value in attributes.items() if name != LABEL} | {
        to: attributes[LABEL]
    }


def fill_all(network: Network, values: Mapping[str, Any]) -> Network:
    """Give nodes and edges what their columns are to hold where they have no value."""
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
    lost = {name: value for name, value in values.items() if is_missing(attributes.get(name))}
    return attributes | lost


def spell_nan(network: Network) -> Network:
    """Make NaN a text where an edge has a number, so that it is told and taken for no default."""
    graded = [column.name for column in columns("ties") if column.kind in {"number", "graded"}]

    def spell(attributes: Attributes) -> Attributes:
        held = {name: attributes[name] for name in graded if name in attributes}
        return attributes | {name: "NaN" for name, value in held.items() if _is_nan(value)}

    return network.change_edges(spell)


def _is_nan(value: object) -> bool:
    return isinstance(value, float | np.floating | Decimal) and math.isnan(value)


def is_missing(value: object) -> bool:
    """Return whether a value, which may be of any type, stands for none."""
    return _is_nan(value) or value is None or (isinstance(value, str) and not value)
