import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import kernels
from matrices import chains, rows, transposed

pytestmark = pytest.mark.kernels
LIMIT = 0.2


def routes(size, steps, source):
    return kernels.find_best_routes(np.array([0, size]), *rows(steps, size), source)


def staked(draw, size, source):
    stakes = draw(st.lists(st.sampled_from([0.0, 0.1, 0.5]), min_size=size, max_size=size))
    return np.where(source, 0.0, stakes)


@given(chains(), st.data())
def test_what_is_lost_is_what_a_graph_without_the_node_lacks(drawn, data):
    size, steps, source = drawn
    stake = staked(data.draw, size, source)
    reach, _, before = routes(size, steps, source)
    asked = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=bool)
    lost, leaver, unreached = kernels.find_losses(
        rows(steps, size), rows(transposed(steps), size), reach, before, stake, LIMIT, asked
    )
    pairs = set(zip(leaver.tolist(), unreached.tolist(), strict=True))
    assert len(pairs) == len(leaver)
    assert not lost[~asked].any()
    assert asked[leaver].all()
    for gone in np.flatnonzero(asked):
        left = {ends: value for ends, value in steps.items() if gone not in ends}
        there = source & (np.arange(size) != gone)
        after, _, _ = routes(size, left, there)
        assert lost[gone] == pytest.approx((stake * (reach - after)).sum(), abs=1e-12)
        fallen = (stake > 0) & (reach >= LIMIT) & (after < LIMIT)
        assert {key for who, key in pairs if who == gone} == set(np.flatnonzero(fallen))


def fewest_departures(size, steps, source, stake):
    """Take out the worst source, again and again, until less than half is left."""
    staying, whole, count = source.copy(), None, 0
    while True:
        covered = (stake * routes(size, steps, staying)[0]).sum()
        whole = covered if whole is None else whole
        if covered == 0 or covered < whole / 2 - 1e-9 * whole:
            return count
        options = []
        for node in np.flatnonzero(staying):
            without = staying & (np.arange(size) != node)
            left = (stake * routes(size, steps, without)[0]).sum()
            options.append((round(left / whole, 9), node))
        staying[min(options)[1]] = False
        count += 1


@given(chains(), st.data())
def test_truck_factor_takes_out_the_worst_first(drawn, data):
    size, steps, source = drawn
    stake = staked(data.draw, size, source)
    ways = rows(steps, size), rows(transposed(steps), size)
    found = kernels.count_truck_factors(np.array([0, size]), *ways, source, stake)
    assert found.tolist() == [fewest_departures(size, steps, source, stake)]
