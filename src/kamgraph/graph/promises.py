"""Promises that are overdue, and between whom they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.ids import NONE

if TYPE_CHECKING:
    from kamgraph.model.rows import Rows


def is_overdue(promises: Rows, day: int | None) -> np.ndarray:
    """Return which promises are not kept though their day has passed; without a day, none."""
    if day is None:
        return np.zeros(len(promises), dtype=bool)
    return np.asarray((promises["due"] < day) & (promises["kept"] > day))


def list_broken(promises: Rows, deals: Rows, day: int | None) -> Rows:
    """Return which ``source`` has let which ``target`` down by a day, and in which ``deal``."""
    made = True if day is None else promises["made"] <= day
    broken = promises.take(is_overdue(promises, day) & made & (promises["deal"] >= NONE))
    begun = np.append(deals["seen"], True)[broken["deal"]]  # as what is about no deal
    return broken.take(begun).select("deal", source="by", target="to")
