"""What-ifs as they come in JSON."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, TypeAdapter, conlist, create_model
from pydantic.dataclasses import dataclass as checked

from kamgraph.graph.changes import Leaver, NewGrade, NewMeeting, NewRole, NewTie

if TYPE_CHECKING:
    from kamgraph.graph.changes import Change

KINDS: dict[str, type[Change]] = {
    "tie": NewTie,
    "grade": NewGrade,
    "role": NewRole,
    "meeting": NewMeeting,
    "leaver": Leaver,
}


@cache
def trial_model() -> Any:
    """Return the model of one trial: the changes that happen together, by their kinds."""
    strict = ConfigDict(extra="forbid")
    fields: dict[str, Any] = {
        name: (conlist(checked(kind, config=strict, frozen=True)), [])
        for name, kind in KINDS.items()
    }
    return create_model("Trial", __config__=strict, __doc__="Changes at once.", **fields)


def read_trials(body: bytes, most: int | None) -> list[list[Change]]:
    """Return the trials of a list of them in JSON."""
    adapter: TypeAdapter[Any] = TypeAdapter(conlist(trial_model(), min_length=1, max_length=most))
    return [
        [change for name in KINDS for change in getattr(trial, name)]
        for trial in adapter.validate_json(body)
    ]
