"""The laws of the layout: nothing overlaps, bosses stand above, the same people stand still."""

import time

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kamgraph.plot.layout.page import lay_out
from kamgraph.plot.layout.tree import Boxes, Forest, Hanging, break_cycles, draw_forest

fewer = settings(max_examples=settings.default.max_examples // 4)  # each lays out a firm twice
BOXES = Boxes(width=100.0, height=40.0, gap_x=20.0, gap_y=16.0)


@st.composite
def bosses(draw, *, cycles=True):
    count = draw(st.integers(1, 40))
    if cycles:
        boss = [draw(st.integers(-1, count - 1)) for _ in range(count)]
    else:
        boss = [draw(st.integers(-1, person - 1)) for person in range(count)]
    return np.array(boss)


def grouped(boss, draw):
    groups = st.lists(st.integers(-2, 2), min_size=len(boss), max_size=len(boss))
    return np.array(draw(groups))


def company(count, span=5):
    """A firm in which everybody has up to ``span`` reports."""
    return np.array([-1, *((person - 1) // span for person in range(1, count))])


def overlaps(positions):
    apart = np.abs(positions[:, None] - positions)
    close = (apart[..., 0] < BOXES.width + 1) & (apart[..., 1] < BOXES.height + 1)
    return np.argwhere(np.triu(close, 1)).tolist()


def crosses_a_box(corners, positions):
    """Whether a line of horizontal and vertical strokes runs through the inside of a box."""
    low, high = np.minimum(corners[:-1], corners[1:]), np.maximum(corners[:-1], corners[1:])
    half = np.array([BOXES.width, BOXES.height]) / 2 - 1e-6
    inside = (low[:, None] < positions + half) & (high[:, None] > positions - half)
    return inside.all(axis=2).any()


@given(st.data(), bosses())
@example(None, np.array([0]))
@example(None, np.array([1, 2, 0, 0, 0, 3]))
def test_no_two_boxes_overlap(data, boss):
    group = grouped(boss, data.draw) if data else None
    assert overlaps(lay_out(boss, BOXES, group=group, margin=30, heading=20).positions) == []


@given(st.data(), bosses())
def test_everything_is_within_the_extent(data, boss):
    layout = lay_out(boss, BOXES, group=grouped(boss, data.draw), margin=30, heading=20)
    left, right, bottom, top = layout.extent
    assert (layout.positions[:, 0] >= left + BOXES.width / 2 - 1e-6).all()
    assert (layout.positions[:, 0] <= right - BOXES.width / 2 + 1e-6).all()
    assert (layout.positions[:, 1] >= bottom + BOXES.height / 2 - 1e-6).all()
    assert (layout.positions[:, 1] <= top - BOXES.height / 2 + 1e-6).all()
    assert all(left <= heading.x <= right for heading in layout.headings.values())


@fewer
@given(bosses())
def test_a_boss_stands_above_and_a_line_leads_down_past_all_boxes(boss):
    layout = lay_out(boss, BOXES)
    for person, above in enumerate(break_cycles(boss)):
        corners = layout.lines[person]
        if above < 0:
            assert len(corners) == 0
            continue
        assert layout.positions[above, 1] > layout.positions[person, 1]
        offset = np.abs(corners[[0, -1]] - layout.positions[[above, person]])
        assert offset[0, 1] == pytest.approx(BOXES.height / 2)
        assert offset[0, 0] <= BOXES.width / 2
        assert (offset[1] <= np.array([BOXES.width, BOXES.height]) / 2 + 1e-6).all()
        assert (np.diff(corners, axis=0) == 0).any(axis=1).all()
        assert not crosses_a_box(corners, layout.positions)


@given(bosses(cycles=False))
def test_a_boss_is_centred_over_reports_that_stand_side_by_side(boss):
    drawing = draw_forest(Forest(boss), BOXES, Hanging(0, 1))
    for person in range(len(boss)):
        reports = np.flatnonzero(boss == person)
        if len(reports):
            middle = (drawing.x[reports[0]] + drawing.x[reports[-1]]) / 2
            assert drawing.x[person] == pytest.approx(middle)
            assert (np.diff(drawing.x[reports]) > 0).all()


@given(bosses(), st.builds(Hanging, st.integers(0, 4), st.integers(1, 9)))
def test_every_way_of_hanging_is_free_of_overlaps(boss, hanging):
    drawing = draw_forest(Forest(break_cycles(boss)), BOXES, hanging)
    assert overlaps(np.column_stack([drawing.x, -drawing.row * BOXES.row])) == []
    assert drawing.row.min() == 0


@given(bosses())
def test_only_the_first_of_each_cycle_loses_its_boss(boss):
    free = break_cycles(boss)
    cut = np.flatnonzero(free != boss)
    assert (free[cut] == -1).all()
    for person in cut:
        members, node = [person], boss[person]
        while node != person:
            members.append(node)
            node = boss[node]
        assert person == min(members)
    reached = free.copy()
    for _ in range(len(boss)):
        reached = np.where(reached >= 0, free[reached], -1)
    assert (reached == -1).all()


@fewer
@given(bosses(cycles=False), st.sampled_from([1, -1]))
def test_numbering_people_anew_keeps_the_picture(boss, direction):
    """By depth or against it: siblings keep their order, everybody else changes places."""
    depth = np.zeros(len(boss), dtype=int)
    for person, above in enumerate(boss):
        depth[person] = depth[above] + 1 if above >= 0 else 0
    order = np.argsort(direction * depth, kind="stable")
    assume((order != np.arange(len(boss))).any())
    number = np.argsort(order)
    renumbered = np.where(boss[order] < 0, -1, number[boss[order]])
    np.testing.assert_array_equal(
        lay_out(renumbered, BOXES).positions, lay_out(boss, BOXES).positions[order]
    )


@pytest.mark.long
@given(st.data(), bosses())
def test_the_same_people_stand_still(data, boss):
    group = grouped(boss, data.draw)
    once, again = (lay_out(boss.copy(), BOXES, group=group.copy()) for _ in range(2))
    np.testing.assert_array_equal(once.positions, again.positions)
    for line, same in zip(once.lines, again.lines, strict=True):
        np.testing.assert_array_equal(line, same)


def test_nobody_is_an_empty_page():
    layout = lay_out(np.zeros(0, dtype=int), BOXES)
    assert layout.positions.shape == (0, 2)
    assert layout.extent == (0, 0, 0, 0)


@pytest.mark.parametrize("span", [3, 5, 8, 44])
def test_forty_five_people_make_a_page(span):
    left, right, bottom, top = lay_out(company(45, span), BOXES, aspect=1.5).extent
    assert 1.1 < (right - left) / (top - bottom) < 1.9


def test_people_without_any_boss_make_a_page():
    left, right, bottom, top = lay_out(np.full(60, -1), BOXES, aspect=1.5).extent
    assert 1.1 < (right - left) / (top - bottom) < 1.9


def test_subtrees_move_together_where_their_outlines_allow():
    """The deep middle child does not push its flat neighbours apart."""
    boss = np.array([-1, 0, 0, 0, 2, 2, 2])
    drawing = draw_forest(Forest(boss), BOXES, Hanging(0, 1))
    step = BOXES.width + BOXES.gap_x
    np.testing.assert_allclose(drawing.x, [0, -step, 0, step, -step, 0, step])


def test_small_subtrees_spread_evenly_between_large_ones():
    boss = np.array([-1, 0, 0, 0, *[1] * 4, *[3] * 4])
    drawing = draw_forest(Forest(boss), BOXES, Hanging(0, 1))
    assert drawing.x[2] == pytest.approx((drawing.x[1] + drawing.x[3]) / 2)


def test_groups_stand_beside_the_chart():
    group = np.array([0] * 10 + [-1] * 3 + [1] * 2 + [2] * 2)
    boss = np.array([-1, *[0] * 9, -1, 10, 10, -1, -1, -1, 3])
    layout = lay_out(boss, BOXES, group=group, margin=30, heading=20)
    x, y = layout.positions.T
    chart = x[group == 0]
    assert x[group == -1].max() + BOXES.width + 30 <= chart.min() + 1e-6
    assert x[group > 0].min() - BOXES.width - 30 >= chart.max() - 1e-6
    assert y[group == 1].min() > y[group == 2].max()
    assert set(layout.headings) == {-1, 1, 2}
    assert len(layout.lines[11]) == 4  # ours report to ours
    assert len(layout.lines[16]) == 0  # but a boss in another group has no line in the chart


def test_three_hundred_people_are_placed_quickly():
    boss = company(300)
    start = time.process_time()
    lay_out(boss, BOXES)
    assert time.process_time() - start < 2
