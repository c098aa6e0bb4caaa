"""What few fonts have is drawn as squares, with the fonts named that have it."""

import pytest

from kamgraph.plot.font_advice import advise_font


@pytest.mark.parametrize(
    ("characters", "family", "package"),
    [
        ("นภา", "Noto Sans Thai", "fonts-noto-core"),
        ("ཀརྨ", "Noto Serif Tibetan", "fonts-noto-core"),
        ("ᠮᠣᠩ", "Noto Sans Mongolian", "fonts-noto-core"),
        ("مريم", "Noto Sans Arabic", "fonts-noto-core"),
        ("👩💼", "Symbola", "fonts-symbola"),
        ("龚䶮", "Noto Sans CJK SC", "fonts-noto-cjk"),
        ("김철수", "Noto Sans CJK KR", "fonts-noto-cjk"),
        ("𠮷𬭚", "HanaMinB", "fonts-hanazono"),
    ],
)
def test_fonts_are_named_that_have_the_characters(characters, family, package):
    said = advise_font(characters, extra_helps=False)
    assert f"Install '{family}' (on Debian and Ubuntu: apt install {package})" in said


def test_every_script_of_a_picture_has_its_font():
    said = advise_font("นཀ中", extra_helps=True)
    assert "'Noto Serif Tibetan', 'Noto Sans CJK SC'" in said
    assert "'Noto Sans Thai'" in said
    assert "apt install fonts-noto-core fonts-noto-cjk)" in said
    assert "kamgraph[fonts]" in said
