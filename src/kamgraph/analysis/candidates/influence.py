"""Who may move whom: close people of whom one stands clearly above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.candidates.guesses import Guesses, list_guesses
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_STRONG, _SURE = 0.5, 0.8
_KIND = "influences"


def guess_influence(graph: RelationshipGraph) -> Guesses:
    """Propose that somebody moves those who are close to them and stand clearly below."""
    nodes = graph.members_within
    pairs = graph.closeness_within
    sure = graph.standings.is_above(pairs["person"], pairs["other"])
    strength = pairs["closeness"] / (pairs["closeness"] + 1)
    pairs = pairs.with_columns(confidence=sure, strength=strength)
    pairs = pairs.take(at_least(strength, _STRONG) & at_least(np.nan_to_num(sure), _SURE))
    below = nodes.select("scope", other="person", below="node")
    pairs = nodes.join(pairs, "person").join(below, "scope", "other")
    ties = graph.arcs((_KIND,))
    known = Rows(node=ties["source"], below=ties["target"])
    pairs = pairs.take(~pairs.is_in(known, "node", "below"))
    return Guesses(
        _KIND,
        "pull",
        list_guesses(
            scope=pairs["scope"],
            person=pairs["person"],
            other=pairs["other"],
            confidence=pairs["confidence"],
        ),
        value=np.array([f"{one:.2f}" for one in pairs["strength"]], dtype=object),
        events=graph.meetings_within,
    )
