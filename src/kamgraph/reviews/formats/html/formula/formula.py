"""What a page tells the script of its formula bar: where every figure comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamgraph.reviews.formats.html.pool import Pool
from kamgraph.reviews.formats.html.templates import take_sentences
from kamgraph.reviews.tracing.bases import FAMILIES
from kamgraph.reviews.tracing.trace import trace

if TYPE_CHECKING:
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.tracing.trace import Source, TracedTable

SCRIPTS = ("formula/formula.js",)
_WORDS = ("label", "rows", "more", "none", "adds", "card", "terms", "by")


def make_formulas(review: ReviewContent) -> dict[str, Any]:
    """Return formulas and facts, each once and then by its number, as plain values for JSON."""
    tracing = trace(review)
    pools = _Pools()
    tables = {
        section.name: pools.spell(
            tracing.tables[section.name], [*section.table.columns] if section.table else []
        )
        for section in review.sections
    }
    facts = Pool()
    known = [
        [[facts.number(fact) for fact in tracing.facts[person][family]] for family in FAMILIES]
        for person in pools.subjects.values
    ]
    return {
        "words": take_sentences(*(f"trace.{name}" for name in _WORDS)),
        "tables": tables,
        "formulas": pools.formulas.values,
        "sources": pools.sources.values,
        "subjects": pools.subjects.values,
        "known": known,
        "facts": facts.values,
    }


class _Pools:
    """What several tables have in common."""

    def __init__(self) -> None:
        self.formulas, self.sources, self.subjects = Pool(), Pool(), Pool()

    def spell(self, table: TracedTable, columns: list[str]) -> dict[str, Any]:
        """Return where the figures of a table come from, by numbers; a column of texts has -1."""
        traced = table.columns
        rows = [[self.subjects.number(one) for one in row] for row in table.subjects]
        return {
            "figures": [self.number(source) for source in table.figures],
            "columns": [self.number(traced[name]) if name in traced else -1 for name in columns],
            "rows": rows if traced else [],
        }

    def number(self, source: Source) -> int:
        """Return the number of a source."""
        families = [FAMILIES.index(family) for family in source.families]
        return self.sources.number([self.formulas.number(source.formula), families, source.adds])
