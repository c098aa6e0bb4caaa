"""The matrix: every type of column, in every kind of frame, gives the same facts or is refused."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kamgraph.errors import BookError, SourceError
from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.frames import as_pandas
from kamgraph.model.policy import Policy
from kamgraph.model.reading import read_column, read_extra

DAY, ZONE = dt.date(2020, 1, 2), "Asia/Shanghai"
NIGHT = dt.datetime(2020, 1, 2, 23, 30, tzinfo=dt.UTC)  # the next day in that zone
UUID = uuid.UUID(int=5)
BEYOND = 253_402_300_800  # seconds until the year 10000


@dataclass(frozen=True)
class Refusal:
    """What is wrong with a cell, or how that begins."""

    problem: str

    def __eq__(self, other):
        return isinstance(other, Refusal) and other.problem.startswith(self.problem)

    __hash__ = None


TEXT, NUMBER, DAYS = Refusal("must be text"), Refusal("is no number"), Refusal("is no date")
RANGE, BEYOND_ALL = Refusal("must be a finite number"), Refusal("lies beyond")
# What a column of Arrow holds, and what becomes of it as a title, a level, a susceptibility, a
# first day and a column that nobody knows.
CASES = {
    "text": (pa.array(["2", None]), ["2", 2, RANGE, DAYS, "2"]),
    "large text": (pa.array(["2", None], pa.large_string()), ["2", 2, RANGE, DAYS, "2"]),
    "view of text": (pa.array(["0.5", None], pa.string_view()), ["0.5", RANGE, 0.5, DAYS, "0.5"]),
    "dictionary": (
        pa.array(["2020-01-02", None]).dictionary_encode(),
        ["2020-01-02", NUMBER, NUMBER, DAY, "2020-01-02"],
    ),
    "dictionary of numbers": (pa.array([2, None]).dictionary_encode(), ["2", 2, RANGE, DAYS, "2"]),
    "whole": (pa.array([2, None], pa.int8()), ["2", 2, RANGE, DAYS, "2"]),
    "wide": (
        pa.array([2**64 - 1, None], pa.uint64()),
        [str(2**64 - 1), RANGE, RANGE, DAYS, str(2**64 - 1)],
    ),
    "beyond floats": (
        pa.array([2**53 + 1, None]),
        [str(2**53 + 1), RANGE, RANGE, DAYS, str(2**53 + 1)],
    ),
    "decimal": (pa.array([Decimal("0.50"), None]), [TEXT, RANGE, 0.5, DAYS, "0.50"]),
    "decimal of no places": (
        pa.array([Decimal(2), None], pa.decimal128(38, 0)),
        ["2", 2, RANGE, DAYS, "2"],
    ),
    "wide decimal": (
        pa.array([Decimal("2.0"), None], pa.decimal256(50, 1)),
        [TEXT, 2, RANGE, DAYS, "2.0"],
    ),
    "float": (pa.array([0.5, None]), [TEXT, RANGE, 0.5, DAYS, "0.5"]),
    "no number": (pa.array([0.5, float("nan")]), [TEXT, RANGE, 0.5, DAYS, "0.5"]),
    "half": (pa.array(np.array([0.5, np.nan], np.float16)), [TEXT, RANGE, 0.5, DAYS, "0.5"]),
    "truth": (pa.array([True, None]), [TEXT, NUMBER, NUMBER, DAYS, "True"]),
    "date32": (pa.array([DAY, None]), [TEXT, NUMBER, NUMBER, DAY, "2020-01-02"]),
    "date64": (pa.array([DAY, None], pa.date64()), [TEXT, NUMBER, NUMBER, DAY, "2020-01-02"]),
    "midnight": (
        pa.array([dt.datetime(2020, 1, 2), None], pa.timestamp("s")),
        [TEXT, NUMBER, NUMBER, DAY, "2020-01-02"],
    ),
    "moment": (
        pa.array([dt.datetime(2020, 1, 2, 3), None], pa.timestamp("us")),
        [TEXT, NUMBER, NUMBER, DAY, "2020-01-02 03:00:00"],
    ),
    "moment of a zone": (
        pa.array([NIGHT, None], pa.timestamp("ns", ZONE)),
        [TEXT, NUMBER, NUMBER, dt.date(2020, 1, 3), "2020-01-03 07:30:00+08:00"],
    ),
    "moment of an offset": (
        pa.array([NIGHT, None], pa.timestamp("ms", "+08:00")),
        [TEXT, NUMBER, NUMBER, dt.date(2020, 1, 3), "2020-01-03 07:30:00+08:00"],
    ),
    "date32 beyond": (
        pa.array([BEYOND // 86_400, None], pa.int32()).cast(pa.date32()),
        [TEXT, NUMBER, NUMBER, BEYOND_ALL, "10000-01-01"],
    ),
    "moment beyond": (
        pa.array([BEYOND, None]).cast(pa.timestamp("s")),
        [TEXT, NUMBER, NUMBER, BEYOND_ALL, "10000-01-01"],
    ),
    "moment before": (
        pa.array([-BEYOND, None]).cast(pa.timestamp("s")),
        [TEXT, NUMBER, NUMBER, BEYOND_ALL, "-6060-01-02"],
    ),
    "hour": (pa.array([dt.time(1, 2), None]), [TEXT, NUMBER, NUMBER, DAYS, "01:02:00"]),
    "span": (pa.array([dt.timedelta(1), None]), [TEXT, NUMBER, NUMBER, DAYS, "1 day, 0:00:00"]),
    "struct": (pa.array([{"a": "张"}, None]), [TEXT, NUMBER, NUMBER, DAYS, '{"a": "张"}']),
    "list": (pa.array([["a", "b"], None]), [TEXT, NUMBER, NUMBER, DAYS, '["a", "b"]']),
    "list of days": (pa.array([[DAY], None]), [TEXT, NUMBER, NUMBER, DAYS, '["2020-01-02"]']),
    "map": (
        pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
        [TEXT, NUMBER, NUMBER, DAYS, '{"a": 1}'],
    ),
    "bytes": (pa.array([b"x", None]), [TEXT, NUMBER, NUMBER, DAYS, TEXT]),
    "uuid": (
        pa.array([UUID.bytes, None], pa.uuid()),
        [str(UUID), NUMBER, NUMBER, DAYS, str(UUID)],
    ),
    "nothing": (pa.nulls(2), [None, None, None, None, None]),
}
COLUMNS = [
    one for one in columns("people") if one.name in {"title", "level", "susceptibility", "since"}
]


# Where pandas and Python have no such thing, or another: floats for whole numbers with gaps.
WHOLE = ("whole", "wide", "beyond floats", "dictionary of numbers")
BEYOND_PYTHON = ("date32 beyond", "moment beyond", "moment before")
NOT_IN_POLARS = ("wide decimal", "uuid")
NULLABLE = {"int8": pd.Int8Dtype(), "int64": pd.Int64Dtype(), "uint64": pd.UInt64Dtype()}


def make_frames(case):
    """Yield a column in every kind of frame that can hold it."""
    values, _ = CASES[case]
    table = pa.table({"column": values})
    yield table
    yield table.to_batches()[0]
    yield table.to_pandas(types_mapper=pd.ArrowDtype)
    if case != "date32 beyond":
        yield table.to_pandas(types_mapper=lambda kind: NULLABLE.get(str(kind)))
    if case not in WHOLE + BEYOND_PYTHON:
        yield pd.DataFrame({"column": pd.Series(values.to_pylist(), dtype=object)})
    if case not in NOT_IN_POLARS:
        yield pl.from_arrow(table)
        yield pl.from_arrow(table).lazy()


@pytest.mark.parametrize("case", CASES)
def test_a_column_of_any_type_is_the_same_fact_in_every_frame_or_refused(case):
    for frame in make_frames(case):
        values = as_pandas(frame)["column"]
        read = [read_column(values, column, Policy()) for column in COLUMNS]
        found = [first_of(*one) for one in (*read, read_extra(values))]
        assert CASES[case][1] == found, type(frame)


def first_of(clean, problems):
    """Return what the first cell is, or what is wrong with it; the second one is empty."""
    clean = clean.to_pandas()
    assert pd.isna(clean[1])
    assert problems.keys() <= {0}
    first = clean[0].date() if isinstance(clean[0], pd.Timestamp) else clean[0]
    return Refusal(problems[0]) if problems else None if pd.isna(first) else first


def people(**others):
    return {"id": ["p", "q"], "name": ["P", "Q"], "organization": ["o", "o"]} | others


ORGANIZATIONS = pd.DataFrame({"id": ["o"], "name": ["O"], "kind": ["customer"]})


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("title", pd.Categorical([2, None]), "2"),
        ("level", pd.Categorical([2.0, None]), 2),
        ("since", pd.Categorical([pd.Timestamp(DAY), None]), pd.Timestamp(DAY)),
        ("extra", pd.Categorical([True, None]), "True"),
        ("extra", pd.Categorical(["x", None]), "x"),
        ("susceptibility", pd.arrays.SparseArray([0.5, np.nan]), 0.5),
        ("susceptibility", pd.array([0.5, None], "Float64"), 0.5),
        ("extra", pd.array([True, None], "boolean"), "True"),
        ("title", pd.array(["x", None], "string"), "x"),
        ("title", [np.str_("x"), None], "x"),
        ("level", [np.int8(2), None], 2),
        ("since", pd.Series([np.datetime64("2020-01-02"), None], dtype=object), pd.Timestamp(DAY)),
        ("extra", pd.Series([np.timedelta64(1, "D"), None], dtype=object), "1 day, 0:00:00"),
        ("extra", pd.Series([np.array([1, 2]), None], dtype=object), "[1, 2]"),
        ("extra", pd.Series([("a", Decimal(1)), None], dtype=object), '["a", "1"]'),
        ("extra", pd.Series([{"b", "a"}, None], dtype=object), '["a", "b"]'),
        (
            "extra",
            pd.Series([[pd.NA, pd.NaT, UUID], None], dtype=object),
            f'[null, null, "{UUID}"]',
        ),
        ("susceptibility", np.array([0.5, np.nan], np.longdouble), 0.5),
        ("extra", pd.PeriodIndex(["2020-01", None], freq="M"), "2020-01"),
    ],
)
def test_what_only_pandas_holds_is_read_for_what_it_is(column, values, expected):
    frame = pd.DataFrame(people(**{column: values}))
    found = Book.from_tables({"people": frame, "organizations": ORGANIZATIONS}).people[column]
    assert found[0] == expected
    assert pd.isna(found[1])


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("susceptibility", 0.5 + 0j, "is no number"),
        ("level", np.True_, "is no number"),
        ("title", Decimal("1E+3"), "must be text"),
        ("since", pd.Period("2020-01"), "is no date"),
        ("extra", object(), "must be text"),
        ("extra", bytearray(b"x"), "must be text"),
        ("extra", [b"x"], "must be text"),
        ("extra", {(1, 2): 3}, "must be text"),
        ("extra", [object()], "must be text"),
        pytest.param("extra", 10**5000, "must be text", id="digits in text"),
        pytest.param("level", 10**5000, "a value of type int", id="digits in numbers"),
    ],
)
def test_what_is_no_fact_is_refused(column, value, problem):
    frame = pd.DataFrame(people(**{column: pd.Series([value, None], dtype=object)}))
    with pytest.raises(BookError, match=problem):
        Book.from_tables({"people": frame, "organizations": ORGANIZATIONS})


def test_columns_that_stand_twice_are_named_in_every_frame():
    cells = [pa.array(["p"])] * 4
    table = pa.table(cells, names=["id", "name", "organization", "id"])
    for frame in (
        table,
        table.to_batches()[0],
        pd.DataFrame([["p"] * 4], columns=table.column_names),
    ):
        with pytest.raises(BookError, match="people, column id: column appears twice"):
            Book.from_tables({"people": frame, "organizations": ORGANIZATIONS})


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (
            pa.array([[BEYOND // 86_400]], pa.list_(pa.int32())).cast(pa.list_(pa.date32())),
            "cannot be read",
        ),
        (pa.array([0]).cast(pa.timestamp("s", "Nowhere/Land")), "cannot be read: .*Nowhere"),
        (pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers()), "damaged table"),
    ],
)
def test_values_that_python_does_not_know_are_refused_in_words(values, problem):
    table = pa.table(people() | {"extra": pa.concat_arrays([values, values])})
    with pytest.raises(BookError, match=f"people: .*{problem}"):
        Book.from_tables({"people": table, "organizations": ORGANIZATIONS})


@pytest.mark.parametrize("tables", [None, [1], "people.csv", pd.DataFrame({"id": ["p"]})])
def test_tables_are_a_dictionary(tables):
    with pytest.raises(
        SourceError, match="tables are given as a dictionary of frames by their names"
    ):
        Book.from_tables(tables)


def test_a_table_has_one_row_of_headings():
    frame = pd.DataFrame([["p"]], columns=pd.MultiIndex.from_tuples([("people", "id")]))
    with pytest.raises(BookError, match="people: has 2 rows of headings; give it one name"):
        Book.from_tables({"people": frame})


@pytest.mark.parametrize("value", [{"id": ["p"]}, None, 5, "people.csv", np.zeros(2)])
def test_what_is_no_frame_is_refused_beside_all_other_problems(value):
    with pytest.raises(BookError) as caught:
        Book.from_tables({"people": value, "ties": pd.DataFrame({"source": ["a"]})})
    assert {"people", "ties"} == {*caught.value.problems["table"]}
    assert caught.value.problems["problem"][0].startswith("is no frame of pandas, polars or Arrow")
