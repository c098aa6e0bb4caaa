"""Connectors between boxes: where they run, and that PowerPoint's frames say the same."""

import numpy as np
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

import slide_shapes
from kamgraph.plot.palette import TIES
from kamgraph.reviews.formats.slides.connectors import (
    BOTTOM,
    LEFT,
    OUTWARD,
    RIGHT,
    TOP,
    add_connector,
    chart_line,
    curve,
)

WIDTH, HEIGHT = 80.0, 40.0
HALF = np.array([WIDTH, HEIGHT]) / 2
CELLS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=12, unique=True
)


def on_slide(centres):
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    return slide.shapes, [
        slide.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE,
            *(Pt(float(value)) for value in (*(centre - HALF), WIDTH, HEIGHT)),
        )
        for centre in centres
    ]


@settings(max_examples=40)
@given(CELLS)
def test_curves_end_where_they_are_glued(cells):
    centres = 100.0 + np.array(cells) * [110.0, 70.0]
    way = curve(centres, HALF, (0, 1), np.zeros((len(centres), 4)))
    shapes, boxes = on_slide(centres)
    connector = add_connector(shapes, way, boxes[:2], TIES["influence"], width=1.0)
    for box, (number, side), end in zip(
        boxes, slide_shapes.glue_points(connector), slide_shapes.ends(connector), strict=False
    ):
        assert number == box.shape_id
        assert end == pytest.approx(slide_shapes.place(box, side), abs=0.05)


PAGE = [(300.0, 20.0), (300.0, 260.0)]  # boxes above and below, between which there is room


def test_a_place_that_is_taken_is_left_to_others():
    centres = np.array([(100.0, 140.0), (500.0, 140.0), *PAGE])
    used = np.zeros((4, 4))
    assert curve(centres, HALF, (0, 1), used).sides == (RIGHT, LEFT)
    used[0, RIGHT] = used[1, LEFT] = 1_000
    assert not {RIGHT, LEFT} & set(curve(centres, HALF, (0, 1), used).sides)


def test_curves_go_round_a_box_between():
    centres = np.array([(100.0, 140.0), (500.0, 140.0), (300.0, 140.0), *PAGE])
    between = curve(centres, HALF, (0, 1), np.zeros((5, 4)))
    assert between.sides != (RIGHT, LEFT)


@pytest.mark.parametrize(
    ("report", "side", "spine", "preset"),
    [
        ((100, 300), TOP, None, "straightConnector1"),
        ((300, 300), TOP, None, "bentConnector3"),
        ((160, 300), LEFT, 100.0, "bentConnector2"),
        ((40, 300), RIGHT, 100.0, "bentConnector2"),
        ((240, 300), LEFT, 180.0, "bentConnector4"),
    ],
)
def test_lines_of_the_chart_have_as_many_corners_as_they_need(report, side, spine, preset):
    centres = np.array([(100.0, 100.0), report], dtype=float)
    begin, end = centres[0] + OUTWARD[BOTTOM] * HALF, centres[1] + OUTWARD[side] * HALF
    way = chart_line(begin, end, bus=140.0, spine=spine, side=side)
    assert way.preset == preset
    shapes, boxes = on_slide(centres)
    connector = add_connector(shapes, way, boxes, TIES["solid"], width=1.0)
    assert slide_shapes.ends(connector)[0] == pytest.approx(tuple(begin), abs=0.05)
    assert slide_shapes.ends(connector)[1] == pytest.approx(tuple(end), abs=0.05)
    if preset == "bentConnector3":
        assert way.adjustments == (pytest.approx(20 / (end[1] - begin[1])),)


def test_dots_dashes_and_heads_are_told_apart():
    centres = np.array([(100.0, 100.0), (300.0, 100.0)])
    shapes, boxes = on_slide(centres)
    found = {}
    for name in ("solid", "dotted", "influence", "contrary"):
        style = TIES[name]
        way = curve(centres, HALF, (0, 1), np.zeros((2, 4)))
        line = add_connector(shapes, way, boxes, style, width=style.width)._element.spPr.ln
        found[name] = [child.get("val") or child.get("type") for child in line[1:]]
        order = [child.tag.split("}")[1] for child in line]
        assert order == sorted(order, key=["solidFill", "prstDash", "tailEnd"].index)
    assert found == {
        "solid": [],
        "dotted": ["sysDot"],
        "influence": ["triangle"],
        "contrary": ["dash", "diamond"],
    }
