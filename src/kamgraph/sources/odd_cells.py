"""Odd cells, judged where a column of ours takes them: problems of our tables, else findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.counts import SHOWN, first_of, number_of
from kamgraph.model.finding import Finding
from kamgraph.model.nothing import ERROR, ERRORS
from kamgraph.model.problems import describe_row_problems
from kamgraph.sources.raw import TEXTS, Odd
from kamgraph.sources.translation.cells import may_be_thousands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kamgraph.model.columns import Column
    from kamgraph.model.problems import Problems
    from kamgraph.sources.raw import RawTable


_UNIT = (
    "is shown with {unit}, which the number in the cell lacks; type the whole number, and format "
    "the cell as a number"
)


def mark_errors(raw: RawTable, names: Collection[str]) -> RawTable:
    """Return a table in which errors of spreadsheets that are texts of some columns are odd."""
    # Programs write none; and what a column holds that nothing asks for is its owner's business.
    if not raw.may_be_typed:
        return raw
    texts = [name for name in names if name in raw.cells and raw.cells[name].dtype in TEXTS]
    held = {name: raw.cells[name] for name in texts}
    found = {name: texts[texts.isin(ERRORS)] for name, texts in held.items()}
    odd = {name: _make_odd(texts) for name, texts in found.items() if len(texts)}
    if not odd:
        return raw
    cells = {name: raw.cells[name].mask(raw.cells[name].isin(ERRORS), "") for name in odd}
    merged = {name: {**raw.odd.get(name, {}), **rows} for name, rows in odd.items()}
    return replace(raw, cells=raw.cells.assign(**cells), odd={**raw.odd, **merged})


def _make_odd(errors: pd.Series[str]) -> dict[int, Odd]:
    return {int(row): Odd(text, ERROR, "optional") for row, text in errors.items()}  # type: ignore[call-overload]


def find_unfit(raw: RawTable, column: str, ours: Column) -> dict[int, Odd]:
    """Return the odd cells of a column that a column of ours cannot take."""
    odd = raw.odd.get(column, {})
    return {row: one for row, one in odd.items() if not one.is_fit(ours.kind, ours.required)}


def describe_odd(raw: RawTable) -> Problems:
    """Yield the odd cells of one of our tables that its columns cannot take."""
    for column in columns(raw.name):
        unfit = {**find_unfit(raw, column.name, column), **_find_units(raw, column)}
        values = pd.Series([one.value for one in unfit.values()], dtype=object)
        whats = [one.what for one in unfit.values()]
        if unfit:
            rows = [row + 1 for row in unfit]
            yield describe_row_problems(raw.name, column.name, rows, values, whats)


def _find_units(raw: RawTable, column: Column) -> dict[int, Odd]:
    """Return the cells of an amount whose formats show a unit that the number in the cell lacks."""
    if not may_be_thousands(column):
        return {}
    return {
        row: Odd(str(raw.cells[column.name].iloc[row]), _UNIT.format(unit=unit))
        for row, unit in raw.units.get(column.name, {}).items()
    }


def report_odd(
    raw: RawTable, column: str, odd: Mapping[int, Odd], kind: str, table: str
) -> Iterator[Finding]:
    """Yield what became of odd cells of a column that is used: taken, or left empty."""
    taken = {row: one for row, one in odd.items() if one.fits in {"any", kind}}
    empty = {row: one for row, one in odd.items() if row not in taken}
    if taken:
        yield Finding(
            "low",
            "odd_cell_taken",
            table,
            (column,),
            f"{number_of(taken, 'cell')} of the column '{column}': "
            f"{_name_cells(raw, column, taken)}.",
            "Open the file in its program and save it again, if the values could be old.",
        )
    if empty:
        yield Finding(
            "medium",
            "odd_cell_left_empty",
            table,
            (column,),
            f"{number_of(empty, 'cell')} of the column '{column}' left empty: "
            f"{_name_cells(raw, column, empty)}.",
            "Correct them in the file, if they should count.",
        )


def report_hidden_rows(raws: Iterable[RawTable]) -> Iterator[Finding]:
    """Yield which rows are read though their sheets do not show them."""
    for raw in raws:
        if raw.hidden:
            more = len(raw.hidden) - SHOWN
            shown = ", ".join(map(str, raw.hidden[:SHOWN])) + (f" and {more:,}" if more > 0 else "")
            yield Finding(
                "low",
                "hidden_row",
                raw.name,
                (),
                f"{number_of(raw.hidden, 'row')} of {raw.place} are hidden there, by a filter or "
                f"by hand, and were read as any other: {shown}.",
                "Delete them in the file, if they should not count.",
            )


def _name_cells(raw: RawTable, column: str, cells: Mapping[int, Odd]) -> str:
    """Say of the first cells where they are, what they hold and what is wrong with it."""
    named = [
        f"{raw.name_place(row, column)}: '{one.value}' {one.what}"
        for row, one in [*cells.items()][:SHOWN]
    ]
    return first_of(named, between="; ", total=len(cells))
