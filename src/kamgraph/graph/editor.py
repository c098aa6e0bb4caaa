"""Reads changes of a scope as edits of its own nodes and ties, where no more follows from them."""

# Most changes neither bring anybody into a scope nor take anybody out of it, and come to a few
# cells of its nodes and ties, so that thousands can be tried side by side. Of all others, and of
# what the nodes and ties of a scope cannot tell, the book with them must be seen anew.

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kamgraph.graph.changes import Leaver, NewGrade, NewMeeting, NewRole, NewTie
from kamgraph.graph.codes import (
    ACCOUNT,
    CLOSENESS,
    COMPETITOR,
    DEAL,
    FORMAL,
    INTERACTIONS,
    MOVING,
    OBSERVED,
    SOLID,
    SUPPOSED,
    VENDOR,
)
from kamgraph.graph.edits import Edits, GradeCells, TieCells
from kamgraph.graph.promises import is_overdue
from kamgraph.model import tie_kinds
from kamgraph.model.arguments import check_id
from kamgraph.model.coded import ALWAYS, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.once import once
from kamgraph.model.recorded import FAMILY_OF_TIES, GRADES
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, SIDES, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamgraph.graph.changes import Change
    from kamgraph.graph.content import Content
    from kamgraph.model.coded import Coded
    from kamgraph.model.rows import Rows

Key = TypeVar("Key")
Value = TypeVar("Value")

_LEAST = 1e-6  # of strengths: what is less is for the book to judge
_KINDS = {word: number for number, word in enumerate(TIE_KINDS.words)}
_ROLES = {word: number for number, word in enumerate(DECISION_ROLES.words)}
_SIDES = {
    (_KINDS[kind], end): [SIDES.words.index(side) for side in sides]
    for kind, end, sides in tie_kinds.ENDS
}


class _WiderError(Exception):
    """A change is not one of a scope's own nodes and ties alone."""


class Editor:
    """Reads changes of the one scope of a graph as edits."""

    def __init__(self, graph: Content, coded: Coded, ties: Rows) -> None:
        self._graph, self._coded = graph, coded
        self._of_deal = bool(graph.of_deal[0])
        self._of_account = not self._of_deal and coded.organizations["depth"][graph.unit[0]] == 0
        self._day = ALWAYS if graph.as_of is None else day_number(graph.as_of)
        self._level = DEAL if self._of_deal else ACCOUNT
        self._own, self._side, self._vacant = (
            column.tolist() for column in (graph.own, graph.side, graph.vacant)
        )
        self._strength, self._origin, self._row = (
            ties[name].tolist() for name in ("strength", "origin", "row")
        )
        ends = (ties[name].tolist() for name in ("source", "target", "kind"))
        self._ties = {tie: place for place, tie in enumerate(zip(*ends, strict=True))}
        ids = graph.index.get_level_values("person")
        self._nodes = {person: node for node, person in enumerate(ids.tolist())}
        self._stances = {axis: graph.policy.stances(axis) for axis in AXES.words}

    def read(self, changes: Iterable[Change]) -> Edits | None:
        """Return what some changes together come to; None where that is more than edits."""
        edits = Edits()
        try:
            for change in changes:
                self._read(change, edits)
        except _WiderError:
            return None
        return edits

    @singledispatchmethod
    def _read(self, _change: object, _edits: Edits) -> None:
        raise _WiderError

    @_read.register(Leaver)
    def _leave(self, change: Leaver, edits: Edits) -> None:
        check_id(change.person)
        node = _find(self._nodes, change.person)
        _require(node not in edits.gone)
        edits.gone.append(node)

    @_read.register(NewGrade)
    def _grade(self, change: NewGrade, edits: Edits) -> None:
        stance = _find(_find(self._stances, change.axis), str(change.grade))
        _require(self._day != ALWAYS)
        node = self._find_active(change.person)
        self._begin(edits, GRADES[change.axis])
        edits.grades[node, change.axis] = GradeCells(stance, self._level, self._day)

    @_read.register(NewRole)
    def _assign(self, change: NewRole, edits: Edits) -> None:
        # A role of a deal or unit takes the place of those above it, of which nodes do not tell.
        node, bit = self._find_active(change.person), _find(_ROLES, change.role)
        _require(self._day != ALWAYS)
        _require(self._side[node] not in {VENDOR, COMPETITOR} and node not in self._suggested)
        _require(self._of_account or not self._graph.holds(change.role).any())
        self._begin(edits, "roles")
        edits.roles.append((node, bit))

    @_read.register(NewMeeting)
    def _meet(self, change: NewMeeting, edits: Edits) -> None:
        """Add to what a pair had to do with each other, as long as nobody graded it, too."""
        ends = [self._find_active(person) for person in (change.person, change.other)]
        source, target = sorted(ends, key=lambda node: self._side[node] != VENDOR)
        policy = self._graph.policy
        weight = _find(policy.interaction_weights, change.kind)
        self._require_sides(source, target, OBSERVED)
        _require((source, target) not in self.let_down)
        _require(self._day != ALWAYS and self._side[source] == VENDOR)
        _require({"interactions", "acquaintance"} <= self._graph.recorded)
        close, place = 0.0, self._ties.get((source, target, OBSERVED))
        if place is None:
            _require((source, target) not in self.parted)
        else:
            close, origin = self._strength[place], self._origin[place]
            _require(origin == INTERACTIONS and self._row[place] == NONE and close < 1)
        warmth = policy.half_saturation * close / (1 - close) + weight
        strength = warmth / (warmth + policy.half_saturation)
        self._put(edits, source, target, OBSERVED, TieCells(strength, INTERACTIONS, ALWAYS, NONE))

    @_read.register(NewTie)
    def _tie(self, change: NewTie, edits: Edits) -> None:
        source, target = (self._find_active(one) for one in (change.source, change.target))
        kind = _find(_KINDS, change.kind)
        _require(source != target)
        _require(not ({source, target} & self._suggested))
        self._require_sides(source, target, kind)
        if change.strength == 0:
            self._end(edits, source, target, kind)
            return
        strength, origin = self._read_strength(change), self._level
        if FORMAL[kind]:
            self._end_lines(edits, source, target, kind)
            strength = 1.0
        elif CLOSENESS[kind]:
            strength, origin = self._compare(source, target, kind, strength, origin)
        self._begin(edits, FAMILY_OF_TIES[kind])
        self._put(edits, source, target, kind, TieCells(strength, origin, self._day, SUPPOSED))

    def _begin(self, edits: Edits, family: str) -> None:
        """Note a family of facts of which nothing was recorded before."""
        if family not in self._graph.recorded:
            edits.families.add(family)

    def _put(self, edits: Edits, source: int, target: int, kind: int, tie: TieCells) -> None:
        """Put a tie in the place of the one there is."""
        _require((source, target, kind) not in edits.ties)
        edits.ties[source, target, kind] = tie
        if (place := self._ties.get((source, target, kind))) is not None:
            edits.ends.append(place)

    def _end(self, edits: Edits, source: int, target: int, kind: int) -> None:
        """End a tie of influence that neither end needs to be in the scope."""
        place = _find(self._ties, (source, target, kind))
        family = sum(MOVING[other] for _, _, other in self._ties)
        _require(MOVING[kind] and family > 1 and not edits.ends)
        for node in (source, target):
            _require(self._own[node] or self._is_held(node, place))
        edits.ends.append(place)

    def _is_held(self, node: int, but: int) -> bool:
        """Tell whether somebody else's person has another reason to be in the scope."""
        others = (
            self._own[other]
            for (source, target, _), place in self._ties.items()
            if place != but and node in (source, target)
            for other in (source, target)
        )
        return any(others)

    def _end_lines(self, edits: Edits, source: int, target: int, kind: int) -> None:
        """End the solid lines that a new one takes the place of, if these hold nobody else."""
        _require(self._own[source] and self._own[target])
        if not SOLID[kind]:
            return
        _require(all((source, kind) != (one, other) for one, _, other in edits.ties))
        for (one, boss, other), place in self._ties.items():
            if (one, other) == (source, kind) and boss != target:
                _require(self._own[boss] and not self._vacant[boss])
                edits.ends.append(place)

    def _compare(
        self, source: int, target: int, kind: int, strength: float, origin: int
    ) -> tuple[float, int]:
        """Return the closeness of a pair: as graded now, or as seen if that is closer."""
        _require((source, target) not in self.let_down)
        place = self._ties.get((source, target, kind))
        if place is None:
            _require((source, target) not in self.parted)
            return strength, origin
        if strength >= self._strength[place]:
            return strength, origin
        _require(self._origin[place] == INTERACTIONS)
        return self._strength[place], INTERACTIONS

    def _read_strength(self, change: NewTie) -> float:
        policy, given = self._graph.policy, change.strength
        if given is None:
            given = policy.missing_strength.get(change.kind, 1.0)
        elif isinstance(given, str):
            given = _find(policy.labels(change.kind), given)
        sure = 1.0 if change.confidence is None else change.confidence
        least = -1.0 if change.kind in tie_kinds.SIGNED else 0.0
        _require(least <= given <= 1 and abs(given) >= _LEAST and _LEAST <= sure <= 1)
        return float(given) * float(sure)

    def _find_active(self, person: str) -> int:
        check_id(person)
        node = _find(self._nodes, person)
        _require(not self._vacant[node])
        return node

    def _require_sides(self, source: int, target: int, kind: int) -> None:
        """Make sure that those at the ends of a tie are on the sides that it may have there."""
        for end, node in (("source", source), ("target", target)):
            sides = _SIDES.get((kind, end))
            _require(sides is None or self._side[node] in sides)

    @once
    def parted(self) -> set[tuple[int, int]]:
        """Whose acquaintance a deal may have removed, whatever they had to do with each other."""
        if not self._of_deal:
            return set()
        ties = self._coded.ties
        return self._list_pairs(
            ties.take(CLOSENESS[ties["kind"]] & (ties["deal"] == self._graph.deal[0]))
        )

    @once
    def let_down(self) -> set[tuple[int, int]]:
        """Whose closeness may count less as what the one promised the other is overdue."""
        promises = self._coded.commitments
        overdue = promises.take(is_overdue(promises, self._day))
        return self._list_pairs(overdue.select(source="by", target="to"))

    def _list_pairs(self, rows: Rows) -> set[tuple[int, int]]:
        """Return the nodes at the ends of some rows, -1 for who is not in the scope."""
        node = {one: place for place, one in enumerate(self._graph.person.tolist())}
        ends = zip(rows["source"].tolist(), rows["target"].tolist(), strict=True)
        return {(node.get(one, NONE), node.get(other, NONE)) for one, other in ends}

    @once
    def _suggested(self) -> set[int]:
        """Whom candidates are about, as these may tell of a fact whose it is."""
        candidates = self._coded.candidates
        named = np.isin(self._graph.person, np.append(candidates["person"], candidates["other"]))
        return set(np.flatnonzero(named).tolist())


def _find(known: Mapping[Key, Value], key: Key) -> Value:
    """Return what is known by a key, if anything is."""
    if key not in known:
        raise _WiderError
    return known[key]


def _require(given: bool) -> None:  # noqa: FBT001 - what is required
    if not given:
        raise _WiderError
