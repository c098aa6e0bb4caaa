"""What will be chosen: the choices of people, and by the decision rule that of their scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.graph.scale import choice, score
from kamgraph.model.rounding import ROUNDING, at_least

if TYPE_CHECKING:
    from kamgraph.graph.decision import Part
    from kamgraph.graph.settled import Settled

NEUTRAL = 50.0


class Band(NamedTuple):
    """A score and between which scores it lies."""

    value: np.ndarray  # missing where no axis counts
    low: np.ndarray
    high: np.ndarray


class Decision(NamedTuple):
    """The choice of each scope, and what it rests on."""

    choice: np.ndarray  # missing where no axis counts
    low: np.ndarray
    high: np.ndarray
    limited_by: np.ndarray  # the consent role that binds, empty where none does
    voice: np.ndarray  # (nodes,) what each person's choice counts in the mean that binds


def choose(graph: Settled) -> Band:
    """Return the choice of each person after influence."""
    weights = graph.axis_weights[graph.scope]
    x, y = graph.equilibrium, graph.half_width
    low, high = choice(np.maximum(x - y, -1.0), weights), choice(np.minimum(x + y, 1.0), weights)
    none = np.isnan(weights).any(axis=1)
    return Band(choice(x, weights), np.where(none, 0.0, low), np.where(none, 100.0, high))


def decide(graph: Settled, people: Band) -> Decision:
    """Return the choice of each scope by the decision rule, and its bounds by the same rule."""
    value, low, high = people
    chosen, limited_by, voice = apply_rule(graph, np.nan_to_num(value, nan=NEUTRAL), NEUTRAL)
    weights = graph.axis_weights
    return Decision(
        choice=np.where(np.isnan(weights).any(axis=1), np.nan, chosen),
        low=apply_rule(graph, low, 0.0)[0],
        high=apply_rule(graph, high, 100.0)[0],
        limited_by=np.where(np.isnan(weights).any(axis=1), "", limited_by),
        voice=voice,
    )


def decide_alone(graph: Settled) -> np.ndarray:
    """Return the choice of each scope if nobody talked to anybody."""
    chosen, _, _ = apply_rule(graph, np.nan_to_num(graph.choice_alone, nan=NEUTRAL), NEUTRAL)
    return np.where(np.isnan(graph.axis_weights).any(axis=1), np.nan, chosen)


def apply_rule(
    graph: Settled, chosen: np.ndarray, unnamed: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the choice of scopes by that of people and of those not on the list; what binds."""
    weights = graph.decision_weights
    voice = weights.recorded + weights.assumed
    least = graph.scope_sums(voice * chosen) + weights.unnamed * unnamed
    limited_by = np.full(len(least), "", dtype=object)
    if graph.policy.decision_rule == "weighted":
        return np.clip(least, 0.0, 100.0), limited_by, voice
    for role, part in weights.consent.items():
        share = _find_voices(graph, role, part, chosen)
        mean = graph.scope_sums(share * chosen) + part.unnamed * unnamed
        binds = part.counts & (mean < least - ROUNDING)
        least, limited_by = np.where(binds, mean, least), np.where(binds, role, limited_by)
        voice = np.where(binds[graph.scope], share, voice)
    return np.clip(least, 0.0, 100.0), limited_by, voice


def list_means(graph: Settled) -> tuple[np.ndarray, np.ndarray]:
    """Return (means, nodes), the means of which the least is the choice of the one scope."""
    # Beside them stands what somebody who is not on the list counts in each.
    weights = graph.decision_weights
    shares, unnamed = [weights.recorded + weights.assumed], [weights.unnamed[0]]
    consent = {} if graph.policy.decision_rule == "weighted" else weights.consent
    for role, part in consent.items():
        if not part.counts[0]:
            continue
        if graph.policy.decision_rule == "unanimous" and part.held[0]:
            alone = np.eye(len(graph.scope))[np.flatnonzero(graph.holds(role))]
        else:
            alone = part.share[None]
        shares += [*alone]
        unnamed += [part.unnamed[0]] * len(alone)
    return np.array(shares), np.array(unnamed)


def _find_voices(graph: Settled, role: str, part: Part, chosen: np.ndarray) -> np.ndarray:
    """Return what each person's choice counts in a role: its share, or all of its worst holder."""
    if graph.policy.decision_rule != "unanimous":
        return part.share
    holders = np.flatnonzero(graph.holds(role))
    worst = holders[np.lexsort((chosen[holders], graph.scope[holders]))]
    first = np.unique(graph.scope[worst], return_index=True)[1]
    alone = np.zeros(len(chosen))
    alone[worst[first]] = 1.0
    return np.where(part.held[graph.scope], alone, part.share)


def measure_slopes(graph: Settled, people: Band, decision: Decision) -> np.ndarray:
    """Return (nodes, axes), by how much a point of a person's score moves their scope's choice."""
    weights = graph.axis_weights[graph.scope]
    return differentiate(graph.equilibrium, np.nan_to_num(people.value), decision.voice, weights)


def differentiate(
    stances: np.ndarray, chosen: np.ndarray, voice: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Return by how much a point of each score moves the mean that binds, ``voice · ∂c/∂score``."""
    scores = score(stances)
    rise = np.nan_to_num(weights) * (voice * chosen)[:, None]
    return np.divide(rise, scores, out=np.zeros(scores.shape), where=scores > 0)


def measure_error(graph: Settled, slopes: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return the error of each scope's choice in points, by its slope in each axis."""
    errors = np.nan_to_num(graph.scope_sums(slopes) * graph.axis_errors)
    return np.where(np.isnan(chosen), np.nan, np.sqrt((errors**2).sum(axis=1)))


def find_blockers(graph: Settled, chosen: np.ndarray) -> np.ndarray:
    """Return which holders of consent roles oppose us, vacant seats never."""
    against = ~np.isnan(chosen) & ~at_least(chosen, graph.policy.opposing)
    return graph.consents & ~graph.vacant & against


def find_vetoes(graph: Settled, blockers: np.ndarray) -> np.ndarray:
    """Return whose refusal nobody outvotes: of those alone in a role, or where all must agree."""
    rule = graph.policy.decision_rule
    if rule != "consent":
        return blockers & (rule == "unanimous")
    return blockers & (count_voices(graph) == 1)


def count_voices(graph: Settled) -> np.ndarray:
    """Return among how many each holder of consent roles is, in the role with the fewest."""
    fewest = np.zeros(len(graph.scope), dtype=np.int64)
    for role in graph.policy.consent_roles:
        held = graph.holds(role)
        count = held * graph.scope_sums(held.astype(np.int64))[graph.scope]
        fewest = np.where((fewest == 0) | (held & (count < fewest)), count, fewest)
    return fewest


def find_supporters(graph: Settled) -> np.ndarray:
    """Return who supports us by their own stance, known on every axis that counts."""
    counted = graph.counted[graph.scope]
    known = ((graph.certainty > 0) | ~counted).all(axis=1) & counted.any(axis=1)
    return known & ~graph.vacant & at_least(graph.choice_alone, graph.policy.supportive)


def judge_status(
    graph: Settled, stake: np.ndarray, supporters: np.ndarray, blockers: np.ndarray
) -> np.ndarray:
    """Return the colour of each scope: grey while too little is known of the key people."""
    judged = graph.scope_sums(stake * graph.known)
    missing = graph.policy.judged * graph.scope_sums(stake) - judged
    grey = ~at_least(-missing, 0.0) | ~graph.counted.any(axis=1)
    blocked = graph.scope_sums(blockers) > 0
    supported = graph.scope_sums(supporters) > 0
    signed = graph.scope_sums(supporters & graph.consents) > 0
    return np.select([grey, blocked | ~supported, signed], ["grey", "red", "green"], "amber")
