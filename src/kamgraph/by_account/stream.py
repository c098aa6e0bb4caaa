"""Questions about every account of a book, with no more of it at hand than some accounts."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kamgraph.by_account.answers import ask_scopes, see_accounts
from kamgraph.by_account.cut import Cut
from kamgraph.by_account.disk import open_tables, tell_errors, working_database
from kamgraph.by_account.frames import list_given, list_tables, newest_day
from kamgraph.by_account.in_memory import list_graphs
from kamgraph.by_account.judge import warn_of_similar_columns
from kamgraph.by_account.pack import cut_tables
from kamgraph.by_account.recorded import find_recorded
from kamgraph.errors import SourceError, quote
from kamgraph.model.arguments import check_argument, check_source
from kamgraph.model.book import Book
from kamgraph.model.day import as_day
from kamgraph.model.policy import choose_policy
from kamgraph.progress import progress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy

Answer = TypeVar("Answer")
_SIZE = re.compile(r"\d+(\.\d+)? *([KMGT]i?)B", re.IGNORECASE | re.ASCII)


def stream(
    source: str | Path | Book,
    question: Callable[[RelationshipGraph], Answer],
    *,
    as_of: dt.date | str | None = None,
    policy: Policy | None = None,
    people: int = 50_000,
    memory: str = "1GB",
) -> Iterator[Answer]:
    """Return what a question has to say about all accounts and open deals, some accounts at a time.

    The answers are those about the graph of the whole book, of which never more is in memory than
    some accounts: the rows are cut by account on the disk, by DuckDB, in a folder for temporary
    files that is gone afterwards. Of a book that is in memory already, no more than the graph of
    some accounts is made at a time, so that a question takes no more room than for these.

    Parameters
    ----------
    source
        A folder of Parquet files, one per table and called as it, such as
        ``kamgraph.write(book, folder, parquet=True)`` makes, or a DuckDB database with a table
        each, in both cases with the words and ids that a checked book holds. Tables and optional
        columns may be left out. Or a book.
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
        Of a book nothing is cut by DuckDB.

    Returns
    -------
    iterator
        Of what the question returns for some accounts, in the order of ids; a table names account
        and deal in its index or its columns, so that ``pandas.concat`` joins all of them.

    Raises
    ------
    ScopeError
        If ``as_of`` is no date.
    SourceError
        If an argument is none that is meant, the source holds no organizations and people or
        cannot be read, the memory is too little, or DuckDB is not installed.
    BookError
        If a required column is missing, or rows are none that a book could hold.

    Warns
    -----
    LossWarning
        If a column that is left out looks like one of a table's own.
    """
    if not isinstance(source, Book):
        check_source(source)
    if not callable(question):
        raise SourceError(f"a question is a function of a graph, and not {quote(question)}")
    _check_people(people)
    _check_memory(memory)
    day = None if as_of is None else as_day(as_of)
    rules = choose_policy(policy)
    if isinstance(source, Book):
        graphs = list_graphs(source, people=people, as_of=day, policy=rules)
        return (ask_scopes(question, graph) for graph in graphs)
    return _answer(Path(source), question, day, rules, people, memory)


def _check_people(people: int) -> None:
    wanted = "people is about how many people to look at at a time, a whole number from 1"
    check_argument(people, (int,), wanted)
    if people < 1:
        raise SourceError(f"{wanted}, and not {people}")


def _check_memory(memory: str) -> None:
    wanted = "memory is a size such as '1GB' or '500MB'"
    check_argument(memory, (str,), wanted)
    if not _SIZE.fullmatch(memory):
        raise SourceError(f"{wanted}, and not {quote(memory)}")


def _answer(
    source: Path,
    question: Callable[[RelationshipGraph], Answer],
    as_of: dt.date | None,
    policy: Policy,
    people: int,
    memory: str,
) -> Iterator[Answer]:
    # What the question raises is not DuckDB's, even where it asks one of its own.
    with ExitStack() as stack:
        with tell_errors(source, memory):
            work = stack.enter_context(working_database(memory))
            tables = open_tables(work, source)
            warn_of_similar_columns(list_given(tables))
            day = as_of or newest_day(tables)
            recorded = find_recorded(tables)
            cut = Cut(list_tables(tables), work.engine, people=people)
            rows = work.sort(cut_tables(cut))
            chunks = cut.chunks
        for name, accounts in progress(chunks.items(), "accounts"):
            with tell_errors(source, memory):
                some = work.take(rows, name)
            graph = see_accounts(some, accounts, as_of=day, recorded=recorded, policy=policy)
            yield ask_scopes(question, graph)
