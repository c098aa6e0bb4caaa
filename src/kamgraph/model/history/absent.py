"""What a book has and an export lacks, though it lists what that is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.counts import first_of, number_of
from kamgraph.model.finding import Finding
from kamgraph.model.history.coverage import Coverage, find_sorts
from kamgraph.model.history.differences import name_rows
from kamgraph.model.history.matching import find_places
from kamgraph.model.span import in_effect
from kamgraph.model.tables import nature, tables_of, tables_with
from kamgraph.model.vocabulary import OPEN_STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.model.checks import Tables

_SHOWN = 3  # rows in a message


def find_absent_things(known: Tables, export: Tables) -> Iterator[Finding]:
    """Yield what an export with things of its sort lacks of the book, closed deals aside."""
    coverage = Coverage(known["people"], export)
    for table in tables_of("things"):
        if table in tables_with("until") or export[table].empty:
            continue
        rows = known[table]
        expected = coverage.find_covered(table, rows)
        if table == "deals":
            expected &= rows["stage"].isna() | rows["stage"].isin(OPEN_STAGES)
        lost = pd.Index(rows.loc[expected, "id"]).difference(pd.Index(export[table]["id"]))
        if len(lost):
            yield _report_absent(table, tuple(lost))


def find_absent_states(
    known: Tables, export: Tables, day: pd.Timestamp, most: float
) -> Iterator[Finding]:
    """Yield the states of whom an export lists that it lacks altogether, or for the most part."""
    coverage = Coverage(known["people"], export)
    for table in tables_of("states"):
        if table == "positions":  # those follow from people
            continue
        rows = known[table]
        held = pd.Series(in_effect(rows, day), rows.index)
        uncompared = held & coverage.find_covered(table, rows)
        uncompared &= ~find_sorts(table, rows, export)
        if uncompared.any():
            yield _report_lack_of_sort(table, rows[uncompared])
        # Whose place the export gives to somebody else was moved; the others have vanished.
        compared = rows[held & coverage.find_compared(table, rows, day)]
        seat = [name for name in nature(table).key if name != nature(table).holder]
        vanished = compared[find_places(compared, export[table], seat) < 0]
        if len(vanished) > max(1, most * len(compared)):
            yield _report_many_ends(table, vanished, len(compared), day)


def _report_absent(table: str, ids: tuple[str, ...]) -> Finding:
    noun, count = nature(table).noun, len(ids)
    lost = (
        f"1 {noun} of the book, which stays as it was"
        if count == 1
        else f"{count} {table} of the book, which stay as they were"
    )
    return Finding(
        "low",
        f"absent_{noun}",
        table,
        ids,
        f"The export does not have {lost}.",
        f"Nothing, if the export is of other {table}; else correct or close them in the book.",
    )


def _report_lack_of_sort(table: str, rows: pd.DataFrame) -> Finding:
    named = name_rows(table, rows)
    return Finding(
        "low",
        "not_compared",
        table,
        tuple(named),
        f"The book has {number_of(rows, 'row')} of {table} of a sort of which the export has none, "
        f"though it lists whom they name; they stay as they were: {_name_first(named)}.",
        "Nothing, if the export never has such rows; else see whether a column is empty in it.",
    )


def _report_many_ends(table: str, rows: pd.DataFrame, of: int, day: pd.Timestamp) -> Finding:
    named = name_rows(table, rows)
    return Finding(
        "medium",
        "many_ended",
        table,
        tuple(named),
        f"The export lacks {len(rows):,} of {of:,} rows of {table} that should be in it; they end "
        f"on {day.date()}: {_name_first(named)}.",
        "If the export is not whole, sync a whole one with the book as it was before.",
    )


def _name_first(rows: list[str]) -> str:
    return first_of(rows, between="; ", most=_SHOWN)
