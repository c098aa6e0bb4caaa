"""What one of us could do next: the moves there are in an account or deal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.ties import find_strongest_pull
from kamgraph.graph.actions import FIRST_MEETINGS, SEEING, list_agreed
from kamgraph.graph.changes import NewGrade, NewMeeting, NewTie
from kamgraph.graph.codes import COMPETITOR, INTERACTIONS
from kamgraph.model import tie_kinds
from kamgraph.model.ids import NONE
from kamgraph.model.rounding import ROUNDING, at_least
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.changes import Change

_SWAY = tie_kinds.MOVING[0]
_CLOSEST = 2  # how many of us who know a contact may come closer
_COOLED = 1.1  # how much closer a pair must have been for it to be worth a visit


@dataclass(frozen=True)
class Move:
    """One thing that one of us can do, and what would then be otherwise."""

    kind: str
    owner: int  # node
    contact: int  # node
    changes: tuple[Change, ...]
    axis: str | None = None
    other: int = NONE  # node: which of their people introduces, or the rival
    stranger: bool = False  # whether one of us has to meet the contact first
    earliest: int = 0  # days until somebody of ours meets the contact, as is agreed


@dataclass(frozen=True)
class Bond:
    """One of us who knows a contact, and how closely."""

    owner: int
    now: float  # but for a broken promise, which counts until it is kept, whatever else is done
    graded: float  # how closely before it cooled; NaN where nobody graded it
    seen: bool  # in interactions


@dataclass(frozen=True)
class Agreement:
    """A step about a contact that one of us is to take already."""

    kind: str
    owner: int  # node, -1 for who has no part in the account or deal
    axis: str  # empty where it is about none, or any
    wait: int  # days until then

    def covers(self, move: Move) -> bool:
        """Tell whether a move about the contact would be the same step again."""
        if move.kind == "ask":  # told axis by axis
            return False
        same = move.kind == self.kind and (not self.axis or self.axis == move.axis)
        meets = {move.kind, self.kind} <= SEEING and move.owner == self.owner
        return same or meets or (move.kind == "meet" and self.kind in FIRST_MEETINGS)

    def asks(self, axis: str) -> bool:
        """Tell whether the contact is asked about an axis."""
        return self.kind == "ask" and self.axis in {"", axis}


def list_agreements(graph: RelationshipGraph) -> dict[int, list[Agreement]]:
    """Return what is agreed about each contact of the one scope of a graph."""
    found: dict[int, list[Agreement]] = {}
    agreed = list_agreed(graph)
    columns = [agreed["contact"], agreed["kind"], agreed["owner"], agreed["axis"].fillna("")]
    for contact, *told in zip(*columns, agreed["wait"], strict=True):
        found.setdefault(int(contact), []).append(Agreement(*told))
    return found


def list_moves(graph: RelationshipGraph) -> list[Move]:
    """Return the moves of the one scope of a graph, none of which rules out another one."""
    finder = _Finder(graph)
    key = np.flatnonzero(graph.key & graph.contact).tolist()
    found = [move for contact in key for move in finder.list_new(contact)]
    # Of two that come to a tie between the same two the first stands.
    ties: dict[object, Move] = {}
    for move in found:
        about = (move.owner, move.contact)
        pair = isinstance(move.changes[0], NewTie | NewMeeting) and move.kind != "counter"
        ties.setdefault(about if pair else (*about, move.kind, move.axis), move)
    return [*ties.values()]


class _Finder:
    """Finds the moves about a contact."""

    def __init__(self, graph: RelationshipGraph) -> None:
        self._graph, self._policy = graph, graph.policy
        self._ids = graph.index.get_level_values("person").tolist()
        self._ours = np.flatnonzero(graph.ours).tolist()
        self._labels = sorted(graph.policy.closeness_labels.items(), key=lambda one: one[1])
        self._bonds = _find_bonds(graph)
        nodes = np.arange(len(graph.scope))
        self._rivals = find_strongest_pull(graph, graph.side == COMPETITOR, on=nodes).tolist()
        self._agreed = list_agreements(graph)

    def list_new(self, contact: int) -> Iterator[Move]:
        """Yield the moves about one contact that are not agreed yet."""
        agreed = self._agreed.get(contact, [])
        first = self._find_first(contact)
        for move in self._list_about(contact, first):
            if not any(one.covers(move) for one in agreed):
                yield replace(move, earliest=first.wait) if first else move

    def _find_first(self, contact: int) -> Agreement | None:
        """Return the first meeting with a stranger that is agreed, if any."""
        if contact in self._bonds:
            return None
        met = [one for one in self._agreed.get(contact, []) if one.kind in FIRST_MEETINGS]
        return min(met, key=lambda one: one.wait, default=None)

    def _list_about(self, contact: int, first: Agreement | None) -> Iterator[Move]:
        bonds = self._bonds.get(contact, [])
        owner, helper = self._introduce(contact) if not bonds else (bonds[0].owner, NONE)
        if first and first.owner != NONE:
            owner = first.owner
        if owner == NONE:
            return
        stranger = not bonds and not first
        if stranger:
            yield self._tie("meet", owner, contact, self._labels[0][0], helper)
        for bond in bonds[:_CLOSEST]:
            yield from self._warm(contact, bond)
        known = {bond.owner for bond in bonds} | {owner}
        yield from self._widen(contact, known, stranger=stranger)
        yield from self._win(contact, owner, stranger=stranger)
        for asker in [bond.owner for bond in bonds[:_CLOSEST]] or [owner]:
            yield from self._ask(contact, asker, stranger=stranger)
        if (rival := self._rivals[contact]) != NONE:
            change = NewTie(self._ids[owner], self._ids[contact], _SWAY)
            yield Move("counter", owner, contact, (change,), other=rival, stranger=stranger)

    def _tie(self, kind: str, owner: int, contact: int, strength: float | str, other: int) -> Move:
        """Return a move that makes one of us know a contact, or know them better."""
        change = NewTie(self._ids[owner], self._ids[contact], tie_kinds.OBSERVED, strength)
        return Move(kind, owner, contact, (change,), other=other)

    def _introduce(self, contact: int) -> tuple[int, int]:
        """Return which of us comes to a stranger best, and which of their people introduces."""
        before = self._graph.best_routes.before
        if before[contact] < 0:
            return self._choose_nearest(contact, self._ours), NONE
        helper, owner = contact, int(before[contact])
        while before[owner] >= 0:
            helper, owner = owner, int(before[owner])
        return owner, NONE if helper == contact else helper

    def _warm(self, contact: int, bond: Bond) -> Iterator[Move]:
        """Yield how to bring back what has cooled, else how to come a step closer."""
        cold = not self._graph.days_since_answer[contact] <= self._policy.contact_days
        if not bond.seen and bond.graded > bond.now * _COOLED:
            yield self._tie("refresh", bond.owner, contact, bond.graded, NONE)
        elif bond.seen and cold:
            meeting = NewMeeting(self._ids[bond.owner], self._ids[contact])
            yield Move("refresh", bond.owner, contact, (meeting,))
        else:
            closer = (one for one, value in self._labels if value > bond.now + ROUNDING)
            if label := next(closer, None):
                yield self._tie("deepen", bond.owner, contact, label, NONE)

    def _widen(self, contact: int, known: set[int], *, stranger: bool) -> Iterator[Move]:
        """Yield how to have a peer know the contact, and one more where all hangs on one of us."""
        below = self._graph.level - self._graph.level[contact]
        tolerance = self._policy.level_tolerance
        # Who is far below somebody is no second way to them; who is of no known level may be one.
        others = [one for one in self._ours if one not in known and not below[one] > tolerance]
        peer = self._choose_nearest(contact, others)
        if peer == NONE:
            return
        near = np.abs(below) <= tolerance
        if near[peer] and not any(near[one] for one in known):
            made = self._tie("sponsor", peer, contact, self._labels[0][0], NONE)
            yield replace(made, stranger=stranger)
        elif not stranger and self._graph.key_threads[contact] == 1:
            yield self._tie("open", peer, contact, self._labels[0][0], NONE)

    def _choose_nearest(self, contact: int, some: list[int]) -> int:
        """Return which of some of us is nearest to a contact by level; -1 for nobody."""
        apart = np.abs(self._graph.level - self._graph.level[contact])
        return min(some, key=lambda one: (np.nan_to_num(apart[one], nan=9.0), one), default=NONE)

    def _win(self, contact: int, owner: int, *, stranger: bool) -> Iterator[Move]:
        """Yield one grade more on each axis on which we know where the contact stands."""
        for number, axis in enumerate(AXES.words):
            if not self._is_fresh(contact, number) or not self._counts(axis):
                continue
            scale = np.linspace(-1, 1, len(self._policy.scales[axis]))
            higher = np.flatnonzero(scale > self._graph.grade[contact, number] + ROUNDING)
            if len(higher):
                change = NewGrade(self._ids[contact], axis, int(higher[0]) + 1)
                yield Move("win", owner, contact, (change,), axis=axis, stranger=stranger)

    def _ask(self, contact: int, owner: int, *, stranger: bool) -> Iterator[Move]:
        """Yield one talk about all that is not known, supposed to confirm what it is taken for."""
        changes = []
        for number, axis in enumerate(AXES.words):
            if self._is_fresh(contact, number) or not self._may_ask(number, axis):
                continue
            if any(one.asks(axis) for one in self._agreed.get(contact, [])):
                continue
            scale = np.linspace(-1, 1, len(self._policy.scales[axis]))
            taken = np.nan_to_num(self._graph.grade[contact, number])
            rank = int(np.abs(scale - taken).argmin()) + 1
            changes.append(NewGrade(self._ids[contact], axis, rank))
        if changes:
            one = changes[0].axis if len(changes) == 1 else None
            yield Move("ask", owner, contact, tuple(changes), axis=one, stranger=stranger)

    def _is_fresh(self, contact: int, axis: int) -> bool:
        """Tell whether somebody graded the contact on an axis, and not too long ago."""
        fresh = self._policy.certainty(self._policy.assessment_days)
        sure = at_least(self._graph.certainty[contact, [axis]], fresh)
        return bool(self._graph.graded[contact, axis] and sure[0])

    def _may_ask(self, number: int, axis: str) -> bool:
        """Tell whether a grade on an axis tells more of what counts now."""
        # The first grade of all on an axis makes it count, which is no gain or loss of choice.
        counted = self._graph.counted[0]
        return self._counts(axis) and bool(counted[number] or not counted.any())

    def _counts(self, axis: str) -> bool:
        return self._graph.as_of is not None and self._policy.axis_weights[axis] > 0


def _find_bonds(graph: RelationshipGraph) -> dict[int, list[Bond]]:
    """Return for each contact which of us know them, the closest first."""
    known = graph.arcs(tie_kinds.CLOSENESS)
    known = known.with_columns(graded=graph.recall_strengths(known))
    known = known.take(graph.ours[known["source"]] & graph.contact[known["target"]])
    counts = np.where(known["let_down"], graph.policy.broken_promise, 1.0)
    now = known["strength"] / np.maximum(counts, ROUNDING)
    known = known.with_columns(now=now, distance=-known["strength"])
    known = known.sort("target", "distance", "source")
    seen = known["origin"] == INTERACTIONS
    found: dict[int, list[Bond]] = {}
    columns = (*(known[name] for name in ("target", "source", "now", "graded")), seen)
    for contact, *bond in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault(contact, []).append(Bond(*bond))
    return found
