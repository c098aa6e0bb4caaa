"""Who decides: the decision of a scope is made of roles, and each role of those who hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.graph.role_fit import fit_role
from kamgraph.model.read_only import forbid_writing
from kamgraph.model.vocabulary import DECISION_ROLES, STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.graph.content import Content
    from kamgraph.model.policy import Policy

# What the decision of a deal that is over was like.
_ENDED_AS = {"closed": "renewal", "lost": "bid"}
_ORDER = np.array([STAGES.words.index(_ENDED_AS.get(stage, stage)) for stage in STAGES.words])


class Part(NamedTuple):
    """A decision role in each scope: who has how much of it."""

    counts: np.ndarray  # (scopes,) whether it is a part of the decision
    held: np.ndarray  # (scopes,) whether somebody holds it
    recorded: np.ndarray  # (scopes,) whether somebody is recorded to, and not only in a draft
    share: np.ndarray  # (nodes,) of the role, its holders' or, where it is open, as people fit it
    unnamed: np.ndarray  # (scopes,) of the role, with somebody who is not on the list


@dataclass(frozen=True, eq=False)
class DecisionWeights:
    """The weight of each node in its scope's decision, and what nobody on the list has."""

    recorded: np.ndarray  # (nodes,) by roles that people are recorded to hold
    assumed: np.ndarray  # (nodes,) by roles that are open, or held in a draft alone
    unnamed: np.ndarray  # (scopes,) makes it 1
    roles_known: np.ndarray  # (scopes,) the share of roles that somebody is recorded to hold
    total: np.ndarray  # (scopes,) the weights of all roles that count, by which all is divided
    consent: Mapping[str, Part]  # the roles without which nothing is decided

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(vars(self))


def weigh_decision(content: Content) -> DecisionWeights:
    """Return how the decision of each scope is shared out."""
    policy, scope, count = content.policy, content.scope, len(content.starts) - 1
    recorded, assumed = np.zeros(len(scope)), np.zeros(len(scope))
    unnamed, known, total = np.zeros(count), np.zeros(count), np.zeros(count)
    required = list_required(content)
    consent = {}
    for bit, role in enumerate(DECISION_ROLES.words):
        weight = policy.role_weights.get(role, 0.0)
        if not weight and role not in policy.consent_roles:
            continue
        part = share_out(content, role, required[:, bit])
        told = part.recorded[scope]
        recorded += weight * np.where(told, part.share, 0.0)
        assumed += weight * np.where(told, 0.0, part.share)
        unnamed += weight * part.unnamed
        known += weight * part.recorded
        total += weight * part.counts
        if role in policy.consent_roles:
            consent[role] = part
    whole = np.where(total > 0, total, 1.0)
    return DecisionWeights(
        recorded=recorded / whole[scope],
        assumed=assumed / whole[scope],
        unnamed=np.where(total > 0, unnamed / whole, 1.0),
        roles_known=known / whole,
        total=total,
        consent={role: consent[role] for role in policy.consent_roles},
    )


def share_out(content: Content, role: str, required: np.ndarray) -> Part:
    """Return how a role is shared: equally by its holders, or by how well people fit it."""
    scope, holds = content.scope, content.holds(role)
    holders = content.scope_sums(holds)
    held, spread = holders > 0, required & (holders == 0)
    share = holds / np.maximum(holders, 1.0)[scope]
    named = held.astype(float)
    if spread.any() and role in content.policy.role_fit:
        fit = fit_role(role, content) * (spread[scope] & content.own & ~content.vacant)
        fitting = content.scope_sums(fit)
        share += fit / np.maximum(fitting, 1.0)[scope]
        named += np.minimum(fitting, 1.0)
    counts = held | required
    recorded = content.scope_sums(content.holds_on_record(role)) > 0
    return Part(counts, held, recorded, share, np.where(counts, 1.0 - named, 0.0))


def list_required(content: Content) -> np.ndarray:
    """Return (scopes, roles), which decision roles the stage of each scope requires."""
    # An account and a deal without a stage are like a lead, the first.
    stage = _ORDER[np.maximum(content.stage, 0)]
    return np.asarray(stage[:, None] >= find_due(content.policy))


def find_due(policy: Policy) -> np.ndarray:
    """Return from which stage on each decision role is required, past the last for never."""
    due = np.full(len(DECISION_ROLES.words), len(STAGES.words))
    for place, stage in reversed([*enumerate(STAGES.words)]):
        for role in policy.required_roles.get(stage, ()):
            due[DECISION_ROLES.words.index(role)] = place
    return due
