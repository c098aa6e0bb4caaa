"""The stakeholder map as boxes and connectors that can be moved and edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from pptx.enum.text import MSO_ANCHOR

from kamgraph.model import tie_kinds
from kamgraph.model.voice import say, say_count
from kamgraph.plot import legend
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import PAPER, QUIET, TIES, ink
from kamgraph.plot.stakeholder_map.cards import border
from kamgraph.plot.stakeholder_map.content import entries_of
from kamgraph.plot.stakeholder_map.lines import bosses
from kamgraph.reviews.formats.slides.box import Box
from kamgraph.reviews.formats.slides.canvas import SlideCanvas, decorate, rounded
from kamgraph.reviews.formats.slides.connectors import (
    BOTTOM,
    LEFT,
    OUTWARD,
    RIGHT,
    TOP,
    Path,
    add_connector,
    chart_line,
    curve,
)
from kamgraph.reviews.formats.slides.excerpt import BOXES, HEADING, Excerpt, excerpt
from kamgraph.reviews.formats.slides.lettering import add_at_right, add_text, legible, named, write

if TYPE_CHECKING:
    from pptx.shapes.autoshape import Shape

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import FloatArray
    from kamgraph.plot.stakeholder_map.cards import Card
    from kamgraph.plot.stakeholder_map.lines import Line
    from kamgraph.reviews.formats.slides.deck import Page

_NAME, _TEXT = 9.0, 8.0
_PADDING = 3.5
_GAP = 8.0
_BUSY = 14.0  # points that a curve goes round to end where no other does
_CHART = 20.0  # and where no line of the chart does
_KNOWN = "\N{LEFT RIGHT ARROW}"
_THIN = 0.75  # of the width of ties on a large page


def add_map(page: Page, graph: RelationshipGraph, *, light: bool) -> None:
    """Add as much of the map of a graph as can be read on a slide, with its legend."""
    room = page.room if light else _on_paper(page)
    shown, key = _fitted(page, room, graph)
    drawing = _Drawing(page, shown, room)
    drawing.add_headings()
    boxes = [drawing.add_card(number) for number in range(len(shown.cards))]
    behind = boxes[0]._element  # noqa: SLF001 - what lies below is a matter of order in XML
    for line, way, ends in drawing.ways():
        style = TIES[line.style]
        width = style.width * _THIN * (0.5 + 0.7 * line.strength if style.head else 1.0)
        glued = add_connector(page.shapes, way, [boxes[end] for end in ends], style, width=width)
        glued.name = named(line.gid)
        behind.addprevious(glued._element)  # noqa: SLF001 - as above
    canvas = SlideCanvas(page.shapes, page.face, room.x, room.foot)
    key.draw(canvas, 0, key.height)


def _on_paper(page: Page) -> Box:
    """Put paper on a dark background or a picture, on which our colours could not be told."""
    paper = rounded(page.shapes, page.room, fill=PAPER, edge=PAPER, border=0.5)
    paper.name = "Paper"
    return page.room.inside(_GAP)


def _fitted(page: Page, room: Box, graph: RelationshipGraph) -> tuple[Excerpt, legend.Legend]:
    """Return who is shown, and the legend; the more rows it has, the less room is left."""
    height = 0.0
    while True:
        above = room.top(room.height - height - _GAP)
        shown = excerpt(graph, above)
        key = legend.Legend.of(_entries(shown), page.face, room.width)
        if key.height <= height:
            return shown, key
        height = key.height


def _entries(shown: Excerpt) -> list[legend.Entry]:
    """Return what the signs mean, and how many people are left out."""
    plainly = [replace(card, chips=()) for card in shown.cards]
    entries = entries_of(plainly, shown.known, shown.lines)
    if any(card.chips for card in shown.cards):
        entries.append(legend.note(say("slide_known_by", sign=_KNOWN)))
    if len(shown.cards) < shown.everybody:
        rest = shown.everybody - len(shown.cards)
        entries.append(legend.note(say_count("slide_left_out", rest)))
    return entries


class _Drawing:
    """People placed in a room of a slide.

    Parameters
    ----------
    page
        The slide.
    shown
        The people.
    room
        Where to put them: from its top, in the middle of its width.
    """

    def __init__(self, page: Page, shown: Excerpt, room: Box) -> None:
        self.page, self.shown = page, shown
        left, right, _, top = shown.layout.extent
        margin = (room.width - (right - left) * shown.scale) / 2
        self._origin = np.array([room.x + margin - left * shown.scale, room.y + top * shown.scale])
        self.size = np.array([BOXES.width, BOXES.height]) * shown.scale
        self.centres = self.at(shown.layout.positions)

    def at(self, points: FloatArray) -> FloatArray:
        """Return where points of the layout are on the slide."""
        return np.asarray(self._origin + points * self.shown.scale * [1, -1])

    def add_headings(self) -> None:
        """Write side and organization above the groups beside the chart."""
        scale = self.shown.scale
        for number, place in self.shown.layout.headings.items():
            side, organization = self.shown.headings[number]
            x, foot = self.at(np.array([place.x, place.y]))
            box = Box(x, foot - HEADING * scale, place.width * scale, HEADING * scale)
            texts = [
                Paragraph(side, _TEXT * scale, colour=QUIET),
                Paragraph(organization, _TEXT * scale, bold=True),
            ]
            fitting = legible(texts, self.page.face, width=box.width, height=box.height)
            add_text(self.page.shapes, box, fitting, name=organization)

    def add_card(self, number: int) -> Shape:
        """Add the box of a person, all that it says in one text."""
        card, scale = self.shown.cards[number], self.shown.scale
        corner = self.centres[number] - self.size / 2
        box = Box(*corner.tolist(), *self.size.tolist())
        line = border(card.power) * _THIN * scale
        shape = rounded(self.page.shapes, box, fill=card.fill, edge=card.edge, border=line)
        decorate(shape, dashed=card.vacant, hatched=card.unknown)
        inner = box.inside(_PADDING * scale)
        paragraphs = _paragraphs(card, scale, ours=card.person in self.shown.ours)
        known = _known(card) if card.person not in self.shown.ours else ""
        if foot := f"{card.mark} {known}".strip():
            shade = ink(card.fill)
            paragraphs.append(Paragraph(foot, _TEXT * scale, bold=True, colour=shade))
        fitting = legible(paragraphs, self.page.face, width=inner.width, height=inner.height)
        if foot:
            fitting[-1] = fitting[-1]._replace(text=card.mark)
        write(shape.text_frame, fitting, anchor=MSO_ANCHOR.TOP, margin=_PADDING * scale)
        if known:
            add_at_right(shape.text_frame.paragraphs[-1], fitting[-1], known, inner.width)
        shape.name = named(card.paragraphs[0].text)
        return shape

    def ways(self) -> list[tuple[Line, Path, tuple[int, int]]]:
        """Return how each line runs and from whom to whom: the chart, then the strongest first."""
        boss = bosses(self.shown.known, len(self.shown.cards))
        used = np.zeros((len(self.shown.cards), 4))
        ways: list[tuple[Line, Path, tuple[int, int]]] = []
        loose = []
        for line in self.shown.lines:
            corners = self.shown.layout.lines[line.source]
            solid = line.kind in tie_kinds.SOLID
            if solid and len(corners) and boss[line.source] == line.target:
                way = self._chart_line(line, corners)
                used[[line.target, line.source], way.sides] = _CHART
                ways.append((line, way, (line.target, line.source)))
            else:
                loose.append(line)
        loose.sort(key=lambda line: -line.strength)
        for line in loose:
            way = curve(self.centres, self.size / 2, (line.source, line.target), used)
            used[[line.source, line.target], way.sides] += _BUSY
            ways.append((line, way, (line.source, line.target)))
        return ways

    def _chart_line(self, line: Line, corners: FloatArray) -> Path:
        boss, report = self.centres[[line.target, line.source]]
        placed = self.at(corners)
        bus, (spine, last) = placed[1, 1], (placed[-2, 0], placed[-1])
        half = self.size / 2
        below = boss + half * OUTWARD[BOTTOM]
        if last[1] < report[1] - self.size[1] / 4:  # it ends at the top
            above = report + half * OUTWARD[TOP]
            return chart_line(below, above, bus=bus, spine=None, side=TOP)
        side = LEFT if last[0] < report[0] else RIGHT
        edge = report + half * OUTWARD[side]
        return chart_line(below, edge, bus=bus, spine=spine, side=side)


def _paragraphs(card: Card, scale: float, *, ours: bool) -> list[Paragraph]:
    """Return what a card says at the size of the slide; our people carry their numbers."""
    sizes = [_NAME, *[_TEXT] * (len(card.paragraphs) - 1)]
    texts = [
        one._replace(size=size * scale) for one, size in zip(card.paragraphs, sizes, strict=True)
    ]
    if ours:
        texts[0] = texts[0]._replace(text=f"{card.chips[0][0]} · {texts[0].text}")
    return texts


def _known(card: Card) -> str:
    """Return the numbers of those of us who know a person."""
    return " ".join([_KNOWN, *(number for number, _ in card.chips)]) if card.chips else ""
