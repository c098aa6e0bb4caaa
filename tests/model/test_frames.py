from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given

from books import frames, from_rows
from kamgraph.errors import BookError
from kamgraph.model.book import Book
from strategies import few, tables


@few
@given(tables(people=4))
def test_every_kind_of_frame_gives_the_same_book(found):
    text = {
        table: [
            {name: value if hasattr(value, "year") else str(value) for name, value in row.items()}
            for row in rows
        ]
        for table, rows in found.items()
    }
    polars = {table: pl.DataFrame(rows, infer_schema_length=None) for table, rows in text.items()}
    lazy = {table: frame.lazy() for table, frame in polars.items()}
    arrow = {table: frame.to_arrow() for table, frame in polars.items()}
    expected = from_rows(found)
    assert all(Book.from_tables(each) == expected for each in (frames(text), polars, lazy, arrow))


@pytest.mark.parametrize("dtype", [pl.Int64, pl.UInt8])
def test_integers_may_be_ids_also_with_gaps(dtype):
    organizations = pl.DataFrame(
        {"id": [7, 8], "name": ["a", "b"], "kind": ["客户", "customer"], "parent": [None, 7]},
        schema_overrides={"id": dtype, "parent": dtype},
    )
    found = Book.from_tables({"organizations": organizations}).organizations
    assert found["id"].tolist() == ["7", "8"]
    assert found["parent"].dropna().tolist() == ["7"]


@pytest.mark.parametrize("gap", [None, np.nan, pd.NA])
def test_integers_of_python_are_ids_as_those_of_any_dtype(gap):
    cells = {"id": [7, 10**30], "name": ["a", "b"], "kind": "customer", "parent": [gap, 7]}
    found = Book.from_tables({"organizations": pd.DataFrame(cells, dtype=object)}).organizations
    assert found["id"].tolist() == ["1" + "0" * 30, "7"]
    assert found["parent"].dropna().tolist() == ["7"]


@pytest.mark.parametrize("cells", [[7, True], [7, 8.0], [True, False], [7, "8"], [7, b"8"]])
def test_integers_beside_what_is_none_are_no_ids(cells):
    frame = pd.DataFrame({"id": pd.Series(cells, dtype=object), "name": "a", "kind": "customer"})
    with pytest.raises(BookError, match="must be text"):
        Book.from_tables({"organizations": frame})


@pytest.mark.parametrize("number", [2**53 + 1, Decimal(2**53 + 3), str(2**53 + 5), -(10**25) - 1])
def test_digits_that_a_number_cannot_keep_are_a_problem(number):
    cells = {"id": ["a"], "name": ["a"], "kind": ["customer"], "contribution": [number]}
    for frame in (pd.DataFrame(cells), pd.DataFrame(cells, dtype=object), pl.DataFrame(cells)):
        with pytest.raises(BookError, match="more digits than a number keeps"):
            Book.from_tables({"organizations": frame})


@pytest.mark.parametrize(
    "number", [2**53, 12345678901234500000, 10**23, Decimal("0.3333333333333333333333"), 1e300]
)
def test_digits_that_a_number_keeps_are_kept(number):
    frame = pd.DataFrame({"id": "a", "name": "a", "kind": "customer", "potential": [number]})
    found = Book.from_tables({"organizations": frame}).organizations
    assert found["potential"].tolist() == [float(number)]


def test_integers_of_any_type_may_be_ids():
    for kind, number in ((pl.UInt64, 2**64 - 1), (pl.Int128, 5), (pl.Int128, 2**64)):
        organizations = pl.DataFrame(
            {"id": [number], "name": ["a"], "kind": ["customer"]}, schema_overrides={"id": kind}
        )
        found = Book.from_tables({"organizations": organizations}).organizations
        assert found["id"].tolist() == [str(number)]
