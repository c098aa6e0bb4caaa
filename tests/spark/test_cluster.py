"""Real Spark in local mode; ``make test-spark``."""

import sys

import pandas as pd
import pytest

import kamgraph as k
from arrow_scores import read_scores
from skewed import skewed_book

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets to the workers
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    # Compiling a plan takes longer than running it on so few rows.
    options = {
        "ui.enabled": "false",
        "sql.shuffle.partitions": "2",
        "sql.codegen.wholeStage": "false",
        "sql.adaptive.enabled": "false",
        "driver.memory": "2g",
    }
    builder = SparkSession.builder.master("local[2]").appName("kamgraph")
    for name, value in options.items():
        builder = builder.config(f"spark.{name}", value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        yield session
        session.stop()


def in_spark(session, facts):
    import pyarrow as pa

    return {
        name: session.createDataFrame(pa.Table.from_pandas(table, preserve_index=False))
        for name, table in facts.to_tables().items()
        if len(table)
    }


def from_spark(frame):
    return read_scores(frame.toArrow()).sort_index()


def test_two_thousand_accounts_of_any_size_score_as_on_one_machine(session):
    from kamgraph.spark import apply

    facts = skewed_book(2000)
    found = from_spark(apply(in_spark(session, facts), k.scores, partitions=4))
    expected = k.scores(k.build_graph(facts))
    assert len(expected) > 2000
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-12)


def test_an_earlier_day_and_another_policy(session):
    from kamgraph.spark import apply

    facts, policy = k.load_demo(), k.Policy(key_cover=0.5, susceptibility=0.2)
    found = from_spark(apply(in_spark(session, facts), k.scores, as_of="2026-03-31", policy=policy))
    expected = k.scores(k.build_graph(facts, as_of="2026-03-31", policy=policy))
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-12)


def test_no_tables_are_refused():
    from kamgraph.spark import apply

    with pytest.raises(k.SourceError, match="no tables"):
        apply({}, k.scores)
