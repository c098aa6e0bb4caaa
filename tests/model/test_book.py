import datetime as dt
import pickle

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kamgraph as k
from books import book, frames, rows
from strategies import books, shuffled, tables

few = settings(max_examples=min(60, settings.default.max_examples // 8))
FACTS = book(people="ann acme; Ann acme; vic us", ties="vic knows ann trusted since=2026-01-01")


def test_repr_says_what_is_in_it():
    assert repr(FACTS) == "<Book: 6 organizations, 3 people, 1 ties, newest 2026-01-01>"
    assert repr(k.Book.from_tables({})) == "<Book: empty>"


def test_tables_are_copies():
    people = FACTS.people
    people.loc[0, "name"] = "changed"
    held = FACTS.to_tables()
    held["people"] = people
    assert "changed" not in set(FACTS.people["name"])


def test_the_newest_day_is_of_any_table():
    facts = book(people="ann acme since=2025-05-01", assessments="ann 2026-02-03 5")
    assert facts.newest_day == dt.date(2026, 2, 3)
    assert book(people="ann acme until=2026-01-01").newest_day is None


@few
@given(tables(), st.data())
def test_a_book_has_no_order_of_rows(drawn, data):
    one = k.Book.from_tables(frames(drawn))
    assert one == k.Book.from_tables(frames(data.draw(shuffled(drawn))))


@few
@given(books())
def test_tables_make_the_same_book_again(drawn):
    assert k.Book.from_tables(drawn.to_tables()) == drawn
    assert pickle.loads(pickle.dumps(drawn)) == drawn


def test_frames_of_any_kind_make_the_same_book():
    plain = frames(rows(people="ann acme level=2; bo acme", assessments="ann 2026-01-01 5 4 -"))
    one = k.Book.from_tables(plain)
    assert k.Book.from_tables({n: pl.from_pandas(t) for n, t in plain.items()}) == one
    assert k.Book.from_tables({n: pl.from_pandas(t).lazy() for n, t in plain.items()}) == one
    assert k.Book.from_tables({n: pa.Table.from_pandas(t) for n, t in plain.items()}) == one


def test_frames_given_are_not_written_to():
    given_frames = frames(rows(people="ann acme; bo acme"))
    before = {name: table.copy() for name, table in given_frames.items()}
    k.Book.from_tables(given_frames)
    for name, table in given_frames.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_unknown_columns_are_kept_and_words_read_in_both_languages():
    facts = book(people="ann acme colour=red", organizations="acme 客户; us Vendor")
    assert facts.people["colour"].tolist() == ["red"]
    assert facts.organizations["kind"].tolist() == ["customer", "vendor"]


def test_all_bad_rows_are_in_one_error_and_nothing_is_loaded():
    with pytest.raises(k.BookError) as caught:
        book(
            people="ann nowhere; bo acme level=9; bo acme", ties="ann likes bo; zoe influences bo 2"
        )
    problems = caught.value.problems
    assert set(zip(problems["table"], problems["column"], strict=True)) == {
        ("people", "organization"), ("people", "level"), ("people", "id"),
        ("ties", "kind"), ("ties", "source"), ("ties", "strength")}  # fmt: skip
    assert pickle.loads(pickle.dumps(caught.value)).problems.equals(problems)
