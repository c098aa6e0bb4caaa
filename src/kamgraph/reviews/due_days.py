"""When what is due of each person: the days of targets, and of the steps of a plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

TARGET = "target"  # whose day is heeded whatever is missing
DueDay = tuple[str, dt.date]  # the kind of a step, or that it is a target


def list_due_days(targets: pd.DataFrame, steps: pd.DataFrame) -> dict[str, list[DueDay]]:
    """Return of each person the days of targets, and of steps of a plan with their kind."""
    found = defaultdict(list)
    for person, day in zip(targets.index.get_level_values("person"), targets["due"], strict=True):
        found[person].append((TARGET, day.date()))
    for person, kind, day in zip(steps["contact"], steps["kind"], steps["day"], strict=True):
        found[person].append((kind, day.date()))
    return found
