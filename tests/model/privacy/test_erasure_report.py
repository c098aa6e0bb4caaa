import pandas as pd
import pytest

from books import book
from kamgraph.errors import ScopeError

COLUMNS = ["outcome", "table", "column", "found", "source", "rows", "text"]
FOUND = book(
    people="ann-1 acme name=AnnLee mail=ann@acme.com; bo acme name=Ann-1; vic us",
    deals="d acme need=ANN-1 budget=ann@acme.com; e acme need=Ann; d-ann-1 acme",
    ties="ann-1 reports_to bo; vic knows ann-1; vic knows bo evidence=ann-1",
)


def list_traces(found):
    return [tuple(one) for one in found.itertuples(index=False)]


def test_the_report_tells_what_went_what_was_blanked_and_what_may_be_left():
    after, found = FOUND.erase_with_report("ann-1")
    assert after == FOUND.erase("ann-1")
    assert [*found] == COLUMNS
    assert list_traces(found) == [
        ("removed", "people", "", "", "", 1, ""),
        ("removed", "ties", "", "", "", 2, ""),
        ("erased", "deals", "budget", "ann@acme.com", "mail", 1, "[erased]"),
        ("erased", "deals", "need", "ANN-1", "id", 1, "[erased]"),
        ("erased", "ties", "evidence", "ann-1", "id", 1, "[erased]"),
        ("residue", "people", "name", "Ann-1", "id", 1, "Ann-1"),
        ("residue", "deals", "id", "ann-1", "id", 1, "d-ann-1"),
    ]


def test_the_report_of_a_seat_says_what_went_with_the_person():
    after, found = FOUND.erase_with_report("ann-1", keep_seat=True)
    assert after == FOUND.erase("ann-1", keep_seat=True)
    gone = found[found["outcome"] == "removed"]
    assert list_traces(gone[["table", "rows"]]) == [("ties", 1)]


def test_what_tells_of_nobody_is_in_no_report():
    _, found = book(people="5 acme name=Ann; bo acme").erase_with_report("5")
    assert list_traces(found) == [("removed", "people", "", "", "", 1, "")]
    assert found["rows"].dtype == "int64"
    assert pd.api.types.is_string_dtype(found["text"])


def test_the_report_of_who_is_unknown_is_refused():
    with pytest.raises(ScopeError, match="'eve' is no id"):
        FOUND.erase_with_report("eve")
