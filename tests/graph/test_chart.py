from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from kamgraph.graph.chart import count_disputes, find_circular, find_parts, list_chains
from kamgraph.model.rows import Rows


def lines_of(pairs):
    source, target = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return Rows(source=source, target=target)


def network_of(pairs, count):
    network = nx.DiGraph(pairs)
    network.add_nodes_from(range(count))
    return network


def random_lines(seed):
    """A tree, a sparse or a dense tangle, a hierarchy of several bosses."""
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 12))
    kind = seed % 4
    links = {(i, int(random.integers(0, i))) for i in range(1, count)} if kind in {0, 3} else set()
    more = int(random.integers(0, 3 if kind == 0 else 3 * count))
    pairs = random.integers(0, count, (more, 2)).tolist() if kind else []
    links |= {(max(pair), min(pair)) if kind == 3 else tuple(pair) for pair in pairs}
    return {(i, j) for i, j in links if i != j}, count


def without_least(pairs, count):
    """Count for each part from the definition, at its first node."""
    network = network_of(pairs, count)
    above = {node: nx.descendants(network, node) | {node} for node in network}
    missing = np.zeros(count)
    for part in nx.weakly_connected_components(network):
        for one, other in combinations(sorted(part), 2):
            bounds = above[one] & above[other]
            # The least is below all others: every other bound is above it.
            if not any(bounds <= above[least] for least in bounds):
                missing[min(part)] += 1
    return missing


@pytest.mark.parametrize("seed", range(200))
def test_the_chart_is_that_of_the_definitions(seed):
    pairs, count = random_lines(seed)
    lines, network = lines_of(pairs), network_of(pairs, count)
    part, found = find_parts(lines, count), list_chains(lines)
    expected = {
        node: min(group) for group in nx.weakly_connected_components(network) for node in group
    }
    assert part.tolist() == [expected[node] for node in range(count)]
    above = {(node, other) for node in network for other in nx.descendants(network, node)}
    listed = list(zip(found["below"].tolist(), found["above"].tolist(), strict=True))
    assert len(listed) == len(set(listed))
    assert set(listed) == above
    both = {pair for pair, turned in zip(listed, find_circular(found), strict=True) if turned}
    assert both == {(i, j) for i, j in above if (j, i) in above}
    assert count_disputes(lines, part, found).tolist() == without_least(pairs, count).tolist()


def test_two_bosses_without_a_common_one_leave_disputes_open():
    # 2 and 3 report to both 0 and 1: two bounds, neither below the other. 0 and 1 have none.
    pairs = {(2, 0), (2, 1), (3, 0), (3, 1)}
    lines = lines_of(pairs)
    assert count_disputes(lines, find_parts(lines, 4), list_chains(lines)).tolist() == [2, 0, 0, 0]


def test_a_long_circle_is_one_part_above_itself():
    count = 120
    lines = lines_of({(i, (i + 1) % count) for i in range(count)})
    found = list_chains(lines)
    assert len(found) == count * (count - 1)
    assert find_circular(found).all()
    assert not find_parts(lines, count).any()
    assert not count_disputes(lines, find_parts(lines, count), found).any()
