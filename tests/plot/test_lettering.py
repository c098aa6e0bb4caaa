"""Texts fit their box and lose nothing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamgraph.plot.fonts import Typeface, choose_typeface
from kamgraph.plot.lettering import Paragraph, fit_texts

FACE = Typeface(("DejaVu Sans",))
TEXTS = st.text("abcXYZ ,-/.äß$", min_size=1, max_size=120).filter(str.strip)


def squeezed(text):
    return re.sub(r"\s", "", text)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.floats(30, 150), st.floats(12, 90))
def test_texts_fit_and_no_character_is_lost(texts, width, height):
    wanted = [Paragraph(text, 9.0, bold=True) for text in texts]
    fit = fit_texts(wanted, FACE, width=width, height=height)
    assert sum(paragraph.height for paragraph in fit) <= height
    assert max(paragraph.measure(FACE) for paragraph in fit) <= width
    assert [squeezed(paragraph.text) for paragraph in fit] == [squeezed(text) for text in texts]
    assert max(paragraph.size for paragraph in fit) <= 9.0


def lines(text, width):
    return fit_texts([Paragraph(text, 10.0)], FACE, width=width)[0].text.split("\n")


def test_short_texts_keep_their_size():
    assert fit_texts([Paragraph("Anna", 9.0)], FACE, width=100) == [Paragraph("Anna", 9.0)]


def test_lines_end_at_spaces_hyphens_and_slashes():
    assert lines("Maria Vandenberghe-Castellanos", 80) == ["Maria", "Vandenberghe-", "Castellanos"]
    assert lines("Dispatch/Control", 60) == ["Dispatch/", "Control"]


@pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")
def test_a_short_chinese_name_is_kept_together_and_a_long_title_is_not():
    face = choose_typeface(["欧阳文山电网调度控制中心（副主任）"])
    if face.missing:
        pytest.skip("no Chinese font is installed here")
    name = fit_texts([Paragraph("Marta 欧阳文山", 10.0)], face, width=50)
    assert name[0].text == "Marta\n欧阳文山"
    title = fit_texts([Paragraph("电网调度控制中心（副主任）", 10.0)], face, width=50)[0].text
    assert "\n" in title
    assert not any(line.startswith("）") for line in title.split("\n"))


def test_a_long_word_is_shrunk_before_it_is_broken():
    slightly = fit_texts([Paragraph("Konstantinopel", 10.0)], FACE, width=70)[0]
    assert slightly.text == "Konstantinopel"
    assert 7.5 <= slightly.size < 10
    badly = fit_texts([Paragraph("x" * 200, 10.0)], FACE, width=70, height=60)[0]
    assert len(badly.text.split("\n")) > 1
    assert badly.size < 7.5


@pytest.mark.parametrize("text", ["", " ", "Anna", "Konstantinopel " * 20])
@pytest.mark.parametrize("length", [0.0, -5.0])
def test_what_fits_nowhere_is_as_small_as_it_gets(text, length):
    for room in ({"width": length}, {"width": 70, "height": length}):
        (fit,) = fit_texts([Paragraph(text, 9.0)], FACE, **room)
        assert squeezed(fit.text) == squeezed(text)
        assert 0 < fit.size <= 9
    assert fit.size < 0.1  # no height is enough
    assert fit_texts([], FACE, width=length, height=length) == []


@pytest.mark.parametrize("text", ["$x^2$", "a_b", "100 %", r"\alpha", "<b>&"])
def test_nothing_is_read_as_mathematics(text):
    assert fit_texts([Paragraph(text, 9.0)], FACE, width=100)[0].text == text
