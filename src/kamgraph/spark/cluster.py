"""Spark DataFrames in, a Spark DataFrame of answers out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kamgraph.by_account.batches import answer_schema, apply_to_batches
from kamgraph.by_account.frames import Engine, newest_day
from kamgraph.by_account.pack import slices
from kamgraph.by_account.parts import FOR_ACCOUNT
from kamgraph.by_account.recorded import find_recorded
from kamgraph.errors import SourceError, require_extra
from kamgraph.model.arrow import import_arrow
from kamgraph.model.day import as_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import narwhals as nw
    import pandas as pd
    from pyspark.sql import DataFrame, SparkSession

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy


def apply(
    tables: Mapping[str, DataFrame],
    question: Callable[[RelationshipGraph], pd.DataFrame],
    *,
    as_of: dt.date | str | None = None,
    policy: Policy | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """Return what a question says of every account and open deal of a book, in Spark.

    The tables are cut by account, each account's rows go to one partition, and each partition
    is one book of many accounts. The result is that of ``question(kamgraph.build_graph(book))``,
    in no order.

    Parameters
    ----------
    tables
        Table name → DataFrame, of one session, as a checked book holds them: write one with
        ``kamgraph.write(book, folder, parquet=True)``, or read exports with kamgraph first.
        Tables and optional columns may be left out.
    question
        A function of a graph that returns a table, such as :func:`kamgraph.scores`.
    as_of
        The day to look at; default the newest day recorded in all tables.
    policy
        The judgements; default ``Policy()``.
    partitions
        How many; default the session's ``spark.sql.shuffle.partitions``. A thousand accounts
        each is a good size.

    Returns
    -------
    DataFrame
        The columns of the question's table, those of its index first.

    Raises
    ------
    ScopeError
        If ``as_of`` is no date.
    SourceError
        If there are no tables, or PySpark is not installed.
    """
    if not tables:
        raise SourceError("there are no tables; give at least organizations and people")
    session = next(iter(tables.values())).sparkSession
    day = newest_day(tables) if as_of is None else str(as_day(as_of))
    rows = slices(tables, engine=_engine(session))
    keys = [FOR_ACCOUNT] if partitions is None else [partitions, FOR_ACCOUNT]
    recorded = find_recorded(tables)
    answer = partial(
        apply_to_batches, question=question, as_of=day, recorded=recorded, policy=policy
    )
    return rows.repartition(*keys).mapInArrow(answer, _spark_schema(question))


def _engine(session: SparkSession) -> Engine:
    import narwhals as nw

    def local(columns: dict[str, list[str]], _: nw.LazyFrame[Any]) -> DataFrame:
        pa = import_arrow()
        text = pa.schema([(name, pa.string()) for name in columns])
        return session.createDataFrame(pa.Table.from_pydict(columns, text))

    def keep(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        # Not persist(): each further step would be planned together with all before it.
        spark = nw.to_native(frame)
        reliable = session.sparkContext.getCheckpointDir()
        return nw.from_native(spark.checkpoint() if reliable else spark.localCheckpoint())

    return Engine(local, keep)


def _spark_schema(question: Callable[[RelationshipGraph], pd.DataFrame]) -> Any:
    with require_extra("this needs PySpark", "spark"):
        from pyspark.sql.pandas.types import from_arrow_schema
    return from_arrow_schema(answer_schema(question))
