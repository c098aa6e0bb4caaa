"""Where values stand on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPAN = 18.0  # points


class Scale(NamedTuple):
    """Where values stand on a page: from low to high over a stretch of it."""

    low: float
    high: float
    begin: float
    end: float
    whole: bool = False  # whether there is nothing between whole numbers

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return float(self.begin + share * (self.end - self.begin))

    @classmethod
    def around(
        cls,
        values: Iterable[float],
        begin: float,
        end: float,
        *,
        score: bool = False,
        whole: bool = False,
    ) -> Scale:
        """Return a scale from one round number to another that has room for all values."""
        # That of scores stays within 0 and 100 and spans some points at least, so that a small
        # change looks small.
        low, high = min(values := [*values]), max(values)
        lacking = max(0.0, _SPAN - (high - low)) / 2 * score
        ticks = round_numbers(low - lacking, high + lacking, whole=whole)
        low, high = ticks[0], ticks[-1]
        return (
            cls(max(low, 0.0), min(high, 100.0), begin, end)
            if score
            else cls(low, high, begin, end, whole)
        )

    @property
    def ticks(self) -> list[float]:
        """A few round numbers on the scale."""
        found = round_numbers(self.low, self.high, whole=self.whole)
        slack = 1e-9 * (self.high - self.low)
        return [tick for tick in found if self.low - slack <= tick <= self.high + slack]


def round_numbers(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Return a few round numbers around a range of values."""
    if low == high:
        low, high = low - 1, high + 1
    locator = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], integer=whole)
    return np.asarray(locator.tick_values(low, high)).tolist()
