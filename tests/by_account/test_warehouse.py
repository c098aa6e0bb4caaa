"""Tables as warehouses hold them: of any engine, in capitals, with ids that are numbers."""

import inspect
from functools import cache

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import kamgraph as k
from kamgraph.by_account import answer_schema, apply_to_batches, find_recorded, slices
from kamgraph.model.result import RESULTS

DEMO = k.load_demo()
ARROW = {
    name: pa.Table.from_pandas(table, preserve_index=False)
    for name, table in DEMO.to_tables().items()
}
# Questions that take a graph and nothing else that has no default: their tables come in batches.
FUNCTIONS = [one for name in k.__all__ if inspect.isfunction(one := getattr(k, name))]
QUESTIONS = [
    one
    for one in FUNCTIONS
    if one.__name__ in RESULTS
    and [
        name
        for name, taken in inspect.signature(one).parameters.items()
        if taken.default is taken.empty
    ]
    == ["graph"]
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A database of the demo in which everything is called in capitals."""
    file = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        for name, table in ARROW.items():
            capitals = table.rename_columns([column.upper() for column in table.column_names])
            connection.from_arrow(capitals).create(name.upper())
    return file


def as_arrow(rows):
    rows = rows.collect() if isinstance(rows, pl.LazyFrame) else rows
    return rows if isinstance(rows, pa.Table) else rows.to_arrow()


def ask(tables, question):
    """Answer in batches, those of each account in one of two partitions."""
    yield from answer(as_arrow(slices(tables)), find_recorded(tables), question)


@cache
def demo_rows():
    return as_arrow(slices(ARROW)), find_recorded(ARROW)


def answer(rows, recorded, question):
    accounts = rows["for_account"].unique().to_pylist()
    for some in (accounts[::2], accounts[1::2]):
        part = rows.filter(pc.is_in(rows["for_account"], pa.array(some)))
        yield from apply_to_batches(
            part.to_batches(), question, as_of=DEMO.newest_day, recorded=recorded
        )


def read(batches, question):
    table = pa.Table.from_batches(batches, answer_schema(question))
    return table.to_pandas().sort_values(["account", "deal"], ignore_index=True)


@pytest.mark.parametrize("engine", ["arrow", "polars", "lazy", "duckdb"])
def test_every_engine_gives_the_scores_of_the_whole_book(warehouse, engine):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        make = {
            "arrow": ARROW.get,
            "polars": lambda name: pl.from_arrow(ARROW[name]),
            "lazy": lambda name: pl.from_arrow(ARROW[name]).lazy(),
            "duckdb": connection.table,
        }[engine]
        found = read(ask({name: make(name) for name in ARROW}, k.scores), k.scores)
    expected = k.to_arrow(k.scores(k.build_graph(DEMO))).to_pandas()
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-12)


@pytest.mark.long
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.__name__)
def test_every_question_is_answered_in_batches_by_its_published_schema(question):
    assert len(QUESTIONS) > 20
    whole = k.to_arrow(question(k.build_graph(DEMO)))
    batches = [*answer(*demo_rows(), question)]
    assert whole.schema == answer_schema(question)
    found = pa.Table.from_batches(batches, answer_schema(question))
    assert "account" not in found.column_names or {*found["account"].to_pylist()} == {
        *whole["account"].to_pylist()
    }


def test_a_database_in_capitals_streams_arrow(warehouse):
    streamed = [k.to_arrow(table) for table in k.stream(warehouse, k.scores, people=20)]
    assert len(streamed) > 1
    assert {table.schema for table in streamed} == {answer_schema(k.scores)}
    assert sum(map(len, streamed)) == len(k.scores(k.build_graph(DEMO)))


LARGE = 10**37 + 7  # of more digits than any integer of pandas has


def numbered():
    connection = duckdb.connect()
    connection.sql(
        "CREATE TABLE organizations AS SELECT 7::DECIMAL(38, 0) AS ID, 'Acme' AS NAME, 'customer' AS KIND"
    )
    connection.sql(
        f"CREATE TABLE people AS SELECT {LARGE}::HUGEINT AS ID, 'Ann' AS NAME, "
        "7::DECIMAL(38, 0) AS ORGANIZATION, 2::DECIMAL(38, 0) AS LEVEL, NULL::HUGEINT AS SUCCESSOR"
    )
    return {name: connection.table(name) for name in ("organizations", "people")}


def test_whole_numbers_of_any_size_are_ids_as_text():
    tables = numbered()
    for found in (tables, {name: table.to_arrow_table() for name, table in tables.items()}):
        people = k.Book.from_tables(found).people
        assert people[["id", "organization", "level"]].to_numpy().tolist() == [[str(LARGE), "7", 2]]
    batches = [
        *apply_to_batches(
            as_arrow(slices(tables)).to_batches(),
            k.scores,
            as_of=None,
            recorded=find_recorded(tables),
        )
    ]
    assert batches[0]["account"].to_pylist() == ["7"]


def test_ids_that_pandas_holds_as_floats_are_whole_numbers_or_refused():
    organizations = pd.DataFrame(
        {"id": [7.0, 8.0], "name": ["Acme", "Unit"], "kind": "customer", "parent": [None, 7.0]}
    )
    assert (
        k.Book.from_tables({"organizations": organizations}).organizations["parent"].tolist()[1]
        == "7"
    )
    for wrong in (7.5, 2.0**60, float("inf")):
        with pytest.raises(k.BookError, match="column id"):
            k.Book.from_tables(
                {"organizations": organizations.assign(id=[wrong, 8.0], parent=None)}
            )


def test_an_id_that_is_a_number_is_asked_for_as_text():
    with pytest.raises(k.ScopeError, match="an id is a text, such as '7', and not 7"):
        k.build_graph(k.Book.from_tables(numbered()), account=7)


@pytest.mark.parametrize("engine", [pl.DataFrame, duckdb.from_df, pa.Table.from_pandas])
def test_rows_are_cut_by_words_as_people_spell_them(engine):
    tables = {
        "organizations": pd.DataFrame(
            {"id": [7, 8], "name": ["A", "Us"], "kind": ["客户", "VENDOR"]}
        ),
        "people": pd.DataFrame({"id": [1, 2], "name": ["x", "y"], "organization": [7, 8]}),
        "ties": pd.DataFrame({"source": [2], "target": [1], "kind": ["Knows"], "strength": [0.5]}),
    }
    given = {name: engine(table) for name, table in tables.items()}
    rows, recorded = as_arrow(slices(given)), find_recorded(given)
    found = [*apply_to_batches(rows.to_batches(), k.scores, as_of=None, recorded=recorded)]
    assert pa.Table.from_batches(found).equals(
        k.to_arrow(k.scores(k.build_graph(k.Book.from_tables(tables))))
    )


def test_words_that_tell_whose_rows_are_and_are_unknown_are_refused():
    tables = {
        "organizations": pl.DataFrame({"id": [7], "name": ["A"], "kind": ["client"]}),
        "people": pl.DataFrame({"id": [1], "name": ["x"], "organization": [7]}),
    }
    for ask_about in (slices, find_recorded, k.Book.from_tables):
        with pytest.raises(
            k.BookError, match="column kind: 'client' is no organization kind; known"
        ):
            ask_about(tables)
