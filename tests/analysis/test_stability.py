import pandas as pd
import pytest

import kamgraph as k
from books import book

FACTS = book(
    people="ann acme; bob acme; cyd acme; dan acme; vic us",
    ties="bob influences ann 0.5; vic knows bob 0.8; cyd reports_to ann",
    roles="ann approver acme; cyd user acme",
    assessments="ann 2026-01-01 4 4 4; bob 2026-01-01 5 5 5",
)
GRAPH = k.build_graph(FACTS, account="acme")


def test_the_same_seed_gives_the_same_draws():
    pd.testing.assert_frame_equal(k.stability(GRAPH, draws=20), k.stability(GRAPH, draws=20))
    other = k.stability(GRAPH, draws=20, seed=1)
    assert not k.stability(GRAPH, draws=20)[["power_low"]].equals(other[["power_low"]])


def test_a_tiny_share_changes_nothing():
    table, people = k.stability(GRAPH, draws=10, share=1e-12), k.key_people(GRAPH)
    assert list(table.index) == list(people.index)
    assert (table["stays"].dropna() == 1).all()
    assert table["power_low"].tolist() == pytest.approx(people["power"].tolist())
    assert table["power_high"].tolist() == pytest.approx(people["power"].tolist())
    assert table.loc["bob", "route_stays"] == 1
    row = k.scope_stability(GRAPH, draws=10, share=1e-12).loc["acme", ""]
    assert row["status_stays"] == row["truck_factor_stays"] == 1
    choice = k.scores(GRAPH)["choice"].item()
    assert row[["choice_low", "choice_high"]].tolist() == pytest.approx([choice, choice])


def test_routes_stay_as_often_as_their_ties():
    # The route over vic's one tie stays where the tie is neither lost nor leads to somebody else,
    # who in one of four cases is bob again.
    table = k.stability(GRAPH, draws=4000, share=0.4)
    assert table.loc["bob", "route_stays"] == pytest.approx(1 - 0.2 - 0.2 * 3 / 4, abs=0.03)


def test_each_scope_is_drawn_for_itself():
    facts = book(people="ann acme; bob bravo; vic us", roles="ann approver acme; bob approver bravo",
                 assessments="ann 2026-01-01 4 4 4")  # fmt: skip
    graph = k.build_graph(facts)
    table = k.stability(graph, draws=7)
    assert list(table.index) == [("acme", "", "ann"), ("bravo", "", "bob")]
    assert k.scope_stability(graph, draws=7)["choice_low"].isna().tolist() == [False, True]


def test_nobody_stays_by_what_is_only_assumed():
    facts = book(people="ann acme title=CEO; bob acme", roles="bob user acme")
    table = k.stability(k.build_graph(facts, account="acme"), draws=5)
    assert table["kind"].to_dict() == {"ann": "assumed", "bob": "direct"}
    assert table["stays"].isna().to_dict() == {"ann": True, "bob": False}


@pytest.mark.parametrize(("draws", "share"), [(0, 0.1), (10, 0.0), (10, 1.5)])
def test_what_cannot_be_drawn_is_refused(draws, share):
    with pytest.raises(k.KamgraphError, match="draws"):
        k.stability(GRAPH, draws=draws, share=share)


@pytest.mark.parametrize("draws", [0, 10**30])
def test_as_many_draws_as_would_never_end_are_refused(draws):
    for ask in (k.stability, k.scope_stability):
        with pytest.raises(k.KamgraphError, match="draws are 1 at least and 1,000,000 at most"):
            ask(GRAPH, draws=draws)
