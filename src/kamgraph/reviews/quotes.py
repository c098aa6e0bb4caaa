"""The words behind what a review says, with who stands for them and when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from kamgraph.model.once import once
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, FUNCTIONS, GRADES, TIE_KINDS
from kamgraph.model.voice import list_words, say, say_day, say_label
from kamgraph.reviews.people import name_people
from kamgraph.reviews.section import Quote

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from kamgraph.graph import RelationshipGraph

    QuotesOfRows = tuple[tuple[Quote, ...], ...]


class Said(NamedTuple):
    """A quote, and by ids and words of ours what it is about."""

    person: str
    other: str | None
    kinds: tuple[str, ...]
    quote: Quote


@dataclass(frozen=True)
class Quotes:
    """All words of how we know what a review is about."""

    said: tuple[Said, ...]

    @once
    def _by_person(self) -> Mapping[str, list[Said]]:
        """What is said of everybody by themselves, then of their ties, at both ends of each."""
        found: dict[str, list[Said]] = {}
        for one in sorted(self.said, key=lambda said: said.other is not None):
            for end in (one.person, one.other):
                if end is not None:
                    found.setdefault(end, []).append(one)
        return found

    def of_people(self, people: Iterable[str]) -> QuotesOfRows:
        """Return what is said of each of some people, and of their ties."""
        return tuple(tuple(one.quote for one in self._of(person)) for person in people)

    def of_grades(self, grades: Iterable[tuple[str, str]]) -> QuotesOfRows:
        """Return what is said of grades, each told by its person and axis; of no axis, of all."""
        return tuple(
            tuple(one.quote for one in self._of(person) if not axis or axis in one.kinds)
            for person, axis in grades
        )

    def of_routes(self, routes: Iterable[Sequence[str]]) -> QuotesOfRows:
        """Return what is said of the ties along each of some routes."""
        return tuple(
            tuple(
                one.quote
                for here, there in pairwise(route)
                for one in self._of(here)
                if {one.person, one.other} == {here, there}
            )
            for route in routes
        )

    def _of(self, person: str) -> Sequence[Said]:
        return self._by_person.get(person, ())


def gather_quotes(evidence: pd.DataFrame, graph: RelationshipGraph) -> Quotes:
    """Return all words of how we know; what was said of several grades at once is one."""
    found = evidence.dropna(subset="evidence")
    names, of_deal = _name_all(found, graph), bool(graph.of_deal[0])
    same: dict[tuple[Any, ...], list[Any]] = {}
    for row in found.itertuples():
        other = row.other if isinstance(row.other, str) else None
        source = _say_source(row, names, of_deal=of_deal)
        same.setdefault((row.fact, row.person, other, source, row.evidence), []).append(row)
    return Quotes(
        tuple(
            Said(person, other, tuple(row.kind for row in rows), _quote(rows, names, source))
            for (_, person, other, source, _), rows in same.items()
        )
    )


def _quote(rows: Sequence[Any], names: Mapping[str, str], source: str) -> Quote:
    """Return the words that several facts of one person have in common."""
    about = " · ".join(dict.fromkeys(_say_about(row, names) for row in rows))
    return Quote(names[rows[0].person], about, rows[0].evidence, source)


def say_when_graded(day: dt.date, names: Sequence[str], *, inherited: bool) -> str:
    """Say when a grade was given and by whom, and whether a deal has it from its account."""
    when = say_day(day)
    text = say("map_assessed_by", day=when, names=list_words(names)) if names else when
    return f"{text} ({say('map_of_account')})" if inherited else text


def _name_all(found: pd.DataFrame, graph: RelationshipGraph) -> dict[str, str]:
    """Return what the people of some evidence are called, those of the scope as the review does."""
    book = graph.part.people
    known = book[book["id"].isin(found["by"].dropna())]
    return dict(zip(known["id"], known["name"], strict=True)) | dict(name_people(graph.people))


def _say_about(row: Any, names: Mapping[str, str]) -> str:
    """Say which fact it is, but for whose."""
    match row.fact:
        case "grade":
            label, value = say_label(AXES, row.kind), say_label(GRADES, row.value)
        case "tie":
            label, value = say_label(TIE_KINDS, row.kind), names[row.other]
        case "role":
            label, value = say("columns.role"), say_label(DECISION_ROLES, row.kind)
        case "level":
            return say("level", level=row.value)
        case _:
            return say_label(FUNCTIONS, row.value)
    return say("quote_about", label=label, value=value)


def _say_source(row: Any, names: Mapping[str, str], *, of_deal: bool) -> str:
    by = [] if pd.isna(row.by) else [names.get(row.by, row.by)]
    if row.origin == "assumed":
        return say("quote_assumed")
    if pd.isna(row.day):
        return list_words(by)
    if row.origin == "accepted":
        return say("quote_accepted", given=say_when_graded(row.day, by, inherited=False))
    if row.fact == "grade":
        return say_when_graded(row.day, by, inherited=of_deal and row.origin == "account")
    return say("quote_since", day=say_day(row.day))
