"""From Arrow batches with the rows of many accounts to Arrow batches with what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.by_account.answers import ask_scopes, see_accounts
from kamgraph.by_account.parts import FOR_ACCOUNT, TABLE, list_kinds
from kamgraph.graph import build_graph
from kamgraph.model.arrow import import_arrow, to_arrow
from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator

    import pandas as pd
    import pyarrow as pa

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy


def apply_to_batches(
    batches: Iterable[pa.RecordBatch],
    question: Callable[[RelationshipGraph], pd.DataFrame],
    *,
    as_of: dt.date | str | None,
    recorded: Collection[str],
    policy: Policy | None = None,
) -> Iterator[pa.RecordBatch]:
    """Answer a question about every account whose rows are in some batches, all in one pass.

    Parameters
    ----------
    batches
        Rows of :func:`part_schema`, all those of each account that occurs in ``for_account``,
        in any order. What accounts share may come once for each.
    question
        A function of a graph that returns a table, such as :func:`kamgraph.scores`.
    as_of
        The day to look at, the same for all partitions of a book; None only for a book without
        dates.
    recorded
        The families of facts that the whole book records, see :func:`find_recorded`.
    policy
        The judgements; default ``Policy()``.

    Yields
    ------
    pyarrow.RecordBatch
        Rows of :func:`answer_schema` about each account and each of its open deals.

    Raises
    ------
    BookError
        If the rows are none that a book could hold.
    SourceError
        If pyarrow is not installed.
    """
    pa = import_arrow()
    if found := [batch for batch in batches if batch.num_rows]:
        # Engines differ in how long a text may be and in whether it may be null.
        rows = pa.Table.from_batches(found).select(part_schema().names).cast(part_schema())
        accounts = rows[FOR_ACCOUNT].unique().to_pylist()
        graph = see_accounts(
            _read_tables(rows), accounts, as_of=as_of, recorded=recorded, policy=policy
        )
        table = ask_scopes(question, graph).reset_index()
        schema = answer_schema(question)
        yield from pa.Table.from_pandas(table[schema.names], schema).to_batches()


def part_schema() -> pa.Schema:
    """Return the schema of the rows that go in: the account they are for, their table, cells.

    Days are days, numbers are numbers, everything else is text, and null is where there is
    nothing. A column that several tables have is of one type; ``value``, an amount in one table and
    a word in another, is text.
    """
    pa = import_arrow()
    types = {"number": pa.float64(), "day": pa.date32()}
    cells = [(name, types.get(kind, pa.string())) for name, kind in list_kinds().items()]
    return pa.schema([(FOR_ACCOUNT, pa.string()), (TABLE, pa.string()), *cells])


def answer_schema(question: Callable[[RelationshipGraph], pd.DataFrame]) -> pa.Schema:
    """Return the schema of the answers that come out: of a question's table with its index.

    Types, units and meaning of a question of the library are those that it declares; of one of your
    own the types are those of its table, and what is no plain type there is a list of texts.
    """
    pa = import_arrow()
    schema = to_arrow(question(build_graph(Book.from_tables({})))).schema
    lists = [
        one.with_type(pa.list_(pa.string())) if one.type == pa.null() else one for one in schema
    ]
    return pa.schema(lists, schema.metadata)


def _read_tables(rows: pa.Table) -> dict[str, pd.DataFrame]:
    """Return the tables that the rows are of, what several accounts share but once."""
    import pyarrow.compute as pc

    return {
        name: _drop_copies(
            rows.filter(pc.equal(rows[TABLE], name))
            .select([FOR_ACCOUNT, *(column.name for column in columns(name))])
            .to_pandas(date_as_object=False)
        )
        for name in TABLES
    }


def _drop_copies(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep a row once that came for several accounts, and twice one that an account has twice."""
    cells = rows.drop(columns=FOR_ACCOUNT)
    again = rows.duplicated()
    number = rows[again].groupby(list(rows), dropna=False).cumcount() + 1
    shared = cells.assign(number=number.reindex(rows.index, fill_value=0)).duplicated()
    return cells[~shared].reset_index(drop=True)
