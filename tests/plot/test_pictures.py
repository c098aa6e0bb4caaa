"""What each picture of one account or deal shows, read back from its artists."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import kamgraph
from artists import corners, middle, named, said, written_in
from books import book
from kamgraph import plot
from kamgraph.analysis.bounds import bounds
from kamgraph.analysis.targets import targets
from kamgraph.errors import KamgraphError
from kamgraph.model.colours import colour
from kamgraph.model.vocabulary import FUNCTIONS
from kamgraph.model.voice import share
from kamgraph.plot.chart.scale import Scale
from kamgraph.plot.palette import CLOSENESS, KINDS, PAPER
from kamgraph.plot.pictures.trend import move_apart

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")
AXES = ["relationship", "solution", "price"]


@pytest.fixture(scope="module")
def graph():
    return kamgraph.build_graph(kamgraph.load_demo(), deal="dispatch-platform")


def acme(people, ties="", **tables):
    return kamgraph.build_graph(book(people=people, ties=ties, **tables), account="acme")


def widths(bars):
    return pd.Series({gid: np.diff(corners(bar)[[0, 2]])[0] for gid, bar in bars.items()})


class TestPower:
    def test_bars_are_as_long_as_power_and_sorted(self, graph):
        found = kamgraph.key_people(graph)
        bars = named(plot.power(graph), "power:")
        assert list(bars) == list(found.index)
        lengths = widths(bars)
        np.testing.assert_allclose(
            lengths / lengths.iloc[0], found["power"].abs() / abs(found["power"].iloc[0])
        )
        heights = [middle(bar)[1] for bar in bars.values()]
        assert heights == sorted(heights, reverse=True)

    def test_fill_tells_how_they_decide(self, graph):
        found = kamgraph.key_people(graph)
        bars = named(plot.power(graph), "power:")
        for person, kind in found["kind"].items():
            assert to_hex(bars[person].get_facecolor()) == KINDS[kind].fill
            assert bool(bars[person].get_hatch()) == (kind in {"external", "assumed"})
        assert {"direct", "indirect"} <= set(found["kind"])

    def test_the_line_stands_at_the_formal_weight_on_the_scale_of_the_bars(self, graph):
        found, axes = kamgraph.key_people(graph), plot.power(graph)
        bars, lines = named(axes, "power:"), named(axes, "weight:")
        zero = corners(next(iter(bars.values())))[0]
        unit = widths(bars).iloc[0] / found["power"].iloc[0]
        for person, weight in found["weight"].items():
            assert corners(lines[person])[0] == pytest.approx(zero + unit * weight)

    def test_the_legend_explains_what_occurs(self, graph):
        plain = said(plot.power(acme("ann acme", roles="ann approver acme")))
        assert "decides directly" in plain
        assert "decides through others" not in plain
        assert "Below zero" not in plain
        assert "decides through others" in said(plot.power(graph))

    def test_weights_that_no_recorded_role_gives_are_dashed(self):
        read = acme("ann acme title=CEO; bo acme title=Engineer", roles="bo evaluator acme")
        axes = plot.power(read)
        lines = named(axes, "weight:")
        assert [lines[person].get_linestyle() == "solid" for person in ("ann", "bo")] == [
            False,
            True,
        ]
        for words in ("decides as far as title and level tell", "as no role is recorded"):
            assert words in said(axes)
        recorded = plot.power(acme("ann acme", roles="ann approver acme"))
        assert "as no role is recorded" not in said(recorded)

    def test_who_moves_the_decision_the_other_way_has_a_bar_to_the_left(self):
        contrary = acme(
            "ann acme susceptibility=0.8; bo acme",
            "bo influences ann -1",
            roles="ann approver acme",
        )
        axes = plot.power(contrary)
        bars = named(axes, "power:")
        assert corners(bars["bo"])[2] == pytest.approx(corners(bars["ann"])[0])
        assert "Below zero" in said(axes)
        assert share(kamgraph.key_people(contrary)["power"]["bo"]) in said(axes)


class TestContributions:
    @pytest.mark.parametrize("axis", AXES)
    def test_it_ends_at_the_score_and_the_parts_add_up(self, graph, axis):
        axes = plot.contributions(graph, axis=axis)
        parts = named(axes, "part:")
        begin, end = (middle(named(axes, name)[""])[0] for name in ("neutral", "score"))
        at = begin
        for person, bar in parts.items():
            left, _, right, _ = corners(bar)
            assert at == pytest.approx(left) or at == pytest.approx(right)
            at = left + right - at
            if person:
                sign = np.sign(kamgraph.contributions(graph)[axis][person])
                assert to_hex(bar.get_facecolor()) == colour({1: 100, -1: 12}[sign])
        assert at == pytest.approx(end)
        score = kamgraph.scores(graph)[axis].iloc[0]
        first = next(iter(parts))
        points = 50 * abs(kamgraph.contributions(graph)[axis][first])
        unit = widths(parts).iloc[0] / points
        assert (end - begin) / unit == pytest.approx(score - 50)
        assert f"to {score:.0f}" in said(axes)

    def test_the_largest_come_first_and_the_rest_is_one_bar(self, graph):
        parts = kamgraph.contributions(graph)["price"]
        parts = parts[parts != 0].abs().sort_values(ascending=False, kind="stable")
        axes = plot.contributions(graph, axis="price")
        people = [*named(axes, "part:")]
        assert people[:-1] == list(parts.index[: len(people) - 1])
        assert people[-1] == ""
        assert len(people) <= 13
        assert f"{len(parts) - len(people) + 1} others" in said(axes)

    def test_without_an_axis_it_is_the_weakest(self, graph):
        weakest = kamgraph.scores(graph)["weakest"].iloc[0]
        assert said(plot.contributions(graph)) == said(plot.contributions(graph, axis=weakest))

    def test_the_choice_is_no_sum(self, graph):
        with pytest.raises(KamgraphError, match="'choice' is unknown; choose relationship"):
            plot.contributions(graph, axis="choice")

    def test_where_everything_is_known_there_is_no_band(self):
        known = acme(
            "ann acme",
            roles="ann approver acme",
            assessments="ann 2026-01-05 friend doubts accepts",
        )
        assert "unknown" not in said(plot.contributions(known))
        assert "lowers the score" in said(plot.contributions(known))
        assert "raises the score" not in said(plot.contributions(known))


class TestPortrait:
    def test_every_axis_of_every_key_person_stands_at_its_scores(self, graph):
        axes = plot.portrait(graph)
        accepted, around = kamgraph.acceptance(graph), bounds(graph)
        found = kamgraph.key_people(graph)
        people = found.index[found["kind"] != "external"]
        after = named(axes, "after:")
        assert [*after] == [f"{person}:{axis}" for person in people for axis in AXES]
        own, bands = named(axes, "own:"), named(axes, "bounds:")
        first = bands[f"{people[0]}:relationship"]
        low, high = around.loc[people[0], ["relationship_low", "relationship_high"]]
        unit = np.diff(corners(first)[[0, 2]])[0] / (high - low)
        for person in people:
            for axis in AXES:
                gid = f"{person}:{axis}"
                score, graded = accepted.loc[person, [axis, f"own_{axis}"]]
                assert to_hex(after[gid].get_facecolor()) == colour(score)
                assert (gid in own) == (not np.isnan(graded))
                if gid in own:
                    apart = middle(own[gid])[0] - middle(after[gid])[0]
                    assert apart == pytest.approx((graded - score) * unit, abs=1e-6)
                left, _, right, _ = corners(bands[gid])
                below, above = around.loc[person, [f"{axis}_low", f"{axis}_high"]]
                assert right - left == pytest.approx((above - below) * unit, abs=1e-6)
                assert middle(after[gid])[0] - left == pytest.approx((score - below) * unit)

    def test_targets_are_those_due_next(self, graph):
        aims = targets(graph)
        due = aims[aims["state"] != "overdue"]["target"]
        found = kamgraph.key_people(graph)
        key = found.index[found["kind"] != "external"]
        expected = {f"{person}:{axis}" for person, axis in due.index if person in key}
        axes = plot.portrait(graph)
        wedges, after = named(axes, "target:"), named(axes, "after:")
        assert set(wedges) == expected
        gid = min(expected)
        ahead = middle(wedges[gid])[0] > middle(after[gid])[0]
        person, axis = gid.split(":")
        assert ahead == (due[person, axis] > kamgraph.acceptance(graph)[axis][person])

    def test_the_most_powerful_come_first_row_by_row(self, graph):
        after = named(plot.portrait(graph), "after:")
        places = [middle(one) for gid, one in after.items() if gid.endswith(":relationship")]
        assert places == sorted(places, key=lambda place: (-round(place[1]), place[0]))

    def test_nothing_speaks_of_targets_or_bounds_where_there_are_none(self):
        known = acme(
            "ann acme",
            roles="ann approver acme",
            assessments="ann 2026-01-05 friend doubts accepts",
        )
        text = said(plot.portrait(known))
        assert "target" not in text
        assert "Pale" not in text


class TestCoverage:
    def test_cells_are_the_strongest_acquaintance(self, graph):
        axes = plot.coverage(graph)
        people, ties = graph.people, graph.ties
        own = people[people["own"] & ~people["vacant"]]
        part = own["function"].map(FUNCTIONS.label)
        knows = ties[(ties["kind"] == "knows") & ties["target"].isin(own.index)]
        cells = named(axes, "cell:")
        ours = people.index[people["side"] == "vendor"]
        assert set(cells) == {f"{us}:{function}" for us in ours for function in part.unique()}
        closest = knows.groupby(["source", knows["target"].map(part)])["strength"].max()
        written = written_in(axes, cells)
        for gid, cell in cells.items():
            value = closest.get(tuple(gid.split(":")), 0.0)
            fill = colour(value, CLOSENESS) if value else PAPER
            assert to_hex(cell.get_facecolor()) == fill
            expected = [f"{100 * value:.0f}" if value >= 0.005 else "<1"] if value else []
            assert written[gid] == expected

    def test_columns_carry_power_and_rows_the_coverage_lost(self, graph):
        axes = plot.coverage(graph)
        people = graph.people
        there = graph.contact & graph.own
        power = pd.Series(np.abs(graph.power), graph.index)[there]
        power = (
            power.groupby(people["function"][there].map(FUNCTIONS.label))
            .sum()
            .sort_values(ascending=False)
        )
        heights = pd.Series(
            {part: np.diff(corners(bar)[[1, 3]])[0] for part, bar in named(axes, "share:").items()}
        )
        assert list(heights.index[:5]) == list(power.index[:5])
        np.testing.assert_allclose(heights / heights.max(), power[heights.index] / power.max())
        lost = kamgraph.fragility(graph)
        lost = lost.loc[lost["side"] == "vendor", "coverage_lost"]
        lengths = widths(named(axes, "carried:"))
        assert list(lengths.index) == list(lost.index)
        np.testing.assert_allclose(lengths / lengths.max(), lost / lost.max(), atol=1e-9)

    def test_a_part_with_power_out_of_reach_is_framed(self):
        graph = acme(
            "ann acme function=board; bo acme function=works; cy us",
            "cy knows bo trusted",
            roles="ann approver acme; bo evaluator acme",
        )
        axes = plot.coverage(graph)
        assert set(named(axes, "deaf:")) == {"board"}
        gaps = kamgraph.gaps(graph)
        assert list(gaps[gaps["gap"] == "function_unreached"]["person"]) == ["ann"]
        assert "nobody there is within our reach" in said(axes)

    def test_the_nearest_in_level_should_meet_whom_nobody_knows_well(self):
        graph = acme(
            "ann acme function=board level=1; cy us level=2; di us level=3; ed us level=5",
            "cy knows ann 0.1; di knows ann 0.1; ed knows ann 0.1",
            roles="ann approver acme",
        )
        axes = plot.coverage(graph)
        assert set(named(axes, "peer:")) == {"cy:board"}
        assert "would be the peer" in said(axes)
        known = acme(
            "ann acme function=board level=1; cy us level=2; ed us level=5",
            "ed knows ann trusted",
            roles="ann approver acme",
        )
        assert not named(plot.coverage(known), "peer:")

    def test_levels_stand_from_the_board_down(self, graph):
        axes = plot.coverage(graph, by="level")
        assert [*named(axes, "share:")] == [f"Level {level}" for level in range(1, 6)]
        assert "1 级" in [*named(plot.coverage(graph, by="level", language="zh"), "share:")]

    def test_of_many_columns_and_rows_the_least_are_one(self):
        theirs = "; ".join(f"p{k:02d} acme function=f{k:02d}" for k in range(20))
        ours = "; ".join(f"u{k:02d} us" for k in range(30))
        lines = "; ".join(f"p{k:02d} reports_to p{k - 1:02d}" for k in range(1, 20))
        known = "; ".join(f"u{k:02d} knows p10 0.1" for k in range(30))
        graph = acme(f"{theirs}; {ours}", f"{lines}; {known}; u29 knows p19 0.7; u28 knows p00 0.6")
        lost = kamgraph.fragility(graph)
        lost = lost[lost["side"] == "vendor"]
        axes = plot.coverage(graph)
        parts, rows = [*named(axes, "share:")], [*named(axes, "carried:")]
        assert len(parts) == 14
        assert parts[-1] == "7 more"
        cells = named(axes, "cell:")
        assert len(cells) == 14 * 24
        assert len(rows) == 23  # what several carry together is not said
        assert rows == list(lost.index[:23])
        row = "u29" if "u29" in rows else "7 more"
        assert to_hex(cells[f"{row}:7 more"].get_facecolor()) == colour(0.7, CLOSENESS)

    def test_columns_are_functions_or_levels(self, graph):
        with pytest.raises(KamgraphError, match="'title' are unknown; choose function or level"):
            plot.coverage(graph, by="title")

    def test_nobody_of_ours_is_a_sentence(self):
        elsewhere = acme("ann acme; bo bravo; cy us", "cy knows bo")
        assert "Nobody of us is known here" in said(plot.coverage(elsewhere))

    def test_what_is_not_recorded_is_no_lack_of_coverage(self):
        assert "Whom we know is not recorded" in said(plot.coverage(acme("ann acme")))


def test_values_stand_on_their_scale():
    assert Scale(0, 100, 20, 220)(50) == 120


def test_names_of_near_values_move_apart():
    assert move_apart([10, 50, 12], 10) == [6, 50, 16]
