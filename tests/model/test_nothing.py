"""What stands for nothing: empty where a cell may be, a problem where it may not."""

import pandas as pd
import pytest

from kamgraph.errors import BookError
from kamgraph.model.book import Book
from kamgraph.model.nothing import ERRORS, NO_VALUES, list_nothing

ORGANIZATIONS = pd.DataFrame({"id": ["acme"], "name": ["Acme"], "kind": ["customer"]})


def book_of(**person):
    people = {"id": ["p1"], "name": ["Ada Quist"], "organization": ["acme"], **person}
    return Book.from_tables({"organizations": ORGANIZATIONS, "people": pd.DataFrame(people)})


@pytest.mark.parametrize("text", sorted(list_nothing("text")))
def test_a_cell_that_may_be_empty_is(text):
    assert (
        book_of(title=[text], successor=[text], since=[text])
        .people.loc[0, ["title", "successor", "since"]]
        .isna()
        .all()
    )
    for column in ("id", "name", "organization"):
        with pytest.raises(BookError, match="stands for nothing"):
            book_of(**{column: [text]})


@pytest.mark.parametrize("text", ["\u200b", "\ufeff\u00ad", "\ufe0f\u200d", "\u3164\u200b"])
def test_what_does_not_show_stands_for_nothing(text):
    assert book_of(title=[text]).people["title"].isna().all()
    for column in ("id", "name"):
        with pytest.raises(BookError, match="stands for nothing"):
            book_of(**{column: [text]})


@pytest.mark.parametrize("text", sorted(ERRORS))
def test_an_error_of_a_sheet_is_a_problem(text):
    for column in ("id", "name", "title", "level", "since", "successor"):
        with pytest.raises(BookError, match="is an error of the sheet"):
            book_of(**{column: [text]})


def test_among_numbers_nan_is_a_problem_and_no_empty_cell():
    assert book_of(level=["n/a"]).people["level"].isna().all()
    with pytest.raises(BookError, match="is no number"):
        book_of(susceptibility=["NaN"])


@pytest.mark.parametrize("name", ["Na Li", "Null", "Nan", "Nil", "Nat", "NA", "Unknown", "空知"])
def test_what_may_be_a_name_is_one(name):
    assert name not in NO_VALUES
    assert book_of(name=[name], title=[name]).people["title"].tolist() == [name]
