"""Where people stand of whom no line of a chart is recorded."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.model.voice import speaking
from kamgraph.plot.layout.tree import Boxes
from kamgraph.plot.layout.units import draw_units
from kamgraph.plot.stakeholder_map.content import build_content, find_units

BOXES = Boxes(width=10.0, height=4.0, gap_x=2.0, gap_y=1.0)


def placed(unit, rows):
    unit = np.array(unit)
    return draw_units(unit, np.arange(len(unit)), BOXES, rows)


def test_units_stand_side_by_side_and_below_each_other_where_there_is_room():
    shelf = placed([1, 1, 1, 2, 3, 3, 3, 3, 3], rows=5)
    assert {number: tuple(at) for number, at in shelf.places.items()} == {
        1: (0, 0, 1),
        2: (0, 4, 1),  # below an empty row for its heading
        3: (1, 0, 1),
    }
    assert shelf.drawing.row.tolist() == [0, 1, 2, 4, 0, 1, 2, 3, 4]
    assert shelf.drawing.x.tolist() == [0.0] * 4 + [12.0] * 5


@example([1, *[2] * 6, 3, 4], 5)  # a unit of two columns fits into none
@given(st.lists(st.integers(1, 4), min_size=1, max_size=30), st.integers(1, 8))
def test_nobody_stands_where_another_or_a_heading_does(unit, rows):
    shelf = placed(unit, rows)
    spots = list(zip(shelf.drawing.x.tolist(), shelf.drawing.row.tolist(), strict=True))
    assert len({*spots}) == len(spots)
    assert max(row for _, row in spots) < rows
    for at in shelf.places.values():
        assert (at.column * 12.0, at.row - 1) not in spots


PEOPLE = (
    "a acme function=it level=2; b acme function=it level=1; c acme function=legal level=3; d us"
)


def content(**changes):
    tables = {"people": PEOPLE, "ties": "d knows a brief"} | changes
    return build_content(k.build_graph(book(**tables), account="acme"))


def test_people_without_lines_stand_by_function_and_in_each_by_level():
    with speaking("en"):
        units, headings = find_units(content())
    assert [headings[number][1] for number in sorted(headings)] == ["IT", "Legal"]
    first, second, third, ours = units.unit.tolist()
    assert first == second < third
    assert ours == 0
    assert units.rank[1] < units.rank[0]


def test_a_line_makes_a_chart():
    assert find_units(content(ties="a reports_to b")) is None


def test_a_single_unit_is_none_to_tell_apart():
    alike = PEOPLE.replace("legal", "it")
    assert find_units(content(people=alike)) is None


def test_boxes_say_who_was_met_when_before_anybody_is_graded():
    first = book(
        people="ann acme; bo acme; cy acme; vic us",
        interactions="""
            m 2026-01-05 meeting vic part=present; m 2026-01-05 meeting ann part=present
            s 2026-01-09 email vic part=from; s 2026-01-09 email bo part=to
        """,
    )

    def said(graph):
        cards = build_content(graph).cards
        return {card.person: [one.text for one in card.paragraphs[1:]] for card in cards}

    with speaking("en"):
        assert said(k.build_graph(first, account="acme")) == {
            "ann": ["last contact 2026-01-05"],
            "bo": ["no answer yet"],
            "cy": ["no contact recorded"],
            "vic": [],
        }
        graded = k.build_graph(first, account="acme").with_grade("ann", "price", 5)
        assert said(graded)["ann"] == []
        assert said(k.build_graph(book(people="ann acme; vic us"), account="acme"))["ann"] == []
