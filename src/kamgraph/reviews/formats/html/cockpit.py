"""What the first screen of a review's page shows: all that is needed to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamgraph.model.voice import say
from kamgraph.plot.required import require_matplotlib
from kamgraph.reviews.certainty import list_known_scores
from kamgraph.reviews.moves import Move, list_moves
from kamgraph.reviews.section import Span
from kamgraph.reviews.summary.scope import say_news, say_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.stakeholder_map.cards import Card
    from kamgraph.plot.stakeholder_map.svg import MapSvg
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.section import Figure, Point, Section

_MOVES, _FIGURES = 5, 4
_LETTERS = 11.0  # pixels, the smallest on the map
_ROOM = (1160.0, 430.0)  # pixels for the map, on a screen of 1440 by 900


@dataclass(frozen=True)
class Face:
    """A person on the map, as a line for those who read it on a phone or aloud."""

    id: str
    name: str
    place: str
    score: float  # missing where it is not known
    mark: str  # the score in figures, with what is to be said of it
    way: str  # how we reach them; empty where that is not told


@dataclass(frozen=True)
class Cockpit:
    """The first screen of an account or a deal."""

    figures: tuple[Figure, ...]
    span: Span | None  # of the choice; None while nothing is known of it
    map: MapSvg | None
    faces: tuple[Face, ...]  # who is on the map, the most powerful first
    count: int  # of all people
    moves: tuple[Move, ...]
    news: Point | None
    unknown: Point


def make_cockpit(results: Results, sections: Sequence[Section]) -> Cockpit:
    """Return the first screen in the language that is spoken."""
    drawing, faces = _draw_map(results)
    return Cockpit(
        figures=next((one.figures[:_FIGURES] for one in sections if one.name == "standing"), ()),
        span=_make_span(results),
        map=drawing,
        faces=tuple(faces),
        count=len(results.people),
        moves=tuple(list_moves(results, _MOVES)),
        news=say_news(results),
        unknown=say_unknown(results),
    )


def _draw_map(results: Results) -> tuple[MapSvg | None, list[Face]]:
    """Return the map of those who matter, and who they are in the order in which they do."""
    if results.people.empty:
        return None, []
    with require_matplotlib():
        from kamgraph.plot.stakeholder_map.svg import draw_brief_svg
    excerpt = results.excerpt
    width, height = (length / _LETTERS for length in _ROOM)
    drawing, rows = draw_brief_svg(results.graph, excerpt, name="glance", room=(width, height))
    shown = {*rows.tolist()}
    cards = [excerpt.content.cards[row] for row in excerpt.order if row in shown]
    return drawing, _describe_faces(results, cards)


def _make_span(results: Results) -> Span | None:
    if results.known == "nothing":
        return None
    row, mark = results.scores, results.graph.policy.verdict_threshold
    after = row["choice"] if results.judged else float("nan")
    return Span(float("nan"), after, row["low"], row["high"], mark)


def _describe_faces(results: Results, cards: Sequence[Card]) -> list[Face]:
    scores, names = list_known_scores(results)["choice"], results.names
    routes = results.reach["route"].reindex([card.person for card in cards])
    if not results.graph.acquaintance_recorded:
        routes = routes[:0]
    ways = {
        person: " → ".join(names[list(route)]) if route else say("no_route")
        for person, route in routes.items()
        if isinstance(route, tuple)
    }
    return [
        Face(
            id=card.person,
            name=names[card.person],
            place=results.places[card.person],
            score=float("nan") if card.unknown else scores.get(card.person, float("nan")),
            mark=card.mark,
            way=ways.get(card.person, ""),
        )
        for card in cards
    ]
