"""What answers mean for a book: grades, roles that people hold, candidates decided about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.errors import PROBLEM_COLUMNS, BookError
from kamgraph.model.folding import fold
from kamgraph.model.made_ids import make_id
from kamgraph.model.names import Names
from kamgraph.model.tables import nature
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, GRADES
from kamgraph.model.voice import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.reviews.interview.answers import Answer

_BEHIND = re.compile(r"\s*[(（].*[)）]\s*$")  # the title behind a name
_SIGN = re.compile(r":\s|：")  # between a grade and what people of it do
_SEVERAL = re.compile(r"\s*[;；\n]\s*")
_ASKED = "asked"


@dataclass(eq=False)
class Decisions:
    """What has been decided, and what could not be understood."""

    book: Book
    policy: Policy
    candidates: pd.DataFrame  # that the book suggests, or holds, by id
    grades: list[dict[str, str | None]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    # Who holds each role of an account and deal, by the candidates that say it.
    roles: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)  # what the book no longer holds
    unsaid: list[str] = field(default_factory=list)  # the places of evidence without an answer
    _problems: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Collect the names of people, among whom one is chosen."""
        self._names = Names.of(self.book.to_tables(), "people")

    def take(self, answers: Iterable[Answer]) -> None:
        """Take answers; raise one error with all that cannot be understood."""
        for one in answers:
            if one.answer:
                self._take_one(one)
            elif one.evidence:
                self.unsaid.append(one.place)
        if self._problems:
            raise BookError(pd.DataFrame(self._problems, columns=PROBLEM_COLUMNS))

    def _take_one(self, one: Answer) -> None:
        match one.question:
            case ["grade", account, deal, person, axis] if axis in AXES.words:
                if self._are_there(organizations=account, deals=deal, people=person):
                    self._take_grade(one, account, deal, person, axis)
            case ["role", account, deal, role] if role in DECISION_ROLES.words:
                if self._are_there(organizations=account, deals=deal):
                    self._take_role(one, account, deal, role)
            case ["candidate", candidate]:
                if candidate in self.candidates.index:
                    self._decide(one, candidate)
                else:
                    self.gone.append(candidate)
            case _:
                self._refuse(one, "stands beside a key that is of no question; leave keys alone")

    def _are_there(self, **named: str) -> bool:
        """Tell whether the book still has all that a question names; keep what is gone."""
        lost = [
            one for table, one in named.items()
            if one and not (self.book.column(table, "id") == one).any()
        ]  # fmt: skip
        self.gone += lost
        return not lost

    def _take_grade(self, one: Answer, account: str, deal: str, person: str, axis: str) -> None:
        grade = self._find_grade(axis, one.answer)
        if grade is None:
            self._refuse(one, f"is no grade; choose one of {', '.join(self.policy.scales[axis])}")
            return
        place = {"account": account, "deal": deal or None, "person": person}
        self.grades.append({**place, axis: grade, "evidence": one.evidence or None})

    def _find_grade(self, axis: str, text: str) -> str | None:
        """Return the grade that a text is: its word, a label or rank, with or without its sign."""
        scale = self.policy.scales[axis]
        spelled = {str(rank): grade for rank, grade in enumerate(scale, start=1)}
        spelled |= {fold(label): grade for grade in scale for label in (*GRADES.both(grade), grade)}
        return spelled.get(fold(text)) or spelled.get(fold(_SIGN.split(text)[0]))

    def _take_role(self, one: Answer, account: str, deal: str, role: str) -> None:
        people = [self._find_person(one, text) for text in _SEVERAL.split(one.answer) if text]
        self.roles[account, deal, role] = []
        for person in filter(None, people):
            row: dict[str, Any] = {"kind": "role", "account": account, "deal": deal or None}
            row |= {"person": person, "other": None, "value": role}
            row |= {"method": _ASKED, "confidence": 1.0}
            made = make_id(*(str(row[name] or "") for name in nature("candidates").made_of))
            if made not in self.candidates.index:
                told = pd.DataFrame([row], pd.Index([made], name="id"), self.candidates.columns)
                self.candidates = pd.concat([self.candidates, told])
            self.roles[account, deal, role].append(made)
            self._accept(made, one.evidence)

    def _accept(self, candidate: str, evidence: str) -> None:
        self.accepted.append(candidate)
        if evidence:
            self.candidates.loc[candidate, "evidence"] = evidence

    def _find_person(self, one: Answer, text: str) -> str | None:
        found = self._names.find(text) or self._names.find(_BEHIND.sub("", text))
        if len(found) != 1:
            self._refuse(one, f"is nobody of the book{self._names.hint(text)}")
            return None
        return found[0]

    def _decide(self, one: Answer, candidate: str) -> None:
        match _find_word(one.answer):
            case "yes":
                self._accept(candidate, one.evidence)
            case "no":
                self.dismissed.append(candidate)
            case _:
                self._refuse(one, "is neither yes nor no")

    def _refuse(self, one: Answer, problem: str) -> None:
        row = ("questions", None, one.line, "answer", one.answer, problem, one.place)
        self._problems.append(row)


def _find_word(text: str) -> str | None:
    """Return yes or no, in whatever language a text says it."""
    said = {
        fold(spelled): word
        for word in ("yes", "no")
        for spelled in (word, *wording()[f"interview.{word}"].values())
    }
    return said.get(fold(text))
