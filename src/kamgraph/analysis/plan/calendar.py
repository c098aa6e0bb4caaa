"""By when each step of a plan is done: one after the other as its owner has time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.rules.last_day import find_last_days
from kamgraph.model.coded import day_number
from kamgraph.model.columns import DAYS
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.work_days import count_work_days, find_work_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.analysis.plan.fields import Field
    from kamgraph.analysis.plan.search import Step
    from kamgraph.graph import RelationshipGraph


TALKS = ("refresh", "ask")  # what one of us does with somebody in one talk


def find_deadline(graph: RelationshipGraph) -> float:
    """Return how many days there are for moves in one scope: while they still help."""
    policy = graph.policy
    if graph.as_of is None:
        return policy.plan_days
    return float(min(policy.plan_days, find_last_days(graph)[0] - day_number(graph.as_of)))


def find_capacity(graph: RelationshipGraph) -> float:
    """Return how many days of work each of us has for one scope until its deadline."""
    # Before a deal closes people make time: every day of work counts, up to what they have in all.
    deadline, policy = find_deadline(graph), graph.policy
    if graph.as_of is None or deadline >= policy.plan_days:
        return policy.capacity
    return min(policy.capacity, float(count_work_days(graph.as_of, deadline)))


def _find_pace(graph: RelationshipGraph) -> tuple[float, float]:
    """Return the deadline, and how many days pass until each of us has worked one."""
    deadline = find_deadline(graph)
    return deadline, deadline / max(find_capacity(graph), ROUNDING)


def pair_talks(fields: Sequence[Field], steps: Sequence[Step]) -> dict[int, int]:
    """Return the steps, by position, that are taken in the talk of an earlier one, and which."""
    first: dict[tuple[int, int, int], int] = {}
    shared = {}
    for number, step in enumerate(steps):
        move = fields[step.place].moves[step.move]
        if move.kind in TALKS:
            talk = first.setdefault((step.place, move.owner, move.contact), number)
            if talk != number:
                shared[number] = talk
    return shared


def find_days(
    fields: Sequence[Field], steps: Sequence[Step], agreed: Mapping[str, float]
) -> pd.Series[pd.Timestamp]:
    """Return the day of each step after the agreed work of owners; missing where there is none."""
    # Nor is anybody dealt with by the next of us before the last one did. Who is seen again is
    # asked then, as nobody travels twice in a week to the same person.
    worked = dict(agreed)
    last: dict[tuple[int, int], int] = {}
    days: list[int] = []
    paces = {place: _find_pace(fields[place].graph) for place in {step.place for step in steps}}
    shared = pair_talks(fields, steps)
    costs = [float(fields[step.place].costs[step.move]) for step in steps]
    for other, talk in shared.items():
        costs[talk] += costs[other]
    for number, step in enumerate(steps):
        if number in shared:
            days.append(days[shared[number]])
            continue
        one, (deadline, pace) = fields[step.place], paces[step.place]
        owner, move = one.owners[step.move], one.moves[step.move]
        worked[owner] = worked.get(owner, 0.0) + costs[number]
        after = np.ceil(worked[owner] * pace)
        about = (step.place, move.contact)
        earliest = max(last.get(about, 0), min(move.earliest, deadline))
        last[about] = max(int(min(after, deadline)), int(earliest))
        days.append(last[about])
    start = fields[0].graph.as_of if fields else None
    if start is None:
        return pd.Series([pd.NaT] * len(steps), dtype=DAYS)
    passed = np.datetime64(start, "D") + np.array(days, dtype="timedelta64[D]")
    return pd.Series(find_work_days(passed, start).astype(DAYS))
