import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import kernels
from matrices import rows

pytestmark = pytest.mark.kernels


@given(st.integers(1, 8), st.data())
def test_counts_everybody_below_once(size, data):
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    lines = data.draw(st.lists(ends.filter(lambda end: end[0] != end[1]), unique=True, max_size=15))
    counted = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    ptr, idx, _ = rows(dict.fromkeys(lines, 1.0), size)
    graph = nx.DiGraph(lines)
    graph.add_nodes_from(range(size))
    expected = [sum(counted[node] for node in nx.descendants(graph, top)) for top in range(size)]
    assert kernels.count_below(ptr, idx, counted).tolist() == expected


def test_members_of_a_circle_are_below_each_other():
    ptr, idx, _ = rows({(0, 1): 1.0, (1, 0): 1.0, (1, 2): 1.0}, 3)
    assert kernels.count_below(ptr, idx, np.ones(3, bool)).tolist() == [2, 2, 0]
