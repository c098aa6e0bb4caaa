"""What a stakeholder map shows and where, before it is drawn on any canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model import tie_kinds
from kamgraph.model.once import once
from kamgraph.plot import legend
from kamgraph.plot.canvas.axes import Canvas, open_page
from kamgraph.plot.fonts import Typeface, choose_typeface
from kamgraph.plot.layout.page import Layout, lay_out
from kamgraph.plot.layout.tree import Boxes
from kamgraph.plot.lettering import Paragraph, fit_texts
from kamgraph.plot.palette import QUIET, TieStyle
from kamgraph.plot.routing.curves import SIDES, draw_curves
from kamgraph.plot.routing.gutters import Wall
from kamgraph.plot.scope import check_one_scope, name_scope
from kamgraph.plot.stakeholder_map.brief import BRIEF_SIZE, draw_brief, shorten_card
from kamgraph.plot.stakeholder_map.cards import Card, choose_size, draw_card
from kamgraph.plot.stakeholder_map.content import (
    MapContent,
    build_content,
    find_units,
    group_people,
    list_entries,
)
from kamgraph.plot.stakeholder_map.highlights import Highlights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import FloatArray, IntArray
    from kamgraph.plot.canvas.surface import Surface
    from kamgraph.plot.stakeholder_map.lines import Line

_BROAD, _FOR_CURVES = 20.0, 0.08  # gaps are up to this much wider: this much for each curve
_HEADING, _HEADING_SIZE, _TITLE, _NOTE = 26.0, 9.0, 14.0, 8.0
_CHART_APART = 20.0  # what a curve goes round to end where no line of the chart does
_UNCROWDED = 0.75  # curves for each person, on average, before they are drawn finer


class Format(NamedTuple):
    """How a map is set on a page; as it is, on a large one."""

    # gap_x, gap_y: the gaps between boxes
    gap_x: float = 28.0
    gap_y: float = 26.0
    tallest: float = 84.0  # how high boxes may be
    margin: float = 36.0  # the space between the chart and the groups beside it
    aspect: float = 1.5  # width by height of the page
    frame: float = 10.0  # what stays free around everything
    narrowest: float = 420.0  # how wide the page must be for its legend
    # arrows of influence per person, on average, before the weakest are left out
    arrows: float = 1.5
    # whether boxes say no more than who it is and how they stand: less room for letters as large
    brief: bool = False
    # whether all lines that meet a box at a side meet it in the middle of that side
    glued: bool = False

    @property
    def draw_one(self) -> Callable[[Surface, Card, tuple[float, float], tuple[float, float]], None]:
        """How the box of a person is drawn."""
        return draw_brief if self.brief else draw_card


class Stroke(NamedTuple):
    """A line with where it runs."""

    line: Line  # the tie
    # the control points of a curve from the source's box to the target's, or the corners of a line
    # of the chart, which comes down from the target's box (the boss's) to the source's
    points: FloatArray
    curved: bool  # whether it is a curve
    style: TieStyle  # how it is drawn


@dataclass(frozen=True, eq=False)
class MapPicture:
    """Everything that a map shows, placed but not yet drawn."""

    # Lengths are printer's points at full size; y grows upwards.

    cards: list[Card]  # the box of each person, in the order of the graph's people
    lines: list[Line]  # the ties that are shown; their ends are row numbers of the cards
    boss: IntArray  # the row number of each one's boss in the chart, -1 for none
    highlights: Highlights  # what stands out
    format: Format  # how it is set on its page
    layout: Layout  # where everything stands: ``layout.positions`` are the centres of the boxes
    boxes: Boxes  # how large a box is
    face: Typeface  # what texts are measured with
    title: list[Paragraph]  # the lines of the title, none without one
    headings: dict[int, tuple[str, str]]  # side and organization of each group beside the chart
    legend: legend.Legend  # what the signs mean
    notes: list[Paragraph]  # the sentences below the legend

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of every box."""
        return self.boxes.width, self.boxes.height

    @property
    def page(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of the page."""
        frame = self.format.frame
        left, right, bottom, top = self.extent
        beside = max(0.0, self.format.narrowest - (right - left)) / 2 + frame
        above = sum(paragraph.height for paragraph in self.title) + frame
        below = self.legend.height + sum(note.height for note in self.notes) + 2 * frame
        return left - beside, right + beside, bottom - below, top + above

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of the boxes, the headings and the lines."""
        left, right, bottom, top = self.layout.extent
        points = np.vstack([np.zeros((0, 2)), *(stroke.points for stroke in self.strokes)])
        low = points.min(axis=0, initial=np.inf)
        high = points.max(axis=0, initial=-np.inf)
        return min(left, low[0]), max(right, high[0]), min(bottom, low[1]), max(top, high[1])

    @once
    def strokes(self) -> tuple[Stroke, ...]:
        """Each line of the chart around its corners first, then every other tie as a curve."""
        chart, loose = [], []
        for line in self.lines:
            corners, style = self.layout.lines[line.source], self.highlights.style(line)
            solid = line.kind in tie_kinds.SOLID and self.boss[line.source] == line.target
            if solid and len(corners):
                chart.append(Stroke(line, corners, curved=False, style=style))
            else:
                loose.append(line)
        return (*chart, *self.route_lines(loose))

    @property
    def _busy_sides(self) -> FloatArray:
        """What it costs a curve to end where a line of the chart does, by box and side."""
        busy = np.zeros((len(self.cards), len(SIDES)))
        for report, corners in enumerate(self.layout.lines):
            if len(corners):
                ends = np.array([self.boss[report], report])
                away = (corners[[0, -1]] - self.layout.positions[ends]) / self.size
                busy[ends, np.argmax(away @ SIDES.T, axis=1)] = _CHART_APART
        return busy

    def route_lines(self, some: Sequence[Line]) -> list[Stroke]:
        """Return lines as curves between their boxes, finer where there are many."""
        ends = np.array([(line.source, line.target) for line in some], dtype=np.int64)
        width, height = self.size
        points = draw_curves(
            self.layout.positions,
            ends.reshape(-1, 2),
            width=width,
            height=height,
            lines=self.layout.lines,
            walls=[Wall(at.x, at.x + at.width, at.y) for at in self.layout.headings.values()],
            busy=self._busy_sides if self.format.glued else None,
        )
        finer = min(1.0, (_UNCROWDED * len(self.cards) / max(1, len(some))) ** 0.5)
        styles = [self.highlights.style(line) for line in some]
        return [
            Stroke(line, curve, curved=True, style=style._replace(width=style.width * finer))
            for line, curve, style in zip(some, points, styles, strict=True)
        ]


def compose(
    graph: RelationshipGraph,
    *,
    title: str | None = None,
    face_for: Callable[[Iterable[str]], Typeface] = choose_typeface,
) -> MapPicture:
    """Decide what the map of a graph of one scope shows, and place it."""
    check_one_scope(graph, "a map")
    title = name_scope(graph) if title is None else title
    return place_map(build_content(graph), title, face_for=face_for)


def place_map(
    content: MapContent,
    title: str,
    *,
    highlights: Highlights | None = None,
    face_for: Callable[[Iterable[str]], Typeface] = choose_typeface,
    form: Format = Format(),  # noqa: B008 - it is frozen
    remarks: Sequence[str] = (),
) -> MapPicture:
    """Place what a map shows; its remarks stand behind the legend."""
    highlights = Highlights() if highlights is None else highlights
    shown = content.drop_weakest(form.arrows)
    group, headings = group_people(content.people)
    units, names = find_units(content) or (None, {})
    headings |= names
    cards = [replace(one, chips=()) for one in content.cards] if form.brief else content.cards
    entries = [*highlights.entries, *list_entries(cards, content.lines, shown)]
    entries += [legend.write_remark(remark) for remark in remarks]
    texts = [text for card in content.cards for text, *_ in card.paragraphs]
    texts += [one.tag for one in highlights.people.values()]
    texts += [title, *chain(*headings.values()), *(entry.label for entry in entries)]
    face = face_for([*texts, *highlights.notes])
    everybody = highlights.apply(content.cards)
    wider = min(_BROAD, _FOR_CURVES * len(shown))
    if form.brief:
        everybody = [shorten_card(card, face) for card in everybody]
    size = BRIEF_SIZE if form.brief else choose_size(everybody, face, form.tallest)
    boxes = Boxes(*size, form.gap_x + wider, form.gap_y)
    layout = lay_out(
        content.boss,
        boxes,
        group=group,
        units=units,
        aspect=form.aspect,
        margin=form.margin,
        heading=_HEADING,
    )
    left, right, *_ = layout.extent
    room = max(right - left, form.narrowest)
    notes = [Paragraph(note, _NOTE) for note in highlights.notes]
    return MapPicture(
        cards=everybody,
        lines=[*shown, *highlights.more],
        boss=content.boss,
        highlights=highlights,
        format=form,
        layout=layout,
        boxes=boxes,
        face=face,
        title=fit_texts([Paragraph(title, _TITLE, bold=True)] if title else [], face, width=room),
        headings=headings,
        legend=legend.Legend.of(entries, face, room),
        notes=[fit_texts([note], face, width=room)[0] for note in notes],
    )


def draw_on(axes: Axes | None, picture: MapPicture) -> Axes:
    """Draw a picture on axes: without any, on those of a new figure at full size."""
    axes = open_page(axes, picture.page)
    draw(picture, Canvas(axes, picture.face))
    return axes


def draw(picture: MapPicture, canvas: Surface) -> None:
    """Draw the whole picture; the boxes first, so that lines can be joined to them."""
    frame = picture.format.frame
    left, _, bottom, top = picture.page
    canvas.write(picture.title, left + frame, top - frame / 2)
    draw_headings(picture, canvas)
    draw_one = picture.format.draw_one
    for card, (x, y) in zip(picture.cards, picture.layout.positions.tolist(), strict=True):
        draw_one(canvas, card, (x, y), picture.size)
    for stroke in picture.strokes:
        draw_line(canvas, stroke)
    foot = bottom + frame + sum(note.height for note in picture.notes)
    picture.legend.draw(canvas, left + frame, foot + picture.legend.height)
    canvas.write(picture.notes, left + frame, foot)


def draw_headings(picture: MapPicture, canvas: Surface) -> None:
    """Draw side and organization above each group beside the chart."""
    for number, place in picture.layout.headings.items():
        side, organization = picture.headings[number]
        heading = [
            Paragraph(side, _HEADING_SIZE, colour=QUIET),
            Paragraph(organization, _HEADING_SIZE, bold=True),
        ]
        written = fit_texts(heading, picture.face, width=place.width, height=_HEADING - 3)
        foot = sum(paragraph.height for paragraph in written)
        widest = max(paragraph.measure(picture.face) for paragraph in written)
        canvas.clear(place.x, place.y + 3, widest, foot)
        canvas.write(written, place.x, place.y + foot + 3)


def draw_line(canvas: Surface, stroke: Stroke) -> None:
    """Draw one line around its corners or as a curve."""
    line = stroke.line
    if stroke.curved:
        canvas.draw_curve(stroke.points, stroke.style, strength=line.strength, gid=line.gid)
    else:
        canvas.draw_polyline(stroke.points, stroke.style, line.gid)
