"""Curves between boxes: from edge to edge, around what stands between, apart from each other."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers import make_customer
from kamgraph.plot.routing.curves import draw_curves, sample_curve
from kamgraph.plot.routing.gutters import Wall
from kamgraph.plot.stakeholder_map.picture import compose

WIDTH, HEIGHT = 100.0, 40.0
fewer = settings(max_examples=min(25, settings.default.max_examples // 8))
HALF = np.array([WIDTH, HEIGHT]) / 2
STEPS = np.linspace(0.02, 0.98, 97)


def drawn(positions, ends, **options):
    positions = np.array(positions, dtype=float)
    ends = np.array(ends).reshape(-1, 2)
    return draw_curves(positions, ends, width=WIDTH, height=HEIGHT, **options)


@st.composite
def pages(draw):
    count = draw(st.integers(2, 12))
    places = st.tuples(st.integers(0, 6), st.integers(0, 6))
    cells = draw(st.lists(places, min_size=count, max_size=count, unique=True))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    ends = draw(st.lists(pairs.filter(lambda pair: pair[0] != pair[1]), max_size=10, unique=True))
    return np.array(cells) * [130.0, 60.0], np.array(ends, dtype=int).reshape(-1, 2)


def corners(curve):
    """Where the pieces of a curve meet."""
    return curve[::3]


def length(paths):
    """How much ink paths take."""
    return sum(np.linalg.norm(np.diff(path, axis=0), axis=1).sum() for path in paths)


def length_over(paths, positions, half=HALF):
    """How much of it is on boxes."""
    total = 0.0
    for path in paths:
        middles, steps = (path[1:] + path[:-1]) / 2, np.diff(path, axis=0)
        inside = (np.abs(middles[:, None] - positions) < half - 1e-6).all(axis=2).any(axis=1)
        total += np.linalg.norm(steps, axis=1)[inside].sum()
    return total


def crossings(paths):
    """How often paths cross each other."""
    first, last = (np.vstack([path[part] for path in paths]) for part in (np.s_[:-1], np.s_[1:]))
    path = np.repeat(np.arange(len(paths)), [len(path) - 1 for path in paths])
    moves = np.abs(last - first).sum(axis=1) > 1e-9
    first, last, path = first[moves], last[moves], path[moves]
    total = 0
    for one, other, number in zip(first, last, path, strict=True):
        later = path > number
        ends = side(one, other, first[later]) * side(one, other, last[later])
        across = side(first[later], last[later], one) * side(first[later], last[later], other)
        total += ((ends < 0) & (across < 0)).sum()
    return total


def side(start, end, point):
    """On which side of a line a point is."""
    along_x, along_y = (end - start).T
    off_x, off_y = (point - start).T
    return along_x * off_y - along_y * off_x


def straight(positions, ends):
    """The drawing without any bundling: straight from centre to centre."""
    return [np.linspace(positions[one], positions[other], 100) for one, other in ends]


@fewer
@given(pages())
def test_curves_begin_and_end_at_the_edge_of_their_boxes(page):
    positions, ends = page
    for curve, pair in zip(drawn(positions, ends), ends, strict=True):
        away = np.abs(curve[[0, -1]] - positions[pair])
        assert (away <= HALF + 1e-9).all()
        assert np.isclose(away, HALF).any(axis=1).all()


@fewer
@given(pages())
def test_a_curve_leaves_and_meets_its_boxes_at_right_angles(page):
    positions, ends = page
    for curve, pair in zip(drawn(positions, ends), ends, strict=True):
        for tip, next_to_it, centre in (
            (curve[0], corners(curve)[1], positions[pair[0]]),
            (curve[-1], corners(curve)[-2], positions[pair[1]]),
        ):
            outwards = np.isclose(np.abs(tip - centre), HALF) * np.sign(tip - centre)
            step = (next_to_it - tip) / np.linalg.norm(next_to_it - tip)
            assert max(step @ outwards, 0) == pytest.approx(1)


@fewer
@given(pages())
def test_no_curve_runs_under_a_box(page):
    positions, ends = page
    paths = [sample_curve(curve, STEPS) for curve in drawn(positions, ends)]
    assert length_over(paths, positions) == 0


@fewer
@given(pages())
def test_the_same_page_gives_the_same_curves(page):
    for one, again in zip(drawn(*page), drawn(*page), strict=True):
        np.testing.assert_array_equal(one, again)


@fewer
@given(pages())
def test_lanes_keep_apart(page):
    """Curves share no stretch, but may cross."""
    strokes = [stroke for curve in drawn(*page) for stroke in level_strokes(curve)]
    for one, other in itertools.combinations(strokes, 2):
        if abs(one[0] - other[0]) < 0.2:
            assert min(one[2], other[2]) <= max(one[1], other[1]) + 1e-6


def level_strokes(curve):
    """The y and the two ends of the strokes between the bends."""
    for (x, y), (other, end) in itertools.pairwise(corners(curve)[1:-1]):
        if y == end:
            yield y, min(x, other), max(x, other)


def test_neighbours_are_joined_by_a_straight_stroke():
    for other in ((150, 0), (-150, 0), (0, 100), (0, -100)):
        curve = drawn([(0, 0), other], [(0, 1)])[0]
        assert len(corners(curve)) == 2
        assert (np.ptp(curve, axis=0) < 1e-6).any()


def test_a_curve_goes_around_a_box_that_stands_between():
    positions = np.array([(0.0, 0.0), (150, 0), (300, 0), (0, 100)])
    curve = drawn(positions, [(0, 2)])[0]
    assert length_over([sample_curve(curve, STEPS)], positions) == 0
    assert length_over(straight(positions, [(0, 2)]), positions[[1]]) > WIDTH / 2


def test_curves_that_lead_the_same_way_run_side_by_side():
    positions = [(x, y) for x in (0, 150, 300, 450) for y in (0, 100)]
    long = [
        max(level_strokes(curve), key=lambda stroke: stroke[2] - stroke[1])
        for curve in drawn(positions, [(0, 7), (1, 6), (3, 6)])
    ]
    heights = {stroke[0] for stroke in long}
    assert len(heights) == 3
    assert 20 < min(heights) < max(heights) < min(heights) + 12 < 80


def test_curves_leave_in_the_order_of_where_they_lead():
    row = [(x, 0) for x in (0, 150, -150, 300, -300, 450, -450)]
    curves_ = drawn(row, [(0, number) for number in range(3, 7)])
    for edge in (HEIGHT / 2, -HEIGHT / 2):
        here = sorted((curve[0, 0], curve[-1, 0]) for curve in curves_ if curve[0, 1] == edge)
        assert [x for _, x in here] == sorted(x for _, x in here)
    assert {abs(curve[0, 1]) for curve in curves_} == {HEIGHT / 2}


def test_no_curve_runs_on_a_line_of_the_chart():
    positions = [(0, 0), (150, 0), (0, -100), (150, -100), (0, -200), (150, -200)]
    spine = np.array([(75.0, 60.0), (75.0, -260.0)])
    curve = drawn(positions, [(0, 4)], lines=[spine])[0]
    upright = [(a, b) for a, b in itertools.pairwise(corners(curve)) if a[0] == b[0]]
    assert upright
    assert all(abs(a[0] - 75) > 2 for a, _ in upright)


@pytest.mark.parametrize("foot", [-80, 20])
def test_no_curve_runs_behind_a_text(foot):
    positions = [(x, y) for y in (0, -100) for x in (0, 150, 300)]
    curve = drawn(positions, [(0, 2)], walls=[Wall(100, 200, foot)])[0]
    heights = sample_curve(curve, STEPS)[:, 1]
    assert (heights.min() < -HEIGHT / 2) == (foot > 0)
    assert (heights.max() > HEIGHT / 2) == (foot < 0)


@pytest.mark.parametrize("count", [10, 45, 150])
def test_bundled_arrows_of_a_firm_read_better_than_straight_ones(count):
    """No ink on boxes, hardly longer, and hardly more crossings, all at right angles."""
    picture = compose(make_customer(count))
    positions = picture.layout.positions
    arrows = [one for one in picture.strokes if one.curved]
    bundled = [sample_curve(one.points, np.linspace(0, 1, 9)) for one in arrows]
    unbundled = straight(positions, [(one.line.source, one.line.target) for one in arrows])
    half = np.array(picture.size) / 2
    assert length_over(bundled, positions, half) == 0
    assert length_over(unbundled, positions, half) > 100 * len(arrows)
    assert length(bundled) < 1.2 * length(unbundled)
    bends = [corners(one.points) for one in arrows]
    assert crossings(bends) <= 1.2 * crossings([path[[0, -1]] for path in unbundled])


def test_no_ties_no_curves():
    assert drawn([(0, 0)], np.zeros((0, 2), dtype=int)) == ()


def test_points_along_a_chain_of_curves():
    chain = np.array([(x, 0.0) for x in range(7)])
    np.testing.assert_allclose(
        sample_curve(chain, np.array([0, 0.5, 1]))[:, 0], [0, 1.5, 3, 3, 4.5, 6]
    )
