"""Odd cells, judged where a column of ours takes them: problems of our tables, else findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.finding import Finding
from kamgraph.model.problems import describe_row_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamgraph.model.problems import Problems
    from kamgraph.sources.raw import Odd, RawTable

_SHOWN = 10  # cells named in a message


def find_unfit(raw: RawTable, column: str, kind: str) -> dict[int, Odd]:
    """Return the odd cells of a column whose texts a column of ours of some kind cannot take."""
    odd = raw.odd.get(column, {})
    return {row: one for row, one in odd.items() if not one.is_fit(kind)}


def describe_odd(raw: RawTable) -> Problems:
    """Yield the odd cells of one of our tables that its columns cannot take."""
    for column in columns(raw.name):
        unfit = find_unfit(raw, column.name, column.kind)
        values = pd.Series([one.value for one in unfit.values()], dtype=object)
        whats = [one.what for one in unfit.values()]
        if unfit:
            rows = [row + 1 for row in unfit]
            yield describe_row_problems(raw.name, column.name, rows, values, whats)


def report_odd(
    raw: RawTable, column: str, odd: Mapping[int, Odd], kind: str, table: str
) -> Iterator[Finding]:
    """Yield what became of odd cells of a column that is used: taken, or left empty."""
    taken = {row: one for row, one in odd.items() if one.is_fit(kind)}
    unfit = {row: one for row, one in odd.items() if not one.is_fit(kind)}
    if taken:
        yield Finding(
            "low",
            "odd_cell_taken",
            table,
            (column,),
            f"{_count(taken)} of the column '{column}': {_name_cells(raw, column, taken)}.",
            "Open the file in its program and save it again, if the values could be old.",
        )
    if unfit:
        yield Finding(
            "medium",
            "odd_cell_left_empty",
            table,
            (column,),
            f"{_count(unfit)} of the column '{column}' left empty: "
            f"{_name_cells(raw, column, unfit)}.",
            "Correct them in the file, if they should count.",
        )


def _count(cells: Mapping[int, Odd]) -> str:
    return "1 cell" if len(cells) == 1 else f"{len(cells):,} cells"


def _name_cells(raw: RawTable, column: str, cells: Mapping[int, Odd]) -> str:
    """Say of the first cells where they are, what they hold and what is wrong with it."""
    named = [
        f"{raw.name_place(row, column)}: '{one.value}' {one.what}"
        for row, one in [*cells.items()][:_SHOWN]
    ]
    more = len(cells) - len(named)
    return "; ".join(named) + (f"; and {more:,} more" if more else "")
