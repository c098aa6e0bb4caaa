"""The palette holds for the colour-blind and in grey print."""

import itertools

import numpy as np
import pytest

from kamgraph.model.colours import CHOICE, colour
from kamgraph.plot.palette import (
    CLOSENESS,
    HIGHLIGHTS,
    PAPER,
    ROUTE,
    SIDES,
    TIES,
    choose_ink,
    make_pale,
    measure_contrast,
    measure_luminance,
    style_former,
    style_new,
)

# Linear RGB as the fully colour-blind see it: Machado, Oliveira and Fernandes (2009), table 1.
BLINDNESS = {
    "normal sight": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(code, sight):
    """CIELAB of a colour as somebody sees it: distances of 10 are seen at a glance."""
    channels = np.array(list(bytes.fromhex(code[1:]))) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(BLINDNESS[sight]) @ linear, 0, 1)
    f = np.cbrt(XYZ @ seen / XYZ.sum(axis=1))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one, other, sight):
    return np.linalg.norm(lab(one, sight) - lab(other, sight))


def lightness(code):
    return 116 * np.cbrt(measure_luminance(code)) - 16


@pytest.mark.parametrize("sight", BLINDNESS)
def test_steps_of_choice_tell_apart(sight):
    for (_, one), (_, other) in itertools.pairwise(CHOICE):
        assert distance(one, other, sight) > 10
    assert distance(CHOICE[0][1], CHOICE[-1][1], sight) > 50


def test_choice_grows_darker_all_the_way():
    steps = np.diff([lightness(colour(value)) for value in range(0, 101, 5)])
    assert (steps < 0).all()
    ends_and_middle = [lightness(colour(value)) for value in (0, 50, 100)]
    assert (np.diff(ends_and_middle) < -7).all()


def test_neutral_is_grey_and_the_ends_are_not():
    spread = {value: np.ptp(list(bytes.fromhex(code[1:]))) for value, code in CHOICE}
    assert spread[50] < 12
    assert min(spread[0], spread[100]) > 100


@pytest.mark.parametrize("stops", [CHOICE, CLOSENESS])
def test_text_is_legible_on_every_fill(stops):
    last = stops[-1][0]
    for value in np.linspace(0, last, 101):
        fill = colour(value, stops)
        assert measure_contrast(choose_ink(fill), fill) >= 4.5


def test_lines_stand_out_from_paper():
    for style in TIES.values():
        assert measure_contrast(style.colour, PAPER) >= 4.5
    for side in SIDES.values():
        assert measure_contrast(side.edge, side.fill) >= 4.5


@pytest.mark.parametrize("sight", BLINDNESS)
def test_influence_and_its_contrary_tell_apart(sight):
    assert distance(TIES["influence"].colour, TIES["contrary"].colour, sight) > 20


def test_ties_tell_apart_without_any_colour():
    styles = [(style.dashes, style.head) for style in TIES.values()]
    assert len(set(styles)) == len(styles)


def test_chips_grow_darker_with_closeness():
    steps = np.diff([lightness(colour(value, CLOSENESS)) for value in (0.25, 0.5, 0.75, 1.0)])
    assert (steps < -10).all()


def test_beyond_the_ends_there_are_the_ends():
    assert colour(-5) == CHOICE[0][1]
    assert colour(105) == CHOICE[-1][1]


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert measure_contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert measure_contrast(other, one) == measure_contrast(one, other)


def test_highlights_stand_out_from_paper_and_carry_white_letters():
    for style in (*HIGHLIGHTS.values(), ROUTE):
        assert measure_contrast(style.colour, PAPER) >= 4.5


@pytest.mark.parametrize("sight", BLINDNESS)
def test_changes_tell_apart(sight):
    changes = [HIGHLIGHTS[name].colour for name in ("came", "left", "moved")]
    for one, other in itertools.combinations(changes, 2):
        assert distance(one, other, sight) > 10


def test_changes_tell_apart_without_any_colour():
    signs = [HIGHLIGHTS[name][1:] for name in ("came", "left", "moved", "graded")]
    assert len(set(signs)) == len(signs)


def test_what_steps_back_is_paler_than_what_stands_out_in_grey_print_too():
    for style in TIES.values():
        assert lightness(make_pale(style.colour)) > lightness(style.colour) + 30


def test_ties_that_changed_tell_apart_from_those_that_did_not():
    for style in TIES.values():
        new, gone = style_new(style), style_former(style)
        assert new.width >= 2 * style.width
        assert (new.dashes, new.head) == (style.dashes, style.head)
        assert gone.dashes not in {other.dashes for other in TIES.values()}
        assert gone.colour == new.colour == style.colour


def test_scales_mix_their_stops():
    assert (colour(50), colour(100), colour(120)) == ("#bcbfc4", "#2766aa", "#2766aa")
    assert make_pale("#000000") == "#b2b2b2"
    assert (choose_ink("#ffe066"), choose_ink("#2766aa")) == ("#050608", "#ffffff")
