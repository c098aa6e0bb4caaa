import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from kamgraph import kernels
from kamgraph.kernels import compile as compiling
from kamgraph.kernels import routes
from matrices import chains, dense_rows, rows

pytestmark = pytest.mark.kernels


def every_chain(size, steps, source):
    """Yield the nodes and the product of every simple chain from a source."""

    def onward(chain, product):
        yield chain, product
        for (begin, end), strength in steps.items():
            if begin == chain[-1] and end not in chain:
                yield from onward((*chain, end), product * strength)

    for node in range(size):
        if source[node]:
            yield from onward((node,), 1.0)


def best(chains_to):
    """Return the best chain and product: but for rounding, fewer hops, then the earlier node."""
    most = max(product for _, product in chains_to)
    equal = [chain for chain, product in chains_to if product >= most - 1e-12]
    return min(equal, key=lambda chain: (len(chain), chain[::-1])), most


@given(chains(least=0.2))
def test_agrees_with_trying_every_chain(drawn):
    size, steps, source = drawn
    reach, hops, before = kernels.find_best_routes(np.array([0, size]), *rows(steps, size), source)
    found = list(every_chain(size, steps, source))
    for node in range(size):
        to_node = [chain for chain in found if chain[0][-1] == node]
        if not to_node:
            assert (reach[node], hops[node], before[node]) == (0, 0, -1)
            continue
        chain, product = best(to_node)
        assert (reach[node], hops[node]) == (product, len(chain) - 1)
        assert before[node] == (chain[-2] if len(chain) > 1 else -1)


@given(chains())
def test_every_route_has_the_product_and_the_hops_it_is_said_to_have(drawn):
    size, steps, source = drawn
    reach, hops, before = kernels.find_best_routes(np.array([0, size]), *rows(steps, size), source)
    assert (hops[source] == 0).all()
    for node in np.flatnonzero((reach > 0) & ~source):
        product = reach[before[node]] * steps[before[node], node]
        assert reach[node] - 1e-12 <= product <= reach[node]
        assert hops[node] == hops[before[node]] + 1


def test_products_that_differ_by_rounding_alone_are_equal():
    source = np.array([True, False, False, False])
    steps = {(0, 1): 0.3, (1, 3): 0.1 + 0.2, (0, 2): 0.1 + 0.2, (2, 3): 0.3 + 1e-13}
    reach, _, before = kernels.find_best_routes(np.array([0, 4]), *rows(steps, 4), source)
    assert reach[3] > 0.3 * (0.1 + 0.2)
    assert before[3] == 1
    steps[2, 3] = 0.3 + 1e-10
    assert kernels.find_best_routes(np.array([0, 4]), *rows(steps, 4), source)[2][3] == 2


def test_fewer_hops_win_over_more_that_are_the_least_bit_stronger():
    source = np.array([True, False, False])
    steps = {(0, 1): 1.0, (1, 2): 0.5 + 1e-13, (0, 2): 0.5}
    _, hops, before = kernels.find_best_routes(np.array([0, 3]), *rows(steps, 3), source)
    assert (hops[2], before[2]) == (1, 0)


@given(chains(most=12))
def test_agrees_with_networkx_on_logarithms(drawn):
    size, steps, source = drawn
    reach, _, _ = kernels.find_best_routes(np.array([0, size]), *rows(steps, size), source)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((i, j, -np.log(value)) for (i, j), value in steps.items())
    sources = {node for node in range(size) if source[node]}
    lengths = nx.multi_source_dijkstra_path_length(graph, sources) if sources else {}
    expected = [np.exp(-lengths[node]) if node in lengths else 0.0 for node in range(size)]
    np.testing.assert_allclose(reach, expected, rtol=1e-9)


def test_equal_chains_take_fewer_hops_then_the_earlier_person():
    source = np.array([True, False, False, False, False])
    steps = {(0, 1): 1.0, (0, 2): 1.0, (1, 3): 1.0, (2, 3): 1.0, (3, 4): 1.0, (1, 4): 1.0}
    _, hops, before = kernels.find_best_routes(np.array([0, 5]), *rows(steps, 5), source)
    assert hops.tolist() == [0, 1, 1, 2, 2]
    assert before.tolist() == [-1, 0, 0, 1, 1]


def test_nobody_at_all():
    nothing = np.array([], dtype=np.int64)
    found = kernels.find_best_routes(
        np.array([0, 0]), np.array([0]), nothing, nothing.astype(float), nothing.astype(bool)
    )
    assert [len(part) for part in found] == [0, 0, 0]


def test_in_which_order_products_are_led_on_makes_no_difference(monkeypatch, many_scopes):
    starts, cells, source = many_scopes
    steps, back, stake = dense_rows(cells), dense_rows(cells.T), cells.sum(axis=0)
    monkeypatch.setattr(compiling, "_PATIENCE", 10**9)

    def find():
        fewest = kernels.count_truck_factors(starts, steps, back, source, stake * ~source)
        return [*kernels.find_best_routes(starts, *steps, source), fewest]

    in_turn = find()
    monkeypatch.setattr(routes, "_FEW", 0)
    for expected, found in zip(in_turn, find(), strict=True):
        np.testing.assert_array_equal(found, expected, strict=True)
