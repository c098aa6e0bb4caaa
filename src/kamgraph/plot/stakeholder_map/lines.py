"""Which ties a map shows as lines and arrows, and in which style."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray

INFLUENCE = frozenset({"influences", "resists"})


class Line(NamedTuple):
    """A tie to be drawn.

    Parameters
    ----------
    source, target
        Row numbers of the graph's people.
    style
        A key of the palette's ties.
    strength
        How strong the tie is whatever its sign, at most 1.
    gid
        The name of its artist.
    """

    source: int
    target: int
    style: str
    strength: float
    gid: str


def lines(graph: RelationshipGraph) -> list[Line]:
    """Return reporting lines and influences; acquaintance is shown in the boxes."""
    ties = graph.ties
    return _lines(graph, ties[ties["kind"] != "knows"])


def acquaintances(graph: RelationshipGraph) -> list[Line]:
    """Return who knows whom, for pictures that can show it when asked."""
    ties = graph.ties
    return _lines(graph, ties[ties["kind"] == "knows"])


def _lines(graph: RelationshipGraph, ties: pd.DataFrame) -> list[Line]:
    number = {person: row for row, person in enumerate(graph.people.index)}
    ties = ties.sort_values(["source", "target", "kind"])
    rows = zip(ties["source"], ties["target"], ties["kind"], ties["strength"], strict=True)
    return [
        Line(
            number[source],
            number[target],
            "resists" if kind == "influences" and strength < 0 else kind,
            min(1.0, abs(strength)),
            f"{kind}:{source}>{target}",
        )
        for source, target, kind, strength in rows
    ]


def bosses(shown: Sequence[Line], count: int) -> IntArray:
    """Return the row number of each person's boss, the first of several, -1 for none."""
    boss = np.full(count, -1, dtype=np.int64)
    for line in reversed(shown):
        if line.style == "reports_to":
            boss[line.source] = line.target
    return boss


def strongest(shown: Sequence[Line], power: Sequence[float], limit: int) -> list[Line]:
    """Leave out the weakest influences beyond a number; of equals, those of the less powerful."""
    influence = [line for line in shown if line.style in INFLUENCE]
    influence.sort(key=lambda line: (-line.strength, -abs(power[line.source])))
    weakest = set(influence[limit:])
    return [line for line in shown if line not in weakest]
