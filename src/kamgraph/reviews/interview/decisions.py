"""What answers mean for a book: grades, roles that people hold, candidates decided about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.candidates.becoming import list_merged
from kamgraph.errors import PROBLEM_COLUMNS, BookError
from kamgraph.model.folding import fold
from kamgraph.model.made_ids import make_id
from kamgraph.model.names import Names
from kamgraph.model.nothing import says_nothing
from kamgraph.model.tables import nature
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, GRADES
from kamgraph.model.voice import wording
from kamgraph.reviews.interview.chosen import find_chosen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.reviews.interview.answers import Answer

_SIGN = re.compile(r":\s|：")  # between a grade and what people of it do
_SEVERAL = re.compile(r"\s*[;；\n]\s*")
_LISTED = re.compile(r"\s*[,，]\s*")
_ASKED = "asked"


@dataclass(eq=False)
class Decisions:
    """What has been decided, and what could not be understood."""

    book: Book
    policy: Policy
    candidates: pd.DataFrame  # that the book suggests, or holds, by id
    holders: frozenset[str]  # who may hold roles: people of the account, and partners'
    day: dt.date
    changed: bool  # whether the book is another one than was asked about
    grades: list[dict[str, str | None]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    # Who holds each role of an account and deal, by the candidates that say it, and where it says.
    roles: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)  # what the book no longer holds
    unsaid: list[str] = field(default_factory=list)  # the places of evidence without an answer
    _problems: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Collect the names of people, among whom one is chosen."""
        self._names = Names.of(self.book.to_tables(), "people")
        self._merged = list_merged(self.book)

    def take(self, answers: Iterable[Answer]) -> None:
        """Take answers; raise one error with all that cannot be understood."""
        for one in answers:
            if not _is_left_open(one):
                self._take_one(one)
            elif one.evidence:
                self.unsaid.append(one.place)
        if self._problems:
            raise BookError(pd.DataFrame(self._problems, columns=PROBLEM_COLUMNS))

    def _take_one(self, one: Answer) -> None:
        match one.question:
            case ["grade", account, deal, asked, axis] if axis in AXES.words:
                person = self._merged.get(asked, asked)
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
        people = [self._find_holder(one, text) for text in _SEVERAL.split(one.answer) if text]
        if not (found := [*filter(None, people)]):
            return
        self.roles[account, deal, role], self.places[account, deal, role] = [], one.place
        for person in found:
            row: dict[str, Any] = {"kind": "role", "account": account, "deal": deal or None}
            row |= {"person": person, "other": None, "value": role, "seen": pd.Timestamp(self.day)}
            row |= {"method": _ASKED, "confidence": 1.0, "evidence": one.evidence or None}
            made = make_id(*(str(row[name] or "") for name in nature("candidates").made_of))
            # Whatever suggested it before, it is on record as what somebody was asked and has said.
            others = self.candidates.drop(made, errors="ignore")
            told = pd.DataFrame([row], pd.Index([made], name="id"), others.columns)
            self.candidates = pd.concat([others, told.astype(others.dtypes)])
            self.roles[account, deal, role].append(made)
            self.accepted.append(made)

    def _accept(self, candidate: str, evidence: str) -> None:
        self.accepted.append(candidate)
        if evidence:
            self.candidates.loc[candidate, "evidence"] = evidence

    def _find_holder(self, one: Answer, text: str) -> str | None:
        """Return who is named as holding a role; refuse who cannot, keep who is gone."""
        found = find_chosen(self._names, self._merged.get(text, text))
        theirs = [person for person in found if person in self.holders]
        if len(theirs) == 1:
            return theirs[0]
        hint = self._names.hint(text)
        if not found and self.changed and not hint:
            self.gone.append(text)
        elif len(found) == 1:
            problem = "is neither of the account nor of a partner, and holds no role of it"
            self._refuse(one, problem, text)
        else:
            self._refuse(one, f"is nobody of the book{hint}", text)
        return None

    def _decide(self, one: Answer, candidate: str) -> None:
        match _find_word(one.answer):
            case "yes":
                self._accept(candidate, one.evidence)
            case "no":
                self.dismissed.append(candidate)
            case _:
                self._refuse(one, "is neither yes nor no")

    def _refuse(self, one: Answer, problem: str, text: str = "") -> None:
        row = ("questions", None, one.line, "answer", text or one.answer, problem, one.place)
        self._problems.append(row)


def _find_word(text: str) -> str | None:
    """Return yes or no, in whatever language a text says it."""
    said = {
        fold(spelled): word
        for word in ("yes", "no")
        for spelled in (*wording()[f"interview.{word}"].values(), *_list_said(word))
    }
    return said.get(fold(text))


def _list_said(word: str) -> list[str]:
    """Return what people type for a word, in all languages."""
    return _LISTED.split("，".join(wording()[f"interview.said.{word}"].values()))


def _is_left_open(one: Answer) -> bool:
    """Tell whether an answer says that one does not know, in words or not at all."""
    if one.question[0] == "candidate" and _find_word(one.answer):
        return False
    unknown = {*map(fold, _list_said("unknown"))}
    return not one.answer or says_nothing(one.answer, "text") or fold(one.answer) in unknown
