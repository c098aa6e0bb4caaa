"""What was made of how tables stand in a file: notes around them, tables beside them, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import spell_value
from kamgraph.model.counts import first_of, number_of
from kamgraph.model.finding import Finding
from kamgraph.sources.translation.read_report import GROUPED, NAMELESS, OUTSIDE, PARTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamgraph.sources.raw import RawTable


def report_layout(raws: Iterable[RawTable]) -> Iterator[Finding]:
    """Report what of files was taken for something else than rows of the one table in them."""
    for raw in raws:
        if lines := [*raw.above, *raw.footer]:
            yield _report_outside(raw, lines)
        if raw.parted_at:
            yield _report_parting(raw)
        if raw.groups:
            yield _report_groups(raw)
        if raw.nameless:
            yield _report_nameless(raw)


def _report_outside(raw: RawTable, lines: list[tuple[int, str]]) -> Finding:
    named = [f"{raw.unit} {line}: '{spell_value(text)}'" for line, text in lines]
    return Finding(
        "low",
        OUTSIDE,
        raw.name,
        tuple(text for _, text in lines),
        f"{raw.place}: {number_of(lines, 'line')} above or below the table taken for "
        f"notes, titles or totals: {first_of(named, between='; ')}.",
        "Nothing, unless one is a row of the table.",
    )


def _report_parting(raw: RawTable) -> Finding:
    return Finding(
        "medium",
        PARTED,
        raw.name,
        (raw.parted_at,),
        f"{raw.place}: taken for a table of its own, parted from the one on its left at "
        f"{raw.parted_at}.",
        "Nothing, if there are two tables; else take the empty column out.",
    )


def _report_groups(raw: RawTable) -> Finding:
    named = first_of([f"'{one}'" for one in raw.groups])
    return Finding(
        "medium",
        GROUPED,
        raw.name,
        raw.groups,
        f"{raw.place}: {named} above the names of columns taken for groups of them, so that each "
        "row is of all.",
        "Nothing, if it is one table; if tables touch there, put an empty column between them.",
    )


def _report_nameless(raw: RawTable) -> Finding:
    named = [f"{at} ('{spell_value(text)}')" for at, text in raw.nameless]
    return Finding(
        "medium",
        NAMELESS,
        raw.name,
        tuple(at for at, _ in raw.nameless),
        f"{raw.place}: {number_of(named, 'column')} left out, to which the header that the mapping "
        f"says gives no name: {first_of(named)}.",
        "Nothing, if they are notes; else name them in the header.",
    )
