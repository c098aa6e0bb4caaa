"""The stakeholder map, read back from its artists."""

import datetime as dt
import subprocess
import sys
import time

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
from matplotlib.text import Text

import customers
import kamgraph
from books import book
from kamgraph import plot
from kamgraph.errors import MissingGlyphsWarning, ScopeError
from kamgraph.model.colours import colour
from kamgraph.plot import fonts
from kamgraph.plot.palette import PAPER, SIDES, TIES, make_pale

# Whether a Chinese font is installed is not what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")


@pytest.fixture(scope="module")
def graph():
    return kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")


@pytest.fixture(scope="module")
def axes(graph):
    plt.switch_backend("agg")
    axes = plot.map(graph)
    axes.figure.canvas.draw()
    return axes


def firm(*ties, people="abcd", **columns):
    """A customer of a few people, with ties given as (source, target, kind, strength)."""
    tables = {
        "organizations": pd.DataFrame([("firm", "Firm", "customer"), ("us", "We", "vendor")]),
        "people": pd.DataFrame([(person, person.upper(), "firm") for person in people]),
    }
    tables["organizations"].columns = ["id", "name", "kind"]
    tables["people"].columns = ["id", "name", "organization"]
    tables["people"] = tables["people"].assign(**columns)
    if ties:
        tables["ties"] = pd.DataFrame(ties, columns=["source", "target", "kind", "strength"])
    book = kamgraph.Book.from_tables(tables)
    return kamgraph.build_graph(book, account="firm", as_of=dt.date(2026, 1, 1))


def named(axes, prefix):
    """The artists of a kind by the rest of their name."""
    found = [(artist.get_gid() or "", artist) for artist in axes.get_children()]
    return {gid.removeprefix(prefix): one for gid, one in found if gid.startswith(prefix)}


def boxes(axes):
    return named(axes, "person:")


def box_extent(patch):
    x, y = patch.get_x(), patch.get_y()
    return np.array([(x, y), (x + patch.get_width(), y + patch.get_height())])


def texts(axes):
    return [artist for artist in axes.get_children() if isinstance(artist, Text)]


def text_in(axes, patch):
    """Everything written in a box, without spaces."""
    (left, bottom), (right, top) = box_extent(patch)
    inside = [
        text
        for text in texts(axes)
        if left <= text.get_position()[0] <= right and bottom <= text.get_position()[1] <= top
    ]
    return "".join(text.get_text().replace(" ", "") for text in inside)


def all_text(axes):
    return " ".join(text.get_text() for text in texts(axes))


def test_everybody_has_one_box(graph, axes):
    assert set(boxes(axes)) == set(graph.people.index)
    assert all(isinstance(patch, FancyBboxPatch) for patch in boxes(axes).values())


def test_no_box_overlaps_another_or_leaves_the_page(axes):
    extents = np.array([box_extent(patch) for patch in boxes(axes).values()])
    low, high = extents[:, 0], extents[:, 1]
    overlap = ((low[:, None] < high) & (high[:, None] > low)).all(axis=2)
    assert overlap.sum() == len(extents)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    assert (low > [left, bottom]).all()
    assert (high < [right, top]).all()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_boxes_say_name_title_and_roles_in_full(graph, language):
    axes = plot.map(graph, language=language)
    labels = kamgraph.model.vocabulary.DECISION_ROLES
    shown = {person: text_in(axes, patch) for person, patch in boxes(axes).items()}
    if any("□" in text for text in shown.values()):
        pytest.skip("no Chinese font is installed here")
    for person, row in graph.people.iterrows():
        assert row["name"].replace(" ", "") in shown[person]
        if pd.notna(row["title"]):
            assert row["title"].replace(" ", "") in shown[person]
        for role in row["roles"]:
            assert labels.label(role, language).replace(" ", "") in shown[person]


@pytest.mark.parametrize(("title", "count"), [("approver", 1), ("Approver of it", 2)])
def test_a_role_that_is_the_title_is_told_once(title, count):
    facts = book(people="ann acme", roles="ann approver acme").to_tables()
    people = facts["people"].assign(title=title)
    titled = kamgraph.Book.from_tables(facts | {"people": people})
    drawn = plot.map(kamgraph.build_graph(titled, account="acme"))
    said = text_in(drawn, boxes(drawn)["ann"])
    assert said.casefold().count("approver") == count
    assert "Approver" in said


@pytest.mark.parametrize("inches", [None, (10, 6), (30, 12)])
def test_texts_stay_inside_their_boxes_at_every_size(axes, inches):
    figure = axes.figure
    before = figure.get_size_inches()
    figure.set_size_inches(inches or before)
    figure.canvas.draw()
    pixels = axes.transData.inverted()
    page = np.array([axes.get_xlim(), axes.get_ylim()]).T
    extents = [box_extent(patch) for patch in boxes(axes).values()]
    for text in texts(axes):
        if not text.get_text():
            continue
        anchor = np.array(text.get_position())
        around = [box for box in extents if (anchor >= box[0]).all() and (anchor <= box[1]).all()]
        low, high = pixels.transform(text.get_window_extent().get_points())
        for box in around or [page]:
            assert (low >= box[0] - 1).all()
            assert (high <= box[1] + 1).all()
    figure.set_size_inches(before)


def test_fill_is_choice_hatched_where_nobody_has_graded(graph, axes):
    accepted = kamgraph.acceptance(graph)
    own = accepted[["own_relationship", "own_solution", "own_price"]]
    known = pd.Series(graph.certainty.mean(axis=1), graph.index)  # every axis counts here
    kinds = set()
    for person, patch in boxes(axes).items():
        row = graph.people.loc[person]
        if row["vacant"]:
            kinds.add("vacant")
            assert patch.get_linestyle() != "solid"
            assert to_hex(patch.get_facecolor()) == PAPER
        elif person not in accepted.index:
            kinds.add(row["side"])
            assert to_hex(patch.get_facecolor()) == SIDES[row["side"]].fill
        elif own.loc[person].isna().all():
            kinds.add("unknown")
            assert "?" in text_in(axes, patch)
        else:
            sure = known[person] >= 0.5
            kinds.add("graded" if sure else "doubtful")
            fill = colour(accepted.loc[person, "choice"])
            pale = fill if sure else make_pale(fill, 1 - known[person])
            assert to_hex(patch.get_facecolor()) == pale
            mark = f"{accepted.loc[person, 'choice']:.0f}" + ("" if sure else "?")
            assert mark in text_in(axes, patch)
    assert kinds == {"vacant", "vendor", "competitor", "unknown", "doubtful", "graded"}
    hatched = [patch for patch in axes.patches if patch.get_hatch()]
    people = graph.people.loc[accepted.index]
    unknown = (own.isna().all(axis=1) & ~people["vacant"]).sum()
    assert len(hatched) == unknown + 1  # and one in the legend


def test_border_grows_with_power(graph, axes):
    power = kamgraph.acceptance(graph)["power"].abs().sort_values()
    widths = [boxes(axes)[person].get_linewidth() for person in power.index]
    assert (np.diff(widths) >= 0).all()
    assert widths[-1] > widths[0]


def test_every_reporting_line_is_drawn_once(graph, axes):
    for kind in ("reports_to", "dotted_line"):
        ties = graph.ties[graph.ties["kind"] == kind]
        assert set(named(axes, f"{kind}:")) == set(ties["source"] + ">" + ties["target"])


def test_influences_are_curves_wider_when_stronger_and_dashed_when_contrary(graph, axes):
    ties = graph.ties[graph.ties["kind"] == "influences"].set_index(["source", "target"])
    drawn = named(axes, "influences:")
    assert len(drawn) == len(ties)
    widths = {}
    for (source, target), strength in ties["strength"].items():
        patch = drawn[f"{source}>{target}"]
        style = TIES["contrary" if strength < 0 else "influence"]
        assert isinstance(patch, PathPatch)
        assert len(patch.get_path().vertices) % 3 == 1  # a chain of Bézier curves
        assert to_hex(patch.get_edgecolor()) == style.colour
        assert (patch.get_linestyle() == "solid") == (strength > 0)
        widths.setdefault(strength < 0, {})[abs(strength)] = patch.get_linewidth()
    for by_strength in widths.values():
        assert (np.diff([by_strength[strength] for strength in sorted(by_strength)]) > 0).all()
    assert set(widths) == {True, False}


def test_curves_begin_and_end_at_the_edges_of_their_boxes(axes):
    extents = {person: box_extent(patch) for person, patch in boxes(axes).items()}
    for gid, patch in {**named(axes, "influences:"), **named(axes, "dotted_line:")}.items():
        source, target = gid.split(">")
        first, *_, last = patch.get_path().vertices
        for person, point, reach in ((source, first, 1e-6), (target, last, 10)):
            low, high = extents[person]
            assert (point >= low - reach).all()
            assert (point <= high + reach).all()
            assert not ((point > low + 1e-6) & (point < high - 1e-6)).all()


def test_chips_say_who_of_us_knows_a_person(graph, axes):
    ours = list(graph.people.index[graph.people["side"] == "vendor"])
    knows = graph.ties[graph.ties["kind"] == "knows"].groupby("target")["source"].agg(list)
    circles = [artist for artist in axes.get_children() if isinstance(artist, Circle)]
    assert len(circles) >= sum(len(sources) for sources in knows) > 0
    target = knows.map(len).idxmin()
    (left, bottom), (right, top) = box_extent(boxes(axes)[target])
    small = [
        text.get_text()
        for text in texts(axes)
        if left < text.get_position()[0] < right
        and bottom < text.get_position()[1] < top
        and text.get_horizontalalignment() == "center"
    ]
    assert sorted(small) == sorted(str(ours.index(person) + 1) for person in knows[target])


def test_chips_beyond_the_width_are_counted():
    us = [f"u{number:02d}" for number in range(20)]
    tables = {
        "organizations": pd.DataFrame(
            {"id": ["f", "u"], "name": ["F", "U"], "kind": ["customer", "vendor"]}
        ),
        "people": pd.DataFrame(
            {"id": ["a", *us], "name": ["A", *us], "organization": ["f", *"u" * 20]}
        ),
        "ties": pd.DataFrame({"source": us, "target": "a", "kind": "knows", "strength": 0.5}),
    }
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="f")
    axes = plot.map(graph)
    said = text_in(axes, boxes(axes)["a"])
    shown = sum(isinstance(artist, Circle) for artist in axes.get_children()) - 20 - 4 - 1
    assert f"+{20 - shown}" in said


def test_outsiders_stand_beside_the_chart_under_their_heading(graph, axes):
    centre = {person: box_extent(patch).mean(axis=0)[0] for person, patch in boxes(axes).items()}
    side, own = graph.people["side"], graph.people["own"]
    chart = [centre[person] for person in graph.people.index[own]]
    assert all(centre[person] < min(chart) for person in side.index[side == "vendor"])
    outside = side.index[side.isin(["competitor", "partner"])]
    assert all(centre[person] > max(chart) for person in outside)
    for word in ("Our team", "Competitor", "Partner"):
        assert word in all_text(axes)


def test_the_legend_explains_what_occurs_and_nothing_else(axes):
    said = all_text(axes)
    for entry in (
        "choice, 0 against us",
        "not graded yet",
        "vacant seat",
        "border: power",
        "reports to",
        "dotted line",
        "influences to the contrary",
        "which of us knows them",
    ):
        assert entry in said
    plain = all_text(plot.map(firm(("b", "a", "reports_to", None))))
    assert "reports to" in plain
    for entry in ("vacant seat", "dotted line", "influences", "which of us"):
        assert entry not in plain


def test_chinese_words():
    said = all_text(plot.map(firm(("b", "a", "reports_to", None)), language="zh"))
    if "□" in said:
        pytest.skip("no Chinese font is installed here")
    assert "汇报" in said
    assert "reports to" not in said


def test_the_title_names_account_and_day_unless_told_otherwise():
    graph = firm()
    assert "Firm · 2026-01-01" in all_text(plot.map(graph))
    assert "Where we stand" in all_text(plot.map(graph, title="Where we stand"))
    assert "2026" not in all_text(plot.map(graph, title=""))


def test_it_draws_on_the_axes_it_is_given():
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    assert plot.map(firm(), ax=right) is right
    assert len(boxes(right)) == 4
    assert not boxes(left)
    assert tuple(figure.get_size_inches()) == (10, 4)
    assert plt.get_fignums() == [figure.number]


def test_a_new_figure_is_large_enough_to_read(axes):
    axes.figure.canvas.draw()
    assert min(text.get_fontsize() for text in texts(axes)) > 5
    width, height = axes.figure.get_size_inches()
    assert 1.2 < width / height < 1.9


def test_strange_solid_lines_are_drawn_too():
    """A cycle, and a second boss."""
    graph = firm(
        ("a", "b", "reports_to", None),
        ("b", "a", "reports_to", None),
        ("c", "a", "reports_to", None),
        ("c", "d", "reports_to", None),
    )
    axes = plot.map(graph)
    assert set(named(axes, "reports_to:")) == {"a>b", "b>a", "c>a", "c>d"}
    assert len(boxes(axes)) == 4


def test_of_too_many_influences_the_strongest_are_drawn_and_the_legend_says_so():
    pairs = [(a, b) for a in "abcd" for b in "abcd" if a != b]
    ties = [(*pair, "influences", 0.2 + 0.05 * rank) for rank, pair in enumerate(pairs)]
    axes = plot.map(firm(*ties))
    assert set(named(axes, "influences:")) == {f"{a}>{b}" for a, b, *_ in ties[-6:]}
    assert "the strongest 6 of 12 influences" in all_text(axes)


def test_texts_are_no_mathematics_and_no_markup():
    names = ["$x^2$", "a_b & <c>", r"\alpha{", "100 % $"]
    axes = plot.map(firm(name=names))
    axes.figure.canvas.draw()
    for person, name in zip("abcd", names, strict=True):
        assert name.replace(" ", "") in text_in(axes, boxes(axes)[person])


def test_very_long_texts_are_scaled_down_and_complete():
    name, title = "Maximiliane-Wilhelmine " * 12, "Vorstandsvorsitzendenstellvertretung " * 12
    axes = plot.map(firm(name=name, title=title))
    for patch in boxes(axes).values():
        assert (name + title).replace(" ", "") in text_in(axes, patch)


def test_one_scope_at_a_time():
    book = kamgraph.load_demo()
    with pytest.raises(ScopeError, match="one scope"):
        plot.map(kamgraph.build_graph(book))


def test_nobody_is_a_picture_too():
    left = firm(people="a", until="2025-01-01")
    axes = plot.map(left)
    assert not boxes(axes)
    assert "Firm" in all_text(axes)


def test_missing_glyphs_are_warned_of_once(monkeypatch):
    bundled = [font for font in font_manager.fontManager.ttflist if "mpl-data" in font.fname]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", bundled)
    monkeypatch.setattr(fonts, "find_extra_font", lambda: None)
    graph = firm(name=["张伟", "李娜", "Anna", "王秀英"])
    with pytest.warns(MissingGlyphsWarning) as caught:
        axes = plot.map(graph)
    axes.figure.canvas.draw()  # where every warning of matplotlib would be an error
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert "□□" in text_in(axes, boxes(axes)["a"])


def test_the_same_graph_gives_the_same_picture(graph):
    once, again = plot.map(graph), plot.map(graph)
    assert [text.get_text() for text in texts(once)] == [text.get_text() for text in texts(again)]
    for one, other in zip(once.patches, again.patches, strict=True):
        np.testing.assert_array_equal(one.get_path().vertices, other.get_path().vertices)


def test_settings_of_matplotlib_and_the_graph_stay_as_they_are(graph):
    before, people, ties = dict(mpl.rcParams), graph.people, graph.ties
    plot.map(graph)
    assert dict(mpl.rcParams) == before
    pd.testing.assert_frame_equal(graph.people, people)
    pd.testing.assert_frame_equal(graph.ties, ties)


@pytest.mark.long
def test_three_hundred_people_are_drawn_within_two_seconds_of_an_idle_processor():
    """Twice that is allowed, because other tests keep the processor busy."""
    many = customers.make_customer(300)
    plot.map(many)  # fonts are read once
    start = time.process_time()
    plot.map(many)
    assert time.process_time() - start < 4


@pytest.mark.long
@pytest.mark.parametrize(("count", "paper"), [(10, "A4"), (45, "A2"), (300, "A0")])
def test_texts_can_be_read_on_a_large_page(count, paper):
    """At least 5 points when the picture fills the page."""
    axes = plot.map(customers.make_customer(count))
    axes.figure.draw_without_rendering()
    room = {"A4": (8.3, 11.7), "A2": (16.5, 23.4), "A0": (33.1, 46.8)}[paper]
    size = sorted(axes.figure.get_size_inches())
    scale = min(1.0, *(one / other for one, other in zip(room, size, strict=True)))
    smallest = min(text.get_fontsize() for text in texts(axes) if text.get_text())
    assert scale * smallest >= 5


def test_pictures_are_listed_and_loaded_when_asked_for():
    assert set(plot.__all__) <= set(dir(plot))
    assert all(callable(getattr(plot, name)) for name in plot.__all__)
    with pytest.raises(AttributeError, match="attribute sketch"):
        plot.sketch  # noqa: B018 - asking is what is tested
    assert all(getattr(plot, name).__module__ == "kamgraph.plot" for name in plot.__all__)
    code = "import sys, kamgraph.plot; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_a_draft_assumes_is_drawn_in_dashes_that_the_legend_explains():
    facts = book(
        people="ann acme title=CEO; bo acme title=CFO; cy acme title=Buyer",
        ties="bo reports_to ann",
        interactions="a 2026-01-01 call bo; a 2026-01-01 call cy; b 2026-01-02 call bo; "
        "b 2026-01-02 call cy",
    )
    drafted = kamgraph.draft(facts, at_least=0.5)
    axes = plot.map(kamgraph.build_graph(drafted, account="acme"))
    lines = named(axes, "reports_to:")
    assert lines.keys() == {"bo>ann", "cy>bo"}
    assert lines["bo>ann"].get_linestyle() == "solid"
    assert lines["cy>bo"].get_linestyle() != "solid"
    assert {"reports to", "reports to: inferred, not confirmed"} <= {
        text.get_text() for text in texts(axes)
    }
    plt.close("all")
