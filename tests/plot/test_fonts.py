"""Fonts are chosen by the glyphs they have; what none has is said once."""

import subprocess
import sys
import textwrap
import warnings

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib import pyplot as plt

from kamgraph.errors import MissingGlyphsWarning
from kamgraph.plot import fonts
from kamgraph.plot.fonts import choose_screen_face, choose_typeface

BUNDLED = "DejaVu Sans"
NAME = "张伟"


@pytest.fixture
def no_extra(monkeypatch):
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)


@pytest.fixture
def only_bundled_fonts(monkeypatch):
    bundled = [font for font in font_manager.fontManager.ttflist if "mpl-data" in font.fname]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", bundled)


def test_one_family_is_enough_for_latin():
    assert choose_typeface(["Łódź", "O'Brien"]).families == (BUNDLED,)


@pytest.mark.usefixtures("only_bundled_fonts")
def test_a_second_family_adds_what_the_first_lacks():
    """The set font lacks a d with a palatal hook, another bundled one has it."""
    face = choose_typeface(["A \u1d81"])
    assert face.families == (BUNDLED, "STIXGeneral")
    assert not face.missing


def test_chinese_names_are_drawn_by_an_installed_font():
    installed = {font.name for font in font_manager.fontManager.ttflist} & set(fonts.PREFERRED)
    if not installed:
        pytest.skip("no Chinese font is installed here")
    face = choose_typeface([f"Zhang Wei {NAME}"])
    assert face.families[0] == BUNDLED
    assert face.families[1] in installed
    assert not face.missing
    assert face.show(NAME) == NAME


@pytest.mark.usefixtures("only_bundled_fonts", "no_extra")
def test_missing_characters_are_named_once_with_a_package():
    with pytest.warns(MissingGlyphsWarning, match="fonts-noto-cjk") as caught:
        face = choose_typeface([NAME, "李娜", NAME])
    assert len(caught) == 1
    assert all(character in str(caught[0].message) for character in "张伟李娜")
    assert face.missing == set("张伟李娜")
    assert face.show(f"Zhang {NAME}") == "Zhang □□"


@pytest.mark.usefixtures("only_bundled_fonts", "no_extra")
def test_the_extra_is_advised_first_where_it_helps():
    with pytest.warns(
        MissingGlyphsWarning, match=r"pip install 'notojp.*kamgraph\[fonts\]\), or on Debian"
    ):
        choose_typeface([NAME])
    with pytest.warns(MissingGlyphsWarning) as caught:
        choose_typeface(["दिल्ली"])
    assert "pip" not in str(caught[0].message)


@pytest.mark.usefixtures("only_bundled_fonts")
@pytest.mark.parametrize(
    "name", [NAME, "欧阳文山", "さとう はなこ", "サトウ", "김민준", "（空缺）"]
)
def test_the_extra_has_chinese_japanese_and_korean_glyphs(name):
    settings = dict(mpl.rcParams)
    face = choose_typeface([f"Anna {name}"])
    assert not face.missing
    assert face.show(name) == name
    family = face.families[-1]
    file = font_manager.findfont(font_manager.FontProperties(family=family))
    assert file == str(fonts.find_extra_font())
    assert dict(mpl.rcParams) == settings
    assert "notojp_matplotlib" not in sys.modules


def test_the_extra_is_left_alone_where_a_font_is_installed():
    installed = {font.name for font in font_manager.fontManager.ttflist} & set(fonts.PREFERRED)
    if not installed:
        pytest.skip("no Chinese font is installed here")
    before = [font.fname for font in font_manager.fontManager.ttflist]
    choose_typeface([NAME])
    assert [font.fname for font in font_manager.fontManager.ttflist] == before


@pytest.mark.usefixtures("only_bundled_fonts")
def test_what_not_even_the_extra_has_is_advised_without_it():
    with pytest.warns(MissingGlyphsWarning) as caught:
        face = choose_typeface(["\U00030000"])
    assert face.missing == {"\U00030000"}
    assert "kamgraph[fonts]" not in str(caught[0].message)


@pytest.mark.usefixtures("only_bundled_fonts", "no_extra")
def test_many_missing_characters_are_counted():
    with pytest.warns(MissingGlyphsWarning, match="and 88 more"):
        choose_typeface(["".join(chr(0x4E00 + number) for number in range(100))])


@pytest.mark.usefixtures("only_bundled_fonts", "no_extra")
def test_the_last_resort_font_does_not_count():
    with pytest.warns(MissingGlyphsWarning, match=r"fonts-noto\b"):
        assert choose_typeface(["दिल्ली"]).missing


def test_line_breaks_and_control_characters_need_no_glyph():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        face = choose_typeface(["Anna\nMaria\x00 \u200bB.\t"])
    assert face.show("Anna\nMaria\x00 \u200bB.\t") == "Anna Maria B."


def test_matplotlib_settings_stay_as_they_are():
    before = dict(mpl.rcParams)
    choose_typeface([NAME if font_manager.findfont(BUNDLED) else ""])
    assert dict(mpl.rcParams) == before


def test_widths_are_in_font_sizes_and_bold_is_wider():
    face = choose_typeface(["Anna"])
    assert face.measure("Anna Anna") > 2 * face.measure("Anna") > 2
    assert face.measure("Anna", bold=True) > face.measure("Anna")
    assert face.measure("") == 0


SINGLE_WEIGHT = ["Noto Sans CJK JP", "WenQuanYi Zen Hei"]
IN_A_FRESH_PROCESS = textwrap.dedent(
    """
    import io, logging, sys

    logging.basicConfig(level=logging.WARNING)
    from matplotlib import font_manager

    import kamgraph
    from kamgraph import plot
    from kamgraph.plot import fonts

    font_manager.fontManager.addfont(str(fonts.find_extra_font()))
    family, manager = sys.argv[1], font_manager.fontManager
    manager.ttflist = [f for f in manager.ttflist if "mpl-data" in f.fname or f.name == family]
    graph = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")
    figure = plot.map(graph, language="zh").figure
    assert figure.axes[0].texts[0].get_fontproperties().get_family()[-1] == family
    for form in ("png", "svg", "pdf"):
        figure.savefig(io.BytesIO(), format=form)
    """
)


@pytest.fixture(params=SINGLE_WEIGHT)
def single_weight(request, monkeypatch):
    """A family with Chinese glyphs in one weight, besides the bundled ones the only one."""
    some = [
        font
        for font in font_manager.fontManager.ttflist
        if "mpl-data" in font.fname or font.name == request.param
    ]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", some)
    if request.param == SINGLE_WEIGHT[0]:
        font_manager.fontManager.addfont(str(fonts.find_extra_font()))
    if request.param not in {font.name for font in some}:
        pytest.skip(f"{request.param} is not installed here")
    return request.param


@pytest.mark.long
def test_only_weights_that_a_family_has_are_asked_for(single_weight):
    code = [sys.executable, "-c", IN_A_FRESH_PROCESS, single_weight]
    done = subprocess.run(code, check=True, capture_output=True, text=True)
    assert "findfont" not in done.stderr


def test_what_is_measured_is_what_is_drawn(single_weight):
    face = choose_typeface([f"Anna {NAME}"])
    assert face.families == (BUNDLED, single_weight)
    axes = plt.figure().add_subplot()
    for bold in (False, True):
        text = axes.text(
            0, 0, f"Anna {NAME}", fontproperties=face.make_properties(bold=bold), size=72
        )
        drawn = text.get_window_extent().width * 72 / axes.figure.dpi
        assert face.measure(text.get_text(), bold=bold) * 72 == pytest.approx(drawn, rel=0.01)


def test_a_blank_counts_where_a_browser_writes_too():
    texts = ["Ann ", "A \U0001f984 "]
    for face in (choose_screen_face(texts), choose_typeface(texts[:1])):
        assert face.measure("Ann ") - face.measure("Ann") == pytest.approx(face.measure(" "))
    unknown = choose_screen_face(texts)
    assert unknown.measure("\U0001f984") == unknown.measure("\N{WHITE SQUARE}")
    assert unknown.show("A \U0001f984") == "A \U0001f984"
