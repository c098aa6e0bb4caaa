"""The section with the map of everybody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kamgraph.model.vocabulary import SIDES
from kamgraph.reviews.section import Picture, Section

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording


def stakeholder_map(results: Results, words: Wording) -> Section:
    """Show everybody of the scope with their ties, and of the scopes beside it."""
    sentence = everybody(results.graph, words)
    picture = Picture(partial(_draw, results, words), sentence, live=True)
    return Section(
        name="map",
        heading=words("map"),
        sentence=sentence,
        picture=picture if len(results.people) else None,
    )


def everybody(graph: RelationshipGraph, words: Wording) -> str:
    """Say how many people of which side there are."""
    counts = graph.people["side"].value_counts()
    sides = [side for side in SIDES.words if side in counts]
    people = words.listed([words.counted(f"side_{side}", counts[side]) for side in sides])
    return words("map_sentence", people=people) if sides else words("map_empty")


def _draw(results: Results, words: Wording) -> str:
    from kamgraph.reviews.formats.html.map.element import map_element
    from kamgraph.reviews.formats.html.map.views import views_of

    return map_element(views_of(results, words), everybody(results.graph, words), words)
