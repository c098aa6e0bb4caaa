import copy
import datetime as dt
import pickle
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from books import book, frames, from_rows
from clock import TODAY
from kamgraph.errors import NotFoundError
from kamgraph.graph import build_graph
from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from strategies import books, few, shuffled, tables

ONE_PERSON = {
    "organizations": [{"id": "o", "name": "O", "kind": "vendor"}],
    "people": [{"id": "p", "name": "P", "organization": "o"}],
}
TWINS = ONE_PERSON | {
    "people": [
        {"id": name, "name": "P", "organization": "o"} for name in ("p", "P", "é", "e\u0301")
    ]
}


@few
@given(st.data(), tables())
def test_the_order_of_rows_and_columns_does_not_matter(data, found):
    other = frames(data.draw(shuffled(found)))
    turned = {table: frame[frame.columns[::-1]] for table, frame in other.items()}
    assert Book.from_tables(turned) == from_rows(found)


@few
@given(books())
def test_a_book_of_its_own_tables_is_equal(found):
    assert Book.from_tables(found.to_tables()) == found


@few
@given(books(people=4))
@example(book(organizations=""))
@example(from_rows(ONE_PERSON))
def test_every_table_has_all_its_columns_in_their_dtypes(found):
    for name, table in found.to_tables().items():
        assert [*table.dtypes.astype(str).items()] == [(c.name, c.dtype) for c in columns(name)]
        assert table.index.equals(pd.RangeIndex(len(table)))


@few
@given(books(people=4))
def test_nothing_that_is_done_to_a_copy_reaches_the_book(found):
    before = copy.deepcopy(found)
    for name in TABLES:
        for table in (getattr(found, name), found.to_tables()[name]):
            table.index.name = table.columns.name = "changed"
            for column in columns(name):
                table[column.name].array[:] = table[column.name].array[::-1].copy()
                del table[column.name]
    assert found == before
    assert found.people.index.name is None


def test_arrays_of_a_copy_cannot_be_written_through():
    found = book(people="ann acme susceptibility=0.5")
    found.people["susceptibility"].array[0] = 0.9
    found.people["name"].array[0] = "Bo"
    assert found.people.loc[0, ["susceptibility", "name"]].tolist() == [0.5, "ann"]
    with suppress(ValueError):  # pandas 3 hands out arrays that are read-only, pandas 2 copies
        found.people["susceptibility"].to_numpy()[0] = 0.9
    assert found.people.loc[0, "susceptibility"] == 0.5


def test_books_are_equal_when_their_rows_are():
    found = book(people="ann acme")
    assert found == book(people="ann acme")
    assert found != book(people="ann acme level=1")
    assert found != book(people="Ann acme")
    assert found != "book"
    assert hash(found) == hash(book(people="ann acme"))


def test_ids_that_look_alike_stay_apart_in_the_order_of_their_characters():
    assert from_rows(TWINS).people["id"].tolist() == ["P", "e\u0301", "p", "é"]


def test_rows_of_key_and_of_none_are_sorted_with_missing_first():
    found = book(
        people="bo acme; ann acme",
        deals="d acme",
        ties="bo reports_to ann deal=d; ann influences bo; bo reports_to ann",
        roles="bo user acme; ann user acme; ann approver acme d; ann approver acme",
    )
    assert found.ties["deal"].fillna("").tolist() == ["", "", "d"]
    assert found.ties["source"].tolist() == ["ann", "bo", "bo"]
    assert found.roles[["person", "role"]].to_numpy().tolist() == [
        *(["ann", "approver"], ["ann", "user"], ["ann", "approver"], ["bo", "user"]),
    ]


def test_other_columns_are_kept_last_unless_they_hold_nothing():
    people = pd.DataFrame(
        {"zodiac": ["♈", None], "desk": ["", np.nan], "age": [44, 50]} | {"id": ["b", "a"]}
    ).assign(name="N", organization="o")
    organizations = pd.DataFrame(ONE_PERSON["organizations"])
    found = Book.from_tables({"people": people, "organizations": organizations}).people
    assert [*found.columns[-2:]] == ["age", "zodiac"]
    assert found["age"].tolist() == ["50", "44"]


@few
@given(books(people=4))
def test_a_book_survives_pickle_and_deepcopy(found):
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found


def test_the_newest_day_is_the_latest_on_which_something_happened():
    assert from_rows({}).newest_day is None
    assert book(people="ann acme", targets="ann 2026-01-01 friend").newest_day is None
    assert book(people="ann acme", deals="d acme closes=2026-01-01").newest_day is None
    for found in (
        {"people": "ann acme 2026-03-01; bo acme 2026-02-01 2030-01-01"},
        {"people": "ann acme 2019-01-01; bo acme until=2026-03-01"},
        {"positions": "ann acme since=2026-03-01 until=2030-01-01"},
        {"positions": "ann acme until=2026-03-01"},
        {"deals": "d acme lead 2026-03-01 closes=2026-04-01"},
        {"ties": "ann reports_to bo since=2026-03-01"},
        {"ties": "ann reports_to bo until=2026-03-01"},
        {"roles": "ann user acme since=2026-03-01"},
        {"team": "ann lead_expert acme since=2026-03-01"},
        {"assessments": "ann 2026-03-01 friend"},
        {"interactions": "i 2026-03-01 call ann; j 2030-01-01 call ann"},
    ):
        assert book(**{"people": "ann acme; bo acme"} | found).newest_day == dt.date(2026, 3, 1)


def test_where_all_days_are_to_come_the_newest_is_today():
    assert book(people="ann acme until=2030-01-01").newest_day == TODAY
    assert book(people="ann acme since=2030-01-01").newest_day == TODAY
    assert book(people="ann acme", roles="ann user acme since=2026-12-31").newest_day == TODAY


def test_who_left_is_gone_where_no_other_day_is_recorded():
    staff = book(people="ann acme until=2019-05-01; bo acme until=2020-02-01; cy acme")
    assert [*build_graph(staff, account="acme").index] == ["cy"]


def test_a_book_says_what_is_in_it():
    assert repr(from_rows({})) == "<Book: empty>"
    found = book(organizations="us vendor", people="cy us 2026-03-01; di us")
    assert repr(found) == "<Book: 1 organizations, 2 people, newest 2026-03-01>"


def test_rows_are_found_by_columns_of_ids_alone():
    facts = book(people="ann acme")
    found = facts.find_rows("interactions", "id", "nothing")
    assert found.empty
    with pytest.raises(NotFoundError, match="people has no column 'idd' of ids; columns of ids"):
        facts.find_rows("people", "idd", "ann")
