"""Accounts and deals with their moves, each with what it takes and how likely it works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.alone import Alone, try_alone
from kamgraph.analysis.plan.moves import list_moves
from kamgraph.analysis.plan.outlook import Outlook
from kamgraph.analysis.plan.values import measure_aims, try_sets, weigh_aims
from kamgraph.graph.changes import NewGrade
from kamgraph.model.once import once
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AIMS, AXES
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.changes import Change


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
    alone: Alone  # what each move does by itself

    @once
    def new_axes(self) -> list[set[int]]:
        """Which axes, by place, may count once each move is made, and do not yet."""
        weights, counted = self.graph.policy.axis_weights, self.graph.counted[0]
        new = {axis: place for place, axis in enumerate(AXES.words)
               if not counted[place] and weights[axis] > 0}  # fmt: skip
        return [
            {new[one.axis] for one in move.changes if isinstance(one, NewGrade) and one.axis in new}
            for move in self.moves
        ]

    @once
    def first(self) -> np.ndarray:
        """The first of the moves that come to the same as each, whoever makes them."""
        found: dict[tuple[str, tuple[Change, ...]], int] = {}
        same = [found.setdefault((one.kind, one.changes), k) for k, one in enumerate(self.moves)]
        return np.array(same, dtype=np.int64)

    def measure(self, sets: Sequence[Collection[int]]) -> np.ndarray:
        """Return (sets, aims), how far each aim is reached once all moves of a set are made."""
        found, marks = np.zeros((len(sets), len(AIMS.words))), self._mark(sets)
        built = (marks & self._leaps).any(axis=1) if self._known else np.ones(len(sets), dtype=bool)
        if not built.all():
            found[~built] = self._outlook.measure(marks[~built])
        if built.any():
            trials = [[self.moves[k] for k in np.flatnonzero(row)] for row in marks[built]]
            found[built] = try_sets(self.graph, trials)
        return found

    def _mark(self, sets: Sequence[Collection[int]]) -> np.ndarray:
        marks = np.zeros((len(sets), len(self.moves)), dtype=bool)
        for row, some in zip(marks, sets, strict=True):
            row[[*some]] = True
        return marks

    @once
    def _leaps(self) -> np.ndarray:
        """Which moves change pulls or begin an axis, so that graphs have to be built."""
        new = zip(self.moves, self.new_axes, strict=True)
        return np.array([move.kind == "counter" or bool(axes) for move, axes in new], dtype=bool)

    @once
    def _known(self) -> bool:
        """Whether some axis and some acquaintance are known, and no move brings anybody in."""
        told = self.graph.acquaintance_recorded and not np.isnan(self.graph.axis_weights).any()
        return bool(self.alone.closed and told)

    @once
    def _outlook(self) -> Outlook:
        return Outlook(self.graph, self.moves, self.alone, self.first)

    def allow(self, done: Sequence[int], move: int) -> bool:
        """Tell whether a move can be made after others: a stranger has to be met first."""
        if move in done:
            return False
        wanted = self.moves[move]
        about = [self.moves[one] for one in done if self.moves[one].contact == wanted.contact]
        if wanted.kind == "ask":  # whoever sees them asks
            seen_by = {one.owner for one in about if one.kind == "refresh"}
            if seen_by and wanted.owner not in seen_by:
                return False
        return not wanted.stranger or any(one.kind == "meet" for one in about)

    def leads(self, first: int, then: int) -> bool:
        """Tell whether another move needs a first, or may bring something only after it."""
        one, other = self.moves[first], self.moves[then]
        if one.kind == other.kind == "ask":  # as the weakest bound counts
            return one.contact != other.contact
        return one.kind == "meet" and other.stranger and one.contact == other.contact

    @once
    def followers(self) -> list[list[int]]:
        """What each move leads to."""
        every = range(len(self.moves))
        return [[then for then in every if self.leads(move, then)] for move in every]

    def keep(self, places: list[int]) -> Field:
        """Return the field with some of its moves."""
        alone = self.alone
        some = Alone(alone.aims[places], alone.lifts[:, places], alone.chains[places], alone.closed)
        moves, owners = [self.moves[k] for k in places], [self.owners[k] for k in places]
        costs, chances = self.costs[places], self.chances[places]
        return replace(self, moves=moves, owners=owners, costs=costs, chances=chances, alone=some)

    def make(self, made: list[int], rest: list[int]) -> Field:
        """Return the field once some moves are made, with some others."""
        left = self.keep(rest)
        if not made:
            return left
        graph = self.graph.with_changes(*(one for k in made for one in self.moves[k].changes))
        alone = try_alone(graph, left.moves)
        return replace(left, graph=graph, start=measure_aims(graph)[0], alone=alone)

    def expect(self, moves: Sequence[int], before: np.ndarray, after: np.ndarray) -> list[float]:
        """Return the gains of steps: by its chance what each adds, and all of what it harms."""
        # Of aims (steps, aims) before and after each; before may be the same for all.
        gains = (after - before) @ self.weights
        expected = np.where(gains > 0, gains * self.chances[[*moves]], gains)
        return list(expected.tolist())


def make_fields(graph: RelationshipGraph, aims: Mapping[str, float]) -> list[Field]:
    """Return the one scope of a graph with its moves, or each account among many scopes."""
    # A deal among its account's scopes would have the same moves twice.
    many = len(graph.of_deal) > 1
    chosen = np.flatnonzero(~graph.of_deal) if many else np.arange(len(graph.of_deal))
    worth = _weigh_scopes(graph, chosen)
    scopes = graph.scope_index[chosen].tolist()
    return [
        _make_field(graph.of_scope(*scope) if many else graph, weight * weigh_aims(aims))
        for scope, weight in zip(progress(scopes, "moves"), worth, strict=True)
    ]


def _weigh_scopes(graph: RelationshipGraph, chosen: np.ndarray) -> list[float]:
    """Return what is at stake in each scope, 1 on average."""
    if len(chosen) <= 1:
        return [1.0] * len(chosen)
    value = graph.open_value[chosen]
    least = np.nanmin(value, initial=np.inf, where=~np.isnan(value) & (value > 0))
    if not np.isfinite(least):
        return [1.0] * len(chosen)
    value = np.where(value > 0, value, least)
    return list((value / value.mean()).tolist())


def _make_field(graph: RelationshipGraph, weights: np.ndarray) -> Field:
    moves, ids = list_moves(graph), graph.index
    return Field(
        graph=graph,
        moves=moves,
        owners=[ids[move.owner] for move in moves],
        costs=np.array([_measure_cost(graph, move) for move in moves]),
        chances=np.array([graph.policy.move_chances[move.kind] for move in moves]),
        weights=weights,
        start=measure_aims(graph)[0],
        alone=try_alone(graph, moves),
    )


def _measure_cost(graph: RelationshipGraph, move: Move) -> float:
    """Return how many days of work a move takes: more between people who are no peers."""
    # What that comes to is told in half days, as nobody plans in smaller ones.
    apart = abs(graph.level[move.owner] - graph.level[move.contact])
    beyond = max(0.0, float(np.nan_to_num(apart)) - graph.policy.level_tolerance)
    plain = graph.policy.move_costs[move.kind]
    more = np.ceil(2.0 * plain * graph.policy.move_level_cost * beyond - ROUNDING) / 2.0
    return plain + float(more)
