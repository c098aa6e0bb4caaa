import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from kamgraph import kernels
from matrices import chains, rows, transposed

pytestmark = pytest.mark.kernels


def threads(size, steps, source):
    ptr, idx, _ = rows(transposed(steps), size)
    return kernels.count_disjoint_chains(np.array([0, size]), ptr, idx, source, ~source)


def smallest_cut(size, steps, source, target):
    """Return how few nodes must go so that no chain reaches the target, trying every set."""
    others = [node for node in range(size) if node != target]
    for count in range(size):
        for gone in itertools.combinations(others, count):
            reached = {node for node in range(size) if source[node] and node not in gone}
            while True:
                ahead = {j for i, j in steps if i in reached and j not in gone and j not in reached}
                if not ahead:
                    break
                reached |= ahead
            if target not in reached:
                return count
    return size


@given(chains())
def test_as_many_chains_as_nodes_that_cut_them_all(drawn):
    size, steps, source = drawn
    found = threads(size, steps, source)
    for node in range(size):
        assert found[node] == (0 if source[node] else smallest_cut(size, steps, source, node))


@given(chains(most=12))
def test_agrees_with_networkx(drawn):
    size, steps, source = drawn
    graph = nx.DiGraph([(i, j) for i, j in steps])
    graph.add_nodes_from(range(size))
    graph.add_edges_from(("us", node) for node in range(size) if source[node])
    graph.add_node("us")
    found = threads(size, steps, source)
    for node in range(size):
        if source[node]:
            continue
        paths = nx.node_disjoint_paths(graph, "us", node) if nx.has_path(graph, "us", node) else []
        assert found[node] == len(list(paths))


def test_three_contacts_under_one_champion_are_one_thread():
    # 0 and 1 are ours; 2 is the champion, 3 to 5 the contacts, 6 the key person.
    source = np.array([True, True, False, False, False, False, False])
    steps = dict.fromkeys([(0, 2), (1, 2), (2, 3), (2, 4), (2, 5), (3, 6), (4, 6), (5, 6)], 1.0)
    assert threads(7, steps, source)[6] == 1
    assert threads(7, steps | {(1, 5): 1.0}, source)[6] == 2
