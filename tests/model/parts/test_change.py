"""A changed book equals the one that is made anew of the changed rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book, rows
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import unique_key
from strategies import books, few

FIRMS = {
    "organizations": "acme customer; unit customer acme; bravo customer; us vendor",
    "people": "ann acme; bo unit; cy bravo; vic us",
    "ties": "vic knows ann; bo reports_to ann",
}


def frames(**tables):
    return {name: pd.DataFrame(found, dtype=object) for name, found in rows(**tables).items()}


def change(held, gone=None, **tables):
    new = {name: frame for name, frame in frames(**tables).items() if name in tables}
    return held.changed(new, gone=gone)


def assert_equal(one, other):
    assert one == other
    assert one.content_hash == other.content_hash
    assert (one.newest_day, one.recorded) == (other.newest_day, other.recorded)


def test_rows_are_added_replaced_by_their_key_and_taken_out():
    held = book(**FIRMS)
    changed = change(held, {"ties": held.ties.iloc[[0]]}, people="ann bravo; dee acme")
    assert changed.people.set_index("id")["organization"].to_dict() == {
        "ann": "bravo", "bo": "unit", "cy": "bravo", "dee": "acme", "vic": "us",
    }  # fmt: skip
    assert changed.ties["source"].tolist() == ["vic"]
    assert_equal(changed, book(**FIRMS | {"people": "ann bravo; bo unit; cy bravo; dee acme; vic us",
                                          "ties": "vic knows ann"}))  # fmt: skip
    assert_equal(held, book(**FIRMS))


def test_a_part_of_a_changed_book_is_made_of_the_changed_rows():
    changed = change(book(**FIRMS), assessments="ann 2026-02-01 friend", ties="vic knows bo")
    part = changed.of_account("acme")
    assert part.assessments["person"].tolist() == ["ann"]
    assert part.ties["target"].tolist() == ["ann", "ann", "bo"]
    assert str(part.newest_day) == "2026-02-01"
    assert k.build_graph(changed, account="acme") == k.build_graph(
        k.Book.from_tables(changed.to_tables()), account="acme"
    )


def test_ids_go_by_themselves_and_other_rows_by_columns_in_which_they_are_equal():
    held = book(
        **FIRMS,
        assessments="ann 2026-02-01 friend; ann 2026-03-01 friend",
        interactions="m 2026-01-01 meeting ann; m 2026-01-01 meeting vic",
    )
    day = pd.DataFrame({"person": ["ann"], "date": ["2026-02-01"]})
    changed = held.changed(gone={"assessments": day, "interactions": ["m"]})
    assert changed.assessments["date"].dt.month.tolist() == [3]
    assert not len(changed.interactions)


@pytest.mark.parametrize(
    ("gone", "new", "told"),
    [
        ({"people": ["zoe"]}, {}, [("people", 1, "zoe", "is in no such row of the book")]),
        ({"people": ["ann"]}, {}, [("ties", None, "ann", "the row is in the book already")] * 2),
        ({}, {"people": "ann rivals"}, [("people", 1, "rivals", "is no id of the table")]),
        ({}, {"people": "vic acme"}, [("ties", None, "vic", "the row is in the book already")]),
        ({}, {"ties": "bo knows ann"}, [("ties", 1, "bo", "is not one of us")]),
        ({}, {"organizations": "acme customer unit"}, [
            ("organizations", None, "acme", "leads round in a circle"),
            ("organizations", 1, "unit", "leads round in a circle"),
        ]),
        ({"chairs": ["a"]}, {}, [("chairs", None, None, "is no table")]),
        ({"ties": pd.DataFrame({"strength": ["weak"]})}, {}, [("ties", None, None, "no ids")]),
    ],
)  # fmt: skip
def test_what_contradicts_is_told_by_the_rows_that_were_given(gone, new, told):
    with pytest.raises(k.BookError) as error:
        change(book(**FIRMS), gone, **new)
    found = error.value.problems[["table", "row", "value", "problem"]]
    found = [[None if pd.isna(cell) else cell for cell in row] for row in found.to_numpy()]
    assert len(found) == len(told)
    for (table, row, value, problem), (*place, text) in zip(found, told, strict=True):
        assert [table, row, value] == place
        assert text in problem


def test_a_row_that_stays_is_told_by_its_key_once_and_what_just_went_is_no_slip():
    with pytest.raises(k.BookError) as error:
        change(book(**FIRMS), {"people": ["ann"]})
    told = error.value.problems["problem"]
    assert told.is_unique
    assert told.str.contains("with source 'vic', target 'ann', kind 'knows'", regex=False).any()
    with pytest.raises(k.BookError) as error:
        change(book(**FIRMS), {"organizations": ["acme"]})
    assert not error.value.problems["problem"].str.contains("is it ").any()


def test_all_that_is_wrong_is_told_at_once_and_hints_know_the_whole_book():
    with pytest.raises(k.BookError) as error:
        change(book(**FIRMS), {"people": ["zoe"]}, ties="an knows bo", people="eve acmee")
    problems = error.value.problems
    assert len(problems) == 3
    assert problems["problem"].str.contains("is it ").sum() == 2


def test_a_misspelt_column_is_refused_as_the_row_it_replaces_would_lose_the_value():
    facts = book(**FIRMS)
    tie = {"source": "vic", "target": "ann", "kind": "knows"}
    with pytest.raises(k.BookError) as error:
        facts.changed({"ties": pd.DataFrame([tie | {"strenght": "weak"}])})
    [problem] = error.value.problems.itertuples()
    assert (problem.table, problem.column) == ("ties", "strenght")
    assert problem.problem.startswith("looks like 'strength'")
    taken = facts.changed({"ties": pd.DataFrame([tie | {"strenght": "weak"}])}, lenient=True)
    assert "strenght" in taken.ties
    # What looks like nothing, or what the book has already, is a column of somebody's own.
    other = k.Book.from_tables(facts.to_tables() | {"ties": facts.ties.assign(strenght="weak")})
    for name, one in (("batch", facts), ("strenght", other)):
        assert name in one.changed({"ties": pd.DataFrame([tie | {name: "x"}])}).ties


def test_a_row_of_somebody_unknown_takes_the_place_of_the_one_before():
    facts = k.Book.from_tables(book(people="ann acme").to_tables(), lenient=True)
    row = {"positions": pd.DataFrame([{"person": "gone", "organization": "acme", "title": "CFO"}])}
    once = facts.changed(row, lenient=True)
    assert once.changed(row, lenient=True) == once
    row["positions"]["person"] = "gone too"
    assert len(once.changed(row, lenient=True).positions) == 2


@st.composite
def changes(draw):
    """Draw a book and the rows of another one of the same ids, some of which replace its own."""
    before, after = draw(books(people=5)).to_tables(), draw(books(people=5)).to_tables()
    number = st.integers(0, 2)
    gone, new = {}, {}
    for name in TABLES:
        gone[name] = before[name][np.array([draw(number) == 0 for _ in before[name].index], bool)]
        new[name] = after[name][np.array([draw(number) == 0 for _ in after[name].index], bool)]
    return before, gone, new


def rebuild(before, gone, new):
    """Return the tables with rows gone, replaced and added, worked out row by row."""
    found = {}
    for name, table in before.items():
        left = [row for row in spell(table) if row not in spell(gone[name], table.columns)]
        key = unique_key(name)
        named = [tuple(row.get(one) for one in key) for row in spell(new[name])]
        left = [row for row in left if not key or tuple(row.get(one) for one in key) not in named]
        found[name] = pd.DataFrame(left + spell(new[name]), dtype=object)
    return found


def spell(table, only=None):
    kept = table if only is None else table.reindex(columns=only)
    return [
        {name: cell for name, cell in row.items() if not pd.isna(cell)}
        for row in kept.to_dict("records")
    ]


@pytest.mark.long
@few
@given(changes())
def test_a_changed_book_equals_the_one_made_anew(drawn):
    before, gone, new = drawn
    held, expected = k.Book.from_tables(before), rebuild(*drawn)
    try:
        rebuilt = k.Book.from_tables(expected)
    except k.BookError:
        with pytest.raises(k.BookError):
            held.changed(new, gone=gone)
        rebuilt = k.Book.from_tables(expected, lenient=True) if is_lenient(expected) else None
        if rebuilt is not None:
            assert_equal(held.changed(new, gone=gone, lenient=True), rebuilt)
        return
    changed = held.changed(new, gone=gone)
    assert (changed.newest_day, changed.recorded) == (rebuilt.newest_day, rebuilt.recorded)
    for account in rebuilt.coded.accounts:
        assert changed.of_account(account) == rebuilt.of_account(account)
    assert_equal(changed, rebuilt)


def is_lenient(expected):
    try:
        k.Book.from_tables(expected, lenient=True)
    except k.BookError:
        return False
    return True


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (
            {"people": "ann"},
            "people: .* but a str; give what is to go as a list of ids, or as a frame",
        ),
        ({"people": None}, "people: .* but a NoneType; give what is to go as a list of ids"),
        ({"people": pd.DataFrame({"id": ["ann"], "foo": [1]})}, "people, column foo: is no column"),
        ("people", "a dictionary of ids or frames by the names of their tables"),
        ([], "a dictionary of ids or frames by the names of their tables"),
    ],
)
def test_what_is_to_go_is_refused_in_words_where_it_is_of_another_kind(gone, told):
    with pytest.raises(k.KamgraphError, match=told):
        book(people="ann acme").changed(gone=gone)


def test_an_id_that_is_lost_is_told_without_what_the_other_people_name():
    found = book(people="ann acme; bo acme; vic us")
    with pytest.raises(k.BookError) as caught:
        found.changed({"ties": [{"source": "annn", "target": "bo", "kind": "influences"}]})
    assert caught.value.problems["table"].tolist() == ["ties"]
    assert "is it ann" in caught.value.problems["problem"][0]
