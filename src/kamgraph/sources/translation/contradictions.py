"""Cells of a row that contradict each other: which of them was read, and what the other says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.counts import first_of, number_of
from kamgraph.model.finding import Finding
from kamgraph.sources.translation.read_report import CONTRADICTING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.sources.translation.report import FileRecord


def report_contradictions(record: FileRecord) -> Iterator[Finding]:
    """Report rows that were taken though two of their cells tell different things of them."""
    for ours, told in record.contradictions.items():
        rows = [row for row in sorted(told) if record.taken[row]]
        if not rows:
            continue
        table, _, column = ours.partition(".")
        said = [f"{record.raw.name_place(row)}: {told[row]}" for row in rows]
        yield Finding(
            "medium",
            CONTRADICTING,
            table,
            tuple(said),
            f"{number_of(rows, 'row')} of {record.raw.place} with two cells that contradict each "
            f"other in the {column} of {table}: {first_of(said, between='; ')}. The former counts.",
            "Correct the one that is wrong in the file.",
        )
