"""Names and ids that are damaged, disguised or not what they seem."""

import pytest

from books import frames
from kamgraph.model.book import Book
from kamgraph.model.findings import check
from kamgraph.model.spelling import skeleton


def book_of(*names, ids=None):
    people = [
        {"id": one, "name": name, "organization": "acme"}
        for one, name in zip(ids or map(str, range(len(names))), names, strict=True)
    ]
    organizations = [{"id": "acme", "name": "Acme", "kind": "customer"}]
    return Book.from_tables(frames({"organizations": organizations, "people": people}))


def found(book, code):
    findings = check(book)
    return findings["subject"][findings["finding"] == code].tolist()


def test_names_that_look_alike_are_told_but_not_merged():
    book = book_of("Anna Petrova", "Аnna Petrova", "Anna Рetrova", "Bo", "王建国")
    assert found(book, "look_alike_name") == [("0", "1", "2")]
    assert found(book, "duplicate_name") == []


def test_letters_of_one_script_are_no_disguise():
    assert found(book_of("Анна", "Anna", "Боб"), "look_alike_name") == []
    assert skeleton("Рама") == "pama"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ZoÃ« MÃ¼ller", "garbled_name"),
        ("a" + "\u0301" * 500, "stacked_marks"),
        ("Ann\u202eeel", "hidden_characters"),
        ("\u3164", "hidden_characters"),
        ("Ann\u200b", "hidden_characters"),
    ],
)
def test_odd_names_are_told_and_kept(name, code):
    book = book_of(name, "Bo")
    assert found(book, code) == [("0",)]
    assert book.people["name"][0] == name


@pytest.mark.parametrize("name", ["Zoë Müller", "👩\u200d💼 Ann", "Nguyễn Thị", "張偉", "Ann"])
def test_real_names_are_not_odd(name):
    assert check(book_of(name)).empty


def test_ids_that_a_spreadsheet_made_dates_of_are_told():
    assert found(book_of("Ann", "Bo", ids=["1-Mar", "12-jan"]), "date_like_id") == [
        ("1-Mar",),
        ("12-jan",),
    ]
