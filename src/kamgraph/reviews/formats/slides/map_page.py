"""The stakeholder map as boxes and connectors that can be moved and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.plot.palette import PAPER
from kamgraph.plot.stakeholder_map.picture import draw
from kamgraph.reviews.formats.slides.canvas import SlideCanvas, add_box
from kamgraph.reviews.formats.slides.excerpt import fit, place_excerpt

if TYPE_CHECKING:
    from kamgraph.plot.stakeholder_map.excerpt import Excerpt
    from kamgraph.reviews.formats.slides.box import Box
    from kamgraph.reviews.formats.slides.deck import Page

_GAP = 8.0


def add_map(page: Page, excerpt: Excerpt, *, light: bool) -> None:
    """Add as much of a map as can be read on a slide, with its legend."""
    room = page.room if light else _lay_paper(page)
    picture = place_excerpt(excerpt, room, page.face)
    left, right, _, top = picture.page
    scale = fit(picture.page, room)
    margin = (room.width - (right - left) * scale) / 2
    origin = (room.x + margin - left * scale, room.y + top * scale)
    draw(picture, SlideCanvas(page.shapes, page.face, origin, scale, on_paper=not light))


def _lay_paper(page: Page) -> Box:
    """Put paper on a dark background or a picture, on which our colours could not be told."""
    paper = add_box(page.shapes, page.room, fill=PAPER, edge=PAPER, border=0.5)
    paper.name = "Paper"
    return page.room.shrink(_GAP)
