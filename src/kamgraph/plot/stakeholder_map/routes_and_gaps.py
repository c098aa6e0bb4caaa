"""A route and gaps as what stands out on a map."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from kamgraph.analysis.reach import reach
from kamgraph.errors import NotFoundError, ScopeError, quote
from kamgraph.model import tie_kinds
from kamgraph.model.voice import say
from kamgraph.plot import legend
from kamgraph.plot.palette import HIGHLIGHTS, ROUTE
from kamgraph.plot.stakeholder_map.highlight import Highlight, explain_highlight
from kamgraph.plot.stakeholder_map.highlights import Highlights
from kamgraph.plot.stakeholder_map.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.graph import RelationshipGraph


def show_route(
    graph: RelationshipGraph, route: str | Sequence[str], people: pd.Index[str]
) -> Highlights:
    """Return a route, or the best one to a person, as numbers and arrows that stand out."""
    ids = _find_route(graph, route) if isinstance(route, str) else tuple(route)
    place = [_find_place(person, people) for person in ids]
    arrows = tuple(
        Line(source, target, tie_kinds.MOVING[0], 1.0, f"route:{people[source]}>{people[target]}")
        for source, target in pairwise(place)
    )
    return Highlights(
        people={
            person: Highlight(HIGHLIGHTS["route"], str(number))
            for number, person in enumerate(ids, start=1)
        },
        ties={arrow.gid: ROUTE for arrow in arrows},
        more=arrows,
        entries=(legend.explain_line(say("plot.route"), ROUTE),),
    )


def _find_route(graph: RelationshipGraph, person: str) -> tuple[str, ...]:
    routes = reach(graph)["route"]
    if person not in routes.index:
        raise NotFoundError(
            f"there is no route to {quote(person)}: reach(graph) lists everybody who can be reached"
        )
    route: tuple[str, ...] = routes[person]
    if not route:
        raise ScopeError(f"nobody of us reaches {quote(person)}, so there is no route to draw")
    return route


def _find_place(person: str, people: pd.Index[str]) -> int:
    if person not in people:
        raise NotFoundError(f"{quote(person)} is not on the map, so nothing can be shown of them")
    return people.tolist().index(person)


def show_gaps(rows: pd.DataFrame, people: pd.Index[str]) -> Highlights:
    """Return rows of gaps as what stands out: numbers at their people, and notes below."""
    numbers: dict[str, list[str]] = defaultdict(list)
    notes = []
    found = zip(rows["person"], rows["severity"], rows["detail"], strict=True)
    for number, (person, severity, detail) in enumerate(found, start=1):
        notes.append(f"{number} · {say(f'plot.severity_{severity}')} · {detail}")
        if person:
            _find_place(person, people)
            numbers[person].append(str(number))
    style = HIGHLIGHTS["gap"]
    return Highlights(
        people={person: Highlight(style, " · ".join(some)) for person, some in numbers.items()},
        notes=tuple(notes),
        entries=(explain_highlight(say("plot.gap"), style),) if notes else (),
    )
