"""Which people are key: those without whose consent nothing is decided, and the most powerful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.rounding import ROUNDING, at_least

if TYPE_CHECKING:
    from kamgraph.graph.settled import Settled


KEY_KINDS = ("direct", "assumed", "indirect")


def name_key_kinds(graph: Settled) -> np.ndarray:
    """Return how each node is a key person: one of KEY_KINDS, external, or not at all (empty)."""
    consents = graph.consents & graph.theirs
    order = _order_by_power(graph)
    cover = _find_cover(graph, order)
    key = _keep_most(graph, consents, order[(consents | cover)[order]])
    # A holder of a consent role is direct whatever the role weighs.
    on_record = map(graph.holds_on_record, graph.policy.consent_roles)
    direct = np.logical_or.reduce([graph.recorded_weight > 0, *on_record])
    return np.select(
        [key & direct, key & (graph.assumed_weight > 0), key, _find_external(graph, key)],
        [*KEY_KINDS, "external"],
        "",
    )


def _order_by_power(graph: Settled) -> np.ndarray:
    """Return customers' and partners' nodes by scope, then power, then id."""
    theirs = np.flatnonzero(graph.theirs)
    size = np.round(np.abs(graph.power[theirs]), 9)
    return theirs[np.lexsort((-size, graph.scope[theirs]))]


def _find_cover(graph: Settled, order: np.ndarray) -> np.ndarray:
    """Return the fewest nodes who hold enough of all power together, and equals of the last."""
    size = np.where(graph.theirs, np.abs(graph.power), 0.0)
    scope, power = graph.scope[order], size[order]
    enough = graph.policy.key_cover * graph.scope_sums(size)
    running = np.cumsum(power)
    first = np.searchsorted(scope, np.arange(len(enough)))
    before = running - power - np.append(0.0, running)[first][scope]
    needed = (power > 0) & (before < enough[scope] - ROUNDING)
    least = np.full(len(enough), np.inf)
    np.minimum.at(least, scope[needed], power[needed])
    cover = np.zeros(len(size), dtype=bool)
    cover[order] = (power > 0) & (power >= least[scope] - ROUNDING)
    return cover


def _keep_most(graph: Settled, consents: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return the first of an order in each scope, who consents before others, as policy allows."""
    order = order[np.lexsort((~consents[order], graph.scope[order]))]
    scope = graph.scope[order]
    rank = np.arange(len(order)) - np.searchsorted(scope, scope)
    key = np.zeros(len(graph.scope), dtype=bool)
    key[order] = rank < graph.policy.key_most
    return key


def _find_external(graph: Settled, key: np.ndarray) -> np.ndarray:
    """Return which of ours and of competitors have as much power as the least of the key people."""
    size = np.abs(graph.power)
    least = np.full(len(graph.starts) - 1, np.inf)
    np.minimum.at(least, graph.scope[key], size[key])
    return ~graph.theirs & (size > ROUNDING) & at_least(size - least[graph.scope], 0.0)
