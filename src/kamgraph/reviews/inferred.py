"""What a review rests on that is inferred and that nobody has confirmed, as a draft assumes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import ASSUMED
from kamgraph.model import tie_kinds
from kamgraph.model.recorded import FAMILIES
from kamgraph.model.vocabulary import DECISION_ROLES
from kamgraph.model.voice import list_words, say, say_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.section import Point, Section

_DECIDING = ("roles", "levels", "functions", "lines", "influence")
# What each section rests on; the others only tell what is recorded.
_BASIS = {
    "standing": _DECIDING,
    "chain": ("roles",),
    "key_people": _DECIDING,
    "routes": ("lines", "influence", "acquaintance"),
    "gaps": (*_DECIDING, "acquaintance"),
    "plan": (*_DECIDING, "acquaintance"),
    "verify": (*_DECIDING, "acquaintance"),
    "counterparts": (*_DECIDING, "acquaintance"),
    "fragility": (*_DECIDING, "acquaintance"),
    "questions": _DECIDING,
    "contributions": _DECIDING,
    "map": (*_DECIDING, "acquaintance"),
}


def mark_section(section: Section, found: Mapping[str, int]) -> Section:
    """Return a section that says what of its basis is only inferred; as it is where nothing is."""
    basis = _BASIS.get(section.name, ())
    return replace(section, sentence=_add(section.sentence, found, basis))


def mark_point(point: Point, found: Mapping[str, int]) -> Point:
    """Return a sentence on everything that says what is only inferred."""
    return replace(point, sentence=_add(point.sentence, found, tuple(found)))


def _add(sentence: str, found: Mapping[str, int], basis: tuple[str, ...]) -> str:
    """Return a sentence, followed by what of its basis is only inferred."""
    counts = {family: found[family] for family in basis if found[family]}
    if not counts:
        return sentence
    told = [
        say("inferred_family", family=say_within(FAMILIES, family), count=f"{count:,}")
        for family, count in counts.items()
    ]
    return say("rests_on_inferred", sentence=sentence, families=list_words(told))


def count_guesses(graph: RelationshipGraph) -> dict[str, int]:
    """Return how many facts of each family are in a graph that nobody has confirmed."""
    ties = {
        "lines": tie_kinds.FORMAL,
        "influence": tie_kinds.MOVING,
        "acquaintance": tie_kinds.CLOSENESS,
    }
    origins = {
        "roles": np.concatenate([graph.role_origin(role) for role in DECISION_ROLES.words]),
        "levels": graph.posts.level_origin,
        "functions": graph.posts.function_origin,
        **{family: graph.arcs(kinds)["origin"] for family, kinds in ties.items()},
    }
    return {family: int((origin == ASSUMED).sum()) for family, origin in origins.items()}
