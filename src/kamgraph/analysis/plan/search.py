"""The moves worth most within a budget: all ways tried where they are few, else step by step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from kamgraph.model.ids import NONE
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.plan.fields import Field


WORTH_A_LINE = 0.05  # points; what brings less is in no plan but for what it leads to


class Step(NamedTuple):
    """A move that is part of a plan."""

    place: int  # of the field
    move: int
    gain: float  # expected
    after: np.ndarray  # the aims in its field once it is made


_Stretch: TypeAlias = tuple[Step, ...]  # one, or a meeting and what it leads to


class _Offer(NamedTuple):
    """Steps that could come next in a field."""

    rate: float  # what they add for their cost, the more the lower
    moves: tuple[int, ...]
    steps: _Stretch


@dataclass
class Purse:
    """What is left of the budget, and of the time of each of us."""

    budget: float
    capacity: float
    spent: dict[str, float] = field(default_factory=dict)

    def affords(self, one: Field, moves: Sequence[int]) -> bool:
        """Tell whether there is enough left for some moves of a field."""
        left = self.budget
        worked: dict[str, float] = {}
        for move in moves:
            owner, cost = one.owners[move], float(one.costs[move])
            days = worked.get(owner, self.spent.get(owner, 0.0)) + cost
            if cost > left + ROUNDING or days > self.capacity + ROUNDING:
                return False
            left, worked[owner] = left - cost, days
        return True

    def pay(self, owner: str, cost: float) -> None:
        """Take the cost of a move out of it."""
        self.budget -= cost
        self.spent[owner] = self.spent.get(owner, 0.0) + cost

    def copy(self) -> Purse:
        """Return one with as much in it."""
        return replace(self, spent=dict(self.spent))


def search_all(fields: Sequence[Field], purse: Purse) -> list[Step]:
    """Return the sequence of moves of one field, if any, that is expected to gain most."""
    return [step for one in fields for step in _search_sets(one, purse)]


def _search_sets(one: Field, purse: Purse) -> tuple[Step, ...]:
    # Set by set, with the best order of each: what comes after a set does not depend on its order.
    # A meeting that brings nothing by itself waits for the step that it leads to.
    best: tuple[Step, ...] = ()
    layer: dict[tuple[frozenset[int], int], tuple[Step, ...]] = {(frozenset(), NONE): ()}
    while layer:
        ways = [
            (done | {move}, waiting, steps, move)
            for (done, waiting), steps in layer.items()
            for move in range(len(one.moves))
            if one.allow([*done], move)
            and (waiting == NONE or one.leads(waiting, move))
            and purse.affords(one, [*done, move])
        ]
        sets = list(dict.fromkeys(done for done, *_ in ways))
        after = dict(zip(sets, one.measure(sets), strict=True))
        layer = {}
        for done, waiting, steps, move in ways:
            before = steps[-1].after if steps else one.start
            [gain] = one.expect([move], before, after[done][None])
            step = Step(0, move, gain, after[done])
            if not (_brings(step) or (waiting == NONE and _leads_on(one, step))):
                continue
            key = (done, NONE if _brings(step) else move)
            if key not in layer or _sum((*steps, step)) > _sum(layer[key]) + ROUNDING:
                layer[key] = (*steps, step)
        whole = (steps for (_, waiting), steps in layer.items() if waiting == NONE)
        best = max([best, *whole], key=lambda some: round(_sum(some), 9))
    return best


def _brings(step: Step) -> bool:
    """Tell whether a step brings what is worth a line."""
    return step.gain >= WORTH_A_LINE


def _leads_on(one: Field, step: Step) -> bool:
    """Tell whether a step that brings nothing harms nothing, and may lead to one that does."""
    return step.gain >= -ROUNDING and one.moves[step.move].kind in {"meet", "ask"}


def _sum(steps: Sequence[Step]) -> float:
    return sum(step.gain for step in steps)


def search_greedily(fields: Sequence[Field], purse: Purse) -> list[Step]:
    """Return moves by what each adds for its cost, with some exchanged for better ones."""
    chosen = _add_best(fields, purse, [])
    if len(fields) != 1:  # where there are many, there is always a next best
        return chosen
    for place in range(len(chosen)):
        kept = [step.move for number, step in enumerate(chosen) if number != place]
        other = _add_best(fields, purse, kept, but=chosen[place].move)
        if _sum(other) > _sum(chosen) + ROUNDING:
            return other
    return chosen


def _add_best(
    fields: Sequence[Field], purse: Purse, moves: list[int], *, but: int = -1
) -> list[Step]:
    """Return moves that are given of the one field, and after them the best of each time."""
    left, steps = purse.copy(), _make_steps(fields[0], moves) if moves else []
    for step in steps:
        left.pay(fields[0].owners[step.move], fields[0].costs[step.move])
    done: list[list[int]] = [[] for _ in fields]
    values = [one.start for one in fields]
    if steps:
        done[0], values[0] = [step.move for step in steps], steps[-1].after
    offers = [
        _try_next(place, one, done[place], values[place], left, but)
        for place, one in enumerate(fields)
    ]
    heap = [
        (first.rate, place, first.moves)
        for place, one in enumerate(fields)
        if (first := _find_first(one, offers[place], left))
    ]
    heapify(heap)
    while heap:
        _, place, moves_on = heappop(heap)
        one = fields[place]
        first = _find_first(one, offers[place], left)
        if first and first.moves == moves_on:
            steps += first.steps
            done[place] += moves_on
            values[place] = first.steps[-1].after
            for move in moves_on:
                left.pay(one.owners[move], one.costs[move])
            offers[place] = _try_next(place, one, done[place], values[place], left, but)
            first = _find_first(one, offers[place], left)
        if first:
            heappush(heap, (first.rate, place, first.moves))
    return steps


def _find_first(one: Field, offers: Sequence[_Offer], left: Purse) -> _Offer | None:
    """Return the first of the offers of a field that can be paid for."""
    return next((offer for offer in offers if left.affords(one, offer.moves)), None)


def _try_next(
    place: int, one: Field, done: list[int], before: np.ndarray, left: Purse, but: int
) -> list[_Offer]:
    """Return what each move would add after some, and each meeting with what it leads to."""
    # Of what can be paid for, as there is never more left than now.
    singles = [
        move
        for move in range(len(one.moves))
        if move != but and one.allow(done, move) and left.affords(one, [move])
    ]
    pairs = [
        (first, then)
        for first in singles
        for then in one.followers[first]
        if then != but and one.allow([*done, first], then) and left.affords(one, [first, then])
    ]
    alone = one.alone.aims[singles] if not done else one.measure([[*done, k] for k in singles])
    steps = dict(zip(singles, _take(place, one, singles, before, alone), strict=True))
    found: list[_Stretch] = [(step,) for step in steps.values() if _brings(step)]
    leading = [
        (steps[first], then)
        for first, then in pairs
        if _brings(steps[first]) or _leads_on(one, steps[first])
    ]
    if leading:
        together = one.measure([[*done, step.move, then] for step, then in leading])
        starts = np.array([step.after for step, _ in leading])
        seconds = _take(place, one, [then for _, then in leading], starts, together)
        firsts = (step for step, _ in leading)
        found += [pair for pair in zip(firsts, seconds, strict=True) if _brings(pair[1])]
    return sorted((_make_offer(one, some) for some in found), key=lambda offer: offer[:2])


def _take(
    place: int, one: Field, moves: list[int], before: np.ndarray, after: np.ndarray
) -> list[Step]:
    """Return moves as steps, by the aims before and after each."""
    gains = one.expect(moves, before, after)
    return [Step(place, *told) for told in zip(moves, gains, after, strict=True)]


def _make_offer(one: Field, steps: _Stretch) -> _Offer:
    moves = tuple(step.move for step in steps)
    cost = sum(float(one.costs[move]) for move in moves)
    return _Offer(-round(_sum(steps) / cost, 9), moves, steps)


def _make_steps(one: Field, moves: list[int]) -> list[Step]:
    """Return the steps of moves in their order, without those that cannot be made any more."""
    possible: list[int] = []
    for move in moves:
        if one.allow(possible, move):
            possible.append(move)
    prefixes = [possible[: count + 1] for count in range(len(possible))]
    found = one.measure(prefixes)
    steps = _take(0, one, possible, np.vstack([one.start, found])[:-1], found)
    if (idle := _find_idle(one, steps)) is not None:
        return _make_steps(one, [move for move in possible if move != idle])
    return steps


def _find_idle(one: Field, steps: Sequence[Step]) -> int | None:
    """Return the first move that brings nothing, nor leads to the next one, if any."""
    for step, following in zip_longest(steps, steps[1:]):
        on = following is not None and _brings(following) and one.leads(step.move, following.move)
        if not (_brings(step) or (on and _leads_on(one, step))):
            return int(step.move)
    return None
