"""How much any plan within a budget could gain: a bound that is proven, whatever was searched."""

# A step is expected to add its chance of what it adds, and all of what it harms: never more than
# its chance of the difference. Whatever share c of the difference is told apart from that, it is at
# most c of the difference, what is left of the chance of the most that the step could add, and what
# c is beyond the chance of the most that it could harm. Over all steps the differences make that
# between the aims as they are and as they end, which has ceilings that add up move by move.
#
# So a plan gains no more than a sum over its moves. For any price of a day of work it is at most
# what the budget is worth at it, and what each move would bring beyond its own. The bound is the
# lowest of all prices that are tried; each account chooses which ceiling and share fit it best.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.endings import list_endings
from kamgraph.model.rounding import ROUNDING
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.plan.endings import Ending, Sums
    from kamgraph.analysis.plan.fields import Field
    from kamgraph.analysis.plan.search import Step

_TURNS = 3  # times that each aim looks for a lower bound, beside those of the others
_AROUND = (0.0, 0.25, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 4.0)  # times the price of the last steps


def bound_gain(fields: Sequence[Field], steps: Sequence[Step], budget: float) -> float:
    """Return more expected gain than which no plan within a budget has, looking where one ends."""
    made: list[list[int]] = [[] for _ in fields]
    for step in steps:
        made[step.place].append(step.move)
    endings = [
        list_endings(one, some, budget)
        for one, some in zip(progress(fields, "bounds"), made, strict=True)
        if one.moves
    ]
    prices = np.array(_AROUND) * _find_price(fields, steps)
    return min(_settle(endings, float(price), budget) for price in prices)


def _find_price(fields: Sequence[Field], steps: Sequence[Step]) -> float:
    """Return what the last steps, a tenth of all, bring for a day."""
    last = steps[-max(1, len(steps) // 10) :]
    cost = sum(float(fields[step.place].costs[step.move]) for step in last)
    return sum(step.gain for step in last) / cost if last else 1.0


def _settle(fields: Sequence[Sequence[Ending]], price: float, budget: float) -> float:
    """Return the bound by a price of a day of work."""
    gains = (
        max(min(_settle_sums(one, way, price) for way in one.ways) for one in endings)
        for endings in fields
    )
    return price * budget + sum(gains) + ROUNDING * len(fields)


def _settle_sums(ending: Ending, sums: Sequence[Sums], price: float) -> float:
    """Return more than what moves bring beyond their price, each aim by the bound that fits."""
    chosen, costs = [0] * len(sums), price * ending.costs
    found = np.inf
    for turn in range(_TURNS):
        for aim, one in enumerate(sums):
            picked = [
                (other.bases[k], other.rises[k])
                for place, (other, k) in enumerate(zip(sums, chosen, strict=True))
                if place != aim and (turn or place < aim)
            ]
            base = sum(base for base, _ in picked) - price * ending.spent
            rises = sum((rises for _, rises in picked), start=np.zeros(len(costs)))
            whole = one.bases + np.maximum(one.rises + rises - costs, 0.0).sum(axis=1) + base
            chosen[aim] = int(whole.argmin())
            found = float(whole.min())
    return found
