"""Whose grades would narrow the verdict most, one person after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.graph.decision_rule import apply_rule
from kamgraph.graph.influence import own_share
from kamgraph.graph.scale import choice, weigh_axes
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_LOOKED_AT = 25  # people of each scope, those on whom its bounds depend most


class _Narrowing(NamedTuple):
    """What is not known now, and how much of it is each person's."""

    weights: np.ndarray  # (axes,) what each axis counts, on which nobody is graded included
    asked: np.ndarray  # (nodes, axes), where a grade is worth asking for
    width: np.ndarray  # (nodes, axes), the half-width of stances after influence
    seat: np.ndarray  # (scopes, people), who is looked at: nodes, -1 for nobody
    part: np.ndarray  # (nodes, people), how much of that uncertainty is each one's


def narrow_bounds(graph: RelationshipGraph, most: int) -> Rows:
    """Return which grades to ask for: ``scope``, ``node``, ``axis`` and ``worth`` in points."""
    # By how much the bounds of choice come closer when the grades of a person are known to be what
    # they are taken for, those of whoever is asked about before being known. That is shared out
    # over the axes by what each counts of it. Next is always whose questions do most each.
    found = _prepare(graph)
    width, waiting = found.width.copy(), found.seat >= 0
    count = np.zeros(len(found.seat), dtype=np.int64)
    steps = []
    while (waiting & (count < most)[:, None]).any():
        scope, place, gain = _choose_next(graph, found, width, waiting & (count < most)[:, None])
        waiting[scope, place] = False
        node = found.seat[scope, place]
        known = _know(graph, found, node)
        width -= known
        count[scope] += found.asked[node].sum(axis=1)
        steps.append(_share_out(graph, found, node, gain))
    rows = stack([_NOTHING, *steps])
    return rows.take(np.argsort(rows["scope"], kind="stable"))


_NOTHING = Rows(
    **{name: np.zeros(0, dtype=np.int64) for name in ("scope", "node", "axis")},
    worth=np.zeros(0),
)


def _prepare(graph: RelationshipGraph) -> _Narrowing:
    """Find out who is worth being asked about, and what of the uncertainty is theirs."""
    weights = weigh_axes(np.ones((1, graph.certainty.shape[1]), dtype=bool), graph.policy)
    fresh = graph.policy.certainty(graph.policy.assessment_days)
    asked = ~at_least(graph.certainty, fresh) & graph.contact[:, None] & (weights > 0)
    unsure = (graph.bearing[:, None] * (1.0 - graph.certainty) * asked * weights).sum(axis=1)
    seat = _seat_people(graph, unsure)
    scope, place = np.nonzero(seat >= 0)
    own = own_share(graph.influence)
    unit = np.zeros((len(own), seat.shape[1]))
    unit[seat[scope, place], place] = own[seat[scope, place]]
    start = own[:, None] * (1.0 - graph.certainty)
    right = np.hstack([start, unit])
    solved = graph.fixed_point_in_size.solve(right)
    axes = start.shape[1]
    return _Narrowing(weights[0], asked, solved[:, :axes], seat, solved[:, axes:])


def _seat_people(graph: RelationshipGraph, unsure: np.ndarray) -> np.ndarray:
    """Return (scopes, people), the nodes of each scope on whom most depends; -1 for nobody."""
    order = graph.rank(unsure > ROUNDING, np.round(unsure, 9))
    scope = graph.scope[order]
    place = np.arange(len(order)) - np.searchsorted(scope, scope)
    near = place < _LOOKED_AT
    seat = np.full((len(graph.starts) - 1, place[near].max(initial=-1) + 1), -1)
    seat[scope[near], place[near]] = order[near]
    return seat


def _choose_next(
    graph: RelationshipGraph, found: _Narrowing, width: np.ndarray, waiting: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the scopes that ask on, the person of each whose grades narrow most, and by what."""
    gain, count = np.zeros(waiting.shape), found.asked.sum(axis=1)
    now = _measure_band(graph, found, width)
    for place in np.flatnonzero(waiting.any(axis=0)):
        node = found.seat[waiting[:, place], place]
        then = _measure_band(graph, found, width - _know(graph, found, node))
        gain[waiting[:, place], place] = np.maximum(now - then, 0.0)[waiting[:, place]]
    scope = np.flatnonzero(waiting.any(axis=1))
    rate = np.where(waiting, gain / np.maximum(count[found.seat], 1), -1.0)
    best = np.round(rate[scope], 9).argmax(axis=1)  # of equals on whom more depends
    return scope, best, gain[scope, best]


def _know(graph: RelationshipGraph, found: _Narrowing, node: np.ndarray) -> np.ndarray:
    """Return (nodes, axes), what of the half-widths goes when one node of each scope is known."""
    scope = graph.scope[node]
    known = np.zeros((len(found.seat), found.width.shape[1]))
    known[scope] = (1.0 - graph.certainty[node]) * found.asked[node]
    place = np.zeros(len(found.seat), dtype=np.int64)
    place[scope] = (found.seat[scope] == node[:, None]).argmax(axis=1)
    part = found.part[np.arange(len(found.part)), place[graph.scope]]
    return np.asarray(part[:, None] * known[graph.scope])


def _measure_band(graph: RelationshipGraph, found: _Narrowing, width: np.ndarray) -> np.ndarray:
    """Return half of what lies between the bounds of choice of each scope."""
    weights = np.broadcast_to(found.weights, width.shape)
    off = np.clip(width, 0.0, 1.0)
    low, high = (
        choice(np.clip(graph.equilibrium + way * off, -1.0, 1.0), weights) for way in (-1, 1)
    )
    ends = apply_rule(graph, high, 100.0)[0], apply_rule(graph, low, 0.0)[0]
    return (ends[0] - ends[1]) / 2


def _share_out(
    graph: RelationshipGraph, found: _Narrowing, node: np.ndarray, gain: np.ndarray
) -> Rows:
    """Return the questions about some people, with the part of each axis in what all narrow."""
    part = (1.0 - graph.certainty[node]) * found.asked[node] * found.weights
    part /= part.sum(axis=1, keepdims=True)
    row, axis = np.nonzero(found.asked[node])
    return Rows(
        scope=graph.scope[node[row]],
        node=node[row],
        axis=axis,
        worth=(part * gain[:, None])[row, axis],
    )
