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


def test_integers_that_are_wider_than_pandas_holds_are_no_ids():
    wide = pl.DataFrame({"id": [2**64]}, schema={"id": pl.Int128})
    with pytest.raises(BookError, match="must be text"):
        Book.from_tables({"organizations": wide})


def test_integers_of_any_type_that_pandas_holds_may_be_ids():
    for kind, number in ((pl.UInt64, 2**64 - 1), (pl.Int128, 5)):
        organizations = pl.DataFrame(
            {"id": [number], "name": ["a"], "kind": ["customer"]}, schema_overrides={"id": kind}
        )
        found = Book.from_tables({"organizations": organizations}).organizations
        assert found["id"].tolist() == [str(number)]
