import pandas as pd
import pytest
from hypothesis import given

from books import book, frames, problems_of
from kamgraph.errors import BookError
from kamgraph.model.book import Book
from kamgraph.model.policy import Policy
from strategies import few, tables


def test_a_table_or_column_that_is_not_there_is_named():
    ((table, *_),), sentence = problems_of(persons="")
    assert table == "persons"
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


def test_labels_are_those_of_the_policy():
    policy = Policy(strength_labels={"stark": 0.9})
    found = book(people="ann acme; bo acme", ties="ann influences bo stark", policy=policy)
    assert found.ties["strength"].tolist() == ["stark"]


@few
@given(tables())
def test_what_is_given_stays_as_it_is(found):
    given_frames = frames(found)
    before = {table: frame.copy() for table, frame in given_frames.items()}
    made = Book.from_tables(given_frames)
    made.people["name"].array[:] = "x"
    for table, frame in given_frames.items():
        pd.testing.assert_frame_equal(frame, before[table])


def test_columns_in_capitals_beside_a_name_that_is_no_text_are_refused_as_such():
    names = pd.Index(["SOURCE", "TARGET", "KIND", "\ud800"], dtype=object)
    frame = pd.DataFrame([["a", "b", "knows", "c"]]).set_axis(names, axis="columns")
    with pytest.raises(BookError, match="holds half a character"):
        Book.from_tables({"ties": frame})
