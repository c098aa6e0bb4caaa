"""Who is on the map of a slide: as many people as can be read there, those who matter first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.voice import say_count
from kamgraph.plot.stakeholder_map.picture import Format, MapPicture, place_map

if TYPE_CHECKING:
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.fonts import Typeface
    from kamgraph.plot.stakeholder_map.excerpt import Excerpt
    from kamgraph.reviews.formats.slides.box import Box

_LEAST, _LARGEST = 1.5, 1.9  # times the size of the texts of a map: 11 points, and 14
_FRAME = 3.0
_TRIED = 24  # people who are tried; a slide that can be read takes fewer


def place_excerpt(excerpt: Excerpt, room: Box, face: Typeface) -> MapPicture:
    """Return the map of as many people as can be read in a room."""
    form = Format(
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

    def place(rows: IntArray) -> MapPicture:
        """Place some of the people, and say below how many are left out."""
        rest = len(excerpt.order) - len(rows)
        return place_map(
            excerpt.content.select(rows),
            "",
            face_for=lambda _texts: face,
            form=form,
            remarks=[say_count("slide_left_out", rest)] if rest else [],
        )

    return excerpt.choose(place, lambda picture: _is_legible(picture, room), tried=_TRIED)


def fit(extent: tuple[float, float, float, float], room: Box) -> float:
    """Return how many points a unit can be long for an extent to fit a room."""
    left, right, bottom, top = extent
    return min(room.width / (right - left), room.height / (top - bottom), _LARGEST)


def _is_legible(picture: MapPicture, room: Box) -> bool:
    """Tell whether a picture fits; whether its boxes do is known without any line."""
    return fit(picture.layout.extent, room) >= _LEAST and fit(picture.page, room) >= _LEAST
