"""Lanes of a gutter: apart where they overlap, in the order that crosses least."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kamgraph.plot.routing.lanes import Stretches, choose_offsets

fewer = settings(max_examples=min(100, settings.default.max_examples))
WIDTH = 40.0


@st.composite
def stretches(draw):
    count = draw(st.integers(1, 12))
    ends = st.lists(st.integers(0, 400), min_size=count, max_size=count)
    turns = st.lists(st.sampled_from([-1, 1]), min_size=count, max_size=count)
    first, last = np.array(draw(ends), float), np.array(draw(ends), float)
    low, high = np.minimum(first, last), np.maximum(first, last)
    return Stretches(low, high, np.array(draw(turns)), np.array(draw(turns)))


def lanes(*rows):
    return choose_offsets(Stretches(*map(np.array, zip(*rows, strict=True))), WIDTH)


@fewer
@given(stretches())
def test_stretches_that_overlap_have_lanes_of_their_own(some):
    above = choose_offsets(some, WIDTH)
    assert (np.abs(above) <= WIDTH / 2 + 1e-9).all()
    for one, other in itertools.combinations(range(len(above)), 2):
        if some.low[one] < some.high[other] and some.low[other] < some.high[one]:
            assert above[one] != above[other]


@fewer
@given(stretches())
def test_a_narrow_strip_presses_lanes_together(some):
    wide, narrow = choose_offsets(some, WIDTH), choose_offsets(some, 2.0)
    assert (np.abs(narrow) <= 1 + 1e-9).all()
    for one, other in itertools.combinations(range(len(wide)), 2):
        if some.low[one] < some.high[other] and some.low[other] < some.high[one]:
            assert (wide[one] > wide[other]) == (narrow[one] > narrow[other])


def test_a_stretch_alone_runs_in_the_middle():
    assert lanes((0.0, 100.0, 1, -1)).tolist() == [0]


def test_who_turns_up_runs_above_who_turns_down():
    above = lanes((0.0, 100.0, -1, -1), (50.0, 150.0, 1, 1))
    assert above[1] > above[0]


def test_arches_that_hang_are_nested():
    """All turn up at both ends: the longer one runs below."""
    above = lanes((40.0, 60.0, 1, 1), (0.0, 100.0, 1, 1), (20.0, 80.0, 1, 1))
    assert np.argsort(-above).tolist() == [0, 2, 1]


def test_stretches_far_apart_share_a_lane():
    above = lanes((0.0, 100.0, 1, 1), (200.0, 300.0, -1, -1))
    assert above[0] == above[1] == 0
