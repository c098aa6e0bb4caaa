"""By when each step of a plan is done: one after the other as its owner has time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.columns import DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.plan.fields import Field
    from kamgraph.analysis.plan.search import Step
    from kamgraph.graph import RelationshipGraph


def find_deadline(graph: RelationshipGraph) -> float:
    """Return how many days there are for moves in one scope: until the day before a deal closes."""
    policy = graph.policy
    if graph.as_of is None:
        return policy.plan_days
    day, deals = day_number(graph.as_of), graph.part.coded.deals
    running = deals["open"] & (deals["created"] <= day) & (deals["closes"] > day)
    running &= deals["account"] == graph.account[0]
    if graph.of_deal[0]:
        running &= np.arange(len(running)) == graph.deal[0]
    closes = deals["closes"][running].min(initial=NEVER)
    return float(min(policy.plan_days, closes - day - 1))


def find_days(fields: Sequence[Field], steps: Sequence[Step]) -> pd.Series[pd.Timestamp]:
    """Return the day of each step; missing where the graph has none."""
    # Nor is anybody dealt with by the next of us before the last one did.
    worked: dict[str, float] = {}
    last: dict[tuple[int, int], int] = {}
    days: list[int] = []
    for step in steps:
        one = fields[step.place]
        owner, policy = one.owners[step.move], one.graph.policy
        worked[owner] = worked.get(owner, 0.0) + float(one.costs[step.move])
        after = np.ceil(worked[owner] * policy.plan_days / policy.capacity)
        about = (step.place, one.moves[step.move].contact)
        last[about] = max(int(min(after, find_deadline(one.graph))), last.get(about, 0))
        days.append(last[about])
    start = fields[0].graph.as_of if fields else None
    if start is None:
        return pd.Series([pd.NaT] * len(steps), dtype=DAYS)
    passed = np.array(days, dtype="timedelta64[D]")
    return pd.Series((np.datetime64(start, "D") + passed).astype(DAYS))
