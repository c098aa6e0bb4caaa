"""What holds for every picture of one account or deal, and for those of tables."""

from functools import partial

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import kamgraph
from artists import assert_nothing_is_cut, named, said, texts
from books import book
from kamgraph import plot
from kamgraph.analysis.trend import trend
from kamgraph.errors import ScopeError
from kamgraph.plot.svg import write_svg

# Whether a Chinese font is installed is not what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")

PICTURES = [
    plot.chain,
    plot.contacts,
    plot.contributions,
    plot.coverage,
    plot.portrait,
    plot.power,
    plot.touches,
]
LANGUAGES = ["en", "zh"]
NOBODY = {
    "chain": ("Nobody holds a role in the decision", "尚无人担任决策角色"),
    "contacts": ("nobody to meet", "无人可见"),
    "contributions": ("no score to explain", "没有可解释的评分"),
    "coverage": ("nobody to cover", "无从覆盖"),
    "portrait": ("No key person", "尚无已知的关键人"),
    "touches": ("No meeting, call or letter", "尚无往来记录"),
    "power": ("Nobody is known on whom the decision hangs", "尚不知道决策取决于谁"),
}


@pytest.fixture(scope="module")
def demo():
    return kamgraph.load_demo()


@pytest.fixture(scope="module")
def graph(demo):
    return kamgraph.build_graph(demo, deal="dispatch-platform")


def small(**tables):
    people = "ann acme; bo acme level=2; cy us"
    ties = "bo reports_to ann; cy knows bo trusted"
    return kamgraph.build_graph(
        book(people=people, ties=ties, roles="ann approver acme", **tables), account="acme"
    )


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_or_covers_another(picture, language, graph):
    axes = picture(graph, language=language)
    assert_nothing_is_cut(axes)
    # At the width of a page, 700 pixels, nothing is written in less than 7.
    width = axes.figure.get_size_inches()[0] * 72
    assert min(text.get_fontsize() for text in texts(axes)) * 700 / width > 7
    assert_nothing_is_cut(picture(small(), language=language))


@pytest.mark.parametrize("picture", [one for one in PICTURES if one is not plot.touches])
def test_very_long_names_are_complete_and_stay_on_the_page(picture):
    long = {"name": "Maximiliane-Wilhelmine-" * 6, "title": "Vorstandsvorsitzende-" * 6}
    tables = {
        "organizations": pd.DataFrame(
            {"id": ["f", "u"], "name": ["F", "U"], "kind": ["customer", "vendor"]}
        ),
        "people": pd.DataFrame(
            [{"id": "a", "organization": "f"} | long, {"id": "c", "organization": "u"} | long]
        ),
        "ties": pd.DataFrame({"source": ["c"], "target": ["a"], "kind": ["knows"]}),
        "assessments": pd.DataFrame(
            {"person": ["a"], "date": pd.Timestamp("2026-01-01"), "solution": ["doubts"]}
        ),
    }
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="f")
    axes = picture(graph)
    assert_nothing_is_cut(axes)
    assert long["name"] in said(axes).replace(" ", "")


@pytest.mark.parametrize("picture", PICTURES)
def test_one_scope_at_a_time(picture, demo):
    with pytest.raises(ScopeError, match="shows one scope, this graph has"):
        picture(kamgraph.build_graph(demo))


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_a_sentence(picture, language):
    left = book(people="ann acme since=2026-01-01 until=2026-02-01")
    graph = kamgraph.build_graph(left, account="acme", as_of="2026-06-01")
    axes = picture(graph, language=language)
    assert NOBODY[picture.__name__][LANGUAGES.index(language)] in said(axes)
    assert len(texts(axes)) == 2  # the title and the sentence
    assert not axes.patches


@pytest.mark.parametrize("picture", PICTURES)
def test_the_title_names_account_and_day_unless_told_otherwise(picture):
    graph = small(assessments="bo 2026-01-05 friend doubts accepts")
    assert "acme · 2026-01-05" in said(picture(graph))
    assert "Where we stand" in said(picture(graph, title="Where we stand"))
    assert "2026" not in said(picture(graph, title=""))


@pytest.mark.parametrize("picture", PICTURES)
def test_it_draws_on_the_axes_it_is_given(picture):
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    assert picture(small(), ax=right) is right
    assert texts(right)
    assert not texts(left)
    assert plt.get_fignums() == [figure.number]


@pytest.mark.parametrize("picture", PICTURES)
def test_the_same_graph_gives_the_same_picture(picture):
    before, graph = dict(mpl.rcParams), small()
    assert len({write_svg(partial(picture, graph)) for _ in range(2)}) == 1
    assert dict(mpl.rcParams) == before
    assert not plt.get_fignums()


def test_words_differ_by_language():
    for picture in PICTURES:
        english, chinese = said(picture(small())), said(picture(small(), language="zh"))
        assert english != chinese


def test_vacant_seats_are_told_by_who_left(graph):
    found = kamgraph.key_people(graph).join(graph.people["vacant"])
    seats = found.index[found["vacant"]]
    assert len(seats)
    for picture in (plot.power, plot.portrait):
        said_there = said(picture(graph)).replace(" ", "")
        assert "Vacantseat" in said_there
        for name in found.loc[seats, "name"]:
            assert f"formerly{name}".replace(" ", "") in said_there


def test_a_trend_and_a_portfolio_take_axes_and_titles_too(graph):
    table = trend(graph)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    assert plot.trend(table, ax=left, title="Over time") is left
    accounts = pd.DataFrame({"potential": [1.0], "contribution": [2.0]}, index=["acme"])
    assert plot.portfolio(accounts, colour=None, ax=right, title="All") is right
    assert "Over time" in said(left)
    assert "All" in said(right)
    assert plt.get_fignums() == [figure.number]
    assert named(right, "account:")
