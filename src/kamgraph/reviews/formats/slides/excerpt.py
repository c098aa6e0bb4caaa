"""Who is on the map of a slide: as many people as can be read there, those who matter first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.reach import reach
from kamgraph.plot.layout.page import Layout, lay_out
from kamgraph.plot.layout.tree import Boxes
from kamgraph.plot.stakeholder_map.cards import Card, cards
from kamgraph.plot.stakeholder_map.content import groups
from kamgraph.plot.stakeholder_map.lines import Line, bosses, lines, strongest

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray
    from kamgraph.reviews.formats.slides.box import Box

BOXES = Boxes(width=101.0, height=53.0, gap_x=12.0, gap_y=13.0)
HEADING = 22.0
_MARGIN = 26.0
_LEAST, _LARGEST = 0.95, 1.4  # times the size of the texts that everybody can read
_ARROWS = 0.75  # arrows of influence for each person, on average, before the weakest are left out


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Some of the people of a graph, placed.

    Parameters
    ----------
    cards
        The people who are shown.
    known, lines
        All ties between them, and those that are drawn; their ends are numbers of cards.
    layout
        Where they stand; y grows upwards.
    headings
        Side and organization of each group beside the chart.
    scale
        How many points of the slide a unit of the layout is long.
    ours
        The ids of our people; their chips are the numbers by which they are known.
    everybody
        How many people the graph has.
    """

    cards: list[Card]
    known: list[Line]
    lines: list[Line]
    layout: Layout
    headings: dict[int, tuple[str, str]]
    scale: float
    ours: frozenset[str]
    everybody: int


def excerpt(graph: RelationshipGraph, room: Box) -> Excerpt:
    """Return as many people as can be read in a room.

    Everybody, if that can be; else the key persons and then the most powerful others, each with
    the chain of command above and the route from us. How many is searched by halving.
    """
    candidates = _Candidates(graph)
    fitting = candidates.placed(np.arange(len(graph.people)), room)
    if fitting.scale >= _LEAST:
        return fitting
    low, high = 0, len(candidates.order)  # the first so many fit; so many do not
    while high - low > 1:
        middle = (low + high) // 2
        tried = candidates.placed(candidates.closure(middle), room)
        low, high, fitting = (
            (middle, high, tried) if tried.scale >= _LEAST else (low, middle, fitting)
        )
    return fitting if low else candidates.placed(candidates.closure(1), room)


class _Candidates:
    """Everybody in a graph, in the order in which they matter."""

    def __init__(self, graph: RelationshipGraph) -> None:
        people = graph.people
        number = {person: row for row, person in enumerate(people.index)}
        self.cards = cards(graph)
        self.lines = lines(graph)
        self.boss = bosses(self.lines, len(people))
        self.group, self.headings = groups(people)
        ours = np.flatnonzero(people["side"] == "vendor")
        self.numbers = {int(row): self.cards[row].chips[0][0] for row in ours}
        self.routes = {
            number[person]: [number[one] for one in route]
            for person, route in reach(graph)["route"].items()
        }
        self.order = self._order(graph, number)

    def _order(self, graph: RelationshipGraph, number: dict[str, int]) -> list[int]:
        """Return the key persons, then all others, each by power."""
        key = [number[person] for person in key_people(graph).index]
        power = np.array([abs(card.power) for card in self.cards])
        others = np.lexsort([np.arange(len(power)), -power])
        return list(dict.fromkeys([*key, *others.tolist()]))

    def closure(self, count: int) -> IntArray:
        """Return the first so many, all on the routes to them, and everybody's chain of command."""
        shown: dict[int, None] = {}
        for person in self.order[:count]:
            shown |= dict.fromkeys([person, *self.routes.get(person, [])])
        for person in list(shown):
            boss = self.boss[person]
            while boss >= 0 and boss not in shown:
                shown[int(boss)] = None
                boss = self.boss[boss]
        return np.array(sorted(shown), dtype=np.int64)

    def placed(self, rows: IntArray, room: Box) -> Excerpt:
        """Lay out some of the people for a room."""
        place = {int(row): number for number, row in enumerate(rows)}
        known = [
            line._replace(source=place[line.source], target=place[line.target])
            for line in self.lines
            if line.source in place and line.target in place
        ]
        here = {number for row, number in self.numbers.items() if row in place}
        some = [_known_by(self.cards[row], here) for row in rows]
        power = [card.power for card in some]
        layout = lay_out(
            bosses(known, len(rows)),
            BOXES,
            group=self.group[rows],
            aspect=room.width / room.height,
            margin=_MARGIN,
            heading=HEADING,
        )
        left, right, bottom, top = layout.extent
        scale = min(room.width / (right - left), room.height / (top - bottom), _LARGEST)
        return Excerpt(
            cards=some,
            known=known,
            lines=strongest(known, power, round(_ARROWS * len(rows))),
            layout=layout,
            headings=self.headings,
            scale=scale,
            ours=frozenset(self.cards[row].person for row in self.numbers),
            everybody=len(self.cards),
        )


def _known_by(card: Card, numbers: set[str]) -> Card:
    """Leave out the chips of those of us who are not shown."""
    return replace(card, chips=tuple(chip for chip in card.chips if chip[0] in numbers))
