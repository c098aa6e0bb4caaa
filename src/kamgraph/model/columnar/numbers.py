"""Columns of numbers, whole ones and others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from kamgraph.model.columnar.cells import MISSING, Cells, follow, hold, pick, repeat
from kamgraph.model.read_only import forbid_writing

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray


@dataclass(frozen=True, eq=False)
class Numbers(Cells):
    """Numbers, whole ones and others."""

    floats: np.ndarray  # NaN for a missing one
    whole: bool

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.floats)

    @classmethod
    def of(cls, values: Any, places: np.ndarray | None = None, *, whole: bool) -> Self:
        """Return numbers of some values, or of the values at some places, -1 for a missing one."""
        held = hold(values, "Int64" if whole else "Float64")
        numbers = held.to_numpy(dtype=np.float64, na_value=np.nan)
        return cls(numbers if places is None else follow(numbers, places, missing=np.nan), whole)

    @classmethod
    def nothing(cls, count: int, *, whole: bool) -> Self:
        """Return so many missing numbers."""
        return cls(repeat(np.float64(np.nan), count), whole)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.floats)

    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""
        return type(self)(pick(self.floats, rows), self.whole)

    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""
        return np.isnan(self.floats)

    def rank(self) -> np.ndarray:
        """Return whole numbers that are ordered as the numbers are; -1 for missing ones."""
        _, rank = np.unique(self.floats, return_inverse=True)
        return np.where(self.is_missing(), MISSING, rank)

    def to_pandas(self) -> ExtensionArray | np.ndarray:
        """Return the numbers in the dtype in which a frame has them."""
        if not self.whole:
            return self.floats.copy()
        missing = self.is_missing()
        return pd.arrays.IntegerArray(np.where(missing, 0, self.floats).astype(np.int64), missing)
