"""The Book: an immutable set of checked tables."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from kamgraph.model import document, privacy
from kamgraph.model.checks import Tables, read_tables
from kamgraph.model.coded import Coded, coded
from kamgraph.model.entities import TABLES
from kamgraph.model.policy import Policy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kamgraph.model.rules import Draft

DATED = (
    ("assessments", "date"),
    ("interactions", "date"),
    ("people", "since"),
    ("ties", "since"),
    ("roles", "since"),
    ("team", "since"),
    ("deals", "created"),
)


def _table(name: str) -> property:
    def copy(book: Book) -> pd.DataFrame:
        return book._tables[name].copy()  # noqa: SLF001 - a property of this very class

    return property(copy, doc=f"A copy of the table {name}.")


class Book:
    """The facts of any number of accounts: nine checked tables that do not change.

    A book is a set of facts, so rows have no order of their own: they are kept in a canonical
    one, and two books are equal when they hold the same rows. Make one with :meth:`from_tables`,
    :meth:`from_json` or :func:`kamgraph.read`; every table attribute is a copy.
    """

    organizations = _table("organizations")
    people = _table("people")
    deals = _table("deals")
    ties = _table("ties")
    roles = _table("roles")
    team = _table("team")
    assessments = _table("assessments")
    targets = _table("targets")
    interactions = _table("interactions")

    def __init__(self, draft: Draft) -> None:
        """Take tables that are already checked; use :meth:`from_tables` for any others."""
        order = {name: _order(codes) for name, codes in draft.keys.items()}
        self._tables = {name: _taken(draft.tables[name], order[name]) for name in TABLES}
        self._ids = draft.ids.taken(order)

    @classmethod
    def from_tables(
        cls, tables: Mapping[str, Any], *, policy: Policy | None = None, lenient: bool = False
    ) -> Self:
        """Check frames and make a book of them.

        Parameters
        ----------
        tables
            Table name → frame (pandas, polars, pyarrow or anything narwhals reads). Tables and
            optional columns may be left out; columns the library does not know are kept as text.
        policy
            The policy whose labels strengths and grades may hold; default ``Policy()``.
        lenient
            Keep rows whose ids lead nowhere: :func:`~kamgraph.check` reports them, and a graph
            leaves them out.

        Raises
        ------
        BookError
            If any row cannot be taken; ``.problems`` lists every one, and nothing is loaded.
        """
        return cls(read_tables(tables, policy=policy or Policy(), lenient=lenient))

    def column(self, table: str, name: str) -> pd.Series[Any]:
        """Return a copy of one column of a table; a whole table is copied by its attribute."""
        return self._tables[table][name].copy()

    def to_tables(self) -> Tables:
        """Return a copy of every table, all nine of them, in canonical order."""
        return {name: table.copy() for name, table in self._tables.items()}

    @classmethod
    def from_json(
        cls, text: str | bytes, *, policy: Policy | None = None, lenient: bool = False
    ) -> Self:
        """Read a book from its JSON document; :meth:`from_tables` says what is checked.

        Raises
        ------
        SourceError
            If the text is not JSON (NaN, infinities and repeated keys are not), not a document
            of a book, or of a newer version.
        BookError
            If any row cannot be taken.
        """
        return cls.from_tables(document.loads(text), policy=policy, lenient=lenient)

    def to_json(self) -> str:
        """Return the book as one JSON document, as :func:`kamgraph.json_schema` describes it."""
        return document.dumps(self._tables)

    def erase(self, person: str, *, keep_seat: bool = False) -> Self:
        """Return a book in which nothing is left of a person but, if asked, an anonymous seat.

        :func:`kamgraph.model.privacy.erase` says what is gone, and which mentions in free text
        cannot be found.

        Raises
        ------
        ScopeError
            If the book knows no such person.
        """
        return privacy.erase(self, person, keep_seat=keep_seat)

    def pseudonymise(self, key: bytes | str) -> Self:
        """Return a book with keyed hashes in place of ids and names, and no free text.

        :func:`kamgraph.model.privacy.pseudonymise` says what is replaced and what remains.

        Raises
        ------
        KamgraphError
            If the key is empty.
        """
        return privacy.pseudonymise(self, key)

    @cached_property
    def coded(self) -> Coded:
        """The tables as arrays with integer codes, made once; what graphs are built of."""
        return coded(self._tables, self._ids)

    @cached_property
    def newest_day(self) -> dt.date | None:
        """The newest day recorded, None in a book without dates; the default of ``as_of``."""
        days = [self._tables[table][column].max() for table, column in DATED]
        known = [day for day in days if not pd.isna(day)]
        return max(known).date() if known else None

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same rows."""
        if not isinstance(other, Book):
            return NotImplemented
        others = other._tables
        return all(table.equals(others[name]) for name, table in self._tables.items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Say what is in it."""
        counts = [f"{len(table):,} {name}" for name, table in self._tables.items() if len(table)]
        newest = self.newest_day
        until = f", newest {newest}" if newest else ""
        return f"<Book: {', '.join(counts) or 'empty'}{until}>"


def _order(codes: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the order of rows by their key, else by all columns; their own cannot matter."""
    return np.lexsort([*codes.values()][::-1])


def _taken(table: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Return the rows in an order, which most often they have already."""
    if (rows == np.arange(len(rows))).all():
        return table
    return table.take(rows).reset_index(drop=True)
