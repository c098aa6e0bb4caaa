import pandas as pd
import polars as pl
import pytest
from hypothesis import given

from books import book, frames, from_rows
from kamgraph.errors import BookError
from kamgraph.model.book import Book
from kamgraph.model.ids import Ids
from kamgraph.model.policy import Policy
from kamgraph.model.rules import dangling
from strategies import few, tables

PEOPLE = "ann acme; bo unit; cy us; di us; ed rival; flo institute"


def problems_of(**found):
    """Return (table, row, column) of each problem, and the sentences."""
    with pytest.raises(BookError) as caught:
        book(**{"people": PEOPLE} | found)
    table = caught.value.problems
    return [(p.table, p.row, p.column) for p in table.itertuples()], " ".join(table["problem"])


def problem_of(**found):
    """Return the one place and the sentence."""
    (place,), sentence = problems_of(**found)
    return place, sentence


@pytest.mark.parametrize(
    ("found", "place", "words"),
    [
        ({"people": "ann acme; ann acme"}, ("people", 2, "id"), "repeats"),
        ({"people": "ann acme; bo -"}, ("people", 2, "organization"), "missing"),
        ({"people": "ann lost"}, ("people", 1, "organization"), "organizations"),
        ({"people": "ann acme 2024-01-02 2024-01-02"}, ("people", 1, "until"), "later"),
        ({"people": "ann acme successor=lost"}, ("people", 1, "successor"), "people"),
        ({"ties": "bo reports_to ann; bo reports_to ann"}, ("ties", 2, "source"), "repeats"),
        ({"ties": "bo reports_to lost"}, ("ties", 1, "target"), "people"),
        ({"ties": "bo reports_to ann deal=lost"}, ("ties", 1, "deal"), "deals"),
        (
            {"ties": "bo reports_to ann until=2024-01-01 since=2024-01-02"},
            ("ties", 1, "until"),
            "later",
        ),
        ({"ties": "ann influences bo trusted"}, ("ties", 1, "strength"), "weak"),
        ({"ties": "cy knows ann decisive"}, ("ties", 1, "strength"), "in_depth"),
        ({"ties": "cy knows ann -0.5"}, ("ties", 1, "strength"), "influences only"),
        ({"ties": "bo dotted_line ann -1"}, ("ties", 1, "strength"), "influences only"),
        ({"ties": "ann influences bo 0"}, ("ties", 1, "strength"), "names none"),
        ({"ties": "ann knows cy"}, ("ties", 1, "source"), "one of us"),
        ({"ties": "cy knows ed"}, ("ties", 1, "target"), "contact"),
        ({"ties": "cy knows di"}, ("ties", 1, "target"), "contact"),
        ({"deals": "d rival"}, ("deals", 1, "account"), "no account"),
        ({"roles": "ann user us"}, ("roles", 1, "account"), "no account"),
        ({"deals": "d bravo", "team": "cy lead_expert unit d"}, ("team", 1, "deal"), "another"),
        (
            {"organizations": "a customer b; b customer c; c partner b", "people": ""},
            ("organizations", 1, "parent"),
            "circle",
        ),
        (
            {"interactions": "i 2024-01-01 call ann; i 2024-01-01 call ann"},
            ("interactions", 2, "id"),
            "repeats",
        ),
        (
            {"interactions": "i 2024-01-01 call ann; i 2024-01-02 call bo"},
            ("interactions", 2, "date"),
            "differs",
        ),
        (
            {"interactions": "i 2024-01-01 call ann; i 2024-01-01 visit bo"},
            ("interactions", 2, "kind"),
            "differs",
        ),
    ],
)
def test_what_cannot_be_is_refused(found, place, words):
    places, sentence = problems_of(**found)
    assert places[0] == place
    assert words in sentence


@pytest.mark.parametrize(
    "found",
    [
        {"people": "ann acme 2024-01-01 2024-01-02"},
        {"people": "ann acme; ANN acme"},
        {"ties": "bo reports_to ann; bo reports_to ann since=2024-01-01"},
        {"ties": "bo reports_to ann; bo reports_to ann deal=d", "deals": "d acme"},
        {"ties": "bo reports_to bo"},
        {"ties": "ann influences bo -1"},
        {"ties": "ann influences bo 0 d; cy knows ann 0 d", "deals": "d unit"},
        {"ties": "cy knows flo trusted"},
        {"deals": "d acme", "roles": "ann user unit d; ann user unit d"},
        {"interactions": "i 2024-01-01 call ann; i 2024-01-01 call bo"},
    ],
)
def test_what_may_be_is_taken(found):
    assert isinstance(book(**{"people": PEOPLE} | found), Book)


def test_all_bad_rows_are_in_one_error_in_the_order_of_tables_and_rows():
    places, _ = problems_of(
        ties="ann knows cy 7; bo marries ann; lost reports_to bo",
        people=f"{PEOPLE}; x lost level=9",
        roles="ann astrologer acme",
    )
    assert places == [
        ("people", 7, "level"),
        ("people", 7, "organization"),
        ("ties", 1, "strength"),
        ("ties", 1, "source"),
        ("ties", 1, "target"),
        ("ties", 2, "kind"),
        ("ties", 3, "source"),
        ("roles", 1, "role"),
    ]


def test_a_thousand_bad_rows_are_counted_and_ten_are_shown():
    with pytest.raises(BookError) as caught:
        book(people="; ".join(f"p{number} lost" for number in range(1000)))
    assert len(caught.value.problems) == 1000
    assert str(caught.value).count("\n") == 11
    assert "990 more" in str(caught.value)


def test_a_table_or_column_that_is_not_there_is_named():
    place, sentence = problem_of(persons="")
    assert place[0] == "persons"
    assert "organizations, people" in sentence
    with pytest.raises(BookError) as caught:
        Book.from_tables({"ties": pd.DataFrame({"source": [], "strength": []})})
    assert caught.value.problems["column"].tolist() == ["target", "kind"]


def test_rows_without_any_column_are_not_overlooked():
    with pytest.raises(BookError, match="column is missing"):
        Book.from_tables({"people": pd.DataFrame(index=range(3))})


def test_columns_that_stand_twice_or_have_no_proper_name_are_refused():
    people = pd.DataFrame([["a", "b", "c", "d"]], columns=["id", "id", 0, "na\tme"])
    with pytest.raises(BookError) as caught:
        Book.from_tables({"people": people})
    named = caught.value.problems.query("problem.str.contains('column')")
    assert named["column"].tolist() == ["name", "organization", "id", "0", "na\\tme"]


def test_a_value_is_shown_in_one_short_line():
    with pytest.raises(BookError) as caught:
        from_rows({"people": [{"id": "a\n" * 100, "name": "a", "organization": "\ud800"}]})
    first, second = caught.value.problems["value"]
    assert first.startswith("a\\na\\n")
    assert len(first) == 80
    assert second == "\\ud800"


def test_a_lenient_book_keeps_ids_that_lead_nowhere_and_nothing_else():
    kept = book(people="ann lost", ties="ann reports_to ghost", lenient=True)
    assert kept.ties["target"].tolist() == ["ghost"]
    found = dangling(kept.to_tables(), Ids.of(kept.to_tables()))
    lost = {(table, column) for table, column, _, rows in found if rows.any()}
    assert lost == {("people", "organization"), ("ties", "target")}
    with pytest.raises(BookError, match="no tie kind"):
        book(people="ann lost", ties="ann marries ghost", lenient=True)


def test_labels_are_those_of_the_policy():
    policy = Policy(strength_labels={"stark": 0.9})
    found = book(people="ann acme; bo acme", ties="ann influences bo stark", policy=policy)
    assert found.ties["strength"].tolist() == ["stark"]


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


@few
@given(tables())
def test_what_is_given_stays_as_it_is(found):
    given_frames = frames(found)
    before = {table: frame.copy() for table, frame in given_frames.items()}
    made = Book.from_tables(given_frames)
    made.people["name"].array[:] = "x"
    for table, frame in given_frames.items():
        pd.testing.assert_frame_equal(frame, before[table])


@pytest.mark.parametrize("dtype", [pl.Int64, pl.UInt8])
def test_integers_may_be_ids_also_with_gaps(dtype):
    organizations = pl.DataFrame(
        {"id": [7, 8], "name": ["a", "b"], "kind": ["客户", "customer"], "parent": [None, 7]},
        schema_overrides={"id": dtype, "parent": dtype},
    )
    found = Book.from_tables({"organizations": organizations}).organizations
    assert found["id"].tolist() == ["7", "8"]
    assert found["parent"].dropna().tolist() == ["7"]


def test_integers_wider_than_usual_are_no_ids():
    wide = pl.DataFrame({"id": [2**64 - 1]}, schema={"id": pl.UInt64})
    with pytest.raises(BookError, match="must be text"):
        Book.from_tables({"organizations": wide})
