"""Who sits elsewhere, and what they were to us where they were."""

import pandas as pd
import pytest

from books import book
from kamgraph import moves_of_people
from kamgraph.errors import ScopeError

PEOPLE = "ann acme; bo acme; cy us; di us; eve acme; flo institute"
SINCE = "2025-01-01"


def moves(positions, since=SINCE, **more):
    return moves_of_people(book(**{"people": PEOPLE} | more, positions=positions), since=since)


def test_a_supporter_who_has_gone_to_another_firm_is_told_with_what_they_were():
    found = moves(
        "ann acme cfo finance 1 - 2025-06-01; ann bravo director finance 2 2025-06-01",
        roles="ann approver acme until=2025-06-01; ann finance acme; ann coach bravo",
        assessments="""
            ann 2025-02-01 mentor champions accepts; ann 2025-03-01 - prefers
            ann 2025-07-01 hostile
        """,
        ties="cy knows ann brief; di knows ann trusted",
    )
    ann = found.loc["ann"]
    assert ann["change"] == "firm"
    assert ann["day"] == pd.Timestamp("2025-06-01")
    assert [*ann[["from_organization", "from_side", "from_title"]]] == ["acme", "customer", "cfo"]
    assert [*ann[["to_organization", "to_side", "to_title"]]] == ["bravo", "customer", "director"]
    assert ann["roles"] == ("approver", "finance")
    assert [*ann[["own_relationship", "own_solution", "own_price"]]] == [100, 75, 75]
    assert ann["own_choice"] == pytest.approx((100 * 75 * 75) ** (1 / 3))
    assert ann["knower"] == "di"


@pytest.mark.parametrize("firm", ["bravo", "institute", "rival", "us"])
@pytest.mark.parametrize("since", [SINCE, "2025-05-31"])
def test_whoever_hired_them_the_grades_from_before_are_told(firm, since):
    found = moves(
        f"ann acme until=2025-06-01; ann {firm} since=2025-06-01",
        since=since,
        assessments="ann 2025-03-01 friend champions accepts; ann 2025-07-01 hostile rejects",
    )
    assert [*found.loc["ann", ["own_relationship", "own_solution", "own_price"]]] == [75, 100, 75]
    assert found.loc["ann", "own_choice"] == pytest.approx((75 * 100 * 75) ** (1 / 3))


@pytest.mark.parametrize(
    ("positions", "change"),
    [
        ("ann acme until=2025-06-01; ann us since=2025-06-01", "firm"),
        ("ann acme until=2024-06-01; ann rival since=2025-06-01", "firm"),
        ("ann acme until=2025-06-01; ann unit since=2025-06-01", "unit"),
        ("ann acme until=2024-06-01; ann acme since=2025-06-01", "return"),
        ("ann acme until=2025-02-01; ann acme since=2025-06-01", "return"),
        ("ann acme - - 3 - 2025-06-01; ann acme - - 2 2025-06-01", "seat"),
        ("ann acme clerk - - - 2025-06-01; ann acme head - - 2025-06-01", "seat"),
    ],
)
def test_a_move_is_called_by_what_is_other(positions, change):
    assert moves(positions)["change"].to_dict() == {"ann": change}


@pytest.mark.parametrize(
    "positions",
    [
        "ann acme since=2025-06-01",  # has joined
        "ann acme until=2025-06-01",  # has left
        "ann acme until=2024-06-01; ann bravo since=2024-06-01",  # before
        "ann acme until=2025-06-01; ann acme since=2025-06-01",  # nothing is other
        "ann acme until=2030-06-01; ann bravo since=2030-06-01",  # to come
    ],
)
def test_who_has_not_moved_is_left_out(positions):
    assert moves(positions, ties="bo reports_to ann since=2025-09-01").empty


def test_moves_to_other_firms_come_first_then_the_newest():
    found = moves(
        """
        ann acme until=2025-02-01; ann unit since=2025-02-01
        bo acme until=2025-03-01; bo bravo since=2025-03-01
        eve acme until=2025-04-01; eve bravo since=2025-04-01
        """
    )
    assert [*found.index] == ["eve", "bo", "ann"]


def test_nothing_is_told_of_whom_nobody_judged_or_knows():
    ann = moves("ann acme until=2025-06-01; ann bravo since=2025-06-01").loc["ann"]
    assert ann["roles"] == ()
    assert (
        ann[["own_relationship", "own_solution", "own_price", "own_choice", "knower"]].isna().all()
    )


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ScopeError, match="no date"):
        moves("", since="yesterday")


def test_a_book_without_days_has_no_moves():
    assert moves_of_people(book(people=PEOPLE), since=SINCE).empty
