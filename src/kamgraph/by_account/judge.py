"""Whether tables that are to be cut have the columns of a book, judged before any row is read."""

from __future__ import annotations

import warnings
from itertools import chain
from typing import TYPE_CHECKING, Any

from kamgraph.errors import BookError, LossWarning, quote
from kamgraph.model.checks import find_similar_columns, find_wrong_columns
from kamgraph.model.day import are_days
from kamgraph.model.problems import describe_row_problems, sort_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw
    import pandas as pd

    from kamgraph.model.problems import Problems


def refuse_wrong_columns(tables: Mapping[str, nw.LazyFrame[Any]]) -> None:
    """Refuse tables without a column that a book needs, as a book of them would be."""
    named = {name: frame.collect_schema().names() for name, frame in tables.items()}
    found = [find_wrong_columns(name, names) for name, names in named.items() if names]
    if problems := [*chain.from_iterable(found)]:
        raise BookError(sort_problems(problems))


def warn_of_similar_columns(tables: Mapping[str, nw.LazyFrame[Any]]) -> None:
    """Warn of columns that are left out and may be meant for one of a table's own."""
    for name, frame in tables.items():
        for column, meant in find_similar_columns(name, frame.collect_schema().names()):
            warnings.warn(
                f"{name}: the column {quote(column)} is left out, but looks like {quote(meant)}; "
                "call it so if that is what it holds",
                LossWarning,
                stacklevel=4,
            )


def refuse_false_days(days: pd.DataFrame) -> None:
    """Refuse texts that are no days, of ``table``, ``column`` and ``day``."""
    if not are_days(days["day"].tolist()):
        raise BookError(sort_problems([*_describe_false_days(days)]))


def _describe_false_days(days: pd.DataFrame) -> Problems:
    false = days[[not are_days([day]) for day in days["day"]]]
    for (table, column), cells in false.groupby(["table", "column"]):
        values = cells["day"].sort_values()
        problem = "is no date; write it as YYYY-MM-DD"
        yield describe_row_problems(table, column, [None] * len(values), values, problem)
