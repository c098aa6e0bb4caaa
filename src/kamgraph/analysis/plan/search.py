"""The moves worth most within a budget: all ways tried where they are few, else step by step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from kamgraph.analysis.plan.values import try_sets
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


@dataclass(frozen=True, eq=False)
class Field:
    """An account or deal in which there are moves to be made."""

    graph: RelationshipGraph
    moves: list[Move]
    owners: list[str]  # who would make each move
    costs: np.ndarray  # of each move
    chances: np.ndarray
    weights: np.ndarray  # what a point of each aim counts here
    start: np.ndarray  # the aims as they are

    def allow(self, done: Sequence[int], move: int) -> bool:
        """Tell whether a move can be made after others: a stranger has to be met first."""
        if move in done:
            return False
        wanted = self.moves[move]
        met = (self.moves[one] for one in done)
        return (
            not wanted.stranger
            or wanted.kind == "meet"
            or any(one.kind in _FIRST and one.contact == wanted.contact for one in met)
        )

    def expect(self, move: int, before: np.ndarray, after: np.ndarray) -> float:
        """Return the gain of a step: by its chance what it adds, and all of what it would harm."""
        gain = float(self.weights @ (after - before))
        return gain * float(self.chances[move]) if gain > 0 else gain


_FIRST = ("meet", "sponsor", "open")  # after which a contact is no stranger


class Step(NamedTuple):
    """A move that is part of a plan."""

    place: int  # of the field
    move: int
    gain: float  # expected
    after: np.ndarray  # the aims in its field once it is made


@dataclass
class Purse:
    """What is left of the budget, and of the time of each of us."""

    budget: float
    capacity: float
    spent: dict[str, float] = field(default_factory=dict)

    def affords(self, owner: str, cost: float) -> bool:
        """Tell whether there is enough left for a move."""
        return (
            cost <= self.budget + ROUNDING
            and self.spent.get(owner, 0.0) + cost <= self.capacity + ROUNDING
        )

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
    best: tuple[Step, ...] = ()
    layer: dict[frozenset[int], tuple[Step, ...]] = {frozenset(): ()}
    while layer:
        ways = [
            (done | {move}, steps, move)
            for done, steps in layer.items()
            for move in range(len(one.moves))
            if one.allow([*done], move) and _pay_all(one, [*done, move], purse)
        ]
        sets = list(dict.fromkeys(done for done, _, _ in ways))
        after = dict(
            zip(sets, try_sets(one.graph, [_pick(one, some) for some in sets]), strict=True)
        )
        layer = {}
        for done, steps, move in ways:
            before = steps[-1].after if steps else one.start
            step = Step(0, move, one.expect(move, before, after[done]), after[done])
            if done not in layer or _sum((*steps, step)) > _sum(layer[done]) + ROUNDING:
                layer[done] = (*steps, step)
        best = max([best, *layer.values()], key=lambda some: round(_sum(some), 9))
    return best


def _pay_all(one: Field, moves: list[int], purse: Purse) -> bool:
    left = purse.copy()
    for move in moves:
        if not left.affords(one.owners[move], one.costs[move]):
            return False
        left.pay(one.owners[move], one.costs[move])
    return True


def _pick(one: Field, moves: Sequence[int] | frozenset[int]) -> list[Move]:
    return [one.moves[move] for move in sorted(moves)]


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
    gains: list[Mapping[int, Step]] = [
        _try_next(place, one, done[place], values[place], but) for place, one in enumerate(fields)
    ]
    heap = [entry for place in range(len(fields)) if (entry := _rank(fields, gains, left, place))]
    heapify(heap)
    while heap:
        rate, place, move = heappop(heap)
        entry = _rank(fields, gains, left, place)
        if entry != (rate, place, move):
            if entry:
                heappush(heap, entry)
            continue
        step = gains[place][move]
        steps.append(step)
        done[place].append(move)
        values[place] = step.after
        left.pay(fields[place].owners[move], fields[place].costs[move])
        gains[place] = _try_next(place, fields[place], done[place], step.after, but)
        if entry := _rank(fields, gains, left, place):
            heappush(heap, entry)
    return steps


def _rank(
    fields: Sequence[Field], gains: Sequence[Mapping[int, Step]], left: Purse, place: int
) -> tuple[float, int, int] | None:
    """Return the move of a field that adds most for its cost of what can be paid for."""
    one = fields[place]
    affordable = (
        (-round(step.gain / one.costs[move], 9), place, move)
        for move, step in gains[place].items()
        if step.gain > ROUNDING and left.affords(one.owners[move], one.costs[move])
    )
    return min(affordable, default=None)


def _try_next(
    place: int, one: Field, done: list[int], before: np.ndarray, but: int
) -> dict[int, Step]:
    """Return what each move would add after some."""
    open_ones = [move for move in range(len(one.moves)) if move != but and one.allow(done, move)]
    found = try_sets(one.graph, [_pick(one, [*done, move]) for move in open_ones])
    return {
        move: Step(place, move, one.expect(move, before, after), after)
        for move, after in zip(open_ones, found, strict=True)
    }


def _make_steps(one: Field, moves: list[int]) -> list[Step]:
    """Return the steps of moves in their order, without those that cannot be made any more."""
    possible: list[int] = []
    for move in moves:
        if one.allow(possible, move):
            possible.append(move)
    prefixes = [possible[: count + 1] for count in range(len(possible))]
    found = try_sets(one.graph, [_pick(one, some) for some in prefixes])
    before, steps = one.start, []
    for move, after in zip(possible, found, strict=True):
        steps.append(Step(0, move, one.expect(move, before, after), after))
        before = after
    return steps
