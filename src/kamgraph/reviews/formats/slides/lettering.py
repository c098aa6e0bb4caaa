"""Texts on slides: measured before they are written, so that none leaves its shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamgraph.plot.fonts import flatten_text
from kamgraph.plot.lettering import LEADING, Paragraph, measure_longest_piece, wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.autoshape import Shape
    from pptx.shapes.shapetree import _BaseGroupShapes
    from pptx.text.text import TextFrame, _Paragraph, _Run

    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.formats.slides.box import Box

THEME = ""  # the colour of a paragraph that takes the theme's
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SMALLEST = 0.72  # of the wanted size; what does not fit even so is shortened
_NARROW = 0.25  # times its size: how wide a letter is at least, in the mean of a text
_LONGEST_NAME = 80
_SHRINK = 0.96
_KEPT = 0.8  # how much of a text is kept at a time when it is shortened
_ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}


def fit_text(
    paragraphs: Sequence[Paragraph],
    face: Typeface,
    *,
    width: float,
    height: float,
    smallest: float = _SMALLEST,
) -> list[Paragraph]:
    """Return paragraphs at the size at which they fit; the reader's program wraps them."""
    # All are scaled down alike, so that no word needs to be broken. What does not fit at the
    # smallest share of its size even with broken words is shortened, and ends in an ellipsis.
    texts = [
        one._replace(text=_shorten_hopeless(one, width, height, smallest)) for one in paragraphs
    ]
    tried = [one._replace(size=one.size * smallest) for one in texts]
    if measure_height(tried, face, width) > height:
        return _shorten(tried, face, width, height)
    scale = 1.0
    while scale > smallest:
        larger = [one._replace(size=one.size * scale) for one in texts]
        whole = all(measure_longest_piece(one, face) <= width for one in larger)
        if whole and measure_height(larger, face, width) <= height:
            return larger
        scale *= _SHRINK
    return tried


def _shorten(
    paragraphs: list[Paragraph], face: Typeface, width: float, height: float
) -> list[Paragraph]:
    """Shorten the longest paragraph until all fit."""
    shorter = list(paragraphs)
    while (needed := measure_height(shorter, face, width)) > height:
        longest = max(range(len(shorter)), key=lambda number: len(shorter[number].text))
        text = shorter[longest].text.removesuffix("…")
        kept = int(len(text) * min(_KEPT, height / needed))
        if not kept:
            break
        shorter[longest] = shorter[longest]._replace(text=text[:kept] + "…")
    return shorter


def _shorten_hopeless(one: Paragraph, width: float, height: float, smallest: float) -> str:
    """Shorten at once what could not fit were all its letters narrow: measuring takes time."""
    text, least = flatten_text(one.text), one.size * smallest
    letters = int(height / (least * LEADING) * width / (least * _NARROW))
    return text if len(text) <= letters else f"{text[:letters]}…"


def measure_height(paragraphs: Sequence[Paragraph], face: Typeface, width: float) -> float:
    """Return how high paragraphs are when they are wrapped to a width."""
    return sum(_count_lines(one, face, width) * one.size * LEADING for one in paragraphs)


def _count_lines(one: Paragraph, face: Typeface, width: float) -> int:
    """Count the lines of a paragraph; a word too long for a line begins a new one, and breaks."""
    lines = [one._replace(text=line) for line in wrap_text(one, face, width, breaking=False).lines]
    return sum(
        1 if line.measure(face) <= width else len(wrap_text(line, face, width, breaking=True).lines)
        for line in lines
    )


def add_text(
    shapes: _BaseGroupShapes,
    box: Box,
    paragraphs: Sequence[Paragraph],
    *,
    name: str,
    align: str = "left",
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
) -> Shape:
    """Add a text without a frame."""
    shape = shapes.add_textbox(*box.emu)
    shape.name = name_shape(name)
    write(shape.text_frame, paragraphs, align=align, anchor=anchor)
    return shape


def write(
    frame: TextFrame,
    paragraphs: Sequence[Paragraph],
    *,
    align: str = "left",
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    margin: float = 0.0,
) -> None:
    """Write paragraphs into a shape of ours."""
    # The distance of lines is set in points: what a line takes by itself differs by a fifth from
    # font to font, and only so is what fits here known to fit with the reader's fonts.
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(margin)
    for number, one in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write_paragraph(paragraph, one, align=align)


def write_paragraph(paragraph: _Paragraph, one: Paragraph, *, align: str = "left") -> None:
    """Write one paragraph of ours, its size rounded down to a tenth of a point."""
    size = _round_size(one)
    paragraph.alignment = _ALIGNED[align]
    paragraph.line_spacing = Pt(size * LEADING)
    paragraph.space_before = paragraph.space_after = Pt(0)
    run = paragraph.add_run()
    run.text = flatten_text(one.text)
    run.font.size, run.font.bold = Pt(size), one.bold
    if one.colour != THEME:
        run.font.color.rgb = convert_colour(one.colour)
    tag_language(run)


def _round_size(one: Paragraph) -> float:
    return int(one.size * 10) / 10


def tag_language(run: _Run, *, heading: bool = False) -> None:
    """Name the language of a text and the theme's font for its East Asian letters."""
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-pptx has no way to say either
    chinese = bool(_EAST_ASIAN.search(run.text))
    properties.set("lang", "zh-CN" if chinese else "en-US")
    properties.set("altLang", "en-US" if chinese else "zh-CN")
    east_asian = properties.makeelement(qn("a:ea"), {"typeface": "+mj-ea" if heading else "+mn-ea"})
    properties.append(east_asian)


def name_shape(text: str) -> str:
    """Return what a shape may be called in the program's list of shapes."""
    return flatten_text(text)[:_LONGEST_NAME]


def convert_colour(colour: str) -> RGBColor:
    """Return a colour ``#rrggbb`` as python-pptx takes it."""
    return RGBColor.from_string(colour.removeprefix("#").upper())
