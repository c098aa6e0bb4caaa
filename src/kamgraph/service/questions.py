"""The questions that a service answers about an account, each as it is called in the library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.completeness import completeness
from kamgraph.analysis.contacts import contacts
from kamgraph.analysis.fragility import fragility
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.plan.plan import plan
from kamgraph.analysis.reach import reach
from kamgraph.analysis.scores import scores
from kamgraph.errors import ScopeError
from kamgraph.graph.build import build_graph
from kamgraph.model.day import as_day
from kamgraph.reviews.compose import review
from kamgraph.reviews.records import spell_records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from pydantic import ValidationError

    from kamgraph.graph.relationship_graph import RelationshipGraph
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

REVIEW = "review"


class Asked(BaseModel):
    """What a question may be asked with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    deal: str | None = Field(None, description="The id of a deal of the account.")
    as_of: dt.date | None = Field(None, description="The day; default the newest in the book.")
    budget: float = Field(10.0, gt=0, le=1000, description="Days of work, for the plan.")
    language: Literal["en", "zh"] = Field("en", description="The language of sentences.")

    @field_validator("as_of", mode="before")
    @classmethod
    def _read_day(cls, day: Any) -> Any:
        """Read a text as everywhere, where pydantic takes digits for seconds since 1970."""
        try:
            return as_day(day) if isinstance(day, str) else day
        except ScopeError as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True)
class Question:
    """A question whose answer is a table."""

    result: str  # the name of its record
    ask: Callable[[RelationshipGraph, Asked], pd.DataFrame]


def _plain(ask: Callable[[RelationshipGraph], Any]) -> Question:
    return Question(ask.__name__, lambda graph, _: ask(graph))


QUESTIONS: Mapping[str, Question] = {
    **{
        ask.__name__: _plain(ask)
        for ask in (scores, key_people, acceptance, reach, fragility, contacts, completeness)
    },
    "gaps": Question("gaps", lambda graph, asked: gaps(graph, language=asked.language)),
    "plan": Question(
        "plan.steps",
        lambda graph, asked: plan(graph, budget=asked.budget, language=asked.language).steps,
    ),
}


def see(book: Book, account: str, asked: Asked, policy: Policy) -> RelationshipGraph:
    """Return the graph that a question is asked of."""
    return build_graph(book, account=account, deal=asked.deal, as_of=asked.as_of, policy=policy)


def say_wrong(error: ValidationError) -> str:
    """Say what is wrong with each part of a request."""
    told = []
    for one in error.errors(include_url=False, include_context=False):
        place = ".".join(map(str, one["loc"]))
        problem = one["msg"].removeprefix("Value error, ")
        if one["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
            problem = "is not known here"
        told.append(f"{place}: {problem}" if place else problem)
    return "; ".join(told)


def spell_answer(name: str, graph: RelationshipGraph, asked: Asked) -> bytes:
    """Return the answer to a question, or the review, as JSON."""
    if name == REVIEW:
        return review(graph, language=asked.language).to_json().encode()
    question = QUESTIONS[name]
    return spell_records(question.result, question.ask(graph, asked))
