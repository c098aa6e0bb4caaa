import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import kernels
from matrices import dense_rows

pytestmark = pytest.mark.kernels


@st.composite
def networks(draw):
    """Draw a network of few ties or many, a ring among them, in which ways lead around somebody."""
    size = draw(st.integers(1, 9))
    pairs = [(one, other) for one in range(size) for other in range(one)]
    taken = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    network = nx.cycle_graph(size) if draw(st.booleans()) and size > 2 else nx.empty_graph(size)
    network.add_edges_from(taken)
    some = draw(st.lists(st.sampled_from(range(size)), min_size=1, unique=True))
    return network, np.sort(some)


def pointers(network):
    return dense_rows(nx.to_numpy_array(network))[:2]


def steps_without(network, begin, gone):
    left = network.subgraph({*network} - {*gone})
    ways = [nx.single_source_shortest_path_length(left, one) for one in begin if one in left]
    return [steps for each in ways for steps in each.values() if steps]


@given(networks(), st.data())
def test_without_a_node_only_detours_are_left(drawn, data):
    network, begin = drawn
    before = data.draw(st.lists(st.sampled_from([*network]), max_size=2, unique=True))
    gone = np.isin(np.arange(len(network)), before)
    near = kernels.add_up_nearness_without(*pointers(network), begin, gone)
    for node in {*network} - {*before}:
        left = steps_without(network, begin, [*before, node])
        assert near[node] == pytest.approx(sum(1 / steps for steps in left), abs=1e-12)


@given(networks())
def test_ways_without_a_set_are_counted_by_their_steps(drawn):
    network, begin = drawn
    sets = np.array([(one,) for one in network])
    counts = kernels.count_steps_without(*pointers(network), begin, sets)
    for node in network:
        steps = np.array(steps_without(network, begin, [node]), dtype=int)
        assert counts[node].tolist() == np.bincount(steps, minlength=len(network)).tolist()


@given(networks())
def test_whoever_is_added_brings_others_nearer(drawn):
    network, ends = drawn
    ways = pointers(network)
    far = kernels.measure_steps(*ways, np.array([[0]]))[0]

    def total(*some):
        people = sorted({*some})
        steps = kernels.measure_steps(*ways, np.array([people]))[0][ends]
        near = nx.multi_source_dijkstra_path_length(network, people, weight=None)
        assert steps.tolist() == [near.get(end, kernels.NEVER) for end in ends]
        return np.where(steps == kernels.NEVER, 0.0, 1 / np.maximum(1, steps)).sum()

    gains = kernels.add_up_gains(*ways, ends, far[ends])
    for node in network:
        assert gains[node] == pytest.approx(total(0, node) - total(0), abs=1e-12)
