"""The page of a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.reviews.formats.html.map.element import make_map
from kamgraph.reviews.formats.html.map.views import list_views
from kamgraph.reviews.formats.html.page import fill_page
from kamgraph.reviews.results import Results

if TYPE_CHECKING:
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.formats.html.map.element import MapElement

_STYLES = ("review.css", "map/map.css")


def render(review: ReviewContent, *, nonce: str | None = None) -> str:
    """Return the whole page."""
    return fill_page(
        "review.html.j2",
        title=review.title,
        styles=_STYLES,
        nonce=nonce,
        review=review,
        maps=_make_maps(review),
    )


def _make_maps(review: ReviewContent) -> dict[str, MapElement]:
    """Return the maps that take the place of pictures, as people can work with them here."""
    if not isinstance(review.results, Results):
        return {}
    return {
        section.name: make_map(list_views(review.results), section.picture.alternative)
        for section in review.sections
        if section.name == "map" and section.picture
    }
