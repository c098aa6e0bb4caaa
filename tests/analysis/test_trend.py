"""Scores over review days."""

import pandas as pd
import pytest

import kamgraph
from books import book
from kamgraph.analysis.trend import trend
from kamgraph.errors import ScopeError

PEOPLE = "ann acme; bo acme; cy us; dan bravo"
ROLES = "ann approver acme; bo evaluator acme; dan approver bravo"
GRADES = """
    ann 2026-01-05 hostile doubts objects; bo 2026-01-20 friend prefers accepts
    ann 2026-03-01 friend prefers accepts; bo 2026-06-25 mentor champions endorses bid
    dan 2026-04-10 distant neutral neutral
"""


def graphs(**scope):
    facts = book(people=PEOPLE, roles=ROLES, assessments=GRADES, deals="bid acme bid 2026-02-01")
    return kamgraph.build_graph(facts, as_of="2026-06-30", **scope)


def days(table):
    return [f"{day:%Y-%m-%d}" for day in table.index.get_level_values("as_of").unique()]


def test_each_row_is_the_scores_of_that_day():
    graph = graphs(account="acme")
    table = trend(graph)
    for day in table.index:
        expected = kamgraph.scores(graph.at(day.date())).iloc[0]
        pd.testing.assert_series_equal(table.loc[day], expected, check_names=False)
    assert list(table.columns) == list(kamgraph.scores(graph).columns)
    assert table.index.name == "as_of"


def test_review_days_are_the_assessment_days_at_least_a_month_apart():
    assert days(trend(graphs(account="acme"))) == ["2026-01-20", "2026-03-01", "2026-06-30"]


def test_a_deal_begins_with_its_creation_and_counts_its_own_grades():
    table = trend(graphs(deal="bid"))
    assert days(table) == ["2026-03-01", "2026-06-30"]
    assert table["choice"].is_monotonic_increasing
    assert days(trend(graphs(deal="bid"), days=["2026-01-20", "2026-02-01"])) == ["2026-02-01"]


def test_many_scopes_have_their_own_rows():
    graph = graphs()
    table = trend(graph)
    assert table.index.names == ["account", "deal", "as_of"]
    assert table.index.is_monotonic_increasing
    assert set(table.index.droplevel("as_of")) == set(graph.scope_index)
    chosen = days(trend(graph, days=["2026-03-01", "2026-06-30"]))
    one = trend(graphs(account="acme"), days=chosen)
    pd.testing.assert_frame_equal(trend(graph, days=chosen).loc[("acme", "")], one)


def test_days_are_sorted_once_each_and_may_be_none():
    graph = graphs(account="acme")
    assert days(trend(graph, days=["2026-03-01", "2026-01-05", "2026-03-01"])) == [
        "2026-01-05",
        "2026-03-01",
    ]
    assert trend(graph, days=[]).empty


def test_what_ifs_hold_on_every_day():
    graph = graphs(account="acme").without("bo")
    table = trend(graph, days=["2026-01-20"])
    assert table["choice"].iloc[0] == pytest.approx(
        kamgraph.scores(graphs(account="acme").at("2026-01-20").without("bo"))["choice"].iloc[0]
    )


@pytest.mark.parametrize("day", ["2026-07-01", "soon"])
def test_a_day_ahead_and_no_day_are_refused(day):
    with pytest.raises(ScopeError, match=r"looks back|is no date"):
        trend(graphs(account="acme"), days=[day])


def test_a_book_without_days_has_one_row():
    graph = kamgraph.build_graph(book(people="ann acme", roles="ann approver acme"), account="acme")
    table = trend(graph)
    assert len(table) == 1
    assert table.index.isna().all()
    with pytest.raises(ScopeError, match="its book has no dates"):
        trend(graph, days=["2026-01-01"])
