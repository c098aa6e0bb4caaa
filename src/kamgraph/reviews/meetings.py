"""When we had to do with whom: the last contacts of each person, with those of us who took part."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.analysis.rules.facts import spell_day_number
from kamgraph.model.vocabulary import INTERACTION_KINDS
from kamgraph.model.voice import list_words, say_label

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_LAST = 4  # contacts


class _Meeting(NamedTuple):
    day: int
    kind: str
    ours: dict[str, None]  # the names of ours who took part, in order

    def spell(self) -> list[str]:
        return [spell_day_number(self.day), self.kind, list_words(list(self.ours))]


def _find_day(meeting: _Meeting) -> int:
    return meeting.day


def list_meetings(graph: RelationshipGraph) -> dict[str, dict[str, Any]]:
    """Return how often we had to do with each contact, and of the last times day, kind and ours."""
    touches = graph.touches
    if not len(touches):
        return {}
    names = graph.part.column("people", "name").array
    words = graph.part.coded.interaction_kind.texts
    kinds = [*(say_label(INTERACTION_KINDS, word) for word in words), ""]  # the last for no kind
    met: dict[int, dict[int, _Meeting]] = defaultdict(dict)
    columns = (touches[name].tolist() for name in ("node", "interaction", "date", "kind", "knower"))
    for node, number, day, kind, knower in zip(*columns, strict=True):
        meeting = met[node].setdefault(number, _Meeting(day, kinds[kind], {}))
        meeting.ours[names[knower]] = None
    return {
        graph.index[node]: {
            "count": len(each),
            "last": [
                one.spell() for one in sorted(each.values(), key=_find_day)[: -_LAST - 1 : -1]
            ],
        }
        for node, each in met.items()
    }
