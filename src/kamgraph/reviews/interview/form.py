"""What a form asks, and among what one chooses: the same on a sheet and on a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.analysis.ask.ask import ask
from kamgraph.analysis.ask.roles import ROLE
from kamgraph.analysis.ask.suggestions import CANDIDATE
from kamgraph.analysis.candidates.candidates import candidates
from kamgraph.errors import ScopeError
from kamgraph.graph.codes import VENDOR
from kamgraph.graph.people_on import list_people_on
from kamgraph.model import axes
from kamgraph.model.folding import fold
from kamgraph.model.made_ids import make_id
from kamgraph.model.vocabulary import AXES, GRADES
from kamgraph.model.voice import choose_label, current_language, say, say_day, say_label
from kamgraph.reviews.interview.chosen import describe_person
from kamgraph.reviews.people import list_people, name_people, place_people

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph

# The ids of the rows that are no questions.
BY, ON, ABOUT = "by", "on", "about"
_SIGNS = {axis.name: axis.signs for axis in axes.ALL}


class Choice(NamedTuple):
    """One of the answers that are offered."""

    value: str  # what it means: a grade, the id of a person, yes or no
    text: str


@dataclass(frozen=True)
class Item:
    """A question with its answers."""

    id: str
    kind: str
    text: str
    reason: str
    ask: str  # the name of who may know; empty for nobody
    choices: tuple[Choice, ...]


class Scale(NamedTuple):
    """An axis that is asked about, and its grades."""

    axis: str
    grades: tuple[Choice, ...]


@dataclass(frozen=True)
class Form:
    """An interview: about which account or deal, with which questions."""

    title: str
    day: str
    note: str  # what there is not to be asked, and why; mostly empty
    about: str  # the id of its last row: the account, the deal and the content of the book
    colleagues: tuple[Choice, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]


def make_form(graph: RelationshipGraph, questions: int) -> Form:
    """Return the form for the one scope of a graph, in the language that is spoken."""
    if len(graph.scopes) != 1:
        raise ScopeError(
            f"an interview is about one scope, this graph has {len(graph.scopes)}: build it for "
            "one, build_graph(book, account=...) or build_graph(book, deal=...)"
        )
    found = ask(graph, questions=questions, language=current_language())
    row = graph.scopes.iloc[0]
    names = [row["account_name"], row["deal"] and (row["deal_name"] or row["deal"])]
    theirs, ours = _list_people(graph, graph.contact), _list_ours(graph)
    known = dict(ours)
    return Form(
        title=" · ".join(name for name in names if name),
        day=say("undated") if graph.as_of is None else say("as_of", day=say_day(graph.as_of)),
        note=_explain_lack(graph, found),
        about=make_id(ABOUT, row["account"], row["deal"], graph.book.content_hash),
        colleagues=tuple(ours),
        items=tuple(
            Item(
                id=str(one),
                kind=question["kind"],
                text=question["text"],
                reason=question["reason"],
                ask=known.get(question["ask"], ""),
                choices=tuple(_list_choices(graph, question, theirs)),
            )
            for one, question in found.iterrows()
        ),
        scales=tuple(
            Scale(say_label(AXES, axis), _list_grades(graph, axis))
            for axis in found.loc[found["kind"] == "grade", "about"].unique()
        ),
    )


def _explain_lack(graph: RelationshipGraph, found: pd.DataFrame) -> str:
    """Say why nothing is to be confirmed; empty where something is."""
    if (found["kind"] == CANDIDATE).any() or (candidates(graph)["kind"] != ROLE).any():
        return ""
    return say("interview.none_to_confirm")


def _list_choices(
    graph: RelationshipGraph, question: pd.Series[Any], theirs: list[Choice]
) -> list[Choice]:
    """Return the answers that are offered: grades with signs, people with those proposed first."""
    match question["kind"]:
        case "grade":
            return [*_list_grades(graph, question["about"])]
        case "role":
            proposed = question["proposed"]
            return sorted(theirs, key=lambda one: one.value not in proposed)
        case _:
            return [Choice(word, say(f"interview.{word}")) for word in ("yes", "no")]


def _list_grades(graph: RelationshipGraph, axis: str) -> tuple[Choice, ...]:
    scale = graph.policy.scales[axis]
    return tuple(Choice(grade, _describe_grade(axis, grade)) for grade in scale)


def _describe_grade(axis: str, grade: str) -> str:
    """Return a grade with what people of it do."""
    label, sign = say_label(GRADES, grade), _SIGNS[axis].get(grade)
    return say("interview.grade", grade=label, sign=choose_label(sign)) if sign else label


def _list_people(graph: RelationshipGraph, which: Any) -> list[Choice]:
    """Return people of the scope by name, with their titles."""
    people = list_people(graph)[which]
    told = zip(people.index, name_people(people), place_people(people), strict=True)
    return _describe_people([(str(one), str(name), place) for one, name, place in told])


def _list_ours(graph: RelationshipGraph) -> list[Choice]:
    """Return all of us who are there on the graph's day, by name."""
    on = list_people_on(graph.book.coded, graph.as_of, graph.policy)
    people, there = graph.book.people, on["active"] & (on["side"] == VENDOR)
    ours = people[there]
    named = [*zip(ours["id"], ours["name"], strict=True)]
    return _describe_people([(one, name, "") for one, name in named])


def _describe_people(people: list[tuple[str, str, str]]) -> list[Choice]:
    """Return people by id, name and place as choices of which no two are the same."""
    count = Counter(fold(name) for _, name, _ in people)
    choices = [
        Choice(one, describe_person(one, name, place, alone=count[fold(name)] == 1))
        for one, name, place in people
    ]
    return sorted(choices, key=lambda choice: choice.text)
