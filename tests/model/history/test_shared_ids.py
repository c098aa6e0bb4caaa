"""Ids of two states of a book as categories of one dtype."""

import pandas as pd
import pytest

from books import book
from kamgraph.model.dtypes import TEXT
from kamgraph.model.entities import TABLES
from kamgraph.model.history.shared_ids import look_up, share_ids
from kamgraph.model.tables import id_columns


@pytest.fixture(scope="module")
def states():
    known = book(people="ann acme; bo acme", ties="bo reports_to ann")
    fresh = book(people="ann acme; cy acme", ties="cy reports_to ann; cy influences ann")
    return [{table: one.columns_of(table) for table in TABLES} for one in (known, fresh)]


def test_values_stay_as_they_are(states):
    for held, frames in zip(states, share_ids(*states), strict=True):
        for table, columns in held.items():
            shown = frames[table]
            text = {name: TEXT for name in id_columns(table) if name in shown}
            pd.testing.assert_frame_equal(shown.astype(text), columns.to_pandas().astype(text))


def test_whatever_names_the_rows_of_a_table_is_of_one_dtype(states):
    known, fresh = share_ids(*states)
    person = known["people"]["id"].dtype
    assert isinstance(person, pd.CategoricalDtype)
    assert set(person.categories) >= {"ann", "bo", "cy"}
    assert person.categories.is_monotonic_increasing
    for state in (known, fresh):
        for table, rows in state.items():
            for column, of in id_columns(table).items():
                assert (rows[column].dtype == person) == (of == "people")


def test_texts_are_looked_up_by_id(states):
    known, fresh = share_ids(*states)
    names = pd.Series(["Ann", None], pd.Index(known["people"]["id"]), dtype=TEXT)
    assert look_up(fresh["people"]["id"], names).fillna("-").tolist() == ["Ann", "-"]
    assert look_up(known["ties"]["source"], names).isna().tolist() == [True]
