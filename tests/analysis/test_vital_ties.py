import pytest
from hypothesis import given

import kamgraph as k
from books import book
from strategies import books, few

KEY = ["account", "deal", "source", "target", "kind"]


def test_the_only_way_to_who_decides_comes_first():
    facts = book(
        people="ann acme; bob acme; vic us; val us",
        ties="bob influences ann 0.5; vic knows bob 0.8; val knows bob 0.4",
        roles="ann approver acme",
    )
    graph = k.build_graph(facts, account="acme", policy=k.Policy(required_roles={}, key_cover=0.9))
    table = k.vital_ties(graph)
    # Ann 0.75 of power, reached 0.4; Bob 0.25, reached 0.8: coverage 50. Without Bob's influence
    # Ann has all power and is out of reach; without Vic's tie Val's carries half of all.
    assert list(table.index) == [
        ("acme", "", "bob", "ann", "influences"),
        ("acme", "", "vic", "bob", "knows"),
    ]
    assert table["coverage_lost"].tolist() == pytest.approx([50, 25])


def test_nothing_is_vital_where_nobody_says_who_knows_whom():
    facts = book(people="ann acme; bob acme; vic us", ties="vic influences ann")
    assert k.vital_ties(k.build_graph(facts)).empty


@few
@given(books())
def test_each_loss_is_that_of_the_graph_without_the_tie(book):
    graph = k.build_graph(book)
    table = k.vital_ties(graph, most=3)
    places = {tuple(row): place for place, row in enumerate(graph.ties[KEY].to_numpy())}
    before = k.scores(graph)["coverage"]
    for key, lost in table["coverage_lost"].items():
        after = k.scores(graph.drop_ties([places[key]]))["coverage"]
        assert lost == pytest.approx((before - after)[key[:2]])
