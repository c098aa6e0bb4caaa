"""Columns of small numbers against the plain values that they stand for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import book
from kamgraph.model.columnar.days import Days
from kamgraph.model.columnar.numbers import Numbers
from kamgraph.model.columnar.table import Table
from kamgraph.model.columnar.texts import Texts, _order_few, _order_many, join_texts, share_texts
from kamgraph.model.columns import DAYS
from kamgraph.model.distinct import Distinct
from kamgraph.model.entities import TABLES

WORDS = st.none() | st.sampled_from(["a", "b", "B", "é", "王", "ab", "\U0001f600"])
DAY = st.none() | st.dates().map(pd.Timestamp)
NUMBER = st.none() | st.floats(allow_nan=False)
COLUMNS = {"texts": (WORDS, Texts.of), "days": (DAY, Days.of)} | {
    "numbers": (NUMBER, lambda values: Numbers.of(values, whole=False)),
    "whole": (
        st.none() | st.integers(-(2**53), 2**53),
        lambda values: Numbers.of(values, whole=True),
    ),
}


@st.composite
def columns(draw):
    """Return plain values, and the cells that hold them."""
    values, make = COLUMNS[draw(st.sampled_from([*COLUMNS]))]
    plain = draw(st.lists(values, max_size=6))
    return plain, make(plain)


def plain_values(cells):
    return [None if pd.isna(value) else value for value in cells.to_pandas()]


@given(columns(), st.data())
def test_cells_are_the_values_that_they_were_made_of(column, data):
    plain, cells = column
    rows = data.draw(st.lists(st.integers(0, max(len(plain) - 1, 0)), max_size=8 * bool(plain)))
    assert plain_values(cells) == plain
    assert cells.is_missing().tolist() == [value is None for value in plain]
    assert plain_values(cells.take(np.array(rows, dtype=int))) == [plain[row] for row in rows]
    chosen = np.array([row in rows for row in range(len(plain))], dtype=bool)
    assert plain_values(cells.take(chosen)) == [plain[row] for row in np.flatnonzero(chosen)]


@given(columns())
def test_ranks_are_ordered_as_the_values_and_missing_ones_apart(column):
    plain, cells = column
    rank = cells.rank()
    assert (rank == -1).tolist() == [value is None for value in plain]
    held = [(one, value) for one, value in zip(rank, plain, strict=True) if value is not None]
    assert all((a < b) == (x < y) for a, x in held for b, y in held)


@given(columns(), columns())
def test_cells_are_equal_when_their_values_are(column, other):
    (plain, cells), (others, theirs) = column, other
    if type(cells) is type(theirs) and cells.to_pandas().dtype == theirs.to_pandas().dtype:
        assert cells.equals(theirs) == (plain == others)


@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=3))
def test_columns_that_share_their_texts_hold_what_they_held(found):
    whole = [value for values in found for value in values]
    shared = share_texts([Texts.of(values) for values in found])
    assert [plain_values(cells) for cells in shared] == found
    assert shared[0].texts.tolist() == sorted({*whole} - {None})
    assert plain_values(join_texts([Texts.of(values) for values in found])) == whole


@given(columns(), st.data())
def test_what_some_rows_hold_is_told_of_them_alone(column, data):
    plain, cells = column
    rows = data.draw(st.lists(st.integers(0, max(len(plain) - 1, 0)), max_size=3 * bool(plain)))
    part = cells.take(np.array(rows, dtype=int))
    found = Distinct.of_cells(part)
    told = found.spread(found.members, missing=None).tolist()
    expected = Distinct.of(pd.Series(part.to_pandas()))
    assert told == expected.spread(expected.members, missing=None).tolist()
    assert len(found.members) <= max(len(rows), len({*plain} - {None}))


def test_a_column_without_values_takes_no_room():
    for cells in (Texts.nothing(10**9), Days.nothing(10**9), Numbers.nothing(10**9, whole=True)):
        part = cells.take(np.array([5, 7]))
        assert len(cells) == 10**9
        assert plain_values(part) == [None, None]


def test_many_rows_take_few_bytes():
    """A tie is two numbers of four bytes, and one of a byte for each word, however many there are."""
    codes = np.arange(1000) % 7
    assert Texts.of([*"abcdefg"], codes).codes.nbytes == 1000
    assert Texts.of([f"{n}" for n in range(300)], codes).codes.nbytes == 2000
    assert Days.of(["2026-01-01"], np.zeros(1000, dtype=int)).numbers.nbytes == 4000


def test_nobody_writes_into_what_is_held():
    found = book(people="ann acme level=2 since=2026-01-01; bo acme")
    before = found.to_tables()
    for name in TABLES:
        table = getattr(found, name)
        for column in table:
            table[column] = table[column].array[::-1]
    assert all(found.to_tables()[name].equals(before[name]) for name in TABLES)
    with pytest.raises(ValueError, match="read-only"):
        found.coded.people["since"][0] = 0


def test_a_column_of_another_kind_is_refused():
    table = Table({"since": Days.of(["2026-01-01"])})
    assert table.days("since").to_pandas().dtype == DAYS
    with pytest.raises(TypeError, match="a column of Days is none of Texts"):
        table.texts("since")


@given(st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=3))
def test_few_texts_are_put_in_the_order_of_many(found):
    held = [Texts.of(values).texts for values in found]
    (few, order), (many, others) = _order_few(held), _order_many(held)
    assert few.tolist() == many.tolist()
    assert order.tolist() == others.tolist()
    assert order.dtype == others.dtype


@pytest.mark.parametrize("rows", [[], [3], [7, 500, 7], [0]])
def test_of_many_texts_those_that_no_cell_holds_are_left_out(rows):
    plain = [None, *(f"{number:04}" for number in range(999))]
    kept = Texts.of(plain).take(np.array(rows, dtype=int)).forget_others()
    values = [plain[row] for row in rows]
    assert plain_values(kept) == values
    assert kept.texts.tolist() == sorted({*values} - {None})


def test_no_rows_of_a_table_are_its_columns_without_texts():
    table = Table({"name": Texts.of([f"{number}" for number in range(99)])})
    nothing = table.take(np.array([], dtype=int))
    assert [*nothing] == ["name"]
    assert len(nothing) == len(nothing.texts("name").texts) == 0
    assert nothing.take(np.array([], dtype=int)) is nothing
