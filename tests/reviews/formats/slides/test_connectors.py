"""Connectors between boxes: where they run, and that PowerPoint's frames say the same."""

import numpy as np
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

import slide_shapes
from kamgraph.plot.canvas.surface import BoxStyle
from kamgraph.plot.fonts import choose_typeface
from kamgraph.plot.palette import TIES
from kamgraph.plot.routing import ways
from kamgraph.plot.routing.curves import draw_curves
from kamgraph.plot.routing.gutters import find_gutters
from kamgraph.reviews.formats.slides.canvas import SlideCanvas
from kamgraph.reviews.formats.slides.connectors import (
    BOTTOM,
    LEFT,
    OUTWARD,
    RIGHT,
    TOP,
    add_connector,
    follow,
)

WIDTH, HEIGHT = 80.0, 40.0
HALF = np.array([WIDTH, HEIGHT]) / 2
UPWARDS = np.array([1, -1])  # maps grow upwards, slides downwards
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
    (points,) = draw_curves(
        centres * UPWARDS,
        np.array([(0, 1)]),
        width=WIDTH,
        height=HEIGHT,
        busy=np.zeros((len(centres), 4)),
    )
    shapes, _ = on_slide([])
    canvas = SlideCanvas(shapes, choose_typeface(["a"]), (0.0, 0.0), 1.0, on_paper=True)
    for number, centre in enumerate(centres * UPWARDS):
        canvas.draw_box(tuple(centre), (WIDTH, HEIGHT), BoxStyle("#ffffff"), gid=f"person:{number}")
    canvas.draw_curve(points, TIES["influence"], strength=1.0, gid="influences:0>1")
    connector, *boxes = shapes
    for box, (number, side), end in zip(
        boxes, slide_shapes.glue_points(connector), slide_shapes.ends(connector), strict=False
    ):
        assert number == box.shape_id
        assert end == pytest.approx(slide_shapes.place(box, side), abs=0.05)


PAGE = [(300.0, 20.0), (300.0, 260.0)]  # boxes above and below, between which there is room


def sides(centres, busy=None):
    """The sides at which a curve from the first to the second of some boxes begins and ends."""
    page = find_gutters(np.array(centres) * UPWARDS, HALF)
    (way,) = ways.find_ways(page, np.array([(0, 1)]), busy)
    return way.sides


def test_a_place_that_is_taken_is_left_to_others():
    centres = [(100.0, 140.0), (500.0, 140.0), *PAGE]
    busy = np.zeros((4, 4))
    assert sides(centres, busy) == (ways.RIGHT, ways.LEFT)
    busy[0, ways.RIGHT] = busy[1, ways.LEFT] = 1_000
    assert not {ways.RIGHT, ways.LEFT} & set(sides(centres, busy))


def test_curves_shun_sides_where_others_end():
    page = find_gutters(np.array([(100.0, 140.0), (500.0, 140.0), *PAGE]) * UPWARDS, HALF)
    there, back = ways.find_separate_ways(
        page, np.array([(0, 1), (1, 0)]), np.zeros((4, 4)), 1_000.0
    )
    assert not {*enumerate(there.sides)} & {*enumerate(reversed(back.sides))}


def test_curves_go_round_a_box_between():
    assert sides([(100.0, 140.0), (500.0, 140.0), (300.0, 140.0), *PAGE]) != (
        ways.RIGHT,
        ways.LEFT,
    )


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
    down = [(end[0], 140)] if spine is None else [(spine, 140), (spine, end[1])]
    way = follow(np.array([begin, (begin[0], 140), *down, end]), (BOTTOM, side))
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
        way = follow(centres + np.array([(HALF[0], 0), (-HALF[0], 0)]), (RIGHT, LEFT))
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


@given(st.lists(st.integers(-200, 200).filter(bool), min_size=1, max_size=9))
def test_no_line_has_more_strokes_than_a_preset_shape(steps):
    """Strokes are level and upright in turn; the first leads to the right, the ends stay."""
    corners = np.zeros((len(steps) + 1, 2))
    for number, step in enumerate([abs(steps[0]), *steps[1:]]):
        corners[number + 1] = corners[number] + np.roll([step, 0], number)
    way = follow(corners, (RIGHT, LEFT))
    assert way.preset in {"straightConnector1", *(f"bentConnector{count}" for count in range(2, 6))}
    assert way.begin == pytest.approx(corners[0])
    assert way.end == pytest.approx(corners[-1])
