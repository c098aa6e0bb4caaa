"""Curves between boxes: from edge to edge, around what stands between, apart from each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamgraph.plot.arcs import along, curves

WIDTH, HEIGHT = 100.0, 40.0
HALF = np.array([WIDTH, HEIGHT]) / 2
STEPS = np.linspace(0.02, 0.98, 97)


def drawn(positions, ends):
    positions = np.array(positions, dtype=float)
    return curves(positions, np.array(ends).reshape(-1, 2), width=WIDTH, height=HEIGHT)


def under(curve, centre):
    """Whether a curve runs under a box."""
    return (np.abs(along(curve, STEPS) - centre) < HALF * 0.9).all(axis=1).any()


@st.composite
def pages(draw):
    count = draw(st.integers(2, 12))
    places = st.tuples(st.integers(0, 6), st.integers(0, 6))
    cells = draw(st.lists(places, min_size=count, max_size=count, unique=True))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    ends = draw(st.lists(pairs.filter(lambda pair: pair[0] != pair[1]), max_size=10, unique=True))
    return np.array(cells) * [130.0, 60.0], np.array(ends, dtype=int).reshape(-1, 2)


@settings(deadline=None)
@given(pages())
def test_curves_begin_and_end_at_the_edge_of_their_boxes(page):
    positions, ends = page
    points = curves(positions, ends, width=WIDTH, height=HEIGHT)
    assert points.shape == (len(ends), 4, 2)
    away = np.abs(points[:, [0, 3]] - positions[ends])
    assert (away <= HALF + 1e-9).all()
    assert np.isclose(away, HALF).any(axis=2).all()


@settings(deadline=None)
@given(pages())
def test_no_two_curves_share_an_end(page):
    positions, ends = page
    tips = curves(positions, ends, width=WIDTH, height=HEIGHT)[:, [0, 3]].reshape(-1, 2)
    assert len(np.unique(tips.round(6), axis=0)) == len(tips)


@settings(deadline=None)
@given(pages())
def test_a_curve_does_not_run_back_under_its_own_boxes(page):
    positions, ends = page
    for curve, pair in zip(curves(positions, ends, width=WIDTH, height=HEIGHT), ends, strict=True):
        middle = along(curve, np.linspace(0.2, 0.8, 31))
        for end in pair:
            assert not (np.abs(middle - positions[end]) < HALF * 0.8).all(axis=1).any()


def test_neighbours_are_joined_by_a_short_straight_way():
    curve = drawn([(0, 0), (150, 0)], [(0, 1)])[0]
    length = np.linalg.norm(np.diff(along(curve, STEPS), axis=0), axis=1).sum()
    assert length < 60


def test_a_curve_leaves_at_no_side_that_looks_away():
    positions = [(0, 0), (520, 0), (780, 120), (0, 60), (390, 0), (520, 120), (650, 60)]
    curve = drawn(positions, [(2, 4)])[0]
    assert curve[0, 0] == 730
    assert curve[3, 0] == 440


def test_a_curve_goes_around_a_box_that_stands_between():
    positions = [(0, 0), (150, 0), (300, 0), (150, 150), (150, -150)]
    assert not under(drawn(positions, [(0, 2)])[0], positions[1])


def test_a_curve_stays_on_the_page():
    positions = np.array([(0, 0), (0, 60), (0, 120), (300, 60)])
    for curve in drawn(positions, [(0, 2), (2, 0), (0, 3), (3, 2)]):
        points = along(curve, STEPS)
        assert (points >= positions.min(axis=0) - HALF - 40).all()
        assert (points <= positions.max(axis=0) + HALF + 40).all()


def test_curves_to_many_leave_in_the_order_of_where_they_lead():
    targets = [(400, y) for y in (300, -300, 100, -100)]
    tips = drawn([(0, 0), *targets], [(0, target) for target in (1, 2, 3, 4)])[:, 0]
    right = np.isclose(tips[:, 0], WIDTH / 2)
    heights = np.array([y for _, y in targets])[right]
    assert right.sum() >= 2
    assert (np.argsort(heights) == np.argsort(tips[right, 1])).all()


def test_no_ties_no_curves():
    assert drawn([(0, 0)], np.zeros((0, 2), dtype=int)).shape == (0, 4, 2)


def test_points_along_a_curve():
    straight = np.array([[(0, 0), (1, 0), (2, 0), (3, 0)]], dtype=float)
    np.testing.assert_allclose(along(straight, np.array([0, 0.5, 1]))[0, :, 0], [0, 1.5, 3])
    assert along(straight, np.array([0.5]))[0, 0, 1] == pytest.approx(0)
