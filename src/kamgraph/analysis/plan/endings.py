"""What the moves of an account or deal can lead to, and how much they would gain on the way."""

# Most moves shift stances or add ways to people, and all else stays. A few make a leap: those that
# change pulls, and those that give the first grade on an axis, which counts from then on. An ending
# is one way in which leaps can end; of each the gains are bounded for themselves.

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from kamgraph.analysis.plan.ceilings import bound_choices, bound_reach
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.analysis.plan.ceilings import Ceiling
    from kamgraph.analysis.plan.fields import Field
    from kamgraph.graph.changes import Change

    _What = tuple[str, tuple[Change, ...]]

One = TypeVar("One")

_FULL = 100.0  # points
_PULLING = 4  # moves that change pulls: of more of them there are too many sets


class Sums(NamedTuple):
    """Bounds of what an aim is expected to gain, each a sum over the moves that are made."""

    bases: np.ndarray  # (bounds,) what is gained in any case
    rises: np.ndarray  # (bounds, moves)


class Ending(NamedTuple):
    """What moves can gain that lead to some pulls, and some axes that count."""

    spent: float  # days of work, for the pulls
    costs: np.ndarray
    ways: list[list[Sums]]  # each has bounds of every aim


class _Leap(NamedTuple):
    """Moves that change pulls, and axes that begin to count."""

    pulls: frozenset[int]
    axes: frozenset[int]


def list_endings(one: Field, planned: Sequence[int], budget: float) -> list[Ending]:
    """Return how the moves of a field can end, with bounds that are drawn where a plan ends."""
    done = {_identify(one, place) for place in planned}
    one = one.keep(_drop_repeats(one))
    pulling = [place for place, move in enumerate(one.moves) if move.kind == "counter"]
    if len(pulling) > _PULLING:
        return [_know_nothing(one)]
    paid = [some for some in _list_subsets(pulling) if _pay(one, some) <= budget + ROUNDING]
    rest = [place for place in range(len(one.moves)) if place not in pulling]
    made = {some: one.make(sorted(some), rest) for some in paid}
    sets = {some: _list_sets(field, done) for some, field in made.items()}
    reach = {some: bound_reach(field, sets[some]) for some, field in made.items()}
    choices: dict[_Leap, list[Ceiling]] = {}
    for some, field in made.items():
        counted = field.graph.counted[0]
        for axes in _list_subsets(sorted(set().union(*field.new_axes))):
            also = np.isin(np.arange(len(counted)), [*axes])
            choices[_Leap(some, axes)] = bound_choices(field, sets[some], counted | also)
    return [_make_ending(one, made[leap.pulls], leap, _Known(reach, choices)) for leap in choices]


class _Known(NamedTuple):
    reach: dict[frozenset[int], list[Ceiling]]
    choices: dict[_Leap, list[Ceiling]]

    def list_below(self, leap: _Leap) -> Iterator[list[Ceiling]]:
        """Yield the ceilings of every aim at all that a leap may have been on the way."""
        for other, choices in self.choices.items():
            if other.pulls <= leap.pulls and other.axes <= leap.axes:
                yield [*choices, *self.reach[other.pulls]]


def _make_ending(one: Field, field: Field, leap: _Leap, known: _Known) -> Ending:
    ceilings = [*known.choices[leap], *known.reach[leap.pulls]]
    below = [*zip(*known.list_below(leap), strict=True)]
    drawn = [*zip(one.weights, one.start, ceilings, strict=True)]
    ways = [[_bound(*each, one.chances.max(keepdims=True)) for each in drawn]]
    if shares := _choose_shares(one, field, leap):
        apart = (_take_apart(field, *each) for each in zip(shares, below, strict=True))
        ways.append(
            [
                _bound(*each, some, also)
                for each, some, also in zip(drawn, shares, apart, strict=True)
            ]
        )
    return Ending(_pay(one, leap.pulls), field.costs, ways)


def _choose_shares(one: Field, field: Field, leap: _Leap) -> list[np.ndarray]:
    """Return for each aim which shares of differences can be told apart; none if moves differ."""
    # Of a move that makes a leap nobody can tell how much it adds: so the share is its chance.
    bends = {one.chances[place] for place in leap.pulls}
    new_axes = zip(field.chances, field.new_axes, strict=True)
    leaps = bends | {chance for chance, axes in new_axes if axes & leap.axes}
    if len(leaps) > 1:
        return []
    every = {0.0, *field.chances}
    return [np.array(sorted(some or every)) for some in (leaps, leaps, bends, bends)]


def _bound(
    weight: float,
    start: float,
    ceiling: Ceiling,
    shares: np.ndarray,
    apart: np.ndarray | None = None,
) -> Sums:
    """Return bounds of the gain in an aim by shares of the difference, and what is told apart."""
    bases = np.outer(shares, ceiling.bases - start)
    rises = shares[:, None, None] * ceiling.rises
    if apart is not None:
        rises = rises + apart[:, None]
    return Sums(weight * bases.ravel(), weight * rises.reshape(bases.size, -1))


def _take_apart(field: Field, shares: np.ndarray, ceilings: Sequence[Ceiling]) -> np.ndarray:
    """Return (shares, moves), what steps could gain beside a share of the difference."""
    most = np.max([one.most for one in ceilings], axis=0)
    harm = np.max([one.harm for one in ceilings], axis=0)
    beyond = field.chances - shares[:, None]
    return np.asarray(np.maximum(beyond, 0.0) * most + np.maximum(-beyond, 0.0) * harm)


def _list_subsets(items: Sequence[int]) -> list[frozenset[int]]:
    sizes = range(len(items) + 1)
    return [*map(frozenset, chain.from_iterable(combinations(items, size) for size in sizes))]


def _pay(one: Field, some: frozenset[int]) -> float:
    return float(one.costs[sorted(some)].sum())


def _identify(one: Field, place: int) -> _What:
    """Return what a move is, whoever makes it."""
    return one.moves[place].kind, one.moves[place].changes


def _drop_repeats(one: Field) -> list[int]:
    """Return the moves without those that others make, too, for less."""
    cheapest: dict[_What, int] = {}
    for place in np.argsort(one.costs, kind="stable").tolist():
        cheapest.setdefault(_identify(one, place), place)
    return sorted(cheapest.values())


def _list_sets(one: Field, done: set[_What]) -> np.ndarray:
    """Return (sets, moves), no move, those of the plan, and all."""
    planned = [_identify(one, place) in done for place in range(len(one.moves))]
    none = np.zeros(len(planned), dtype=bool)
    return np.array([none, planned, ~none])


def _know_nothing(one: Field) -> Ending:
    """Return an ending with all that could be gained."""
    left = float(one.chances.max()) * one.weights * (_FULL - one.start)
    flat = np.zeros((1, len(one.moves)))
    return Ending(0.0, one.costs, [[Sums(np.array([base]), flat) for base in left]])
