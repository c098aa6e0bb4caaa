"""Where the figures of a review come from, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from kamgraph.model.voice import say
from kamgraph.reviews.results import PortfolioResults, Results
from kamgraph.reviews.sections.definitions import TERMS, explain_terms
from kamgraph.reviews.tracing.bases import FIGURES, find_bases, find_basis
from kamgraph.reviews.tracing.facts import list_facts, list_scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.section import Section, Table
    from kamgraph.reviews.tracing.bases import Basis
    from kamgraph.reviews.tracing.facts import Fact, Facts


class Source(NamedTuple):
    """Where a figure comes from."""

    formula: str
    """How it is worked out, in words."""
    families: tuple[str, ...]
    """The facts that it rests on, of whomever its row is about."""
    adds: str
    """The section whose rows it adds up or counts; empty for none."""


class TracedTable(NamedTuple):
    """Where the figures of a section come from."""

    figures: tuple[Source, ...]
    """Of those above its table."""
    columns: dict[str, Source]
    """Of each column of figures in its table."""
    subjects: tuple[tuple[str, ...], ...]
    """Whom each row is about, by ids."""


class Tracing(NamedTuple):
    """Where all figures of a review come from."""

    facts: Facts  # of whomever a row is about
    tables: dict[str, TracedTable]

    def list_facts(self, source: Source, subjects: tuple[str, ...]) -> list[Fact]:
        """Return the facts that a figure in a row comes of."""
        told = (
            fact
            for person in subjects
            for family in source.families
            for fact in self.facts[person][family]
        )
        return list(dict.fromkeys(told))


def trace(review: ReviewContent) -> Tracing:
    """Trace the figures of a review, in the language that is spoken."""
    basis = review.results
    policy = basis.graph.policy
    formulas = explain_terms(policy)["formula"]
    there = {section.name for section in review.sections}

    def make(rests: Basis) -> Source:
        known = rests.formula in TERMS
        said = formulas[rests.formula] if known else say(f"trace.{rests.formula}")
        return Source(said, rests.families, rests.adds if rests.adds in there else "")

    tables = {
        section.name: TracedTable(
            figures=tuple(map(make, find_bases(section))),
            columns=_trace_columns(section, section.table, make) if section.table else {},
            subjects=section.table.subjects if section.table else (),
        )
        for section in review.sections
    }
    about = frozenset(one for table in tables.values() for row in table.subjects for one in row)
    facts = (
        list_facts(basis, about)
        if isinstance(basis, Results)
        else list_scores(cast("PortfolioResults", basis))
    )
    return Tracing(facts, tables)


def _trace_columns(
    section: Section, table: Table, make: Callable[[Basis], Source]
) -> dict[str, Source]:
    """Return where the figures in each column come from; texts are none."""
    return {
        name: make(find_basis(section.name, name))
        for name, column in table.columns.items()
        if column.kind in FIGURES
    }
