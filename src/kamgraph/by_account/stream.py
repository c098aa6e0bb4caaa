"""Questions about every account of a book, with no more of it in memory than some accounts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kamgraph.by_account.answers import ask_scopes, see_accounts
from kamgraph.by_account.cut import Cut
from kamgraph.by_account.disk import open_tables, working_database
from kamgraph.by_account.frames import list_tables, newest_day
from kamgraph.by_account.pack import cut_tables
from kamgraph.by_account.recorded import find_recorded
from kamgraph.model.day import as_day
from kamgraph.progress import progress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy

Answer = TypeVar("Answer")


def stream(
    source: str | Path,
    question: Callable[[RelationshipGraph], Answer],
    *,
    as_of: dt.date | str | None = None,
    policy: Policy | None = None,
    people: int = 50_000,
    memory: str = "1GB",
) -> Iterator[Answer]:
    """Yield what a question has to say about all accounts and open deals, some accounts at a time.

    The answers are those about the graph of the whole book, of which never more is in memory than
    some accounts: the rows are cut by account on the disk, by DuckDB, in a folder for temporary
    files that is gone afterwards.

    Parameters
    ----------
    source
        A folder of Parquet files, one per table and called as it, such as
        ``kamgraph.write(book, folder, parquet=True)`` makes, or a DuckDB database with a table
        each, in both cases with the words and ids that a checked book holds. Tables and optional
        columns may be left out.
    question
        A function of a graph, such as :func:`kamgraph.scores` or one of your own.
    as_of
        The day to look at; default the newest day recorded in all tables.
    policy
        The judgements; default ``Policy()``.
    people
        About how many people of customers to look at at a time; no account is ever divided.
    memory
        How much DuckDB may take while it cuts, as it writes sizes; a chunk takes its own beside.

    Yields
    ------
    Answer
        What the question returns for some accounts, in the order of ids; a table names account
        and deal in its index or its columns, so that ``pandas.concat`` joins all of them.

    Raises
    ------
    ScopeError
        If ``as_of`` is no date.
    SourceError
        If the source holds no organizations and people, or DuckDB is not installed.
    BookError
        If rows are none that a book could hold.
    """
    with working_database(memory) as work:
        tables = open_tables(work, Path(source))
        day = newest_day(tables) if as_of is None else as_day(as_of)
        recorded = find_recorded(tables)
        cut = Cut(list_tables(tables), work.engine, people=people)
        rows = work.sort(cut_tables(cut))
        for name, accounts in progress(cut.chunks.items(), "accounts"):
            some = work.take(rows, name)
            graph = see_accounts(some, accounts, as_of=day, recorded=recorded, policy=policy)
            yield ask_scopes(question, graph)
