"""The steps that one of us is to take already: who, what, and by when."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.graph.codes import VENDOR
from kamgraph.model.vocabulary import AXES, MOVES
from kamgraph.model.voice import say, say_day, say_within
from kamgraph.plot.people import name_everybody

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_AHEAD = ("overdue", "open")


def say_agreed(results: Results) -> dict[str, str]:
    """Say of each contact what is agreed about them and not done yet, the overdue first."""
    found = results.actions
    found = found[found["state"].isin(_AHEAD) & found["contact"].notna()]
    told: defaultdict[str, list[str]] = defaultdict(list)
    for row, owner in zip(found.itertuples(), name_owners(found, results), strict=True):
        told[str(row.contact)].append(_say_step(row, owner))
    return {contact: say("blank").join(steps) for contact, steps in told.items()}


def name_owners(found: pd.DataFrame, results: Results) -> list[str]:
    """Return who is to take each step; that somebody is to be named where it is none of us."""
    now, names = results.graph.people_on, name_everybody(results.graph)
    there = now["active"] & (now["side"] == VENDOR)
    ours = {*results.graph.part.column("people", "id")[there]}
    return [names[owner] if owner in ours else say("to_be_named") for owner in found["owner"]]


def _say_step(row: Any, owner: str) -> str:
    what = say_within(MOVES, row.kind)
    if not pd.isna(row.axis):
        what = say("step_on", what=what, axis=say_within(AXES, row.axis))
    state = row.state if not pd.isna(row.due) else "some_day"
    day = "" if pd.isna(row.due) else say_day(row.due)
    return say(f"agreed_{state}", owner=owner, what=what, day=day)
