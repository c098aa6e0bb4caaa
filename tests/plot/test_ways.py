"""Ways through gutters and passes: the cheapest, however many are sought at once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kamgraph.plot.routing import ways
from kamgraph.plot.routing.gutters import Wall, find_gutters
from kamgraph.plot.routing.ways import _Search, find_ways

fewer = settings(max_examples=min(25, settings.default.max_examples // 8))
HALF = np.array([50.0, 20.0])


@st.composite
def pages(draw):
    cells = st.tuples(st.integers(0, 6), st.integers(0, 6))
    places = np.array(draw(st.lists(cells, min_size=2, max_size=12, unique=True)))
    count = len(places)
    pairs = st.tuples(st.integers(0, count - 1), st.integers(1, count - 1))
    ends = draw(st.lists(pairs, min_size=1, max_size=10))
    left, row = draw(st.floats(0, 700)), draw(st.integers(0, 6))
    positions = places * [130.7, 60.3]
    page = find_gutters(positions, HALF, walls=[Wall(left, left + 90, row * 60.3)])
    return page, np.array([(one, (one + further) % count) for one, further in ends])


@fewer
@given(pages())
def test_the_best_way_into_a_gutter_is_the_least_of_all(page):
    page, ends = page
    search = _Search(page, ends, np.zeros((len(page.x), 4)))
    for gutter, entries in enumerate(search._into):
        every = entries.costs[:, :, None] + search._cost_moves(gutter, entries.x)
        np.testing.assert_array_equal(search._cost_turns(gutter), every.min(axis=1))


@fewer
@given(pages())
def test_a_way_does_not_depend_on_the_others(page):
    page, ends = page
    assert find_ways(page, ends) == [find_ways(page, pair[None])[0] for pair in ends]


def test_it_does_not_matter_how_many_are_sought_at_once(monkeypatch):
    positions = np.array([(130.0 * (one % 5), 60.0 * (one // 5)) for one in range(23)])
    page = find_gutters(positions, HALF)
    ends = np.array([(one, 22 - one) for one in range(23) if one != 11])
    found = find_ways(page, ends)
    monkeypatch.setattr(ways, "_ROOM", 4 * page.opened.size)
    assert find_ways(page, ends) == found
