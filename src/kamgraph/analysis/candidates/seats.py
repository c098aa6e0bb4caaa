"""Levels and functions where neither the book nor a title tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.candidates.guesses import Guesses, keep_best, list_guesses

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_NEIGHBOURS = 5  # of whose levels the commonest is proposed
_FEWEST = 3
_LEVELS = 6


def guess_levels(graph: RelationshipGraph) -> Guesses:
    """Propose the level that most of those who stand nearest have."""
    place = graph.standings.percentile[graph.person]
    ranked = np.zeros(len(place), dtype=bool)
    ranked[graph.members_within["node"]] = True
    ranked &= ~np.isnan(place)
    asked = np.flatnonzero(ranked & np.isnan(graph.level))
    known = np.flatnonzero(ranked & ~np.isnan(graph.level))
    known = known[np.lexsort((place[known], graph.scope[known]))]
    level = graph.level[_find_nearest(graph.scope, place, asked, known)]  # NaN for nobody
    count = np.stack([(level == one).sum(axis=1) for one in range(_LEVELS)], axis=1)
    best = _LEVELS - 1 - count[:, ::-1].argmax(axis=1)  # of equals the humbler
    total = count.sum(axis=1)
    enough = total >= _FEWEST
    return Guesses(
        "level",
        "standing",
        list_guesses(
            scope=graph.scope[asked[enough]],
            person=graph.person[asked[enough]],
            confidence=(count.max(axis=1, initial=0) / (total + 1))[enough],
        ),
        value=best[enough].astype(str).astype(object),
        count=count.max(axis=1, initial=0)[enough],
    )


def _find_nearest(
    scope: np.ndarray, place: np.ndarray, asked: np.ndarray, known: np.ndarray
) -> np.ndarray:
    """Return (asked, neighbours), who stands nearest in the scope; the last node for nobody."""
    key = 2.0 * scope + place
    middle = np.searchsorted(key[known], key[asked])
    around = middle[:, None] + np.arange(-_NEIGHBOURS, _NEIGHBOURS)
    there = (around >= 0) & (around < len(known))
    nearby = known[np.clip(around, 0, max(len(known) - 1, 0))] if len(known) else around
    there &= len(known) > 0
    same = there & (scope[np.where(there, nearby, 0)] == scope[asked][:, None])
    distance = np.where(same, abs(place[np.where(same, nearby, 0)] - place[asked][:, None]), np.inf)
    order = np.argsort(distance, axis=1, kind="stable")[:, :_NEIGHBOURS]
    chosen = np.take_along_axis(np.where(same, nearby, asked[:, None]), order, axis=1)
    return np.asarray(chosen)  # whoever asks has no level themselves


def guess_functions(graph: RelationshipGraph) -> Guesses:
    """Propose the function of most of those whom people have to do with."""
    nodes = graph.members_within
    asked = nodes.take((graph.function == -1)[nodes["node"]])
    known = nodes.take((graph.function >= 0)[nodes["node"]])
    pairs = asked.join(graph.closeness_within, "person").join(
        known.select("scope", other="person", friend="node"), "scope", "other"
    )
    pairs = pairs.with_columns(function=graph.function[pairs["friend"]])
    sums = pairs.sort("node", "function", "closeness").keep_first("node", "function")
    closeness = np.bincount(pairs.locate(sums, "node", "function"), pairs["closeness"], len(sums))
    whole = np.bincount(sums["node"], closeness, len(graph.scope))
    sums = sums.with_columns(
        confidence=closeness / (whole[sums["node"]] + 1),
        friends=np.bincount(pairs.locate(sums, "node", "function"), minlength=len(sums)),
    )
    best = keep_best(sums, 1, "node")
    words = np.array(graph.function_words, dtype=object)
    return Guesses(
        "function",
        "together",
        list_guesses(scope=best["scope"], person=best["person"], confidence=best["confidence"]),
        value=words[best["function"]],
        count=best["friends"],
    )
