"""The stakeholder map as SVG that a script can work with: people and ties carry their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.plot.cards import draw_card
from kamgraph.plot.fonts import screen_face
from kamgraph.plot.lines import INFLUENCE, acquaintances, lines
from kamgraph.plot.map_picture import compose, draw_headings, draw_line
from kamgraph.plot.svg_canvas import SvgCanvas, element, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.plot.fonts import Typeface
    from kamgraph.plot.legend import Entry
    from kamgraph.plot.lines import Line
    from kamgraph.plot.map_picture import DrawnLine, MapPicture
    from kamgraph.plot.surface import Surface
    from kamgraph.plot.svg_canvas import Attributes

_FRAME = 12.0
_KEY = 16.0  # the height of a sign of the legend


class Key(NamedTuple):
    """A sign of the legend as an ``<svg>`` element, empty for a remark, and what it means."""

    sign: str
    label: str


class MapSvg(NamedTuple):
    """A map to be shown and worked with.

    Parameters
    ----------
    page
        The view box: left, top, width and height.
    content
        What stands in the ``<svg>`` element. Every person is a ``<g class="person">`` with
        ``data-id``, ``data-side`` and ``data-function``, every tie a ``<g class="tie">`` with
        ``data-kind``, ``data-source``, ``data-target`` and, but for lines of the chart,
        ``data-strength``. Ties with the class ``aside`` are too many to be seen all at once
        and are not drawn yet.
    legend
        What the signs mean.
    """

    page: tuple[float, float, float, float]
    content: str
    legend: tuple[Key, ...]


def map_svg(graph: RelationshipGraph, labels: Sequence[str], *, language: Language) -> MapSvg:
    """Draw the map of a graph of one scope.

    Parameters
    ----------
    graph
        A graph of a single scope.
    labels
        What each person is called by those who cannot see the map.
    language
        The language of labels and legend.
    """
    picture = compose(graph, title="", language=language, face_for=screen_face)
    people = graph.people
    shown = {drawn.line.gid for drawn in picture.drawn_lines}
    ties = [_drawn_tie(drawn, picture, people) for drawn in picture.drawn_lines]
    ties += [
        _tie(line, picture, people, "aside")
        for line in (*lines(graph), *acquaintances(graph))
        if line.gid not in shown
    ]
    heads = _drawn(picture.face, lambda canvas: draw_headings(picture, canvas))
    left, right, bottom, top = picture.layout.extent
    content = [
        element("g", {"class": "ties"}, "".join(ties)),
        element("g", {"class": "outside"}, heads),
        element("g", {"class": "people"}, "".join(_people(picture, people, labels))),
    ]
    return MapSvg(
        page=(left - _FRAME, -top - _FRAME, right - left + 2 * _FRAME, top - bottom + 2 * _FRAME),
        content="".join(content),
        legend=tuple(_key(entry, picture.face) for row in picture.legend.rows for entry in row),
    )


def _drawn(face: Typeface, draw: Callable[[Surface], None]) -> str:
    canvas = SvgCanvas(face)
    draw(canvas)
    return "".join(canvas.elements)


def _people(picture: MapPicture, people: pd.DataFrame, labels: Sequence[str]) -> Iterable[str]:
    rows = people.reset_index().to_dict("records")
    places = picture.layout.positions.tolist()
    for card, row, label, (x, y) in zip(picture.cards, rows, labels, places, strict=True):
        about: Attributes = {
            "class": "person" if row["own"] else "person outside",
            "data-id": row["person"],
            "data-side": row["side"],
            "data-function": None if pd.isna(row["function"]) else row["function"],
            "transform": f"translate({number(x)} {number(-y)})",
            "role": "img",
            "aria-label": label,
        }
        box = _drawn(picture.face, lambda canvas, card=card: draw_card(  # type: ignore[misc]
            canvas, card, (0.0, 0.0), picture.size
        ))  # fmt: skip
        yield element("g", about, box)


def _drawn_tie(drawn: DrawnLine, picture: MapPicture, people: pd.DataFrame) -> str:
    curve = _drawn(picture.face, lambda canvas: draw_line(canvas, drawn))
    return _tie(drawn.line, picture, people, content=curve)


def _tie(
    line: Line, picture: MapPicture, people: pd.DataFrame, *names: str, content: str = ""
) -> str:
    ends = [line.source, line.target]
    outside = [] if people["own"].iloc[ends].all() else ["outside"]
    source, target = (picture.cards[end].person for end in ends)
    chart = line.style in {"reports_to", "dotted_line"}
    about: Attributes = {
        "class": " ".join(["tie", line.style, *names, *outside]),
        "data-kind": "influences" if line.style in INFLUENCE else line.style,
        "data-source": source,
        "data-target": target,
        "data-strength": None if chart else f"{line.strength:.2g}",
    }
    return element("g", about, content)


def _key(entry: Entry, face: Typeface) -> Key:
    sign = _drawn(face, lambda canvas: entry.symbol(canvas, 1.0, 0.0))
    if not sign:
        return Key("", entry.label)
    width = entry.width + 2
    about: Attributes = {
        "class": "drawing",
        "width": width * 4 / 3,
        "height": _KEY * 4 / 3,
        "viewBox": f"0 {number(-_KEY / 2)} {number(width)} {number(_KEY)}",
        "aria-hidden": "true",
    }
    return Key(element("svg", about, sign), entry.label)
