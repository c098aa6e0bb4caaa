"""The stakeholder map as SVG that a script can work with: people and ties carry their data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model import tie_kinds
from kamgraph.model.voice import say, share
from kamgraph.plot.canvas.svg import SvgCanvas, define_hatch, write_element, write_length
from kamgraph.plot.fonts import choose_screen_face
from kamgraph.plot.stakeholder_map.brief import SMALLEST
from kamgraph.plot.stakeholder_map.content import build_content
from kamgraph.plot.stakeholder_map.folding import leave_out
from kamgraph.plot.stakeholder_map.lines import find_acquaintances, find_lines, select_lines
from kamgraph.plot.stakeholder_map.picture import Format, draw_headings, draw_line, place_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.canvas.surface import Surface
    from kamgraph.plot.canvas.svg import Attributes
    from kamgraph.plot.legend import Entry
    from kamgraph.plot.stakeholder_map.cards import Card
    from kamgraph.plot.stakeholder_map.content import MapContent
    from kamgraph.plot.stakeholder_map.excerpt import Excerpt
    from kamgraph.plot.stakeholder_map.folding import Folding
    from kamgraph.plot.stakeholder_map.lines import Line
    from kamgraph.plot.stakeholder_map.picture import MapPicture

_FRAME, _NARROW = 12.0, 3.0
_KEY = 16.0  # the height of a sign of the legend
_PIXELS = 4 / 3  # a point
_GLANCE = 30  # people who are tried for a map to be read at a glance


class Key(NamedTuple):
    """A sign of the legend as an ``<svg>`` element, empty for a remark, and what it means."""

    sign: str
    label: str


class Aside(NamedTuple):
    """A tie of which there are too many to be seen all at once, left to whoever asks for it."""

    look: dict[str, str]  # the attributes of its element, but for those that are its own
    source: str
    target: str
    strength: str  # empty for lines of the chart


class MapSvg(NamedTuple):
    """A map to be shown and worked with."""

    page: tuple[float, float, float, float]  # the view box: left, top, width and height
    # what stands in the ``<svg>`` element. Every person is a ``<g class="person">`` with
    # ``data-id``, every tie a ``<g class="tie">`` with ``data-kind``, ``data-source``,
    # ``data-target``, but for lines of the chart ``data-strength``, and where nobody has confirmed
    # it ``data-inferred``
    content: str
    legend: tuple[Key, ...]  # what the signs mean
    aside: tuple[Aside, ...]  # ties that are not drawn yet


def draw_svg(graph: RelationshipGraph, *, name: str) -> MapSvg:
    """Draw the map of everybody in a graph of one scope; its ids begin with a name."""
    return _draw(graph, build_content(graph), np.arange(len(graph.people)), name)


def draw_folded(graph: RelationshipGraph, excerpt: Excerpt, folding: Folding, name: str) -> MapSvg:
    """Draw the map of those who are not folded, who are all that is laid out."""
    return _draw(graph, leave_out(excerpt.content, folding), folding.rows, name)


def draw_brief_svg(
    graph: RelationshipGraph, excerpt: Excerpt, *, name: str, room: tuple[float, float]
) -> tuple[MapSvg, IntArray]:
    """Draw as many of those who matter as fit a room, and return who they are."""
    # The room is as wide and high as so many of the smallest letters.
    width, height = (length * SMALLEST - 2 * _NARROW for length in room)
    form = Format(
        gap_x=10.0,
        gap_y=10.0,
        margin=14.0,
        aspect=width / height,
        narrowest=0.0,
        arrows=0.75,
        brief=True,
        glued=True,
    )

    def place(rows: IntArray) -> MapPicture:
        content = excerpt.content.select(rows)
        return place_map(content, "", face_for=choose_screen_face, form=form)

    def fits(picture: MapPicture) -> bool:
        left, right, bottom, top = picture.layout.extent
        if right - left > width or top - bottom > height:
            return False
        left, right, bottom, top = picture.extent
        return right - left <= width and top - bottom <= height

    picture = excerpt.choose(place, fits, tried=_GLANCE)
    number = {person: row for row, person in enumerate(graph.index)}
    rows = np.array([number[card.person] for card in picture.cards], dtype=np.int64)
    return _show(picture, graph.people.iloc[rows], name, [], _NARROW), rows


def _draw(graph: RelationshipGraph, content: MapContent, rows: IntArray, name: str) -> MapSvg:
    picture = place_map(content, "", face_for=choose_screen_face)
    known = select_lines([*find_lines(graph), *find_acquaintances(graph)], rows)
    return _show(picture, graph.people.iloc[rows], name, known)


def _show(
    picture: MapPicture, people: pd.DataFrame, name: str, known: list[Line], frame: float = _FRAME
) -> MapSvg:
    """Return a picture of some people; the name differs for every map on a page."""
    drawing = _Drawing(picture, people, f"{name}-hatch")
    left, right, bottom, top = picture.extent
    shown = {one.line.gid for one in picture.strokes}
    return MapSvg(
        page=(left - frame, -top - frame, right - left + 2 * frame, top - bottom + 2 * frame),
        content=drawing.draw_content(),
        legend=tuple(drawing.draw_key(entry) for row in picture.legend.rows for entry in row),
        aside=tuple(drawing.lay_aside(line) for line in known if line.gid not in shown),
    )


@dataclass(frozen=True, eq=False)
class _Drawing:
    """A picture with the people it shows, and the id of its hatch."""

    picture: MapPicture
    people: pd.DataFrame
    hatch: str

    def draw_content(self) -> str:
        """Return all elements."""
        ties = [
            write_element(
                "g",
                self.describe_tie(one.line),
                self.draw_elements(partial(draw_line, stroke=one)),
            )
            for one in self.picture.strokes
        ]
        headings = self.draw_elements(partial(draw_headings, self.picture))
        groups = {"ties": ties, "outside": [headings], "people": self.draw_cards()}
        return define_hatch(self.hatch) + "".join(
            write_element("g", {"class": name}, "".join(parts)) for name, parts in groups.items()
        )

    def draw_elements(self, draw: Callable[[Surface], None]) -> str:
        """Return what a function draws."""
        canvas = SvgCanvas(self.picture.face, self.hatch)
        draw(canvas)
        return "".join(canvas.elements)

    def draw_cards(self) -> Iterator[str]:
        """Yield everybody's box."""
        rows = self.people.reset_index().to_dict("records")
        places = self.picture.layout.positions.tolist()
        for card, row, (x, y) in zip(self.picture.cards, rows, places, strict=True):
            about: Attributes = {
                "class": "person" if row["own"] else "person outside",
                "data-id": row["person"],
                "data-folded": card.folded or None,
                "data-mark": card.mark or None,
                "transform": f"translate({write_length(x)} {write_length(-y)})",
            }
            elements = self.draw_elements(partial(self.draw_card, card))
            yield write_element("g", about, elements)

    def draw_card(self, card: Card, canvas: Surface) -> None:
        """Draw somebody's box around the origin."""
        self.picture.format.draw_one(canvas, card, (0.0, 0.0), self.picture.size)

    def lay_aside(self, line: Line) -> Aside:
        """Return a tie that is not drawn."""
        about = {key: text for key, text in self.describe_tie(line).items() if text is not None}
        ends = about.pop("data-source"), about.pop("data-target")
        strength = about.pop("data-strength", "")
        return Aside(about | {"class": f"{about['class']} aside"}, *ends, strength)

    def describe_tie(self, line: Line) -> dict[str, str | None]:
        """Return the attributes of a tie."""
        ends = [line.source, line.target]
        source, target = (self.picture.cards[end].person for end in ends)
        style = line.look
        outside = "" if self.people["own"].iloc[ends].all() else "outside"
        return {
            "class": " ".join(filter(None, ["tie", line.style, outside])),
            "data-kind": line.kind,
            "data-source": source,
            "data-target": target,
            "data-strength": None if line.kind in tie_kinds.FORMAL else f"{line.strength:.2g}",
            "data-share": share(line.strength) if line.moves else None,
            "data-head": style.head or None,
            "data-dashed": "dashed" if style.dashes else None,
            "data-inferred": say("plot.inferred_tie") if line.inferred else None,
        }

    def draw_key(self, entry: Entry) -> Key:
        """Return an entry of the legend, its sign drawn at the size of small print."""
        sign = self.draw_elements(lambda canvas: entry.symbol(canvas, 1.0, 0.0))
        width = entry.width + 2
        about: Attributes = {
            "class": "drawing",
            "width": width * _PIXELS,
            "height": _KEY * _PIXELS,
            "viewBox": f"0 {write_length(-_KEY / 2)} {write_length(width)} {write_length(_KEY)}",
            "aria-hidden": "true",
        }
        return Key(write_element("svg", about, sign) if sign else "", entry.label)
