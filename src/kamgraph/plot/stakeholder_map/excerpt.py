"""Who is on a map of some of the people: those who matter first, with whom they hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.reach import reach
from kamgraph.plot.stakeholder_map.content import build_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.stakeholder_map.content import MapContent
    from kamgraph.plot.stakeholder_map.picture import MapPicture

_EVERYBODY = 120  # people; of more nobody could read a map of all


class Excerpt:
    """Everybody in a graph of one scope, in the order in which they matter."""

    def __init__(self, graph: RelationshipGraph) -> None:
        number = {person: row for row, person in enumerate(graph.people.index)}
        self.content: MapContent = build_content(graph)
        self._routes = {
            number[person]: [number[one] for one in route]
            for person, route in reach(graph)["route"].items()
        }
        key = [number[person] for person in key_people(graph).index]
        power = np.array([abs(card.power) for card in self.content.cards])
        others = np.lexsort([np.arange(len(power)), -power])
        self._key = frozenset(key)
        self.order = list(dict.fromkeys([*key, *others.tolist()]))

    def surround(self, person: int, steps: int) -> frozenset[int]:
        """Return a person, so many steps of the route there, and so many bosses."""
        shown = {person, *self._routes.get(person, [])[-steps - 1 :]}
        for one in sorted(shown):
            boss, left = int(self.content.boss[one]), steps
            while boss >= 0 and boss not in shown and left:
                shown.add(boss)
                boss, left = int(self.content.boss[boss]), left - 1
        return frozenset(shown)

    def choose(
        self,
        place: Callable[[IntArray], MapPicture],
        is_legible: Callable[[MapPicture], bool],
        *,
        tried: int,
    ) -> MapPicture:
        """Return the picture of as many people as can be read, of so many who matter."""
        # Everybody, if that can be; else one after the other as long as all can be read, the key
        # persons first and then the most powerful others: each with the chain of command above and
        # the route from us, else with what leads there last, else alone: a key person, or one who
        # is nobody's report.
        count = len(self.order)
        if count <= _EVERYBODY and is_legible(everybody := place(np.arange(count))):
            return everybody
        best, shown = None, frozenset[int]()
        for person in self.order[:tried]:
            alone = person in self._key or self.content.boss[person] < 0
            for steps in (count, 1, 0) if alone else (count, 1):
                more = shown | self.surround(person, steps)
                if more == shown:
                    break
                picture = place(np.array(sorted(more), dtype=np.int64))
                if is_legible(picture):
                    best, shown = picture, more
                    break
        return best or place(np.array(self.order[:1], dtype=np.int64))
