"""The section on workload: what each of us carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.analysis.portfolio.workload import WorkloadRecord
from kamgraph.model.vocabulary import WORKLOAD
from kamgraph.model.voice import list_words, say, say_count, say_label
from kamgraph.reviews.columns import Column, show_columns
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 25


def workload(results: PortfolioResults) -> Section:
    """List those of us who carry most."""
    carried = results.portfolio.workload
    over = [
        list_words([say_label(WORKLOAD, name).lower() for name in names])
        for names in carried["over"]
    ]
    rows = carried[["name", *WORKLOAD.words]].assign(over=over).head(_MOST)
    columns = {
        "name": Column(say("columns.person"), "name"),
        **show_columns(WorkloadRecord, *WORKLOAD.words, "over"),
    }
    return Section(
        name="workload",
        heading=say("workload"),
        sentence=say_overload(results),
        table=Table(rows, columns, say("workload_caption")) if len(rows) else None,
    )


def say_overload(results: PortfolioResults) -> str:
    """Say which of us carries too much."""
    carried = results.portfolio.workload
    if carried.empty:
        return say("nobody_works")
    names = list(carried.loc[carried["overloaded"], "name"])
    if not names:
        return say("nobody_overloaded")
    return say_count("overloaded", len(names), names=list_words(names))
