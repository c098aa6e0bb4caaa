"""What a move is, and why it is to be made, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.changes import NewGrade
from kamgraph.model.ids import NONE
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import list_words, say, say_within, share

if TYPE_CHECKING:
    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


def tell_why(graph: RelationshipGraph, move: Move, *, shared: bool = False) -> str:
    """Return what is done in a move, for what reason, and whether another step shares its talk."""
    people = np.array([move.owner, move.contact, move.other])
    owner, contact, other = np.asarray(graph.read_people("name", people))
    on = [change.axis for change in move.changes if isinstance(change, NewGrade)]
    old = [axis for axis in on if graph.graded[move.contact, AXES.words.index(axis)]]
    unknown = [axis for axis in on if axis not in old]
    key = move.kind
    between = _list_between(graph, move) if key == "meet" and move.other != NONE else []
    if key == "meet" and move.other != NONE:
        key = "passed_on" if between else "introduced"
    if key == "ask" and old:
        key = "ask_both" if unknown else "ask_again"
    why = say(
        f"moves.{key}",
        owner=owner,
        contact=contact,
        other=other,
        between=list_words(between) if between else "",
        axes=_list_axes(on),
        unknown=_list_axes(unknown),
        old=_list_axes(old),
        power=share(abs(float(graph.power[move.contact]))),
    )
    return why + say("blank") + say("moves.one_talk") if shared else why


def _list_between(graph: RelationshipGraph, move: Move) -> list[str]:
    """Return who stands between whoever introduces and the contact, by the best route."""
    route = graph.list_routes(np.array([move.contact]))[0]
    stops = route[np.flatnonzero(route == move.other)[0] + 1 :]
    between = stops[(stops >= 0) & (stops != move.contact)]
    return list(np.asarray(graph.read_people("name", between)))


def _list_axes(axes: list[str]) -> str:
    return list_words([say_within(AXES, axis) for axis in axes]) if axes else ""
