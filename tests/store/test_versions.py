"""A version that is remembered is the one that a fresh look at the account gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.model.entities import TABLES
from kamgraph.model.policy import Policy
from kamgraph.store.state import State
from kamgraph.store.trail import Trail
from kamgraph.store.versions import Versions
from strategies import books, few


def change(state, new, gone):
    """Return a state with rows of one table more and less, or the same if a book refuses them."""
    try:
        after, *both = state.book.change_rows(new, gone, Policy(), lenient=True)
    except k.BookError:
        return state
    return State(after, 0, state.last + 1, {}, state.trail.add(state.last + 1, state.book, *both))


@st.composite
def walks(draw):
    """Draw a book, and steps towards another of the same ids: rows of a table that come or go."""
    before, after = draw(books(people=6)), draw(books(people=6)).to_tables()
    pairs = st.tuples(st.sampled_from([*TABLES]), st.booleans(), st.integers(0, 50))
    return before, after, draw(st.lists(pairs, min_size=4, max_size=12))


@few
@given(walks())
def test_versions_are_those_of_a_fresh_look_after_any_changes(drawn):
    before, after, steps = drawn
    state, versions = State(before, 0, 0, {}, Trail(0)), Versions()
    for table, goes, place in steps:
        rows = (state.book.to_tables() if goes else after)[table]
        row = {table: rows.iloc[[place % len(rows)]]} if len(rows) else {}
        state = change(state, {} if goes else row, row if goes else {})
        found = {one: versions.find(state, one) for one in state.book.coded.accounts}
        assert found == {one: state.book.of_account(one).content_hash for one in found}
    anew = k.Book.from_tables(state.book.to_tables(), lenient=True)
    for account in anew.coded.accounts:
        assert versions.find(state, account) == anew.of_account(account).content_hash


FIRMS = {
    "organizations": "acme customer; bravo customer; us vendor",
    "people": "ann acme; cy bravo; vic us",
}


def test_a_change_elsewhere_is_looked_at_by_nobody():
    state, versions = State(book(**FIRMS), 0, 0, {}, Trail(0)), Versions()
    version = versions.find(state, "acme")
    assert versions.recall(state, "bravo") is None
    person = pd.DataFrame([{"id": "dee", "name": "Dee", "organization": "bravo"}])
    other = change(state, {"people": person}, {})
    assert versions.recall(other, "acme") == version
    own = change(other, {"people": person.assign(id="eve", organization="acme")}, {})
    assert versions.recall(own, "acme") is None
    assert versions.find(own, "acme") != version
    # Whoever has seen an older state is told of that one.
    assert versions.find(other, "acme") == version


def test_a_trail_forgets_the_oldest_and_what_is_too_much(monkeypatch):
    person = pd.DataFrame([{"id": "dee", "name": "Dee", "organization": "acme"}])
    state = State(book(**FIRMS), 0, 0, {}, Trail(0))
    long = state
    for _ in range(1030):
        long = State(long.book, 0, long.last + 1, {}, long.trail.add(long.last + 1, long.book, {}))
    nothing = np.zeros(0, dtype=np.int64)
    assert long.trail.has_touched(nothing, 0)
    assert not long.trail.has_touched(nothing, long.last - 1000)
    monkeypatch.setattr("kamgraph.store.trail._LARGE", 1)
    assert change(state, {"people": person}, {}).trail.has_touched(nothing, 0)


@pytest.mark.long
def test_versions_in_a_transaction_are_its_own(store):
    store.change(book(**FIRMS).to_tables())
    before = store.version("acme")
    with store.live._live.engine.connect() as connection:
        within = store.on(connection)
        within.change({"people": pd.DataFrame([{"id": "x", "name": "X", "organization": "acme"}])})
        assert within.version("acme") != before
        assert store.version("acme") == before
        connection.rollback()
    assert store.version("acme") == before


def test_who_comes_at_last_makes_visible_what_named_them_before():
    held = book(**FIRMS, ties="vic knows gone; gone reports_to ann", lenient=True)
    state, versions = State(held, 0, 0, {}, Trail(0)), Versions()
    version = versions.find(state, "acme")
    person = pd.DataFrame([{"id": "gone", "name": "Here", "organization": "bravo"}])
    state = change(state, {"people": person}, {})
    assert versions.find(state, "acme") == state.book.of_account("acme").content_hash != version
