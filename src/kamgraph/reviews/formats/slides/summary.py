"""The slide with what there is to know before all else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR

from kamgraph.plot.lettering import Paragraph
from kamgraph.reviews.formats.slides.box import Box
from kamgraph.reviews.formats.slides.chart import AGAINST, FOR, QUIET
from kamgraph.reviews.formats.slides.lettering import (
    THEME,
    add_text,
    convert_colour,
    fit_text,
    name_shape,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.autoshape import Shape

    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.formats.slides.deck import Page
    from kamgraph.reviews.section import Figure, Point, Tone

_TILES = 84.0  # points, the height of the figures
_GAP = 12.0
_STRIPE = 4.0
_TILE = "#f1f3f6"
_LABEL, _VALUE, _NOTE = 10.0, 26.0, 9.0
_POINT = 14.0
_PITCH = 66.0  # points from one sentence to the next, where there is room
_ABOUT = 0.2  # of the width for what a sentence is about
_PADDING = 8.0
_MOST = 4  # figures side by side
_TONES: dict[Tone, str] = {
    "good": FOR,
    "fair": AGAINST,
    "poor": "#b3261e",
    "unsure": QUIET,
    "": QUIET,
}


def add_summary(page: Page, review: ReviewContent, grounds: str) -> None:
    """Add the figures to remember, and below them the grounds of the verdict and what follows."""
    figures = [figure for section in review.sections for figure in section.figures][:_MOST]
    room = page.room
    width = (room.width - _GAP * (len(figures) - 1)) / max(1, len(figures))
    for number, figure in enumerate(figures):
        _add_tile(page, Box(room.x + number * (width + _GAP), room.y, width, _TILES), figure)
    if figures:
        room = room.drop_top(_TILES + 1.5 * _GAP)
    verdict, *others = review.summary
    points = [replace(verdict, sentence=grounds), *others] if grounds else others
    _add_points(page, room, points, _TONES[review.tone])


def _add_tile(page: Page, box: Box, figure: Figure) -> None:
    """Add a number with what it is and what it means."""
    tile = _add_rectangle(page, box, _TILE, figure.label)
    _add_rectangle(page, box._replace(width=_STRIPE), _TONES[figure.tone], f"{figure.label}: tone")
    texts = [
        Paragraph(figure.label, _LABEL, bold=True),
        Paragraph(figure.value, _VALUE, bold=True),
        Paragraph(figure.note, _NOTE),
    ]
    inner = box.shrink(_PADDING)
    fitting = fit_text(texts, page.face, width=inner.width, height=inner.height)
    write(tile.text_frame, fitting, anchor=MSO_ANCHOR.MIDDLE, margin=_PADDING)


def _add_rectangle(page: Page, box: Box, fill: str, name: str) -> Shape:
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    shape.name = name_shape(name)
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = convert_colour(fill)
    shape.line.fill.background()
    return shape


def _add_points(page: Page, room: Box, points: Sequence[Point], tone: str) -> None:
    """Add the sentences one below the other, each beside what it is about."""
    pitch = min(_PITCH, room.height / max(1, len(points)))
    about, said = room.width * _ABOUT - 3 * _PADDING, room.width * (1 - _ABOUT)
    _add_rectangle(page, Box(room.x, room.y, _STRIPE, pitch - _GAP), tone, "Tone")
    for number, point in enumerate(points):
        place = Box(room.x + 2 * _PADDING, room.y + number * pitch, about, pitch - _GAP)
        beside = place._replace(x=room.right - said, width=said)
        for box, text, bold in ((place, point.label, True), (beside, point.sentence, False)):
            texts = [Paragraph(text, _POINT, bold=bold, colour=THEME)]
            fitting = fit_text(texts, page.face, width=box.width, height=box.height)
            add_text(page.shapes, box, fitting, name=point.label)
