"""How far moves could bring each aim at the most: bounds that add up move by move."""

# A bound is a sum that is there whatever is done, and what each move that is made adds to it. It
# holds for every set of moves that leaves pulls, and so power, weights and key people, as they are.
#
# Choice and its lower bound are the least of several means of geometric means of scores, each
# concave in the stances, which moves shift by something of their own: so they lie below the tangent
# of any of the means anywhere. In coverage the best of several chains counts, and what is left of
# it without one of us is coverage by the others: what a move adds can only get less by others.

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.analysis.plan.covered import Covered
from kamgraph.analysis.plan.swayed import Swayed
from kamgraph.graph.scale import weigh_axes
from kamgraph.model.vocabulary import AIMS

if TYPE_CHECKING:
    from kamgraph.analysis.plan.fields import Field

_FULL = 100.0  # points
_CARRYING = 4  # of us, without whom least is left


class Ceiling(NamedTuple):
    """More than which an aim does not get to, in points, and no single step changes it."""

    bases: np.ndarray  # (bounds,) what there is in any case
    rises: np.ndarray  # (bounds, moves) what each move that is made adds
    most: np.ndarray  # (moves,) what a step adds after whatever else
    harm: np.ndarray  # (moves,) what it takes away after whatever else


def bound_choices(one: Field, sets: np.ndarray, counted: np.ndarray) -> list[Ceiling]:
    """Bound the choice and its lower bound where some axes, given as bool, count in the end."""
    # Each bound is drawn where one of (sets, moves) some moves are made.
    if not one.alone.closed:
        return [_know_nothing(one)] * 2
    weights = weigh_axes(counted[None], one.graph.policy)[0]
    if np.isnan(weights).any():  # nothing is known, and nothing becomes so
        return [_stay(one, aim) for aim in ("choice", "low")]
    swayed = (Swayed(one.graph, one.alone, number, weights) for number in range(2))
    return [_bound_choice(each, sets) for each in swayed]


def bound_reach(one: Field, sets: np.ndarray) -> list[Ceiling]:
    """Bound coverage, and what is left of it without one of us."""
    if not (one.alone.closed and one.graph.acquaintance_recorded):
        return [_know_nothing(one)] * 2
    covered = Covered(one.graph, one.moves, one.alone)
    return [_bound_coverage(covered, sets), _bound_secure(covered, sets)]


def _know_nothing(one: Field) -> Ceiling:
    anything = np.full(len(one.moves), _FULL)
    return Ceiling(np.array([_FULL]), np.zeros((1, len(one.moves))), anything, anything)


def _stay(one: Field, aim: str) -> Ceiling:
    nothing = np.zeros(len(one.moves))
    return Ceiling(one.start[[AIMS.words.index(aim)]], nothing[None], nothing, nothing)


def _bound_choice(swayed: Swayed, sets: np.ndarray) -> Ceiling:
    """Bound the choice, or its lower bound, by tangents, and by all that moves can do together."""
    halves = [(one + other) / 2 for one, other in combinations(sets.astype(float), 2)]
    bases, rises = swayed.draw_tangents(np.array([*sets, *halves]))
    most, harm = swayed.bound_steps()
    flat = np.zeros((1, len(most)))
    return Ceiling(np.append(bases, swayed.top), np.concatenate([rises, flat]), most, harm)


def _bound_coverage(covered: Covered, sets: np.ndarray) -> Ceiling:
    """Bound coverage by what each move adds where some are made."""
    added = covered.find_gains(sets)[:, 0]
    most = covered.find_gains_alone()[0]
    return Ceiling(covered.measure(sets)[:, 0], added, most, np.zeros_like(most))


def _bound_secure(covered: Covered, sets: np.ndarray) -> Ceiling:
    """Bound what is left of coverage without one of us, by what is left without any single one."""
    points, added = covered.measure(sets)[:, 1:], covered.find_gains(sets)[:, 1:]
    carrying = np.argsort(points.sum(axis=0), kind="stable")[:_CARRYING]
    most = covered.find_gains_alone()[1:].max(axis=0, initial=0.0)
    bases, rises = points[:, carrying].ravel(), added[:, carrying].reshape(-1, len(most))
    if not len(bases):
        return _bound_coverage(covered, sets)
    return Ceiling(bases, rises, most, np.zeros_like(most))
