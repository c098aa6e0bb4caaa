from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from books import book
from kamgraph.errors import KamgraphError
from kamgraph.model.book import Book
from kamgraph.model.history import sync
from kamgraph.model.history.settled import divide_rows
from strategies import DAY, books, few

fewer = settings(few, max_examples=max(5, few.max_examples // 4))  # each syncs books twice

MOMENT = pd.Timestamp("2026-05-01").as_unit("s")
PEOPLE = "ann acme level=2; bo acme level=3 since=2026-01-01; cy acme until=2026-03-01; vic us"


def settle_nothing(table, known, export, _):
    return known[table][:0], known[table], export[table]


def tell(before, fresh, day):
    """Return all that a sync tells, or why it is refused."""
    try:
        found = sync(before, fresh, on=day, most_gone=1)
    except KamgraphError as error:
        return str(error)
    return found.book, found.changes.to_numpy().tolist(), found.findings.to_numpy().tolist()


def take_some(found, seed):
    """Return most rows of a book, as an export may repeat them."""
    tables = {
        name: rows.sample(frac=0.8, random_state=seed)
        if name in {"people", "ties", "roles"}
        else rows
        for name, rows in found.to_tables().items()
    }
    return Book.from_tables(tables, lenient=True)


@fewer
@given(books(people=8), st.integers(0, 9), st.dates(DAY, DAY.replace(year=DAY.year + 1)))
@example(book(people=PEOPLE, ties="ann reports_to bo"), 0, DAY)
def test_rows_on_which_both_agree_may_be_left_aside(before, seed, day):
    fresh = take_some(before, seed)
    aside = tell(before, fresh, day)
    with patch("kamgraph.model.history.update.divide_rows", settle_nothing):
        assert tell(before, fresh, day) == aside


@pytest.mark.long
@fewer
@given(books(people=8), books(dated=False, people=8), st.dates(DAY, DAY.replace(year=DAY.year + 1)))
def test_whatever_an_export_says_of_them(before, fresh, day):
    aside = tell(before, fresh, day)
    with patch("kamgraph.model.history.update.divide_rows", settle_nothing):
        assert tell(before, fresh, day) == aside


def part(known, fresh, table="people"):
    tables = (one.to_tables() for one in (known, fresh))
    return [
        rows["id" if table == "people" else "source"].tolist()
        for rows in divide_rows(table, *tables, MOMENT)
    ]


def test_what_an_export_says_again_or_leaves_open_is_settled():
    fresh = book(people="ann acme; bo acme level=3 since=2026-04-01; cy acme; vic us title=CEO")
    settled, known, others = part(book(people=PEOPLE), fresh)
    assert settled == ["ann", "bo"]
    assert known == others == ["cy", "vic"]  # one is back, of the other there is more to say


def test_rows_that_share_their_key_are_settled_by_nobody():
    twice = "ann reports_to bo until=2026-02-01; ann reports_to bo since=2026-04-01"
    lines = book(people="ann acme; bo acme; cy acme", ties=f"{twice}; cy reports_to bo")
    fresh = book(people="ann acme; bo acme; cy acme", ties="ann reports_to bo; cy reports_to bo")
    assert part(lines, fresh, "ties") == [["cy"], ["ann", "ann"], ["ann"]]
