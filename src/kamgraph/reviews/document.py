"""The review as data: a document that a CRM service embeds, with its schema."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd
from pydantic import BaseModel, ConfigDict

from kamgraph.model.vocabulary import Language
from kamgraph.reviews.portfolio.results import PortfolioResults
from kamgraph.reviews.records import (
    PortfolioRecords,
    ScopeRecords,
    portfolio_records,
    scope_records,
)
from kamgraph.reviews.section import Kind, Span, Tone

if TYPE_CHECKING:
    from kamgraph.reviews.results import Basis, Results
    from kamgraph.reviews.review import Review
    from kamgraph.reviews.section import Section, Table


class Part(BaseModel):
    """The base of every part of a document."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class PointDocument(Part):
    """One sentence of the summary."""

    label: str
    """What it is about, in words."""
    sentence: str
    """The sentence."""


class FigureDocument(Part):
    """One number to remember."""

    label: str
    """What it is."""
    value: str
    """The number, as it is shown."""
    note: str
    """What it means."""
    tone: Tone
    """How it sounds: good, fair, poor, or empty."""


class SpanDocument(Part):
    """Scores drawn on one line from 0 to 100."""

    own: float | None
    """As graded."""
    after: float | None
    """After influence."""
    low: float | None
    """The lower bound."""
    high: float | None
    """The upper bound."""
    mark: float | None
    """The score to reach."""


class ColumnDocument(Part):
    """A column of a table."""

    name: str
    """Its key in the rows."""
    heading: str
    """Its title, in words."""
    kind: Kind
    """What it holds: name and text (texts), score (0-100), share and reach (0-1), points (signed),
    count, or span."""
    below: str
    """The key of the text that stands small below each value; empty for none."""


class TableDocument(Part):
    """A table as it is shown."""

    caption: str
    """How to read it."""
    columns: tuple[ColumnDocument, ...]
    """The columns shown, in this order."""
    rows: tuple[dict[str, str | float | SpanDocument | None], ...]
    """One object a row, by the columns' names and those of texts below; null where missing."""


class SectionDocument(Part):
    """One part of the review."""

    name: str
    """What it is called, the same in every language."""
    heading: str
    """Its title."""
    sentence: str
    """What it says, in a sentence."""
    figures: tuple[FigureDocument, ...]
    """Its numbers to remember."""
    table: TableDocument | None
    """Its table."""
    fine_print: bool
    """Whether it only explains the others."""


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
    day: dt.date | None
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
    """How the verdict sounds: good, fair, poor, or empty where nothing is known."""
    summary: tuple[PointDocument, ...]
    """Five sentences to act on; the first is the verdict."""
    sections: tuple[SectionDocument, ...]
    """The parts of the review, in their order."""
    results: ScopeRecords | PortfolioRecords
    """The results behind the words, in machine words."""
    policy: dict[str, Any]
    """The whole policy behind the results."""


def document(review: Review) -> ReviewDocument:
    """Return a review as a document."""
    basis = review.results
    return ReviewDocument(
        kind=_kind(basis),
        scope=_scope(basis),
        day=basis.graph.as_of,
        since=_since(basis),
        language=review.language,
        title=review.title,
        heading=review.kind,
        facts=review.facts,
        verdict=review.verdict,
        tone=review.tone,
        summary=tuple(PointDocument(**point._asdict()) for point in review.summary),
        sections=tuple(_section(section) for section in review.sections),
        results=_records(basis),
        policy=basis.graph.policy.model_dump(mode="json"),
    )


def schema() -> str:
    """Return the JSON Schema of a document, as the file beside this module holds it."""
    found = ReviewDocument.model_json_schema(mode="serialization")
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _kind(basis: Basis) -> Literal["account", "deal", "portfolio"]:
    if isinstance(basis, PortfolioResults):
        return "portfolio"
    return "deal" if basis.graph.of_deal[0] else "account"


def _scope(basis: Basis) -> ScopeDocument | None:
    if isinstance(basis, PortfolioResults):
        return None
    row = basis.graph.scopes.iloc[0]
    return ScopeDocument(**{name: row[name] for name in ScopeDocument.model_fields})


def _since(basis: Basis) -> dt.date | None:
    if isinstance(basis, PortfolioResults):
        return basis.since
    before = cast("Results", basis).before
    return before.as_of if before else None


def _records(basis: Basis) -> ScopeRecords | PortfolioRecords:
    if isinstance(basis, PortfolioResults):
        return portfolio_records(basis)
    return scope_records(cast("Results", basis))


def _section(section: Section) -> SectionDocument:
    return SectionDocument(
        name=section.name,
        heading=section.heading,
        sentence=section.sentence,
        figures=tuple(FigureDocument(**vars(figure)) for figure in section.figures),
        table=_table(section.table) if section.table else None,
        fine_print=section.fine_print,
    )


def _table(table: Table) -> TableDocument:
    below = [column.below for column in table.columns.values() if column.below]
    rows = table.rows[[*table.columns, *below]].to_dict("records")
    return TableDocument(
        caption=table.caption,
        columns=tuple(
            ColumnDocument(name=name, **vars(column)) for name, column in table.columns.items()
        ),
        rows=tuple({str(name): _cell(value) for name, value in row.items()} for row in rows),
    )


def _cell(value: object) -> str | float | SpanDocument | None:
    """Return a cell as JSON can hold it: nothing is null, a number a number, all else a text."""
    if isinstance(value, Span):
        return SpanDocument(
            **{name: None if math.isnan(part) else part for name, part in value._asdict().items()}
        )
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value if isinstance(value, str) else float(cast("float", value))
