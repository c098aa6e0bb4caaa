"""The section with the map of everybody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kamgraph.model.vocabulary import SIDES, Language
from kamgraph.review.section import Picture, Section

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.review.wording import Wording


def stakeholder_map(graph: RelationshipGraph, words: Wording) -> Section:
    """Show everybody of the scope with their ties."""
    count = graph.people["side"].value_counts()
    sentence = words("map_sentence", **{side: count.get(side, 0) for side in SIDES.words})
    return Section(
        name="map",
        heading=words("map"),
        sentence=sentence,
        picture=Picture(partial(_draw, graph, words.language), sentence),
    )


def _draw(graph: RelationshipGraph, language: Language) -> str:
    from kamgraph.plot.stakeholder_map import map as stakeholder_map
    from kamgraph.plot.svg import svg

    return svg(stakeholder_map(graph, title="", language=language))
