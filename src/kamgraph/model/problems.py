"""What is wrong with tables that were to become a book, as rows of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd

from kamgraph.errors import OTHER, PROBLEM_COLUMNS, spell_value
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES

Problems: TypeAlias = Iterator[pd.DataFrame]


def describe_unreadable(table: str, values: pd.Series[Any], found: Mapping[int, str]) -> Problems:
    """Yield the values of a column that have a problem by position, if there are any."""
    if found:
        bad = sorted(found)
        texts = [found[position] for position in bad]
        rows = [position + 1 for position in bad]
        yield describe_row_problems(table, values.name, rows, values.iloc[bad], texts)


def describe_table_problem(table: object, column: object, problem: str) -> pd.DataFrame:
    """Return the one row of a problem of a table as a whole."""
    return describe_row_problems(table, column, [None], pd.Series([None]), problem)


def describe_row_problems(
    table: object,
    column: object,
    rows: Sequence[int | None],
    values: pd.Series[Any],
    problem: str | list[str],
    others: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Return a row for each row of a table with a problem; rows count from 1."""
    return pd.DataFrame(
        {
            "table": spell_value(table),
            "row": pd.array([*rows], dtype="Int64"),
            "line": pd.array([pd.NA] * len(rows), dtype="Int64"),
            "column": spell_value(column),
            "value": values.map(spell_value, na_action="ignore").astype(TEXT).array,
            "problem": problem,
            "place": "",
            OTHER: pd.array([pd.NA] * len(rows) if others is None else [*others], dtype="Int64"),
        }
    )


def sort_problems(problems: list[pd.DataFrame]) -> pd.DataFrame:
    """Return all problems as one table, by table and row."""
    frame = pd.concat(problems, ignore_index=True)[[*PROBLEM_COLUMNS, OTHER]]
    place = frame["table"].map({table: place for place, table in enumerate(TABLES)})
    order = pd.DataFrame({"table": place, "row": frame["row"]})
    return frame.loc[order.sort_values(["table", "row"], kind="stable", na_position="first").index]
