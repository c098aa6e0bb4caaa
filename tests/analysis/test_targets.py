import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.analysis.targets import targets
from kamgraph.model.vocabulary import AXES
from strategies import books, few

SALE = {
    "people": "ann acme; bo acme; cy acme - 2026-01-01; vic us; dee bravo",
    "deals": "deal acme bid",
    "roles": "ann approver acme",
    "ties": "cy reports_to ann; bo reports_to cy",
    "assessments": "ann 2026-02-01 friend doubts -; dee 2026-02-01 1 1 1",
    "targets": """
        ann 2026-01-15 mentor; ann 2026-01-01 mentor; ann 2026-03-01 acquainted prefers
        ann 2026-05-01 mentor champions; ann 2026-04-01 - prefers - deal; bo 2026-01-15 - - accepts
        cy 2026-05-01 mentor; dee 2026-05-01 3
    """,
}


def of(**asked):
    return targets(k.build_graph(book(**SALE), **asked))


def test_the_next_of_each_axis_and_the_newest_missed():
    found = of(account="acme")
    told = found[["due", "target", "current", "to_go", "state"]].reset_index()
    told["due"] = told["due"].dt.strftime("%m-%d")
    nan = float("nan")
    expected = [
        ["ann", "relationship", "01-15", 100.0, 75.0, 25.0, "overdue"],
        ["bo", "price", "01-15", 75.0, nan, nan, "overdue"],
        ["ann", "relationship", "03-01", 50.0, 75.0, -25.0, "reached"],
        ["ann", "solution", "03-01", 75.0, 25.0, 50.0, "open"],
    ]
    pd.testing.assert_frame_equal(
        told, pd.DataFrame(expected, columns=told.columns), check_dtype=False
    )


def test_a_deal_has_targets_of_its_own_for_an_axis():
    found = of(deal="deal")
    solution = found.xs("solution", level="axis")
    assert solution[["due", "origin"]].to_numpy().tolist() == [[pd.Timestamp("2026-04-01"), "deal"]]
    assert set(found.xs("relationship", level="axis")["origin"]) == {"account"}


def test_many_scopes_are_told_apart():
    found = of()
    assert found.index.names == ["account", "deal", "person", "axis"]
    for account, deal in found.index.droplevel(["person", "axis"]).unique():
        alone = of(deal=deal) if deal else of(account=account)
        pd.testing.assert_frame_equal(found.loc[(account, deal)], alone)


def test_without_a_date_nothing_is_overdue():
    undated = book(people="ann acme", targets="ann 2026-01-01 mentor")
    found = targets(k.build_graph(undated, account="acme"))
    assert found["state"].tolist() == ["unknown"]


def test_without_targets_there_are_no_rows():
    found = targets(k.build_graph(book(people="ann acme"), account="acme"))
    assert found.empty
    assert found.index.names == ["person", "axis"]


@few
@given(books())
def test_laws(made):
    graph = k.build_graph(made)
    found = targets(graph)
    assert (found.groupby(level=list(range(found.index.nlevels))).size() <= 2).all()
    assert found["target"].between(0, 100).all()
    known = found["current"].notna()
    assert found.loc[known, "to_go"].tolist() == pytest.approx(
        (found["target"] - found["current"])[known].tolist()
    )
    assert set(found["state"]) <= {"overdue", "open", "reached", "unknown"}
    assert set(found.index.get_level_values("axis")) <= set(AXES.words)
    seats = graph.index[graph.vacant]
    assert not found.index.droplevel("axis").isin(seats).any()
