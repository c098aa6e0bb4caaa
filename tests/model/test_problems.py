import pytest

from books import PEOPLE, book, from_rows, problems_of
from kamgraph.errors import BookError


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


def test_a_value_is_shown_in_one_short_line():
    with pytest.raises(BookError) as caught:
        from_rows({"people": [{"id": "a\n" * 100, "name": "a", "organization": "\ud800"}]})
    first, second = caught.value.problems["value"]
    assert first.startswith("a\\na\\n")
    assert len(first) == 80
    assert second == "\\ud800"
