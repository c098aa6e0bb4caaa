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
    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.formats.slides.box import Box

_LEAST, _LARGEST = 1.5, 1.9  # times the size of the texts of a map: 11 points, and 14
_FRAME = 3.0
_TRIED = 24  # people who are tried; a slide that can be read takes fewer


def choose_excerpt(graph: RelationshipGraph, room: Box, face: Typeface) -> MapPicture:
    """Return the map of as many people as can be read in a room."""
    # Everybody, if that can be; else one after the other as long as all can be read, the key
    # persons first and then the most powerful others: each with the chain of command above and the
    # route from us, else with what leads there last, else alone.
    candidates = _Candidates(graph, room, face)
    everybody = candidates.place(np.arange(len(graph.people)))
    if _is_legible(everybody, room):
        return everybody
    best, shown = None, frozenset[int]()
    for person in candidates.order[:_TRIED]:
        for steps in (len(candidates.order), 1, 0):
            more = shown | candidates.surround(person, steps)
            if more == shown:
                break
            picture = candidates.place(np.array(sorted(more), dtype=np.int64))
            if _is_legible(picture, room):
                best, shown = picture, more
                break
    return best or candidates.place(np.array(candidates.order[:1], dtype=np.int64))


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
            gap_y=11.0,
            tallest=52.0,
            margin=20.0,
            frame=_FRAME,
            aspect=room.width / room.height,
            narrowest=room.width / _LEAST - 2 * _FRAME - 1,
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

    def surround(self, person: int, steps: int) -> frozenset[int]:
        """Return a person, so many steps of the route there, and so many bosses."""
        shown = {person, *self._routes.get(person, [])[-steps - 1 :]}
        for one in sorted(shown):
            boss, left = int(self._content.boss[one]), steps
            while boss >= 0 and boss not in shown and left:
                shown.add(boss)
                boss, left = int(self._content.boss[boss]), left - 1
        return frozenset(shown)

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
