"""The section with the map of everybody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kamgraph.model.vocabulary import SIDES
from kamgraph.model.voice import list_words, say, say_count
from kamgraph.reviews.pictures import draw
from kamgraph.reviews.section import Picture, Section

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results


def map(results: Results) -> Section:  # noqa: A001 - what people call this picture
    """Show everybody of the scope with their ties, and of the scopes beside it."""
    sentence = say_everybody(results.graph)
    picture = Picture(partial(draw, "map", results.graph, language=results.language), sentence)
    return Section(
        name="map",
        heading=say("map"),
        sentence=sentence,
        picture=picture if len(results.people) else None,
    )


def say_everybody(graph: RelationshipGraph) -> str:
    """Say how many people of which side there are."""
    counts = graph.people["side"].value_counts()
    sides = [side for side in SIDES.words if side in counts]
    people = list_words([say_count(f"side_{side}", counts[side]) for side in sides])
    return say("map_sentence", people=people) if sides else say("map_empty")
