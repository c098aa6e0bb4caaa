"""Before and after on one map: who came, left and moved, whose grades and which ties changed."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch, PathPatch

import kamgraph
from artists import middle, named, ringed, said, tag
from books import book
from kamgraph import plot
from kamgraph.errors import ScopeError
from kamgraph.plot.palette import HIGHLIGHTS

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")


@pytest.fixture(scope="module")
def firm():
    return book(
        people="ann acme; bo acme; cy acme until=2026-02-01; dee acme since=2026-02-01;"
        "eve acme; fay acme; us1 us",
        ties="bo reports_to ann; cy reports_to ann; dee reports_to ann; fay reports_to ann;"
        "eve reports_to bo - - until=2026-02-01; eve reports_to fay - - since=2026-02-01;"
        "bo influences ann 0.8 - until=2026-02-01; fay influences ann 0.6 - since=2026-02-01;"
        "eve influences ann 0.5; us1 knows bo trusted; us1 knows eve brief - since=2026-02-01",
        assessments="bo 2026-01-01 2 3 3; bo 2026-02-02 4 3 1; ann 2026-02-02 3 - -",
        roles="ann approver acme",
    )


@pytest.fixture(scope="module")
def graphs(firm):
    return [
        kamgraph.build_graph(firm, account="acme", as_of=day)
        for day in ("2026-01-15", "2026-02-15")
    ]


@pytest.fixture
def axes(graphs):
    return plot.change(*graphs)


def struck(axes):
    """The people whose boxes have a line from corner to corner."""
    lines = [
        np.sort(patch.get_path().vertices, axis=0)
        for patch in axes.patches
        if isinstance(patch, PathPatch) and patch.get_gid() is None
    ]
    corners = {
        person: [
            (box.get_x(), box.get_y()),
            (box.get_x() + box.get_width(), box.get_y() + box.get_height()),
        ]
        for person, box in named(axes, "person:").items()
    }
    return {
        person
        for person, box in corners.items()
        if sum(len(line) == 2 and np.allclose(line, box) for line in lines) == 2
    }


def test_everybody_of_both_graphs_is_there_once(graphs, axes):
    before, after = graphs
    people = before.people.index.union(after.people.index)
    boxes = named(axes, "person:")
    assert set(boxes) == set(people)
    assert len({tuple(middle(box)) for box in boxes.values()}) == len(people)


def test_who_came_has_a_ring_and_says_so(axes):
    assert ringed(axes, HIGHLIGHTS["came"]) == {"dee"}
    assert tag(axes, "dee") == "new"


def test_who_left_is_struck_through_and_says_so(axes):
    assert struck(axes) == {"cy"}
    assert tag(axes, "cy") == "left"


def test_who_moved_has_a_dashed_ring_and_says_whereto(axes):
    style = HIGHLIGHTS["moved"]
    assert ringed(axes, style) == {"eve"}
    assert "now reports to fay" in tag(axes, "eve")
    rings = [
        patch
        for patch in axes.patches
        if isinstance(patch, FancyBboxPatch)
        and not patch.get_gid()
        and to_hex(patch.get_edgecolor()) == style.colour
        and np.allclose(middle(patch), middle(named(axes, "person:")["eve"]))
    ]
    assert [ring.get_linestyle() == "solid" for ring in rings] == [False]


def test_grades_that_rose_fell_or_became_known_are_told(axes):
    assert tag(axes, "bo") == "▲ Relationship · ▼ Price"
    assert tag(axes, "ann") == "● Relationship"


def test_ties_that_appeared_are_thick_and_those_that_vanished_dashed(graphs, axes):
    drawn, plain = named(axes, "influences:"), named(plot.map(graphs[1]), "influences:")
    assert set(drawn) == {"bo>ann", "fay>ann", "eve>ann"}
    wider = drawn["fay>ann"].get_linewidth() / plain["fay>ann"].get_linewidth()
    same = drawn["eve>ann"].get_linewidth() / plain["eve>ann"].get_linewidth()
    assert wider > 1.5 * same
    assert drawn["bo>ann"].get_linestyle() != "solid"
    assert drawn["fay>ann"].get_linestyle() == drawn["eve>ann"].get_linestyle() == "solid"
    assert set(named(axes, "knows:")) == {"us1>eve"}
    assert set(named(axes, "reports_to:")) == {
        "bo>ann", "cy>ann", "dee>ann", "fay>ann", "eve>bo", "eve>fay",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["came", "left", "another boss", "grade rose", "first graded", "new tie", "gone"]),
        ("zh", ["新到", "离开", "上级", "评级上升", "首次评估", "新增联系", "已消失"]),
    ],
)
def test_the_legend_explains_the_marks(graphs, language, words):
    shown = said(plot.change(*graphs, language=language))
    if "□" in shown:
        pytest.skip("no Chinese font is installed here")
    assert all(word in shown for word in words)


def test_the_title_names_both_days(graphs, axes):
    assert "acme · 2026-01-15 → 2026-02-15" in said(axes)
    assert "2026" not in said(plot.change(*graphs, title=""))


def test_back_in_time_comes_and_goes_change_places(graphs):
    axes = plot.change(*reversed(graphs))
    assert ringed(axes, HIGHLIGHTS["came"]) == {"cy"}
    assert struck(axes) == {"dee"}


def test_nothing_has_changed_between_a_graph_and_itself(graphs):
    plain, axes = plot.map(graphs[0]), plot.change(graphs[0], graphs[0])
    assert len(plain.patches) == len(axes.patches)
    assert said(plain) == said(axes)


def test_a_successor_takes_over_and_nobody_is_said_to_have_moved():
    firm = book(
        people="ann acme until=2026-02-01 successor=abe; abe acme; bo acme; us1 us",
        ties="bo reports_to ann; abe reports_to ann; us1 knows bo trusted",
        roles="ann approver acme",
    )
    before, after = (
        kamgraph.build_graph(firm, account="acme", as_of=day)
        for day in ("2026-01-15", "2026-02-15")
    )
    axes = plot.change(before, after)
    assert tag(axes, "ann") == "left · followed by abe"
    assert tag(axes, "bo") == ""


def test_who_loses_the_boss_keeps_the_place_below(graphs):
    axes = plot.change(graphs[0], graphs[0].without("bo"))
    boxes = named(axes, "person:")
    assert middle(boxes["eve"])[1] < middle(boxes["bo"])[1]
    assert "no boss any more" in tag(axes, "eve")
    assert named(axes, "reports_to:")["eve>bo"].get_linestyle() != "solid"


def test_an_account_and_its_deal_can_be_compared():
    firm = book(
        people="ann acme; bo acme; us1 us",
        deals="d acme bid 2026-01-01 name=Grid",
        ties="bo reports_to ann; us1 knows bo trusted; bo influences ann 0.5 d",
    )
    axes = plot.change(
        kamgraph.build_graph(firm, account="acme"), kamgraph.build_graph(firm, deal="d")
    )
    assert "→ acme · Grid" in said(axes)
    assert set(named(axes, "influences:")) == {"bo>ann"}


def test_one_scope_at_a_time(graphs):
    with pytest.raises(ScopeError, match="one scope"):
        plot.change(graphs[0], kamgraph.build_graph(kamgraph.load_demo()))


def test_it_draws_on_the_axes_it_is_given(graphs):
    _, ax = plt.subplots()
    assert plot.change(*graphs, ax=ax) is ax


def test_the_demo_shows_what_has_changed_since_the_last_review():
    after = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")
    before = after.at("2026-06-30")
    axes = plot.change(before, after)
    facts = kamgraph.compare(before, after)
    assert struck(axes) == set(facts.people.query("change == 'left'")["person"])
    for person in facts.grades["person"]:
        assert tag(axes, person)
