"""Changes as a page tries them."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from kamgraph.graph.changes import Leaver, NewGrade, NewMeeting, NewTie

if TYPE_CHECKING:
    from kamgraph.graph.changes import Change


@singledispatch
def describe_change(change: Change) -> dict[str, Any]:
    """Return a change as plain values for JSON."""
    raise TypeError(f"a page tries no {change!r}")


@describe_change.register(Leaver)
def _describe_leaver(change: Leaver) -> dict[str, Any]:
    return {"what": "leave"} | vars(change)


@describe_change.register(NewGrade)
def _describe_grade(change: NewGrade) -> dict[str, Any]:
    return {"what": "grade"} | vars(change) | {"grade": str(change.grade)}


@describe_change.register(NewMeeting)
def _describe_meeting(change: NewMeeting) -> dict[str, Any]:
    return {"what": "meeting"} | vars(change)


@describe_change.register(NewTie)
def _describe_tie(change: NewTie) -> dict[str, Any]:
    return {"what": "tie"} | vars(change)
