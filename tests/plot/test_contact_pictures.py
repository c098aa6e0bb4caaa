"""The pictures of contacts: which of us meets whom, and how often over time."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import kamgraph
from artists import assert_nothing_is_cut, corners, named, said, written_in
from books import book
from kamgraph import plot
from kamgraph.errors import KamgraphError
from kamgraph.plot.palette import ALARM, CATEGORIES, PAPER

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")
ACME = {
    "people": """
        ann acme function=finance level=1; bo acme function=finance level=3
        bea acme function=finance level=3; col acme function=it level=3
        dot acme function=it; eve institute function=research level=2; us1 us; us2 us
    """,
    "ties": "eve knows dot",
    "interactions": """
        m1 2026-06-20 meeting us1; m1 2026-06-20 meeting bo
        m2 2026-01-10 call us1; m2 2026-01-10 call col
        m3 2026-01-12 call us2; m3 2026-01-12 call col
        m4 2026-01-14 call us2; m4 2026-01-14 call col
        m5 2026-06-01 visit us2; m5 2026-06-01 visit eve
    """,
}


def acme(**tables):
    return kamgraph.build_graph(book(**(tables or ACME)), account="acme", as_of="2026-06-30")


def read_cells(axes):
    return {gid: " | ".join(lines) for gid, lines in written_in(axes, named(axes, "cell:")).items()}


class TestContacts:
    def test_each_cell_tells_who_is_there_how_often_and_who_of_us(self):
        cells = read_cells(plot.contacts(acme()))
        assert cells == {
            "Finance:Level 1": "no contact | ann",
            "Finance:Level 2": "",
            "Finance:Level 3": "2 people | no contact: bea | 1 touch | last 2026-06-20 | us1 alone",
            "Finance:level unknown": "",
            "IT:Level 1": "",
            "IT:Level 2": "",
            "IT:Level 3": "col | 3 touches | last 2026-01-14 | us2 and us1",
            "IT:level unknown": "no contact | dot",
            "institute:Level 1": "",
            "institute:Level 2": "eve | 1 touch | last 2026-06-01 | us2 alone",
            "institute:Level 3": "",
            "institute:level unknown": "",
        }

    def test_never_met_is_framed_and_nobody_recorded_is_blank(self):
        axes = plot.contacts(acme())
        frames = named(axes, "never:")
        assert set(frames) == {"Finance:Level 1", "IT:level unknown"}
        assert {to_hex(one.get_edgecolor()) for one in frames.values()} == {ALARM}
        assert {one.get_linestyle() for one in frames.values()} == {"solid"}  # dashed is inferred
        senior, other = (frames[gid].get_linewidth() for gid in frames)
        assert senior > 2 * other
        cells = named(axes, "cell:")
        assert to_hex(cells["IT:Level 1"].get_facecolor()) == PAPER
        assert "with whom no contact is recorded" in said(axes)
        assert "Blank: nobody there is recorded" in said(axes)

    def test_who_has_gone_cold_has_a_sign(self):
        axes = plot.contacts(acme())
        assert set(named(axes, "cold:")) == {"IT:Level 3"}
        assert "no contact with somebody there for more than 60 days" in said(axes)
        met = "m 2026-06-20 call us1; m 2026-06-20 call ann"
        fresh = plot.contacts(acme(people="ann acme; us1 us", interactions=met))
        assert not named(fresh, "cold:")
        assert "no contact" not in said(fresh)

    def test_of_several_the_cold_one_is_named(self):
        met = "; ".join(
            f"m{day} {day} call {who}"
            for day, there in {"2026-01-02": "ann", "2026-06-20": "bo"}.items()
            for who in (there, "us1")
        )
        people = "ann acme level=3 function=it; bo acme level=3 function=it; us1 us"
        axes = plot.contacts(acme(people=people, interactions=met))
        assert "2 people | cold: ann |" in read_cells(axes)["IT:Level 3"]
        assert set(named(axes, "cold:")) == {"IT:Level 3"}

    def test_columns_of_inferred_levels_have_a_star(self):
        axes = plot.contacts(acme(people="ann acme title=CEO; bo acme level=3; us1 us"))
        assert "Level 1 *" in said(axes)
        assert "Level 3 *" not in said(axes)
        assert "recorded by nobody" in said(axes)

    def test_the_more_touches_the_darker_and_the_longer_the_bar(self):
        axes = plot.contacts(acme())
        cells = named(axes, "cell:")
        fills = [cells[gid].get_facecolor()[0] for gid in ("IT:Level 3", "Finance:Level 3")]
        assert fills[0] < fills[1] < 1
        bars = {
            row: np.diff(corners(bar)[[0, 2]])[0] for row, bar in named(axes, "touches:").items()
        }
        assert bars["IT"] == pytest.approx(3 * bars["Finance"])
        for figure in ("3 · 60%", "1 · 20%"):
            assert figure in said(axes)

    def test_the_most_senior_functions_come_first_and_firms_from_outside_last(self):
        rows = [*named(plot.contacts(acme()), "touches:")]
        assert rows == ["Finance", "IT", "institute"]

    def test_all_touches_are_in_a_cell(self):
        graph = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")
        cells = read_cells(plot.contacts(graph))
        there = [
            text.split(" touch")[0].rsplit(" ", 1)[-1]
            for text in cells.values()
            if " touch" in text
        ]
        assert sum(map(int, there)) == kamgraph.touches(graph)["touches"].sum()

    def test_of_many_functions_those_neither_senior_nor_busy_are_one(self):
        people = "; ".join(f"p{k:02d} acme function=f{k:02d} level={1 + k // 4}" for k in range(20))
        met = "m 2026-06-20 call us1; m 2026-06-20 call p19"
        axes = plot.contacts(acme(people=f"{people}; us1 us", interactions=met))
        rows = {gid.split(":")[0] for gid in named(axes, "cell:")}
        assert rows == {*(f"f{k:02d}" for k in (*range(12), 19)), "7 more"}
        assert_nothing_is_cut(axes)

    def test_many_names_are_counted(self):
        people = "; ".join(f"p{k} acme" for k in range(5))
        met = "m 2026-06-20 call us1; m 2026-06-20 call q"
        people += "; q acme level=1; us1 us"
        cells = read_cells(plot.contacts(acme(people=people, interactions=met)))
        cell = cells["function unknown:level unknown"]
        assert cell.replace("\n", " ") == "no contact | p0, p1 and 3 others"

    def test_without_interactions_nothing_is_said_of_whom_we_meet(self):
        axes = plot.contacts(acme(people=ACME["people"], ties="us1 knows bo trusted"))
        assert not named(axes, "never:")
        assert not named(axes, "cold:")
        assert not named(axes, "touches:")
        assert "so nothing is said of whom we meet" in " ".join(said(axes).split())
        assert "counts six" not in said(axes)
        assert_nothing_is_cut(axes)
        cells = read_cells(axes)
        assert cells["Finance:Level 1"] == "ann"
        assert cells["Finance:Level 3"] == "2 people | us1 alone"


class TestTouches:
    def test_beside_the_bars_stand_whole_numbers_alone(self):
        met = "m 2026-06-20 call us1; m 2026-06-20 call ann"
        axes = plot.touches(acme(people="ann acme; us1 us", interactions=met))
        ticks = [text.get_text() for text in axes.texts if text.get_text().isdigit()]
        assert sorted(ticks) == ["0", "1", "1", "1"]  # two ticks, the total and the stretch

    def test_bars_add_up_to_the_touches_of_each_quarter(self):
        graph = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")
        found = kamgraph.touches(graph, by="quarter").groupby("part")["touches"].sum()
        stretches = named(plot.touches(graph), "touches:")
        heights = pd.Series(
            {gid: np.diff(corners(one)[[1, 3]])[0] for gid, one in stretches.items()}
        )
        sums = heights.groupby([gid.split(":")[0] for gid in heights.index]).sum()
        unit = sums.sum() / found[sums.index].sum()
        np.testing.assert_allclose(sums, found[sums.index] * unit)

    def test_stretches_stand_on_each_other_the_most_frequent_first(self):
        stretches = named(plot.touches(acme()), "touches:")
        assert [*stretches] == ["2026-Q1:Call", "2026-Q2:Meeting", "2026-Q2:Visit"]
        looks = {gid.split(":")[1]: to_hex(one.get_facecolor()) for gid, one in stretches.items()}
        assert looks == dict(zip(("Call", "Meeting", "Visit"), CATEGORIES, strict=False))
        ends = [corners(stretches[f"2026-Q2:{kind}"]) for kind in ("Meeting", "Visit")]
        for below, above in pairwise(ends):
            assert below[3] == pytest.approx(above[1])

    def test_periods_without_any_are_shown(self):
        months = said(plot.touches(acme(), every="month"))
        for month in range(1, 7):
            assert f"2026-0{month}" in months

    def test_by_person_it_tells_which_of_us(self):
        stretches = named(plot.touches(acme(), by="person"), "touches:")
        assert {gid.split(":")[1] for gid in stretches} == {"us1", "us2"}

    def test_beyond_six_the_least_are_one(self):
        people = "; ".join(f"u{k} us" for k in range(9))
        met = "; ".join(
            f"m{k}{n} 2026-06-01 call u{k}; m{k}{n} 2026-06-01 call ann"
            for k in range(9)
            for n in range(9 - k)
        )
        axes = plot.touches(acme(people=f"ann acme; {people}", interactions=met), by="person")
        shown = [gid.split(":")[1] for gid in named(axes, "touches:")]
        assert shown == ["u0", "u1", "u2", "u3", "u4", "4 more"]

    def test_very_long_names_stay_on_the_page(self):
        name = "Maximiliane-Wilhelmine-" * 12
        met = "m 2026-06-20 call us1; m 2026-06-20 call ann"
        graph = acme(people=f"ann acme; us1 us name={name}", interactions=met)
        axes = plot.touches(graph, by="person")
        assert_nothing_is_cut(axes)
        assert name in said(axes).replace(" ", "")

    def test_what_is_longer_ago_is_counted_below(self):
        years = [dt.date(2026, 6, 1) - dt.timedelta(days=400 * k) for k in range(5)]
        met = "; ".join(f"m{k} {day} call us1; m{k} {day} call ann" for k, day in enumerate(years))
        axes = plot.touches(acme(people="ann acme; us1 us", interactions=met))
        assert "2 touches were earlier" in said(axes)
        assert "reaches to 30 June 2026" in said(axes)

    def test_other_parts_and_periods_are_refused(self):
        with pytest.raises(KamgraphError, match="touches by 'level' are unknown; choose kind or"):
            plot.touches(acme(), by="level")
        with pytest.raises(KamgraphError, match="touches every 'week' are unknown; choose quarter"):
            plot.touches(acme(), every="week")
