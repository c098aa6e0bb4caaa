from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from kamgraph.graph.chart import find_parts, measure_hierarchy
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


@pytest.mark.parametrize("seed", range(400))
def test_the_chart_is_that_of_the_definitions(seed):
    pairs, count = random_lines(seed)
    lines, network = lines_of(pairs), network_of(pairs, count)
    part = find_parts(lines, count)
    expected = {
        node: min(group) for group in nx.weakly_connected_components(network) for node in group
    }
    assert part.tolist() == [expected[node] for node in range(count)]
    above = {node: nx.descendants(network, node) for node in network}
    mutual = {node: {other for other in above[node] if node in above[other]} for node in network}
    found = measure_hierarchy(lines, part)
    assert found.above.tolist() == [len(above[node] - mutual[node]) for node in range(count)]
    assert found.mutual.tolist() == [len(mutual[node]) for node in range(count)]
    assert found.disputes.tolist() == without_least(pairs, count).tolist()


def test_two_bosses_without_a_common_one_leave_disputes_open():
    # 2 and 3 report to both 0 and 1: two bounds, neither below the other. 0 and 1 have none.
    lines = lines_of({(2, 0), (2, 1), (3, 0), (3, 1)})
    assert measure_hierarchy(lines, find_parts(lines, 4)).disputes.tolist() == [2, 0, 0, 0]


def test_more_bounds_than_bits_of_a_word():
    # A ladder of pairs, each reporting to both above: only two in one rung share no least bound.
    rungs = 90
    pairs = {(2 * n + i, 2 * n - 2 + j) for n in range(1, rungs) for i in (0, 1) for j in (0, 1)}
    lines = lines_of(pairs)
    found = measure_hierarchy(lines, find_parts(lines, 2 * rungs))
    assert found.disputes.sum() == rungs
    assert found.above.tolist() == [2 * (node // 2) for node in range(2 * rungs)]


@pytest.mark.parametrize("count", [120, 50_000])
def test_a_long_circle_is_one_part_above_itself(count):
    lines = lines_of({(i, (i + 1) % count) for i in range(count)})
    part = find_parts(lines, count)
    found = measure_hierarchy(lines, part)
    assert (found.mutual == count - 1).all()
    assert not found.above.any()
    assert not part.any()
    assert not found.disputes.any()


@pytest.mark.long
def test_a_long_chain_with_two_bosses_at_its_end():
    # Two chains that somebody at the foot joins: whoever is in the one and in the other has none.
    length = 20_000
    chains = {(i, i - 1) for i in range(1, 2 * length) if i != length}
    lines = lines_of(chains | {(2 * length, length - 1), (2 * length, 2 * length - 1)})
    part = find_parts(lines, 2 * length + 1)
    found = measure_hierarchy(lines, part)
    assert found.disputes.tolist() == [length**2] + [0] * (2 * length)
    assert found.above.tolist() == [*range(length), *range(length), 2 * length]
