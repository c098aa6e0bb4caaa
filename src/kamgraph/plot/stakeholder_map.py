"""The stakeholder map: who reports to whom, who sways whom, and where everybody stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.vocabulary import SIDES, Language
from kamgraph.plot import legend
from kamgraph.plot.arcs import curves
from kamgraph.plot.canvas import Canvas
from kamgraph.plot.cards import Card, border, box_size, cards, draw_card
from kamgraph.plot.fonts import Typeface, typeface
from kamgraph.plot.layout import Layout, lay_out
from kamgraph.plot.lettering import Paragraph, fitted
from kamgraph.plot.lines import INFLUENCE, Line, bosses, lines, strongest
from kamgraph.plot.palette import QUIET, TIES
from kamgraph.plot.tree import Boxes
from kamgraph.plot.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.tree import IntArray

_GAP_X, _GAP_Y, _MARGIN = 24.0, 17.0, 36.0
_HEADING, _HEADING_SIZE, _TITLE, _FRAME = 26.0, 9.0, 14.0, 10.0
_NARROWEST = 420.0  # a page must be this wide for its legend
_ASPECT = 1.5
_ARROWS = 1.5  # arrows of influence for each person, on average, before the weakest are left out
_UNCROWDED = 0.75  # curves for each person, on average, before they are drawn finer
_BESIDE = {"vendor": -1, "competitor": 1, "partner": 1, "customer": 1}  # left or right
_POWERS = (0.04, 0.15, 0.4)  # the examples in the legend
_CLOSENESSES = (0.25, 0.5, 0.75, 1.0)
_POINTS = 72  # an inch


def map(  # noqa: A001 - what people call this picture
    graph: RelationshipGraph,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    language: Language = "en",
) -> Axes:
    """Draw the organisation chart of one scope with choice, power, influence and acquaintance.

    Boxes are people: the fill is their choice after influence (hatched where nobody has graded
    them), the border their power, a dashed border a vacant seat. Lines are reporting lines,
    dotted where they are. Arrows are influence, wider where it is stronger, dashed and with a
    bar where the source moves the target the other way; where there are more of them than the
    picture takes, the strongest are drawn and the legend says so. Chips are the numbers of
    those of us who know a person, darker where they are closer. Our people stand on the left,
    competitors, partners and other customers on the right.

    Parameters
    ----------
    graph
        A graph of a single scope.
    ax
        Where to draw; without it a new figure, as large as its texts need to be read.
    title
        The title; without it the names of the account and the deal and the day, none if empty.
    language
        The language of labels and legend: ``"en"`` or ``"zh"``.

    Returns
    -------
    Axes
        With x and y in printer's points at full size; texts keep their size relative to boxes.

    Raises
    ------
    ScopeError
        If the graph holds more than one scope, or none.

    Warns
    -----
    MissingGlyphsWarning
        Once, if no installed font has some of the characters.
    """
    picture = _compose(graph, _title(graph) if title is None else title, language)
    axes = _new_axes(picture) if ax is None else ax
    _draw(picture, axes)
    return axes


@dataclass(frozen=True, eq=False)
class _Picture:
    """Everything that a map shows, placed but not yet drawn."""

    cards: list[Card]
    lines: list[Line]
    layout: Layout
    boxes: Boxes
    face: Typeface
    title: list[Paragraph]
    headings: dict[int, tuple[str, str]]
    legend: legend.Legend

    @property
    def page(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of the page."""
        left, right, bottom, top = self.layout.extent
        beside = max(0.0, _NARROWEST - (right - left)) / 2 + _FRAME
        above = sum(paragraph.height for paragraph in self.title) + _FRAME
        below = self.legend.height + 2 * _FRAME
        return left - beside, right + beside, bottom - below, top + above


def _compose(graph: RelationshipGraph, title: str, language: Language) -> _Picture:
    _check_one_scope(graph)
    everybody = cards(graph, language)
    known = lines(graph)
    shown = strongest(known, [card.power for card in everybody], round(_ARROWS * len(everybody)))
    group, headings = _groups(graph.people, language)
    entries = _entries(everybody, known, shown, language)
    texts = [text for card in everybody for text, *_ in card.paragraphs]
    face = typeface(
        [title, *texts, *chain(*headings.values()), *(entry.label for entry in entries)]
    )
    width, height = box_size(everybody, face)
    boxes = Boxes(width, height, _GAP_X, _GAP_Y)
    layout = lay_out(
        bosses(known, len(everybody)),
        boxes,
        group=group,
        aspect=_ASPECT,
        margin=_MARGIN,
        heading=_HEADING,
    )
    left, right, *_ = layout.extent
    room = max(right - left, _NARROWEST)
    return _Picture(
        cards=everybody,
        lines=shown,
        layout=layout,
        boxes=boxes,
        face=face,
        title=fitted([Paragraph(title, _TITLE, bold=True)] if title else [], face, width=room),
        headings=headings,
        legend=legend.Legend.of(entries, face, room),
    )


def _check_one_scope(graph: RelationshipGraph) -> None:
    count = len(graph.scopes)
    if count != 1:
        raise ScopeError(
            f"a map shows one scope, this graph has {count}: "
            "build it for one, build_graph(book, account=...) or build_graph(book, deal=...)"
        )


def _title(graph: RelationshipGraph) -> str:
    """Name the account, the deal and the day, as far as there are any."""
    names = graph.scopes[["account_name", "deal_name"]].to_numpy().ravel().tolist()
    return " · ".join(str(part) for part in (*names, graph.as_of) if pd.notna(part) and part)


def _groups(
    people: pd.DataFrame, language: Language
) -> tuple[IntArray, dict[int, tuple[str, str]]]:
    """Return each person's group in the layout, and the headings of the groups beside it."""
    keys = people["side"].mask(people["own"]) + "\n" + people["organization_name"]
    group = np.zeros(len(people), dtype=np.int64)
    headings: dict[int, tuple[str, str]] = {}
    for side, direction in _BESIDE.items():
        here = people[~people["own"] & (people["side"] == side)]
        for name in sorted(here["organization_name"].unique()):
            number = direction * (1 + sum(other * direction > 0 for other in headings))
            group[keys == f"{side}\n{name}"] = number
            headings[number] = (_side_label(side, language), name)
    return group, headings


def _side_label(side: str, language: Language) -> str:
    return word(side, language) if side in {"vendor", "customer"} else SIDES.label(side, language)


def _entries(
    everybody: list[Card], known: list[Line], shown: list[Line], language: Language
) -> list[legend.Entry]:
    """Return the legend: only what occurs."""
    entries = [legend.choice(word("choice", language))]
    if any(card.unknown for card in everybody):
        entries.append(legend.box(word("unknown", language), "?", hatched=True))
    if any(card.vacant for card in everybody):
        entries.append(legend.box(word("vacant_seat", language), "", dashed=True))
    borders = {f"{power:.0%}": border(power) for power in _POWERS}
    entries.append(legend.borders(word("power", language), borders))
    styles = {line.style for line in shown}
    entries += [
        legend.line(word(style, language), TIES[style]) for style in TIES if style in styles
    ]
    if any(card.chips for card in everybody):
        entries.append(legend.chips(word("known_by", language), _CLOSENESSES))
    if len(shown) < len(known):
        counts = [sum(line.style in INFLUENCE for line in some) for some in (shown, known)]
        entries.append(legend.note(word("strongest", language, *counts)))
    return entries


def _new_axes(picture: _Picture) -> Axes:
    """Make a figure as large as the picture at full size."""
    from matplotlib import pyplot as plt

    left, right, bottom, top = picture.page
    figure = plt.figure(figsize=((right - left) / _POINTS, (top - bottom) / _POINTS))
    return figure.add_axes((0, 0, 1, 1))


def _draw(picture: _Picture, axes: Axes) -> None:
    left, right, bottom, top = picture.page
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()
    axes.apply_aspect()  # line widths follow the final scale
    canvas = Canvas(axes, picture.face)
    canvas.write(picture.title, left + _FRAME, top - _FRAME / 2)
    _draw_headings(picture, canvas)
    _draw_lines(picture, canvas)
    size = (picture.boxes.width, picture.boxes.height)
    for card, (x, y) in zip(picture.cards, picture.layout.positions.tolist(), strict=True):
        draw_card(canvas, card, (x, y), size)
    picture.legend.draw(canvas, left + _FRAME, bottom + picture.legend.height + _FRAME)


def _draw_headings(picture: _Picture, canvas: Canvas) -> None:
    for number, place in picture.layout.headings.items():
        side, organization = picture.headings[number]
        heading = [
            Paragraph(side, _HEADING_SIZE, colour=QUIET),
            Paragraph(organization, _HEADING_SIZE, bold=True),
        ]
        lines = fitted(heading, picture.face, width=place.width, height=_HEADING - 3)
        foot = sum(paragraph.height for paragraph in lines)
        widest = max(paragraph.width(picture.face) for paragraph in lines)
        canvas.clear(place.x, place.y + 3, widest, foot)
        canvas.write(lines, place.x, place.y + foot + 3)


def _draw_lines(picture: _Picture, canvas: Canvas) -> None:
    """Draw each line of the chart around its corners, and every other tie as a curve."""
    boss = bosses(picture.lines, len(picture.cards))
    loose = []
    for line in picture.lines:
        corners = picture.layout.lines[line.source]
        if line.style == "reports_to" and len(corners) and boss[line.source] == line.target:
            canvas.polyline(corners, TIES[line.style], line.gid)
        else:
            loose.append(line)
    ends = np.array([(line.source, line.target) for line in loose], dtype=np.int64).reshape(-1, 2)
    width, height = picture.boxes.width, picture.boxes.height
    drawn = curves(picture.layout.positions, ends, width=width, height=height)
    finer = min(1.0, (_UNCROWDED * len(picture.cards) / max(1, len(loose))) ** 0.5)
    for line, points in zip(loose, drawn, strict=True):
        style = TIES[line.style]
        style = style._replace(width=style.width * finer)
        canvas.curve(points, style, strength=line.strength, gid=line.gid)
