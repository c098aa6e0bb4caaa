"""The page of a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.reviews.formats.html.cockpit import make_cockpit
from kamgraph.reviews.formats.html.formula.formula import SCRIPTS as FORMULA
from kamgraph.reviews.formats.html.formula.formula import make_formulas
from kamgraph.reviews.formats.html.map.element import make_map
from kamgraph.reviews.formats.html.map.views import list_views
from kamgraph.reviews.formats.html.page import SCRIPTS, fill_page
from kamgraph.reviews.formats.html.parts import choose_front, divide
from kamgraph.reviews.formats.html.what_if.panel import SCRIPTS as WHAT_IF
from kamgraph.reviews.formats.html.what_if.panel import make_panel
from kamgraph.reviews.results import Results

if TYPE_CHECKING:
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.formats.html.cockpit import Cockpit
    from kamgraph.reviews.formats.html.map.element import MapElement
    from kamgraph.reviews.section import Point

_STYLES = (
    *("tokens.css", "review.css", "copy.css", "cockpit.css"),
    *("map/map.css", "map/card.css", "formula/formula.css", "what_if/panel.css", "print.css"),
)


def render(review: ReviewContent, *, nonce: str | None = None) -> str:
    """Return the whole page."""
    results = review.results
    cockpit = make_cockpit(results, review.sections) if isinstance(results, Results) else None
    front = () if isinstance(results, Results) else choose_front(review.sections)
    return fill_page(
        "review.html.j2",
        title=review.title,
        styles=_STYLES,
        scripts=(*SCRIPTS, *FORMULA, *WHAT_IF),
        nonce=nonce,
        review=review,
        cockpit=cockpit,
        points=_list_points(review, cockpit),
        front=front,
        parts=divide([section for section in review.sections if section not in front]),
        maps=_make_maps(review),
        formulas=make_formulas(review),
        what_if=make_panel(results) if isinstance(results, Results) else None,
    )


def _list_points(review: ReviewContent, cockpit: Cockpit | None) -> tuple[Point, ...]:
    """Return the sentences of the summary that the first screen does not show by itself."""
    shown = {cockpit.news, cockpit.unknown} if cockpit else set()
    return tuple(point for point in review.summary[1:] if point not in shown)


def _make_maps(review: ReviewContent) -> dict[str, MapElement]:
    """Return the maps that take the place of pictures, as people can work with them here."""
    # How things stood before is shown of what is reviewed alone, so that the page stays light.
    if not isinstance(review.results, Results):
        return {}
    views = [view for view in list_views(review.results) if not (view.scope and view.before)]
    return {
        section.name: make_map(views, section.picture.alternative)
        for section in review.sections
        if section.name == "map" and section.picture
    }
