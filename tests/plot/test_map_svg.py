"""The map as SVG carries what a script needs."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest

import kamgraph
from customers import make_customer
from kamgraph.model.voice import share, speaking
from kamgraph.plot.stakeholder_map.svg import draw_svg


@pytest.fixture(scope="module")
def graph():
    return make_customer(40)


@pytest.fixture(scope="module")
def drawing(graph):
    return draw_svg(graph, name="map")


@pytest.fixture(scope="module")
def groups(drawing):
    whole = ET.fromstring(f"<svg>{drawing.content}</svg>")  # noqa: S314 - our own elements
    return [one for one in whole.iter("g") if one.get("class")]


def of_class(groups, name):
    return [one for one in groups if name in one.get("class").split()]


def test_everybody_stands_on_the_page_in_one_box(graph, drawing, groups):
    people = of_class(groups, "person")
    assert [one.get("data-id") for one in people] == list(graph.people.index)
    left, top, width, height = drawing.page
    for one in people:
        x, y = map(float, one.get("transform")[10:-1].split())
        assert left < x < left + width
        assert top < y < top + height
        assert sum(rect.get("class") == "box" for rect in one.iter("rect")) == 1


def test_people_of_other_firms_are_told_apart(graph, groups):
    for one in of_class(groups, "person"):
        row = graph.people.loc[one.get("data-id")]
        assert ("outside" in one.get("class")) == (not row["own"])


@pytest.fixture(scope="module")
def ties(drawing, groups):
    """Return the attributes of every tie, drawn or laid aside."""
    drawn = [dict(one.attrib) for one in of_class(groups, "tie")]
    return drawn + [
        one.look
        | {"data-source": one.source, "data-target": one.target}
        | ({"data-strength": one.strength} if one.strength else {})
        for one in drawing.aside
    ]


def test_every_tie_is_there_once_and_only_some_are_drawn(graph, drawing, groups, ties):
    wanted = Counter(
        zip(graph.ties["kind"], graph.ties["source"], graph.ties["target"], strict=True)
    )
    found = Counter((t["data-kind"], t["data-source"], t["data-target"]) for t in ties)
    assert found == wanted
    assert all(len(tie) for tie in of_class(groups, "tie"))
    assert {one.look["data-kind"] for one in drawing.aside} == {"knows"}
    assert all("aside" in one.look["class"].split() for one in drawing.aside)


def test_strengths_are_told_of_what_has_one(graph, ties):
    strength = graph.ties.set_index(["kind", "source", "target"])["strength"].abs()
    for tie in ties:
        key = tuple(tie[f"data-{name}"] for name in ("kind", "source", "target"))
        if key[0] in {"influences", "knows"}:
            assert float(tie["data-strength"]) == pytest.approx(min(1, strength[key]), rel=0.05)
        else:
            assert "data-strength" not in tie
        moves = key[0] == "influences"
        assert tie.get("data-share") == (share(min(1, strength[key])) if moves else None)


def test_the_legend_says_what_the_picture_shows(drawing):
    labels = [key.label for key in drawing.legend]
    assert any("choice" in label for label in labels)
    assert any("reports to" in label for label in labels)
    assert all(key.sign.startswith("<svg") or key.sign == "" for key in drawing.legend)


def test_names_of_ids_differ_between_maps(graph, drawing):
    other = draw_svg(graph, name="other")
    assert 'id="map-hatch"' in drawing.content
    assert "map-hatch" not in other.content


def test_the_same_graph_gives_the_same_map(graph, drawing):
    assert draw_svg(graph, name="map") == drawing


def test_nothing_to_draw_is_a_map_too():
    graph = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan").at("1990-01-01")
    with speaking("zh"):
        assert '<g class="people"' in draw_svg(graph, name="map").content
