"""What stands out on a map: a route, gaps, a what-if; all else is paler and legible."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

import kamgraph
from artists import named, ringed, said, tag, texts
from books import book
from kamgraph import plot
from kamgraph.errors import PolicyError, ScopeError
from kamgraph.model.colours import colour
from kamgraph.plot.palette import HIGHLIGHTS, MUTED, ROUTE, TIES, make_pale, measure_contrast

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")


@pytest.fixture(scope="module")
def graph():
    firm = book(
        people="ann acme; bo acme; cy acme; dee acme; us1 us; us2 us",
        ties="bo reports_to ann; cy reports_to ann; dee reports_to cy; us1 knows bo trusted;"
        "us2 knows bo brief; bo influences ann 0.8; cy influences ann -0.5",
        roles="ann approver acme; dee user acme",
        assessments="bo 2026-01-01 5 5 5; cy 2026-01-01 1 1 1",
    )
    return kamgraph.build_graph(firm, account="acme", as_of="2026-02-01")


def test_a_route_is_numbered_along_thick_arrows(graph):
    route = kamgraph.reach(graph).loc["ann", "route"]
    axes = plot.map(graph, route="ann")
    assert route == ("us1", "bo", "ann")
    assert ringed(axes, HIGHLIGHTS["route"]) == set(route)
    assert [tag(axes, person) for person in route] == ["1", "2", "3"]
    arrows = named(axes, "route:")
    assert set(arrows) == {"us1>bo", "bo>ann"}
    widest = max(patch.get_linewidth() for patch in named(axes, "influences:").values())
    for arrow in arrows.values():
        assert to_hex(arrow.get_edgecolor()) == ROUTE.colour
        assert arrow.get_linewidth() > 1.5 * widest
    assert "route, step by step" in said(axes)


def test_a_route_may_be_given_as_ids(graph):
    axes = plot.map(graph, route=("us2", "bo", "ann"))
    assert set(named(axes, "route:")) == {"us2>bo", "bo>ann"}
    assert "路径" in said(plot.map(graph, route=["us2", "bo"], language="zh"))


@pytest.mark.parametrize(
    ("route", "match"),
    [
        ("dee", "nobody of us reaches 'dee'"),
        ("zoe", "no route to 'zoe'"),
        (["us1", "zoe"], "'zoe'"),
    ],
)
def test_a_route_that_is_none_is_refused(graph, route, match):
    graph = graph.with_tie("dee", "cy", "reports_to", strength=0)
    with pytest.raises(ScopeError, match=match):
        plot.map(graph, route=route)


def test_what_does_not_stand_out_is_paler_and_legible(graph):
    plain, axes = plot.map(graph), plot.map(graph, route=("us1", "bo"))
    before, after = named(plain, "person:"), named(axes, "person:")
    assert to_hex(after["bo"].get_facecolor()) == to_hex(before["bo"].get_facecolor())
    fill = to_hex(before["cy"].get_facecolor())
    assert to_hex(after["cy"].get_facecolor()) == make_pale(fill)
    names = [text for text in texts(axes) if text.get_text() == "cy"]
    assert [to_hex(text.get_color()) for text in names] == [MUTED]
    line = named(axes, "influences:")["bo>ann"]
    assert to_hex(line.get_edgecolor()) == make_pale(TIES["influence"].colour)


@pytest.mark.parametrize("choice", range(0, 101, 5))
def test_paler_texts_are_legible_on_every_fill(choice):
    assert measure_contrast(MUTED, make_pale(colour(choice))) >= 4.5


def test_gaps_are_numbered_at_their_people_and_told_below(graph):
    rows = kamgraph.gaps(graph)
    of_people = rows[rows["person"] != ""]
    axes = plot.map(graph, gaps=rows)
    assert ringed(axes, HIGHLIGHTS["gap"]) == set(of_people["person"])
    for person, some in of_people.groupby("person"):
        numbers = rows.index.get_indexer(some.index) + 1
        assert tag(axes, person).split(" · ") == [str(number) for number in numbers]
    for number, row in enumerate(rows.itertuples(), start=1):
        assert f"{number} · {row.severity} · {row.detail}"[:40] in said(axes)
    lowest = min(text.get_position()[1] for text in texts(axes))
    assert lowest > axes.get_ylim()[0]


def test_gaps_in_chinese_say_how_grave_they_are(graph):
    rows = kamgraph.gaps(graph, language="zh").head(1)
    assert "1 · 高 · " in said(plot.map(graph, gaps=rows, language="zh"))


def test_no_gaps_change_nothing(graph):
    rows = kamgraph.gaps(graph).head(0)
    plain, axes = plot.map(graph), plot.map(graph, gaps=rows)
    assert said(plain) == said(axes)
    assert len(plain.patches) == len(axes.patches)


def test_gaps_of_somebody_else_are_refused(graph):
    rows = pd.DataFrame({"person": ["zoe"], "severity": ["high"], "detail": ["?"]})
    with pytest.raises(ScopeError, match="'zoe' is not on the map"):
        plot.map(graph, gaps=rows)


def test_a_person_on_the_route_with_a_gap_has_both_tags(graph):
    rows = kamgraph.gaps(graph)
    rows = rows[rows["person"] == "ann"].head(1)
    axes = plot.map(graph, route="ann", gaps=rows)
    assert tag(axes, "ann") == "3 · 1"
    assert "ann" in ringed(axes, HIGHLIGHTS["route"])


def test_a_what_if_marks_what_would_be_different(graph):
    other = graph.without("cy").with_tie("us2", "dee", "influences", strength=0.7)
    axes = plot.map(graph, what_if=other)
    assert set(named(axes, "person:")) == set(graph.people.index)
    assert tag(axes, "cy") == "left"
    new = named(axes, "influences:")["us2>dee"]
    plain = named(plot.map(other), "influences:")["us2>dee"]
    assert new.get_linewidth() > 1.5 * plain.get_linewidth()
    assert to_hex(new.get_edgecolor()) == TIES["influence"].colour
    assert "what if" in said(axes)
    assert "假设" in said(plot.map(graph, what_if=other, language="zh"))


def test_a_what_if_by_another_policy_is_refused(graph):
    firm = book(people="ann acme; us1 us", ties="us1 knows ann trusted")
    other = kamgraph.build_graph(firm, account="acme", policy=kamgraph.Policy(key_most=3))
    with pytest.raises(PolicyError):
        plot.map(graph, what_if=other)
