"""The names of people, accounts and deals beside their ids in the table of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_string_dtype

from kamgraph.errors import ArgumentError, quote
from kamgraph.model.arguments import check_argument
from kamgraph.model.book import Book
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import RESULT, RESULTS, flatten, names

if TYPE_CHECKING:
    from kamgraph.graph.relationship_graph import RelationshipGraph

# In which table of a book the names of the ids are that a column of a result holds.
_FIRMS = ("account", "organization", "from_organization", "to_organization")
_DEALS = ("deal", "sale", "renewed_by")
_PEOPLE = (
    *("person", "other", "source", "target", "by", "to", "owner", "contact", "lead", "ask"),
    *("first_contact", "counterpart", "through", "colleague", "knower", "assessor", "signer"),
)
_TABLES = (
    dict.fromkeys(_FIRMS, "organizations")
    | dict.fromkeys(_DEALS, "deals")
    | dict.fromkeys(_PEOPLE, "people")
)


def add_names(result: pd.DataFrame, book: Book | RelationshipGraph) -> pd.DataFrame:
    """Return the table of a result with names beside ids, all of them columns.

    Parameters
    ----------
    result
        What a question returns, or a table of it; rows and columns may have been left out or added.
    book
        The book that has the names, or a graph of it.

    Returns
    -------
    pandas.DataFrame
        With the index as its first columns, so that nothing is lost where an index is dropped
        (``polars.from_pandas``), and after each column of ids, such as ``account``, ``deal``,
        ``person``, ``owner`` or ``contact``, one of names that is called after it
        (``owner_name``); missing where the book has no name. The name of ``person`` is ``name``.
        Names that the question gives itself stay where they are.

    Raises
    ------
    ArgumentError
        If ``result`` is no table, or has a column that is called as one of names would be.

    Examples
    --------
    >>> import kamgraph
    >>> graph = kamgraph.build_graph(kamgraph.load_demo(), account="orvale")
    >>> add_names(kamgraph.reach(graph), graph).columns[:2].tolist()
    ['person', 'name']
    """
    check_argument(result, (pd.DataFrame,), "a result is a DataFrame; a larger one has several")
    facts = book if isinstance(book, Book) else book.book
    table, record = flatten(result).copy(), RESULTS.get(result.attrs.get(RESULT, ""))
    named = {"name", *(names(record) if record else ())}  # by the question itself
    for column in [one for one in table if one in _TABLES and is_string_dtype(table[one].dropna())]:
        called = "name" if column == "person" else f"{column}_name"
        if called in table and called in named:
            continue
        if called in table:
            raise ArgumentError(
                f"the result has a column {quote(called)}, as the names of {quote(column)} would "
                "be called; call it otherwise"
            )
        found = _find_names(facts, _TABLES[column], table[column])
        table.insert([*table].index(column) + 1, called, found)
    return table


def _find_names(book: Book, table: str, ids: pd.Series[str]) -> pd.Series[str]:
    """Return what a book calls some ids."""
    held = book.column(table, "id")
    here = held.isin(ids.dropna().unique()).to_numpy()
    called = pd.Series(book.column(table, "name")[here].array, pd.Index(held[here]))
    return ids.map(called).astype(TEXT)
