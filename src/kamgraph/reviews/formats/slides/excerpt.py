"""Who is on the map of a slide: as many people as can be read there, those who matter first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.reach import reach
from kamgraph.model.voice import say_count
from kamgraph.plot.stakeholder_map.content import build_content
from kamgraph.plot.stakeholder_map.picture import Format, MapPicture, place_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.formats.slides.box import Box

_LEAST, _LARGEST = 1.015, 1.2  # times the size of the texts of a map; less cannot be read


def choose_excerpt(graph: RelationshipGraph, room: Box, face: Typeface) -> MapPicture:
    """Return the map of as many people as can be read in a room."""
    # Everybody, if that can be; else the key persons and then the most powerful others, each with
    # the chain of command above and the route from us. Of chains so long that not even one can be
    # read, as much as can be.
    candidates = _Candidates(graph, room, face)
    count = len(graph.people)
    everybody = candidates.place(np.arange(count))
    if _is_legible(everybody, room):
        return everybody

    def is_legible(rows: IntArray) -> bool:
        return _is_legible(candidates.place(rows), room)

    steps = count
    if not is_legible(candidates.surround(1, steps)):
        steps = _find_most(lambda steps: is_legible(candidates.surround(1, steps)), 0, count)
    most = _find_most(lambda most: is_legible(candidates.surround(most, steps)), 1, count)
    return candidates.place(candidates.surround(most, steps))


def _find_most(fits: Callable[[int], bool], low: int, high: int) -> int:
    """Return by halving how many fit, where so many do or cannot be fewer, and so many do not."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def fit(extent: tuple[float, float, float, float], room: Box) -> float:
    """Return how many points a unit can be long for an extent to fit a room."""
    left, right, bottom, top = extent
    return min(room.width / (right - left), room.height / (top - bottom), _LARGEST)


def _is_legible(picture: MapPicture, room: Box) -> bool:
    """Tell whether a picture fits; whether its boxes do is known without any line."""
    return fit(picture.layout.extent, room) >= _LEAST and fit(picture.page, room) >= _LEAST


class _Candidates:
    """Everybody in a graph, in the order in which they matter."""

    def __init__(self, graph: RelationshipGraph, room: Box, face: Typeface) -> None:
        number = {person: row for row, person in enumerate(graph.people.index)}
        self._content = build_content(graph)
        self._face = face
        self._form = Format(
            gap_x=14.0,
            gap_y=13.0,
            tallest=56.0,
            margin=20.0,
            frame=3.0,
            aspect=room.width / room.height,
            narrowest=room.width / _LARGEST,
            arrows=0.75,
            glued=True,
        )
        self._routes = {
            number[person]: [number[one] for one in route]
            for person, route in reach(graph)["route"].items()
        }
        key = [number[person] for person in key_people(graph).index]
        power = np.array([abs(card.power) for card in self._content.cards])
        others = np.lexsort([np.arange(len(power)), -power])
        self.order = list(dict.fromkeys([*key, *others.tolist()]))

    def surround(self, count: int, steps: int) -> IntArray:
        """Return the first so many, so many steps of the routes to them, and so many bosses."""
        shown: dict[int, None] = {}
        for person in self.order[:count]:
            shown |= dict.fromkeys([person, *self._routes.get(person, [])[-steps - 1 :]])
        for person in list(shown):
            boss, left = self._content.boss[person], steps
            while boss >= 0 and boss not in shown and left:
                shown[int(boss)] = None
                boss, left = self._content.boss[boss], left - 1
        return np.array(sorted(shown), dtype=np.int64)

    def place(self, rows: IntArray) -> MapPicture:
        """Place some of the people, and say below how many are left out."""
        rest = len(self.order) - len(rows)
        return place_map(
            self._content.select(rows),
            "",
            face_for=lambda _texts: self._face,
            form=self._form,
            remarks=[say_count("slide_left_out", rest)] if rest else [],
        )
