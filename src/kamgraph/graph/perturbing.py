"""Facts of which some are wrong or missing, drawn by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.coded import NEVER
from kamgraph.model.vocabulary import AXES, DECISION_ROLES

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows


def perturb(
    nodes: Rows, ties: Rows, share: float, policy: Policy, random: np.random.Generator
) -> tuple[Rows, Rows]:
    """Return nodes and ties with a share of roles, grades and ties as often missing as wrong."""
    own = np.flatnonzero(nodes["own"] & ~nodes["vacant"])
    people = nodes.select("scope").take(own).with_columns(node=own)
    changed = _perturb_roles(nodes, people, share, random)
    changed = _perturb_grades(changed, share, policy, random)
    return changed, _perturb_ties(ties, people, share, random)


def _perturb_ties(ties: Rows, people: Rows, share: float, random: np.random.Generator) -> Rows:
    lost, wrong = _choose(len(ties), share, random)
    other = _pick_somebody(people, ties["scope"], random)
    target = np.where(wrong & (other >= 0), other, ties["target"])
    return ties.with_columns(target=target).take(~lost & (target != ties["source"]))


def _perturb_roles(nodes: Rows, people: Rows, share: float, random: np.random.Generator) -> Rows:
    sets = {name: nodes[name].copy() for name in ("roles", "roles_sure", "roles_recorded")}
    for bit in range(len(DECISION_ROLES.words)):
        holders = np.flatnonzero(nodes["roles"] >> bit & 1)
        lost, wrong = _choose(len(holders), share, random)
        other = _pick_somebody(people, nodes["scope"][holders[wrong]], random)
        found, somebody = other >= 0, holders[wrong]
        for name, bits in sets.items():
            bits[holders[lost | wrong]] &= ~(1 << bit)
            np.bitwise_or.at(bits, other[found], nodes[name][somebody[found]] & 1 << bit)
    return nodes.with_columns(**sets)


def _perturb_grades(nodes: Rows, share: float, policy: Policy, random: np.random.Generator) -> Rows:
    judged = {}
    for axis in AXES.words:
        graded = nodes[f"{axis}_date"] != NEVER
        lost, wrong = _choose(len(nodes), share, random)
        scale = np.linspace(-1, 1, len(policy.scales[axis]))
        grade = np.where(wrong & graded, random.choice(scale, len(nodes)), nodes[axis])
        judged[axis] = np.where(lost & graded, np.nan, grade)
        judged[f"{axis}_origin"] = np.where(lost & graded, 0, nodes[f"{axis}_origin"])
        judged[f"{axis}_date"] = np.where(lost, NEVER, nodes[f"{axis}_date"])
    return nodes.with_columns(**judged)


def _choose(count: int, share: float, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return which of so many facts are missing, and which are wrong."""
    drawn = random.random(count)
    return drawn < share / 2, (drawn >= share / 2) & (drawn < share)


def _pick_somebody(people: Rows, scope: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the node of some person of each scope, -1 where it has nobody."""
    first = np.searchsorted(people["scope"], scope)
    count = np.searchsorted(people["scope"], scope, side="right") - first
    place = first + (random.random(len(scope)) * count).astype(np.int64)
    return np.where(count > 0, np.append(people["node"], -1)[np.minimum(place, len(people))], -1)
