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
    counts = graph.people["side"].value_counts()
    sides = [side for side in SIDES.words if side in counts]
    people = words.listed([words.counted(f"side_{side}", counts[side]) for side in sides])
    sentence = words("map_sentence", people=people) if sides else words("map_empty")
    picture = Picture(partial(_draw, graph, words.language), sentence) if sides else None
    return Section(name="map", heading=words("map"), sentence=sentence, picture=picture)


def _draw(graph: RelationshipGraph, language: Language) -> str:
    from kamgraph.plot.stakeholder_map import map as stakeholder_map
    from kamgraph.plot.svg import svg

    return svg(stakeholder_map(graph, title="", language=language))
