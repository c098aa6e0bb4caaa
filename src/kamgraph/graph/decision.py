"""Who decides: the weight of each person in the decision of their scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph import kernels
from kamgraph.graph.codes import SOLID
from kamgraph.graph.matrix import add_up
from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import DECISION_ROLES

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


def weigh_decision(nodes: Rows, ties: Rows, policy: Policy) -> np.ndarray:
    """Return the weight of each node, 1 in sum over a scope."""
    # By the largest weight of the decision roles held. In a scope where nobody holds a role that
    # weighs, by span: 1 and the number of other active people below, for the account's own
    # active people. All 0 in a scope without any of either.
    scope = nodes["scope"]
    raw = weigh_roles(nodes["roles"], policy)
    unled = np.bincount(scope, weights=raw)[scope] == 0
    if unled.any():
        raw = np.where(unled, _count_span(nodes, ties), raw)
    total = np.bincount(scope, weights=raw)[scope]
    return np.divide(raw, total, out=np.zeros(len(raw)), where=total > 0)


def weigh_roles(roles: np.ndarray, policy: Policy) -> np.ndarray:
    """Return the largest weight of the roles that each node holds, as a set of bits."""
    weight = np.zeros(len(roles))
    for bit, role in enumerate(DECISION_ROLES.words):
        held = (roles >> bit) & 1
        weight = np.maximum(weight, held * policy.role_weights.get(role, 0.0))
    return weight


def _count_span(nodes: Rows, ties: Rows) -> np.ndarray:
    active = ~nodes["vacant"]
    lines = ties.take(SOLID[ties["kind"]])
    boss, report = lines["target"], lines["source"]
    reports = add_up(len(nodes), boss, report, np.ones(len(lines)))
    below = kernels.count_below(reports.ptr, reports.idx, active)
    return np.where(active & nodes["own"], 1.0 + below, 0.0)


def name_key_kinds(
    weight: np.ndarray, power: np.ndarray, theirs: np.ndarray, policy: Policy
) -> np.ndarray:
    """Return how each node is a key person: direct, indirect, external, or not at all (empty)."""
    powerful = at_least(np.abs(power), policy.key_share)
    direct = theirs & at_least(weight, policy.key_share)
    kinds = [direct, theirs & powerful, powerful]
    return np.select(kinds, ["direct", "indirect", "external"], "")
