"""What is taken to be so of a plain graph, which has ids and weights and says no more: and told."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

from kamgraph.errors import AssumptionWarning, warn
from kamgraph.model import tie_kinds
from kamgraph.model.finding import Finding
from kamgraph.model.labels import find_column
from kamgraph.model.options import spell_option
from kamgraph.model.strict_json import quote
from kamgraph.model.vocabulary import TIE_KINDS
from kamgraph.sources.graphs.attributes import is_missing, rename_attributes
from kamgraph.sources.translation.read_report import (
    ID_NAMES,
    ODD_WEIGHTS,
    SCALED_WEIGHTS,
    TAKEN_WEIGHTS,
    TEXT_IDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.sources.graphs.elements import Attributes, Element, Network

_WEIGHT, _STRENGTH = "weight", "strength"
_DIGITS = 4  # of a strength that is made of a weight


def name_as_ours(network: Network) -> Network:
    """Call attributes as ours that are called so in any language, spelling and case."""
    nodes, edges = (
        _list_names(table, elements)
        for table, elements in (("people", network.nodes), ("ties", network.edges))
    )
    if nodes:
        network = network.change_nodes(
            partial(rename_attributes, name_of=lambda n: nodes.get(n, n))
        )
    if edges:
        network = network.change_edges(
            partial(rename_attributes, name_of=lambda n: edges.get(n, n))
        )
    return network


def _list_names(table: str, elements: Iterable[Element]) -> dict[object, str]:
    """Return what attributes are to be called that have another name, each of ours but once."""
    there = dict.fromkeys(name for one in elements for name in one.attributes)
    names: dict[object, str] = {}
    for theirs in there:
        ours = find_column(table, theirs) if isinstance(theirs, str) else None
        if ours and ours not in there and ours not in names.values():
            names[theirs] = ours
    return names


def use_weights(network: Network, called: str | None, findings: list[Finding]) -> Network:
    """Take weights for the strengths of ties, and bring them into their range."""
    # A caller who has said what holds the strengths has called it something else before.
    at, kept = (_STRENGTH, called) if called else (_WEIGHT, _WEIGHT)
    weights = _read_weights(network.edges, at)
    if not called and _say(network.edges, _STRENGTH):
        return network
    # Weights of 1 throughout are what programs write where there are none.
    if not called and {*weights} <= {1.0}:
        if not weights and (odd := _list_weights(network.edges, at)):
            findings.append(_tell_odd(odd))
        return network
    largest = max(map(abs, weights), default=0.0)
    usual = median(map(abs, filter(None, weights))) if largest > 1 else 0.0
    if not called or usual:
        findings.append(_tell_scale(largest, usual, kept) if usual else _tell_weights())

    def grade(attributes: Attributes) -> Attributes:
        if is_missing(attributes.get(at)) or _is_line(attributes):
            return attributes
        weight, rest = attributes[at], {n: v for n, v in attributes.items() if n != at}
        if not usual:
            return rest | {_STRENGTH: weight}
        share = float(weight) / (abs(float(weight)) + usual)
        return rest | {kept: weight, _STRENGTH: float(f"{share:.{_DIGITS}g}")}

    return network.change_edges(grade)


def _is_line(attributes: Attributes) -> bool:
    """Tell whether an edge is a line of the chart, which is not stronger or weaker than another."""
    kind = attributes.get("kind")
    word = TIE_KINDS.find(kind) if isinstance(kind, str) else None
    return word in tie_kinds.FORMAL


def _read_weights(edges: Iterable[Element], at: str) -> list[float]:
    """Return the weights of the edges that have one; none if one of them is no number."""
    held = _list_weights(edges, at)
    return [float(weight) for weight in held] if all(map(_is_finite, held)) else []


def _list_weights(edges: Iterable[Element], at: str) -> list[Any]:
    """Return whatever edges that may be stronger or weaker have for a weight."""
    held = (edge.attributes.get(at) for edge in edges if not _is_line(edge.attributes))
    return [weight for weight in held if not is_missing(weight)]


def _say(elements: Iterable[Element], name: str) -> bool:
    return any(not is_missing(one.attributes.get(name)) for one in elements)


def name_by_ids(network: Network, findings: list[Finding]) -> Network:
    """Call people by their ids where nobody has a name."""
    # Where others have names, who has none may have been made by a link to nobody.
    if not network.nodes or _say(network.nodes, "name"):
        return network
    nodes = [
        replace(node, attributes=node.attributes | {"name": node.ids[0]}) for node in network.nodes
    ]
    findings.append(_tell_names(len(nodes)))
    return replace(network, nodes=nodes)


def tell_assumptions(findings: Iterable[Finding]) -> None:
    """Warn of what was taken to be so, all of it in one warning."""
    if told := " ".join(f"{one.detail} {one.remedy}" for one in findings):
        warn(told, AssumptionWarning)


def tell_texts(node: object) -> Finding:
    """Return the finding that ids are texts, of a node whose id is none."""
    return Finding(
        "low",
        TEXT_IDS,
        "people",
        (str(node),),
        f"Ids are texts, so the node {node} is the person '{node}'.",
        f"Write ids in quotes: graph.without('{node}').",
    )


def _tell_names(count: int) -> Finding:
    example = spell_option("rename", {"label": "name"})
    return Finding(
        "low",
        ID_NAMES,
        "people",
        (),
        f"No node has a name, so all {count:,} people are called by their ids.",
        f"Say which attribute holds the names: {example}.",
    )


def _tell_scale(largest: float, usual: float, kept: str) -> Finding:
    return Finding(
        "medium",
        SCALED_WEIGHTS,
        "ties",
        (kept,),
        f"Weights go up to {largest:g}, so strengths are weight / (weight + {usual:g}), which gives"
        f" the usual (median) weight a strength of 0.5; the column {kept} keeps what was there.",
        f"Where that is not what weights mean, give edges a {_STRENGTH} between -1 and 1.",
    )


def _tell_odd(weights: list[Any]) -> Finding:
    odd = next(weight for weight in weights if not _is_finite(weight))
    return Finding(
        "medium",
        ODD_WEIGHTS,
        "ties",
        (_WEIGHT,),
        f"The weights of edges were taken for no strengths, as {quote(odd)} is no number; every "
        f"tie counts as one without a strength, and the column {_WEIGHT} keeps what was there.",
        "Correct it, or leave it out, if weights are strengths.",
    )


def _is_finite(weight: Any) -> bool:
    try:
        return math.isfinite(float(weight))
    except (TypeError, ValueError):
        return False


def _tell_weights() -> Finding:
    return Finding(
        "low",
        TAKEN_WEIGHTS,
        "ties",
        (_WEIGHT,),
        "The weights of edges were taken for the strengths of ties.",
        f"Where they mean something else, give edges a {_STRENGTH} between -1 and 1.",
    )
