"""Maps and legends as SVG with real text."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.plot.canvas.surface import BoxStyle
from kamgraph.plot.canvas.svg import SvgCanvas, define_hatch, write_element, write_length
from kamgraph.plot.fonts import choose_screen_face
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import TIES

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30)


def drawn(draw):
    canvas = SvgCanvas(choose_screen_face(["Ann 张伟"]), "hatch")
    draw(canvas)
    return [ET.fromstring(one) for one in canvas.elements]  # noqa: S314 - our own elements


@given(TEXTS)
def test_whatever_a_text_holds_it_is_a_text(text):
    made = ET.fromstring(write_element("g", {"data-name": text}, "<b/>"))  # noqa: S314 - our own
    assert made.get("data-name") == " ".join(re.split(r"[\t\n\r]", text))
    assert [child.tag for child in made] == ["b"]


def test_attributes_that_are_none_are_left_out():
    assert write_element("rect", {"x": 1.0, "fill": None}) == '<rect x="1"/>'


@given(st.floats(-9999, 9999))
def test_lengths_are_short_and_right(value):
    assert float(write_length(value)) == pytest.approx(value, abs=0.0501)
    assert re.fullmatch(r"-?\d+(\.\d)?", write_length(value))
    assert write_length(value) != "-0"


def test_lengths_have_no_digit_too_many():
    assert [write_length(value) for value in (12.04, -0.01, -7.44)] == ["12", "0", "-7.4"]


def test_every_line_of_text_has_the_length_it_must_not_exceed():
    face = choose_screen_face(["Ann 张伟"])
    [paragraph] = fit_texts([Paragraph("Ann 张伟 <b>", 9.0, bold=True)], face, width=30)
    made = drawn(lambda canvas: canvas.write([paragraph], 5, -10))
    assert [text.text for text in made] == paragraph.lines
    for text, line in zip(made, paragraph.lines, strict=True):
        assert float(text.get("textLength")) == pytest.approx(
            face.measure(line, bold=True) * 9, abs=0.1
        )
        assert text.get("class") == "bold"
    tops = [float(text.get("y")) for text in made]
    assert tops[0] > 10
    assert tops == sorted(tops)


def test_a_missing_glyph_is_the_browsers_to_show():
    face = choose_screen_face(["\U0001f9d1 Ann"])
    assert face.show("\U0001f9d1\u200d Ann\u202e") == "\U0001f9d1 Ann"
    assert face.measure("\U0001f9d1") > 0


def test_boxes_stand_where_they_are_told_to_and_hatched_ones_use_the_pattern():
    plain, hatched = drawn(
        lambda canvas: (
            canvas.draw_box((10, 20), (30, 10), BoxStyle("#ffffff"), gid="person:a"),
            canvas.draw_box((0, 0), (30, 10), BoxStyle("#ffffff", hatched=True, dashed=True)),
        )
    )
    assert (plain.get("x"), plain.get("y"), plain.get("width")) == ("-5", "-25", "30")
    assert (plain.get("class"), hatched.get("class")) == ("box", None)
    assert hatched.get("fill") == "url(#hatch)"
    assert hatched.get("stroke-dasharray")
    assert 'id="hatch"' in define_hatch("hatch")


@pytest.mark.parametrize(("style", "heads"), [("influence", 1), ("contrary", 0), ("dotted", 0)])
def test_curves_have_a_halo_and_their_head(style, heads):
    points = np.array([(0, 0), (10, 0), (20, 10), (30, 10.0)])
    made = drawn(lambda canvas: canvas.draw_curve(points, TIES[style], strength=0.5))
    assert made[0].get("class") == "halo"
    assert made[1].get("stroke") == TIES[style].colour
    assert bool(made[1].get("stroke-dasharray")) == bool(TIES[style].dashes)
    assert sum(one.tag == "polygon" for one in made) == heads
    assert made[1].get("d").startswith("M0 0C10 0 20 -10 ")


def test_straight_stretches_of_a_curve_are_written_as_lines():
    corner = [(0, 0), (0, 0), (50, 0), (50, 0), (55, 0), (60, -5), (60, -10.0)]
    _, line = drawn(
        lambda canvas: canvas.draw_curve(np.array(corner), TIES["acquaintance"], strength=1)
    )
    assert line.get("d") == "M0 0H50C55 0 60 5 60 10"


def test_chips_show_their_number():
    dot, digits = drawn(lambda canvas: canvas.draw_chip(4, 5, "12", 1.0))
    assert (dot.get("cx"), dot.get("cy")) == ("4", "-5")
    assert unescape(digits.text) == "12"
