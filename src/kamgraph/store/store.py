"""The Store: a live book in a database, changed row by row and asked at any time."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from kamgraph.analysis.scores import scores
from kamgraph.door import guard_methods
from kamgraph.errors import require_extra
from kamgraph.graph.build import build_graph
from kamgraph.model.finding import Finding, findings_table
from kamgraph.model.findings import check
from kamgraph.model.policy import Policy, choose_policy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine

    from kamgraph.graph.relationship_graph import RelationshipGraph
    from kamgraph.model.book import Book
    from kamgraph.store.state import LeftOut


@guard_methods
class Store:
    """A live book over SQLite or PostgreSQL, for any number of threads and processes.

    Rows change one by one, each change in one transaction; whoever reads sees one state, old or
    new, and never waits. The first question reads the whole book, every later one what has changed
    since: by this store, by another, or by a CRM that writes the tables itself. What such a row
    says is checked as it is read; a row that cannot be read is left out, and
    :meth:`findings` tells of it.

    Parameters
    ----------
    database
        ``sqlite:///path/to/book.db``, ``postgresql://user:password@server/database``, or an engine
        of SQLAlchemy for one of them. Tables are made if there are none; a book that is there,
        as :func:`~kamgraph.write` has written it, becomes live.
    schema
        The schema of a PostgreSQL database, made if there is none: one for each tenant, who then
        never wait for each other. In SQLite each tenant has a file.
    policy
        The policy whose labels strengths and grades may hold, and by which graphs are built;
        default ``Policy()``.

    Raises
    ------
    SourceError
        If there is no such database, or something else than a book stands in it.
    """

    def __init__(
        self, database: str | Engine, *, schema: str | None = None, policy: Policy | None = None
    ) -> None:
        with require_extra("a store needs SQLAlchemy", "database"):
            from kamgraph.store.live_book import LiveBook
        self.live = LiveBook.open(database, schema, choose_policy(policy))  # for this library

    def on(self, connection: Connection) -> Self:
        """Return the store as it is within a transaction of your own.

        Changes are made in it, and are there for others when you commit. Questions see what the
        transaction sees.

        Parameters
        ----------
        connection
            A connection to the same database that has begun a transaction; in PostgreSQL one that
            is READ COMMITTED.
        """
        within = copy(self)
        within.live = self.live.on(connection)
        return within

    def close(self) -> None:
        """Let go of the database, unless the engine is yours; the store can be asked no more."""
        self.live.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the database."""
        self.close()

    @property
    def place(self) -> str:
        """Where the book is, without a password."""
        return self.live.place

    @property
    def policy(self) -> Policy:
        """The policy by which rows are read and graphs are built."""
        return self.live.policy

    @property
    def number(self) -> int:
        """The number of the last change, to be given to :meth:`changes`."""
        return self.live.follow().last

    def book(self) -> Book:
        """Return the whole book as it is now."""
        return self.live.follow().book

    def graph(
        self,
        account: str | None = None,
        *,
        deal: str | None = None,
        as_of: dt.date | str | None = None,
        policy: Policy | None = None,
    ) -> RelationshipGraph:
        """Return a graph of the book as it is now, in time of the account.

        Parameters
        ----------
        account, deal, as_of
            What :func:`~kamgraph.build_graph` takes.
        policy
            Default the policy of the store.
        """
        return build_graph(
            self.book(), account=account, deal=deal, as_of=as_of, policy=policy or self.policy
        )

    def scores(
        self, account: str | None = None, *, as_of: dt.date | str | None = None
    ) -> pd.DataFrame:
        """Return the :func:`~kamgraph.scores` of an account, or of all accounts and open deals."""
        return scores(self.graph(account, as_of=as_of))

    def version(self, account: str) -> str:
        """Return the version of what an account's scopes can see, to be given to :meth:`change`.

        Parameters
        ----------
        account
            The id of an account, or of a unit of one, whose account it is then.

        Raises
        ------
        ScopeError
            If the book has no such account.
        """
        return self.live.versions.find(self.live.follow(), account)

    def change(
        self,
        rows: Mapping[str, Any] | None = None,
        *,
        gone: Mapping[str, Any] | None = None,
        expecting: Mapping[str, str] | None = None,
    ) -> int:
        """Add, replace or take out rows, all of them or none, in time of the change.

        Parameters
        ----------
        rows, gone
            What :meth:`Book.changed` takes.
        expecting
            Account → the :meth:`version` that was read before. If anybody has changed one of them
            since, nothing is changed, so that no update is lost.

        Returns
        -------
        int
            The number of the last change, to be given to :meth:`changes`.

        Raises
        ------
        BookError
            If a row cannot be taken, as :meth:`Book.changed` says.
        ChangedError
            If an account is of another version than expected.
        """
        return self.live.change(rows or {}, gone or {}, expecting or {})

    def changes(self, since: int) -> pd.DataFrame:
        """Return what has changed since the change of a number.

        Parameters
        ----------
        since
            What :attr:`number`, :meth:`change` or an earlier row of changes has told.

        Returns
        -------
        DataFrame
            One row per row of a table and change, in the order in which they were made: ``number``;
            ``moment`` (in UTC); ``table``; ``before`` and ``after``, dictionaries of the cells that
            held or hold something, or None where the row is new or gone.

        Raises
        ------
        ChangedError
            If the log does not reach back so far, since somebody was erased or the log was cut:
            read the book anew.
        """
        entries = self.live.read_log(since)
        told = [(one.number, one.moment, one.table, one.before, one.after) for one in entries]
        return pd.DataFrame(told, columns=["number", "moment", "table", "before", "after"])

    def findings(self) -> pd.DataFrame:
        """Return what :func:`~kamgraph.check` finds, and first the rows that cannot be read."""
        state = self.live.follow()
        left_out = findings_table(map(_tell, sorted(state.left_out.items())))
        found = check(state.book, policy=self.policy)
        return pd.concat([left_out, found], ignore_index=True) if len(left_out) else found

    def erase(self, person: str, *, keep_seat: bool = False) -> int:
        """Leave nothing of a person in the store, as :meth:`Book.erase` does, nor in its log.

        The log begins anew, so whoever follows it reads the book anew. It takes time of the book.

        Parameters
        ----------
        person
            The person's id.
        keep_seat
            Keep an anonymous seat.

        Returns
        -------
        int
            The number at which the log begins now.

        Raises
        ------
        ScopeError
            If the book knows no such person.
        SourceError
            If rows of the store cannot be read, as they may tell of the person.
        """
        return self.live.erase(person, keep_seat=keep_seat)

    def cut_log(self, before: int) -> None:
        """Leave out of the log the changes before the one of a number, so that it does not grow."""
        self.live.cut_log(before)

    def __repr__(self) -> str:
        """Say where it is."""
        return f"<Store: {self.place}>"


def _tell(left_out: tuple[tuple[str, int], LeftOut]) -> Finding:
    """Tell of a row that cannot be read."""
    (table, row), found = left_out
    return Finding(
        "high",
        "unreadable_row",
        table,
        (str(row),),
        f"Row {row}: {'; '.join(found.problems)}.",
        "Mend the row; until then it is left out.",
    )
