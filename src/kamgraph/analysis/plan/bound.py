"""How much any plan within a budget could gain: a bound that is proven, whatever was searched."""

# A step counts at most its chance of what it adds, and all of what it harms: so a plan gains at
# most the largest chance times what lies between the aims as they are and as moves can bring them.
#
# Moves that leave pulls as they are shift stances after influence, and their lower bounds, each by
# something of its own. Choice and its bound are concave in these, as the least of means of
# geometric means, so that they lie below their tangents; and they never fall where a stance rises,
# so that they lie below what all rises together bring. In coverage the best of several chains
# counts, so that no move adds more after others than alone. Of tangents, and of coverage, the moves
# that fill the budget best, the last one in part, bound what any could add. Where moves change
# pulls, all this is asked of the graph with each set of them.

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.values import measure_aims, try_sets
from kamgraph.graph.decision_rule import apply_rule, differentiate
from kamgraph.graph.scale import choice, score
from kamgraph.model.vocabulary import AIMS

if TYPE_CHECKING:
    from kamgraph.analysis.plan.search import Field
    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.changes import Change

_FULL = 100.0  # points
_PULLING = 4  # moves that change pulls: of more of them there are too many sets
_PLACE = {aim: place for place, aim in enumerate(AIMS.words)}


def bound_gain(one: Field, budget: float) -> float:
    """Return more expected gain than which no plan within a budget has in an account or deal."""
    if not (one.costs <= budget).any():
        return 0.0
    one = _drop_repeats(one)
    tops = [_find_tops(some, left) for some, left in _settle_pulls(one, budget)]
    most = max((one.weights @ np.minimum(top, _FULL) for top in tops), default=np.inf)
    most = min(most, float(one.weights.sum()) * _FULL)
    return float(one.chances.max() * max(most - one.weights @ one.start, 0.0))


def _drop_repeats(one: Field) -> Field:
    """Return the field with one move, the cheapest, of those that make the same otherwise."""
    cheapest: dict[tuple[Change, ...], int] = {}
    for place in np.argsort(one.costs, kind="stable").tolist():
        cheapest.setdefault(one.moves[place].changes, place)
    return _keep_moves(one, sorted(cheapest.values()))


def _keep_moves(one: Field, places: list[int]) -> Field:
    """Return the field with some of its moves."""
    moves, owners = [one.moves[k] for k in places], [one.owners[k] for k in places]
    costs, chances = one.costs[places], one.chances[places]
    return replace(one, moves=moves, owners=owners, costs=costs, chances=chances)


def _settle_pulls(one: Field, budget: float) -> list[tuple[Field, float]]:
    """Return the field after each set of moves that change pulls, and what is left to spend."""
    # None where there are too many sets, or a move changes more than a plan may count on.
    pulling = [place for place, move in enumerate(one.moves) if move.kind == "counter"]
    weighed = ~np.isnan(one.graph.axis_weights).any() and _count_all(one.graph)
    if len(pulling) > _PULLING or not weighed or not one.graph.acquaintance_recorded:
        return []
    rest = [place for place in range(len(one.moves)) if place not in pulling]
    sets = [some for size in range(len(pulling) + 1) for some in combinations(pulling, size)]
    return [
        (_make_moves(one, some, rest), budget - cost)
        for some in sets
        if (cost := float(one.costs[list(some)].sum())) <= budget
    ]


def _count_all(graph: RelationshipGraph) -> bool:
    """Tell whether all axes that weigh anything count already, so that none can begin to."""
    weights = np.array([*graph.policy.axis_weights.values()])
    return bool(graph.counted[0, weights > 0].all())


def _make_moves(one: Field, made: tuple[int, ...], rest: list[int]) -> Field:
    """Return the field once some moves are made, with the rest of them."""
    graph = one.graph
    if made:
        graph = graph.with_changes(*(change for k in made for change in one.moves[k].changes))
    return replace(_keep_moves(one, rest), graph=graph, start=measure_aims(graph)[0])


def _find_tops(one: Field, budget: float) -> np.ndarray:
    """Return how far each aim gets at the most."""
    tops, graph = np.full(len(AIMS.words), _FULL), one.graph
    found = _find_lifts(one)
    if found is None:
        return tops
    for aim, unnamed, base, lifts in zip(
        ("choice", "low"), (50.0, 0.0), _list_stances(graph), found, strict=True
    ):
        tops[_PLACE[aim]] = _bound_choice(one, base, lifts, unnamed, budget)
    coverage, secure = _PLACE["coverage"], _PLACE["secure"]
    alone = try_sets(graph, [one.moves, *([move] for move in one.moves)])[:, coverage]
    most = one.start[coverage] + _fill(alone[1:] - one.start[coverage], one.costs, budget)
    tops[coverage] = tops[secure] = min(alone[0], most)
    return tops


def _list_stances(graph: RelationshipGraph) -> tuple[np.ndarray, np.ndarray]:
    """Return stances after influence, and their lower bounds, which are never below -1."""
    return graph.equilibrium, np.maximum(graph.equilibrium - graph.half_width, -1.0)


def _find_lifts(one: Field) -> tuple[np.ndarray, np.ndarray] | None:
    """Return (moves, nodes, axes), by how much each move shifts stances, and their lower bounds."""
    # None where somebody comes into the graph.
    base = _list_stances(one.graph)
    shape = base[0].shape
    lifts = tuple(np.zeros((len(one.moves), *shape)) for _ in base)
    for numbers, tried in one.graph.try_out([move.changes for move in one.moves]):
        if len(tried.scope) != len(numbers) * len(one.graph.scope):
            return None
        for lift, before, after in zip(lifts, base, _list_stances(tried), strict=True):
            lift[numbers] = after.reshape(len(numbers), *shape) - before
    return lifts[0], lifts[1]


def _bound_choice(
    one: Field, stances: np.ndarray, lifts: np.ndarray, unnamed: float, budget: float
) -> float:
    """Return more than which the choice by some stances does not get to."""
    graph, weights = one.graph, one.graph.axis_weights[one.graph.scope]
    raised = np.minimum(stances + np.maximum(lifts, 0.0).sum(axis=0), 1.0)
    top = float(apply_rule(graph, choice(raised, weights), unnamed)[0][0])
    chosen = choice(stances, weights)
    now, _, voice = apply_rule(graph, chosen, unnamed)
    if (score(stances[voice > 0]) <= 0).any():  # where the tangent is upright
        return top
    slopes = differentiate(stances, chosen, voice, weights)
    rises = (50.0 * lifts * slopes).sum(axis=(1, 2))
    return min(top, float(now[0]) + _fill(rises, one.costs, budget))


def _fill(gains: np.ndarray, costs: np.ndarray, budget: float) -> float:
    """Return what the moves that add most for their cost add, the last one in part."""
    order = np.argsort(-gains / costs, kind="stable")
    order = order[gains[order] > 0]
    room = np.clip(budget - (np.cumsum(costs[order]) - costs[order]), 0.0, costs[order])
    return float((gains[order] * room / costs[order]).sum())
