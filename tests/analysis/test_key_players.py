import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from networks import UNDIRECTED, arcs, node_level
from strategies import few

# Who asks whom in a consulting firm: figure 8 of Borgatti (2006), as pyntacle's tests have it.
FIRM = """HS PS,HS KR,BR WD,BR KR,BR GM,BR BS3,WD PS,WD KR,WD GM,WD BS3,WD SF,WD HA,PS WS,PS KR,
PS GM,PS BS3,WS KR,WS GM,WS BS3,KR GM,KR BS3,KR SF,KR JE,GM BS3,GM SF,BS3 SF,BS3 JE,BS3 LR,GS DI,
DI KA,DI HA,KA PH,DB BW,BW PH,BW BM,PH BM,PH SR,BM HA,BM LK,BM CR,BM SR,SR HB,HB TO,HB CD,HB NP,
HB EE,TO MJ,TO BS,TO NP,MJ BS,WL CD,CD BS,CD NP,BS NP,NP BS2,BS2 MG"""


def firm():
    return nx.Graph(pair.split() for pair in FIRM.split(","))


def graph_of(network):
    people = ";".join(f"{person} acme" for person in sorted(network))
    ties = ";".join(f"{one} influences {other}" for one, other in network.edges)
    return k.build_graph(book(people=people, ties=ties), account="acme", as_of="2026-01-01")


def separate(network, people):
    left = network.subgraph({*network} - {*people})
    near = sum(
        1 / steps
        for _, ways in nx.all_pairs_shortest_path_length(left)
        for steps in ways.values()
        if steps
    )
    return 1 - near / (len(left) * (len(left) - 1)) if len(left) > 1 else 0.0


def spread(network, people):
    steps = nx.multi_source_dijkstra_path_length(network, {*people}, weight=None)
    return sum(1 / max(1, way) for way in steps.values()) / len(network)


def try_all(network, size, measure):
    return max(measure(network, some) for some in itertools.combinations(sorted(network), size))


def test_of_the_kite_whoever_ties_the_tail_separates_most_and_not_the_busiest():
    kite = nx.from_pandas_edgelist(arcs("kite"), "src", "dst")
    table = k.key_players(graph_of(kite), most=1)
    assert table.loc[("separating", 1), "people"] == ("H",)
    assert max(dict(kite.degree).items(), key=lambda one: one[1])[0] == "D"


@pytest.mark.parametrize("name", UNDIRECTED)
def test_without_each_one_of_published_networks_the_others_are_as_far_apart_as_r_says(name):
    # By `fragment` of R's package keyplayer, which Borgatti's measure of 2006 is the source of.
    expected = node_level(name)["keyplayer_fragment"]
    network = nx.from_pandas_edgelist(arcs(name), "src", "dst")
    network.add_nodes_from(expected.index)  # one family married into none of the others
    found = {one: separate(network, [one]) for one in network}
    assert found == pytest.approx(expected.to_dict())
    best = k.key_players(graph_of(network), most=1).loc[("separating", 1)]
    assert best["effect"] == pytest.approx(expected.max())
    assert best["people"] == (expected.idxmax(),)


def test_the_consulting_firm_is_tied_by_one_and_reached_through_three():
    network = firm()
    table = k.key_players(graph_of(network))
    assert table["exact"].all()
    assert table.loc[("separating", 1), "people"] == ("HA",)
    assert table.loc[("separating", 1), "effect"] == pytest.approx(0.74914, abs=1e-5)
    assert table.loc[("separating", 2), "people"] == ("HB", "WD")
    three = table.loc[("spreading", 3)]
    assert {"BM", "NP"} < {*three["people"]}
    steps = nx.multi_source_dijkstra_path_length(network, {*three["people"]}, weight=None)
    assert sum(way <= 2 for way in steps.values()) == 31
    assert three["effect"] == pytest.approx(0.8541667)


@few
@given(st.integers(2, 6), st.integers(0, 2**15 - 1))
def test_no_other_set_of_the_size_does_more(count, drawn):
    pairs = itertools.combinations("abcdef"[:count], 2)
    network = nx.Graph(pair for place, pair in enumerate(pairs) if drawn >> place & 1)
    network.add_nodes_from("abcdef"[:count])
    table = k.key_players(graph_of(network))
    for size in range(1, min(3, count) + 1):
        for kind, measure in (("separating", separate), ("spreading", spread)):
            row = table.loc[(kind, size)]
            assert row["effect"] == pytest.approx(try_all(network, size, measure))
            assert row["effect"] == pytest.approx(measure(network, row["people"]))


def test_of_a_large_customer_the_middle_of_a_chain_is_found_from_some_of_its_people(monkeypatch):
    monkeypatch.setattr("kamgraph.analysis.key_players._SAMPLE", 40)
    count = 100
    chain = nx.path_graph([f"p{number:04d}" for number in range(count)])
    table = k.key_players(graph_of(chain), most=1)
    assert not table["exact"].any()
    for kind, measure in (("separating", separate), ("spreading", spread)):
        row = table.loc[(kind, 1)]
        assert abs(int(row["people"][0][1:]) - count / 2) < count / 20
        assert row["effect"] == pytest.approx(measure(chain, row["people"]), abs=5e-3)
