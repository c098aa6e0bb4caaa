"""The review as data: a document that a CRM service embeds, with its schema."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, GetPydanticSchema

from kamgraph.model.vocabulary import Language
from kamgraph.reviews.records import PortfolioRecords, ScopeRecords, records
from kamgraph.reviews.results import PortfolioResults
from kamgraph.reviews.section import Point, Section, Tone

if TYPE_CHECKING:
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.results import Basis, Results


class Part(BaseModel):
    """The base of every part of a document."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ScopeDocument(Part):
    """The account or deal that is reviewed."""

    account: str
    """The account's id."""
    account_name: str
    """The account's name."""
    deal: str
    """The deal's id; empty for the account itself."""
    deal_name: str
    """The deal's name; empty for the account itself."""
    stage: str
    """The deal's stage; empty where there is none."""


class ReviewDocument(Part):
    """A whole review: the words people read, and the results behind them in machine words."""

    schema_version: Literal["1.0"] = "1.0"
    """The version of this schema; a change that breaks readers raises the first number."""
    kind: Literal["account", "deal", "portfolio"]
    """What is reviewed."""
    scope: ScopeDocument | None
    """Which account or deal; null for a portfolio."""
    as_of: dt.date | None
    """The day of which the review speaks; null for a book without dates."""
    since: dt.date | None
    """The day of the last review, if there was one."""
    language: Language
    """The language of the words."""
    title: str
    """Whose review it is."""
    heading: str
    """What it is a review of, in words."""
    facts: tuple[str, ...]
    """The day, the stage and the size, in words."""
    verdict: str
    """Where we stand and how sure that is."""
    tone: Tone
    """How the verdict sounds: good, fair, poor, or unsure where too little is known."""
    summary: tuple[Point, ...]
    """Five sentences to act on; the first is the verdict."""
    sections: tuple[Section, ...]
    """The parts of the review, in their order."""
    results: Annotated[
        BaseModel, GetPydanticSchema(lambda _, handler: handler(ScopeRecords | PortfolioRecords))
    ]
    """The results behind the words, in machine words."""
    policy: dict[str, Any]
    """The whole policy behind the results."""


def document(review: ReviewContent) -> ReviewDocument:
    """Return a review as a document."""
    basis = review.results
    return ReviewDocument(
        kind=_find_kind(basis),
        scope=_find_scope(basis),
        as_of=basis.graph.as_of,
        since=_find_since(basis),
        language=review.language,
        title=review.title,
        heading=review.kind,
        facts=review.facts,
        verdict=review.verdict,
        tone=review.tone,
        summary=review.summary,
        sections=review.sections,
        results=records(cast("Results | PortfolioResults", basis)),
        policy=basis.graph.policy.model_dump(mode="json"),
    )


def schema() -> str:
    """Return the JSON Schema of a document, as the file beside this module holds it."""
    found = ReviewDocument.model_json_schema(mode="serialization")
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _find_kind(basis: Basis) -> Literal["account", "deal", "portfolio"]:
    if isinstance(basis, PortfolioResults):
        return "portfolio"
    return "deal" if basis.graph.of_deal[0] else "account"


def _find_scope(basis: Basis) -> ScopeDocument | None:
    if isinstance(basis, PortfolioResults):
        return None
    row = basis.graph.scopes.iloc[0]
    return ScopeDocument(**{name: row[name] for name in ScopeDocument.model_fields})


def _find_since(basis: Basis) -> dt.date | None:
    if isinstance(basis, PortfolioResults):
        return basis.since
    before = cast("Results", basis).before
    return before.as_of if before else None
