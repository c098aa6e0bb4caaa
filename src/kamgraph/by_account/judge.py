"""Whether tables that are to be cut have the columns of a book, judged before any row is read."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from kamgraph.errors import BookError, LossWarning, quote, warn
from kamgraph.model.checks import find_similar_columns, find_wrong_columns
from kamgraph.model.columns import columns
from kamgraph.model.day import are_days
from kamgraph.model.marks import Words
from kamgraph.model.problems import describe_row_problems, sort_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw
    import pandas as pd

    from kamgraph.model.problems import Problems
    from kamgraph.model.vocabulary import Vocabulary


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
            warn(
                f"{name}: the column {quote(column)} is left out, but looks like {quote(meant)}; "
                "call it so if that is what it holds",
                LossWarning,
            )


def refuse_false_days(days: pd.DataFrame) -> None:
    """Refuse texts that are no days, of ``table``, ``column`` and ``text``."""
    if not are_days(days["text"].tolist()):
        false = days[[not are_days([day]) for day in days["text"]]]
        _refuse(false.assign(problem="is no date; write it as YYYY-MM-DD"))


def read_words(words: pd.DataFrame) -> dict[str, dict[str, dict[str, str]]]:
    """Return, by table and column, ours for words that are spelled otherwise; refuse others."""
    # A row is cut by its word before any book reads it: one that is not known would be nobody's.
    found: dict[str, dict[str, dict[str, str]]] = {}
    problems = []
    for table, column, text in words.itertuples(index=False):
        vocabulary = _find_vocabulary(table, column)
        word = vocabulary.find(text)
        problems.append(vocabulary.explain_unknown() if word is None else "")
        if word is not None and word != text:
            found.setdefault(table, {}).setdefault(column, {})[text] = word
    if any(problems):
        _refuse(words.assign(problem=problems)[[*map(bool, problems)]])
    return found


def _find_vocabulary(table: str, name: str) -> Vocabulary:
    marks = (column.mark(Words) for column in columns(table) if column.name == name)
    return next(words.vocabulary for words in marks if words is not None)


def _refuse(false: pd.DataFrame) -> NoReturn:
    """Refuse texts of ``table``, ``column``, ``text`` and ``problem``; nobody knows their rows."""
    raise BookError(sort_problems([*_describe(false.sort_values("text"))]))


def _describe(false: pd.DataFrame) -> Problems:
    for (table, column), cells in false.groupby(["table", "column"]):
        rows, problems = [None] * len(cells), cells["problem"].tolist()
        yield describe_row_problems(table, column, rows, cells["text"], problems)
