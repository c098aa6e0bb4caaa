import json
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.structural_holes import structural_holes
from networks import ARCS, DIRECTED, UNDIRECTED, arcs, customer, node_level, ties

EXAMPLES = Path(__file__).parents[1] / "data" / "worked_examples.json"
EXACT = {"rtol": 0, "atol": 1e-6}


def influences(network, *, undirected=False):
    """Ties of strength 1; with undirected, one each way for every pair that has any."""
    found = arcs(network)
    if undirected:
        back = found.rename(columns={"src": "dst", "dst": "src"})
        found = pd.concat([found, back]).drop_duplicates()
    return ties(found, "src", "dst", "influences")


def random_ties(seed, people, share=0.5):
    random = np.random.default_rng(seed)
    pairs = [(a, b) for a in people for b in people if a != b and random.random() < share]
    table = ties(pd.DataFrame(pairs, columns=["src", "dst"]), "src", "dst", "influences")
    return table.assign(strength=random.choice([1.0, 0.5, 0.25, -0.5], len(table)))


@pytest.mark.parametrize("network", ARCS)
def test_constraint_is_that_of_igraph(network):
    expected = node_level(network)["igraph_constraint"]
    found = structural_holes(customer(expected.index, influences(network)))
    pd.testing.assert_series_equal(
        found["constraint"].loc[expected.index],
        expected.set_axis(expected.index.astype(found.index.dtype)),
        check_names=False,
        **EXACT,
    )


@pytest.mark.parametrize("network", DIRECTED)
def test_constraint_of_the_undirected_network_is_that_of_igraph(network):
    expected = node_level(network)["igraph_constraint_undirected"]
    found = structural_holes(customer(expected.index, influences(network, undirected=True)))
    np.testing.assert_allclose(found["constraint"].loc[expected.index], expected, **EXACT)


@pytest.mark.parametrize("network", ARCS)
def test_effective_size_of_the_undirected_network_is_that_of_influence_r(network):
    expected = node_level(network)["influenceR_ens"]
    found = structural_holes(customer(expected.index, influences(network, undirected=True)))
    sizes = found["effective_size"].loc[expected.index]
    assert sizes.isna().equals(expected == 0)  # influenceR writes 0 for who has no ties
    np.testing.assert_allclose(sizes.fillna(0), expected, **EXACT)


def test_one_arc_or_two_are_the_same_where_all_ties_are_alike():
    for network in UNDIRECTED:
        people, both = node_level(network).index, influences(network)
        once = both[both["source"] < both["target"]]
        found = (structural_holes(customer(people, table)) for table in (once, both))
        pd.testing.assert_frame_equal(*found)


def test_borgatti_1997():
    example = json.loads(EXAMPLES.read_text("utf-8"))["burt_borgatti_1997"]
    edges = pd.DataFrame(example["edges"], columns=["src", "dst"])
    graph = customer([*"ABCDEFG"], ties(edges, "src", "dst", "influences"))
    found = structural_holes(graph)
    for person, printed in example["constraint"].items():
        assert found.loc[person, "constraint"] == pytest.approx(printed, abs=5e-4)
    for person, printed in example["effective_size"].items():
        assert found.loc[person, "effective_size"] == pytest.approx(printed, abs=5e-3)


def test_two_contacts_of_different_strength_by_hand():
    # z_ab = 1, z_ac = 0.5 + 0.5, z_bc = 0.5, so p_ab = p_ac = 1/2, p_ba = p_ca = 2/3, p_bc = 1/3.
    text = "a influences b 1; a influences c 0.5; c influences a 0.5; b influences c 0.5"
    graph = k.build_graph(book(people="a acme; b acme; c acme; d acme", ties=text), account="acme")
    found = structural_holes(graph)
    assert found.loc["a", "constraint"] == pytest.approx(2 * (1 / 2 + 1 / 2 * 1 / 3) ** 2)
    # m_bc = m_cb = 1/2, the tie of b and c beside the strongest each has.
    assert found.loc["a", "effective_size"] == pytest.approx(2 * (1 - 1 / 2 * 1 / 2))
    assert found.loc["b", "constraint"] == pytest.approx(
        (2 / 3 + 1 / 3 * 2 / 3) ** 2 + (1 / 3 + 2 / 3 * 1 / 2) ** 2
    )
    assert found.index[-1] == "d"
    assert found.loc["d"].isna().all()


def test_influence_to_the_contrary_is_no_tie():
    text = "a influences b; a influences c; b influences c -1"
    graph = k.build_graph(book(people="a acme; b acme; c acme", ties=text), account="acme")
    found = structural_holes(graph)
    assert found.loc["a"].to_dict() == {"constraint": 0.5, "effective_size": 2.0}
    assert found.loc["b"].to_dict() == {"constraint": 1.0, "effective_size": 1.0}


@pytest.mark.parametrize("seed", range(15))
def test_both_are_those_of_networkx(seed):
    people = [*"abcdefg"]
    table = random_ties(seed, people, share=0.3)
    network = nx.Graph()
    network.add_nodes_from(people)
    for one, other, _, strength in table.itertuples(index=False):
        if strength > 0:
            known = network.get_edge_data(one, other, {"weight": 0.0})["weight"]
            network.add_edge(one, other, weight=known + strength)
    found = structural_holes(customer(people, table)).loc[people]
    for column, measure in (("constraint", nx.constraint), ("effective_size", nx.effective_size)):
        expected = [*measure(network, weight="weight").values()]
        np.testing.assert_allclose(found[column], expected, rtol=1e-12, err_msg=column)
    assert not (found["effective_size"] < 1 - 1e-12).any()
    assert not (found["constraint"] >= 2).any()


def test_the_largest_effective_size_first_and_scopes_each_for_itself():
    text = "a influences b 0.7; b influences c 0.3; c influences a 0.9; c influences d 0.2"
    people = "a bravo; b bravo; c bravo; d bravo"
    alone = structural_holes(k.build_graph(book(people=people, ties=text), account="bravo"))
    assert alone["effective_size"].is_monotonic_decreasing
    wider = book(people=people + "; x acme; y acme", ties=text + "; x influences y")
    among = structural_holes(k.build_graph(wider)).loc[("bravo", "")]
    pd.testing.assert_frame_equal(among, alone, check_exact=True)


def test_newcomers_without_ties_and_names_change_nothing():
    people, new = [*"abcde"], dict(zip("abcde", "edcba", strict=True))
    table = random_ties(7, people)
    found = structural_holes(customer(people, table))
    wider = structural_holes(customer([*people, "z"], table))
    pd.testing.assert_frame_equal(wider.drop(index="z"), found, check_exact=True)
    renamed = table.replace({"source": new, "target": new})
    again = structural_holes(customer(people, renamed))
    again = again.set_axis(again.index.map(new).astype(again.index.dtype).rename(again.index.name))
    pd.testing.assert_frame_equal(again.loc[found.index], found)


def test_vacant_seats_are_left_out():
    people = "a acme; b acme; s acme until=2025-01-01"
    text = "a influences b; a reports_to s"
    graph = k.build_graph(book(people=people, ties=text), account="acme", as_of="2026-01-01")
    assert sorted(structural_holes(graph).index) == ["a", "b"]


def test_whom_everybody_is_tied_to_is_as_free_as_can_be():
    """One tied to 10,000, of whom no two are, who would make 100 million pairs."""
    people = pd.Index([f"p{number:05d}" for number in range(10_001)])
    arms = pd.DataFrame({"src": people[0], "dst": people[1:]})
    found = structural_holes(customer(people, ties(arms, "src", "dst", "influences")))
    assert found.index[0] == people[0]
    assert found["effective_size"].iloc[0] == 10_000
    assert found["constraint"].iloc[0] == pytest.approx(1e-4)
    assert (found.iloc[1:] == 1.0).all(axis=None)
