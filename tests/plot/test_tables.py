"""Pictures of tables: the trend of one scope, and accounts side by side."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import kamgraph
from artists import assert_nothing_is_cut, corners, middle, named, said, text_box, texts
from kamgraph import plot
from kamgraph.analysis.trend import trend
from kamgraph.errors import KamgraphError, ScopeError
from kamgraph.model.colours import colour
from kamgraph.plot.chart.scale import round_numbers
from kamgraph.plot.palette import CATEGORIES, PAPER, SERIES
from kamgraph.plot.pictures.trend import move_apart

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")
COLUMNS = ["relationship", "solution", "price", "choice", "coverage"]


@pytest.fixture(scope="module")
def table():
    return trend(kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan"))


def accounts(count=30, *, seed=3):
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "name": [f"Account {number} 曜川" for number in range(count)],
            "potential": np.exp(random.normal(17, 1.5, count)),
            "contribution": random.normal(1e6, 1e6, count),
            "choice": random.uniform(0, 100, count),
            "class": random.choice(list("ABCD"), count),
        },
        index=[f"a{number}" for number in range(count)],
    )


class TestTrend:
    def test_signs_stand_at_the_scores_by_time(self, table):
        axes = plot.trend(table)
        marks = named(axes, "score:")
        assert len(marks) == len(table) * len(COLUMNS)
        x = [middle(marks[f"choice:{day:%Y-%m-%d}"])[0] for day in table.index]
        days = (table.index - table.index[0]).days.to_numpy()
        np.testing.assert_allclose((np.array(x) - x[0]) / (x[-1] - x[0]), days / days[-1])
        band = corners(named(axes, "bounds")[""])
        unit = (band[3] - band[1]) / (table["high"].max() - table["low"].min())
        first = f"{table.index[0]:%Y-%m-%d}"
        for name in COLUMNS[:4]:
            y = middle(marks[f"{name}:{first}"])[1]
            slack = 0.5 * unit  # the middle of a triangle is not its centre
            assert abs(y - band[1] - unit * (table[name].iloc[0] - table["low"].min())) < slack
            assert to_hex(marks[f"{name}:{first}"].get_facecolor()) == SERIES[name].fill

    def test_names_say_the_last_score_and_the_change(self, table):
        text = said(plot.trend(table))
        for name in COLUMNS:
            assert f"{name.capitalize()} {table[name].iloc[-1]:.0f}" in text
            change = table[name].iloc[-1] - table[name].iloc[0]
            assert f"{change:+.1f}".replace("-", "−") in text

    @pytest.mark.parametrize("language", ["en", "zh"])
    @pytest.mark.parametrize("rows", [1, 2, 60])
    def test_no_text_is_cut(self, language, rows):
        days = pd.date_range("2020-01-01", periods=rows, freq="30D", name="day")
        random = np.random.default_rng(1)
        many = pd.DataFrame(random.uniform(40, 60, (rows, 7)), days, [*COLUMNS, "low", "high"])
        axes = plot.trend(many.assign(low=30.0, high=70.0), language=language, title="T")
        assert_nothing_is_cut(axes)
        assert f"{days[-1]:%Y-%m-%d}" in said(axes)

    def test_one_day_says_so(self, table):
        axes = plot.trend(table.iloc[-1:])
        assert "a trend needs two" in said(axes)
        assert not named(axes, "trend:")
        assert len(named(axes, "score:")) == len(COLUMNS)

    def test_days_without_a_score_are_left_out(self, table):
        gone = table.copy()
        gone.loc[gone.index[0], ["choice", "low", "high", "price"]] = np.nan
        assert len(named(plot.trend(gone), "score:choice:")) == len(table) - 1
        assert "no review day with a score" in said(plot.trend(table.assign(choice=np.nan)))

    def test_one_scope_at_a_time(self, table):
        many = pd.concat({("x", ""): table, ("y", ""): table}, names=["account", "deal"])
        with pytest.raises(ScopeError, match="shows one scope, this table has 2"):
            plot.trend(many)
        assert said(plot.trend(many.loc[["x"]])) == said(plot.trend(table))

    def test_names_are_kept_apart(self):
        places = move_apart([50, 50, 50, 10, 61], 10)
        assert np.diff(sorted(places)).min() >= 10 - 1e-9
        assert list(np.argsort(places)) == [3, 0, 1, 2, 4]


class TestPortfolio:
    def test_discs_stand_and_look_as_the_table_says(self):
        table = accounts()
        axes = plot.portfolio(table, size="potential")
        discs = named(axes, "account:")
        assert set(discs) == set(table.index)
        at = pd.DataFrame({one: middle(disc) for one, disc in discs.items()}).T
        assert list(at[0].rank()) == list(table.loc[at.index, "potential"].rank())
        assert list(at[1].rank()) == list(table.loc[at.index, "contribution"].rank())
        sizes = pd.Series({one: np.diff(corners(disc)[[0, 2]])[0] for one, disc in discs.items()})
        largest = table["potential"].nlargest(5)
        areas = (sizes / sizes.max()) ** 2
        np.testing.assert_allclose(areas[largest.index], largest / largest.max(), rtol=1e-6)
        for one, disc in discs.items():
            assert to_hex(disc.get_facecolor()) == colour(table["choice"][one])
        assert "Potential (logarithmic)" in said(axes)
        assert "Contribution (log" not in said(axes)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_names_cover_neither_names_nor_discs_and_their_number_is_told(self, language):
        table = accounts(200)
        axes = plot.portfolio(table, size="potential", language=language)
        assert_nothing_is_cut(axes)
        names = [text for text in texts(axes) if "曜川" in text.get_text()]
        assert 20 < len(names) < 200
        assert f"{len(names)}" in said(axes)
        discs = np.array([corners(disc) for disc in named(axes, "account:").values()])
        for text in names:
            (left, bottom), (right, top) = text_box(axes, text)
            across = np.minimum(discs[:, 2], right) - np.maximum(discs[:, 0], left)
            up = np.minimum(discs[:, 3], top) - np.maximum(discs[:, 1], bottom)
            assert not ((across > 1) & (up > 1.5)).any()

    def test_words_have_a_colour_each_and_what_is_missing_none(self):
        table = accounts(8).assign(**{"class": [*"AABBCC", None, None]})
        axes = plot.portfolio(table, colour="class")
        discs = named(axes, "account:")
        fills = [to_hex(discs[one].get_facecolor()) for one in table.index]
        assert fills == [*np.repeat(CATEGORIES[:3], 2), PAPER, PAPER]
        assert "unknown" in said(axes)
        plain = plot.portfolio(table, colour=None)
        assert len({to_hex(one.get_facecolor()) for one in named(plain, "account:").values()}) == 1

    def test_boundaries_are_lines_at_their_values(self):
        table = accounts().assign(potential=np.linspace(0, 100, 30), contribution=1.0)
        axes = plot.portfolio(table, boundaries={"potential": [50, 9000], "contribution": [1.0]})
        lines = named(axes, "boundary:")
        assert set(lines) == {"potential:50", "contribution:1.0"}
        discs = named(axes, "account:")
        ends = [middle(discs[one])[0] for one in ("a0", "a29")]
        assert corners(lines["potential:50"])[0] == pytest.approx(np.mean(ends))

    def test_who_has_no_place_is_counted(self):
        table = accounts(5)
        table.loc["a1", "potential"] = np.nan
        axes = plot.portfolio(table)
        assert "1 more cannot be placed" in said(axes)
        assert len(named(axes, "account:")) == 4

    def test_nobody_is_a_sentence(self):
        assert "no account to show" in said(plot.portfolio(accounts(0)))

    def test_columns_that_are_not_there_or_no_numbers_are_named(self):
        with pytest.raises(KamgraphError, match="no column 'size' to draw; its columns: name, pot"):
            plot.portfolio(accounts(3), size="size")
        with pytest.raises(KamgraphError, match="'class' holds no numbers"):
            plot.portfolio(accounts(3), x="class")

    def test_it_takes_the_accounts_of_a_portfolio(self):
        found = kamgraph.portfolio(kamgraph.load_demo()).accounts
        axes = plot.portfolio(found, y="coverage")
        assert set(named(axes, "account:")) == set(found.index)


def test_round_numbers_enclose_what_they_are_given():
    assert round_numbers(3, 97) == [0, 20, 40, 60, 80, 100]
    assert round_numbers(5, 5)[0] < 5 < round_numbers(5, 5)[-1]
