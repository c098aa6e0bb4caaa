"""Columns of days, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from kamgraph.model.columnar.cells import MISSING, Cells, follow, hold, pick, repeat
from kamgraph.model.columns import DAYS
from kamgraph.model.read_only import forbid_writing

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

NO_DAY = 2**29  # the number of a missing day: later than any, and no sum of two leaves 32 bits
_DAY = np.dtype("M8[D]")


@dataclass(frozen=True, eq=False)
class Days(Cells):
    """Days, as numbers since 1970."""

    numbers: np.ndarray  # NO_DAY for a missing one

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.numbers)

    @classmethod
    def of(cls, values: Any, places: np.ndarray | None = None) -> Self:
        """Return days of some values, or of the values at some places, -1 for a missing one."""
        days = np.asarray(hold(values, DAYS)).astype(_DAY)
        numbers = np.where(np.isnat(days), NO_DAY, days.astype(np.int64)).astype(np.int32)
        return cls(numbers if places is None else follow(numbers, places, missing=NO_DAY))

    @classmethod
    def nothing(cls, count: int) -> Self:
        """Return so many missing days."""
        return cls(repeat(np.int32(NO_DAY), count))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.numbers)

    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""
        return type(self)(pick(self.numbers, rows))

    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""
        missing: np.ndarray = self.numbers == NO_DAY
        return missing

    def rank(self) -> np.ndarray:
        """Return numbers that are ordered as the days are; -1 for missing ones."""
        first = self.numbers.min(initial=0)
        return np.where(self.is_missing(), MISSING, self.numbers - first)

    def to_days(self) -> np.ndarray:
        """Return the days as numpy has them."""
        days = self.numbers.astype(_DAY)
        days[self.is_missing()] = np.datetime64("NaT", "D")
        return days

    def to_pandas(self) -> ExtensionArray:
        """Return the days in the dtype in which a frame has them."""
        days: ExtensionArray = hold(self.to_days().astype(DAYS), DAYS)
        return days
