"""One change after the other as rows of a book."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.candidates.decidable import list_decidable
from kamgraph.analysis.candidates.deciding import accept, dismiss
from kamgraph.errors import NotFoundError, ScopeError, quote
from kamgraph.graph.changes import NewTie
from kamgraph.graph.what_if import change_book
from kamgraph.model.accounts import list_ours
from kamgraph.model.made_ids import make_id
from kamgraph.model.once import once
from kamgraph.model.span import in_effect
from kamgraph.model.vocabulary import AXES, MOVES
from kamgraph.reviews.saved_changes.document import Candidate, Grade, Leave, Meeting, Step, Tie

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.book import Book


class Taker:
    """Takes changes of one scope into a book, on a day and in the name of one of us or nobody."""

    def __init__(
        self,
        graph: RelationshipGraph,
        scope: tuple[str, str | None],
        day: dt.date,
        who: str | None,
    ) -> None:
        self._graph, self._policy, self._day, self._who = graph, graph.policy, day, who
        self._account, self._deal = scope
        self._moment = pd.Timestamp(day)

    def take(self, book: Book, change: object) -> Book:
        """Return the book with a change."""
        return self._take(change, book)

    @singledispatchmethod
    def _take(self, change: object, _book: Book) -> Book:
        raise TypeError(f"{change!r} is no change")

    @_take.register(Grade)
    def _grade(self, change: Grade, book: Book) -> Book:
        """Put a grade in the place of the one that the same person gave on the same day."""
        _refuse_unknown(book, change.person)
        if change.axis not in AXES.words:
            raise ScopeError(f"{quote(change.axis)} is no axis; axes are {', '.join(AXES.words)}")
        subject: dict[str, Any] = {
            "person": change.person,
            "date": self._moment,
            "assessor": self._who,
        }
        subject |= {"account": self._unit, "deal": self._deal}
        before = book.find_rows("assessments", "person", change.person)
        same = pd.Series(data=True, index=before.index)
        for name, cell in subject.items():
            same &= before[name].isna() if cell is None else before[name].eq(cell)
        told = before[same & before[change.axis].notna()]
        kept = told.assign(**{change.axis: None})
        kept = kept[kept[[*AXES.words]].notna().any(axis=1)]
        row = {**subject, change.axis: change.grade, "evidence": change.evidence or None}
        new = pd.concat([kept.astype(object), pd.DataFrame([row], dtype=object)], ignore_index=True)
        gone = {"assessments": told} if len(told) else None
        return book.changed({"assessments": new}, gone=gone, policy=self._policy)

    @_take.register(Tie)
    def _tie(self, change: Tie, book: Book) -> Book:
        new = NewTie(change.source, change.target, change.kind, change.strength)
        if change.strength == 0 and not self._has(book, change):
            raise ScopeError("there is no such tie that could end")
        asked, evidence = (self._account, self._deal), change.evidence or None
        return change_book(book, [new], asked, self._day, self._policy, evidence=evidence)

    def _has(self, book: Book, change: Tie) -> bool:
        """Tell whether a book has a tie that has not ended before the day."""
        ties = book.find_rows("ties", "source", change.source)
        same = ties["target"].eq(change.target) & ties["kind"].eq(change.kind)
        lasting = ties["until"].isna() | (ties["until"] >= self._moment)
        return bool((same & lasting).any())

    @_take.register(Meeting)
    def _meet(self, change: Meeting, book: Book) -> Book:
        for person in (change.person, change.other):
            _refuse_unknown(book, person)
        if change.person == change.other:
            raise ScopeError(
                f"a meeting is between two people, and not of {quote(change.person)} alone"
            )
        cells = (str(self._day), *sorted((change.person, change.other)), change.kind)
        row = {"id": make_id(*cells, self._deal or ""), "date": self._moment, "kind": change.kind}
        row |= {"part": "present", "deal": self._deal}
        rows = [{**row, "person": person} for person in (change.person, change.other)]
        return book.changed({"interactions": pd.DataFrame(rows)}, policy=self._policy)

    @_take.register(Leave)
    def _leave(self, change: Leave, book: Book) -> Book:
        """End the position that somebody holds, or else the person's own row."""
        _refuse_unknown(book, change.person)
        for table, column in (("positions", "person"), ("people", "id")):
            rows = book.find_rows(table, column, change.person)
            held = rows[in_effect(rows, self._moment) | rows["until"].eq(self._moment)]
            if len(held):
                ended = held.assign(until=self._moment)
                return book.changed({table: ended}, policy=self._policy)
            if len(rows):
                break
        raise ScopeError(f"{quote(change.person)} is not there on {self._day} any more, or not yet")

    @_take.register(Step)
    def _agree(self, change: Step, book: Book) -> Book:
        """Add a step that is agreed, if it is not on record yet, whatever has become of it."""
        for person in (change.owner, change.contact):
            _refuse_unknown(book, person)
        if change.kind not in MOVES.words:
            raise ScopeError(f"{quote(change.kind)} is no move; moves are {', '.join(MOVES.words)}")
        if change.owner not in list_ours(book.organizations, book.people):
            raise ScopeError(f"the owner {quote(change.owner)} is none of us, who take the steps")
        cells = (change.kind, change.owner, change.contact, change.axis or "", change.due or "")
        row: dict[str, Any] = {"id": make_id(self._account, self._deal or "", *cells)}
        if book.has_id("actions", row["id"]):
            return book
        row |= {"account": self._home, "deal": self._deal, "kind": change.kind}
        row |= {"owner": change.owner, "contact": change.contact, "axis": change.axis}
        row |= {"due": change.due, "text": change.text or None}
        return book.changed({"actions": pd.DataFrame([row])}, policy=self._policy)

    @_take.register(Candidate)
    def _decide(self, change: Candidate, book: Book) -> Book:
        found, one = self._decidable, change.candidate
        if one not in found.index and not book.has_id("candidates", one):
            raise NotFoundError(f"nothing of the id {quote(one)} is suggested, or no longer")
        if change.evidence:
            found = found.assign(
                evidence=found["evidence"].mask(found.index == one, change.evidence)
            )
            held = book.find_rows("candidates", "id", one)
            told = held.assign(evidence=change.evidence)
            book = book.changed({"candidates": told}, policy=self._policy)
        decide = accept if change.verdict == "accepted" else dismiss
        return decide(book, [one], by=self._who, on=self._day, among=found, policy=self._policy)

    @once
    def _decidable(self) -> pd.DataFrame:
        return list_decidable(self._graph)

    @once
    def _home(self) -> str:
        """The account that a deal is of, or the account or unit itself."""
        deals = self._graph.book.find_rows("deals", "id", self._deal or "")
        return str(deals["account"].iloc[0]) if len(deals) else self._account

    @once
    def _unit(self) -> str | None:
        """The unit that grades are of: none of an account or deal, as a grade need not name one."""
        rows = self._graph.book.find_rows("organizations", "id", self._account)
        above = rows["parent"].isna().all()
        return None if self._deal or above else self._account


def _refuse_unknown(book: Book, person: str) -> None:
    if not book.has_id("people", person):
        raise NotFoundError(f"the book has nobody with the id {quote(person)}")
