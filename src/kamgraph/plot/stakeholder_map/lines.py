"""Which ties a map shows as lines and arrows, and in which style."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model import tie_kinds
from kamgraph.plot.palette import TIES, style_guess

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.palette import TieStyle

_STYLES = {kind.name: kind.style for kind in tie_kinds.ALL}
_CONTRARY = "contrary"


class Line(NamedTuple):
    """A tie to be drawn."""

    # source, target: row numbers of the graph's people
    source: int
    target: int
    kind: str  # the kind of the tie
    strength: float  # how strong the tie is whatever its sign, at most 1
    gid: str  # the name of its artist
    contrary: bool = False  # whether the target resists what the source supports
    inferred: bool = False  # whether nobody has confirmed it

    @property
    def style(self) -> str:
        """A key of the palette's ties."""
        return _CONTRARY if self.contrary else _STYLES[self.kind]

    @property
    def look(self) -> TieStyle:
        """How it is drawn where nothing stands out."""
        style = TIES[self.style]
        return style_guess(style) if self.inferred else style

    @property
    def moves(self) -> bool:
        """Whether the source moves the target by the strength of the tie."""
        return self.kind in tie_kinds.MOVING


def find_lines(graph: RelationshipGraph) -> list[Line]:
    """Return all ties but acquaintance, which is shown in the boxes."""
    ties = graph.ties
    return _build_lines(graph, ties[~ties["kind"].isin(tie_kinds.CLOSENESS)])


def find_acquaintances(graph: RelationshipGraph) -> list[Line]:
    """Return who knows whom, for pictures that can show it when asked."""
    ties = graph.ties
    return _build_lines(graph, ties[ties["kind"].isin(tie_kinds.CLOSENESS)])


def _build_lines(graph: RelationshipGraph, ties: pd.DataFrame) -> list[Line]:
    number = {person: row for row, person in enumerate(graph.people.index)}
    ties = ties.sort_values(["source", "target", "kind"])
    columns = ("source", "target", "kind", "strength", "origin")
    rows = zip(*(ties[name] for name in columns), strict=True)
    return [
        Line(
            number[source],
            number[target],
            kind,
            min(1.0, abs(strength)),
            f"{kind}:{source}>{target}",
            contrary=strength < 0,
            inferred=origin == "assumed",
        )
        for source, target, kind, strength, origin in rows
    ]


def select_lines(some: Sequence[Line], rows: IntArray) -> list[Line]:
    """Return the lines among some people, who are numbered anew in this order."""
    place = {int(row): number for number, row in enumerate(rows)}
    return [
        line._replace(source=place[line.source], target=place[line.target])
        for line in some
        if line.source in place and line.target in place
    ]


def find_bosses(shown: Sequence[Line], count: int) -> IntArray:
    """Return the row number of each person's boss, the first of several, -1 for none."""
    boss = np.full(count, -1, dtype=np.int64)
    for line in reversed(shown):
        if line.kind in tie_kinds.SOLID:
            boss[line.source] = line.target
    return boss


def drop_weakest(shown: Sequence[Line], power: Sequence[float], limit: int) -> list[Line]:
    """Leave out the weakest influences beyond a number; of equals, those of the less powerful."""
    influence = [line for line in shown if line.moves]
    influence.sort(key=lambda line: (-line.strength, -abs(power[line.source])))
    weakest = set(influence[limit:])
    return [line for line in shown if line not in weakest]
