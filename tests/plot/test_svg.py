"""Pictures of pages: what they are does not depend on what else the process draws."""

import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

import kamgraph
from kamgraph import plot
from kamgraph.plot.svg import write_svg

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")


@pytest.fixture(scope="module")
def drawings():
    graph = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")
    pictures = (plot.contributions, plot.coverage, plot.portrait, plot.power)
    return [partial(picture, graph) for picture in pictures]


@pytest.mark.long
def test_threads_draw_what_one_alone_does_and_change_no_setting(drawings):
    before, alone = dict(mpl.rcParams), [write_svg(draw) for draw in drawings]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(write_svg, drawings * 3))
    assert together == alone * 3
    assert dict(mpl.rcParams) == before
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    "setting",
    [
        {"svg.fonttype": "path", "svg.hashsalt": None, "svg.id": "mine"},
        {"savefig.bbox": "tight", "savefig.facecolor": "black", "figure.facecolor": "black"},
        {"text.usetex": True, "figure.dpi": 300, "figure.autolayout": True},
        {"text.color": "white", "axes.facecolor": "black", "patch.force_edgecolor": True},
    ],
)
def test_settings_of_the_caller_change_no_page(drawings, setting):
    draw = drawings[0]
    expected = write_svg(draw)
    with mpl.rc_context(setting):
        assert write_svg(draw) == expected


def test_what_no_font_here_can_draw_is_left_to_the_browser():
    tables = kamgraph.load_demo().to_tables()
    named = tables["people"]["name"].astype(object) + " \U0001f984"
    facts = kamgraph.Book.from_tables(tables | {"people": tables["people"].assign(name=named)})
    graph = kamgraph.build_graph(facts, account="orvale")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawing = write_svg(partial(plot.contacts, graph))
    assert "\U0001f984" in drawing
    assert "\N{WHITE SQUARE}" not in drawing
