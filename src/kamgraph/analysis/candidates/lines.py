"""To whom people may report of whom no line is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.candidates.guesses import NOBODY, Guesses, keep_best, list_guesses
from kamgraph.model import tie_kinds

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

_MOST = 3
_LOWEST = 0.02  # added to the standing, without which nobody could report to the last one


def guess_lines(graph: RelationshipGraph) -> Guesses:
    """Propose three bosses of who has none: close people who stand higher."""
    [kind] = tie_kinds.SOLID
    ties = graph.arcs(tie_kinds.SOLID)
    has_boss, is_boss = np.zeros((2, len(graph.scope)), dtype=bool)
    has_boss[ties["source"]] = is_boss[ties["target"]] = True
    # The board has no boss, nor who is the top of a chart as far as levels do not say otherwise.
    on_top = (graph.level == 1) | (is_boss & ~(graph.level > 1))
    nodes = graph.members_within
    asked = nodes.take(~(has_boss | on_top)[nodes["node"]])
    above = nodes.select("scope", other="person", above="node")
    pairs = asked.join(graph.closeness_within, "person").join(above, "scope", "other")
    pairs = pairs.take(_is_higher(graph, pairs["above"], pairs["node"]))
    pairs = pairs.take(~_is_below(ties, pairs["above"], pairs["node"], len(graph.scope)))
    close = pairs["closeness"] / (pairs["closeness"] + 1)
    standing = np.nan_to_num(graph.standings.percentile[pairs["other"]])
    weight = (close + close**2) * (standing + _LOWEST) ** 2
    whole = np.bincount(pairs["node"], weight, len(graph.scope))
    best = keep_best(pairs.with_columns(confidence=weight / whole[pairs["node"]]), _MOST, "node")
    return Guesses(
        kind,
        "closeness",
        list_guesses(
            scope=best["scope"],
            person=best["person"],
            other=best["other"],
            confidence=best["confidence"],
        ),
        events=graph.meetings_within,
    )


def _is_below(lines: Rows, one: np.ndarray, other: np.ndarray, nodes: int) -> np.ndarray:
    """Return which ones report to others already, be it through others of theirs."""
    boss = np.full(nodes + 1, NOBODY)
    boss[lines["source"]] = lines["target"]
    found, above = np.zeros(len(one), dtype=bool), boss[one]
    for _ in range(nodes):  # at most, as lines may go round
        if not (above >= 0).any():
            break
        found |= above == other
        above = np.where(found, NOBODY, boss[above])
    return found


def _is_higher(graph: RelationshipGraph, above: np.ndarray, node: np.ndarray) -> np.ndarray:
    """Return who has a higher level, or as far as levels do not tell, a higher standing."""
    place = graph.standings.percentile[graph.person]
    level = graph.level
    differs = level[above] != level[node]  # true where one of them is unknown
    told = differs & ~np.isnan(level[above]) & ~np.isnan(level[node])
    return np.where(told, level[above] < level[node], place[above] > place[node])
