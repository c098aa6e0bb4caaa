"""The cells of one column, and what is done to arrays of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

MISSING = -1  # the code of a missing text, and the rank of any missing value


class Cells(ABC):
    """The cells of one column; they are read-only, every change makes new ones."""

    @abstractmethod
    def __len__(self) -> int:
        """Return how many there are."""

    @abstractmethod
    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""

    @abstractmethod
    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""

    @abstractmethod
    def rank(self) -> np.ndarray:
        """Return numbers that are ordered as the values are; -1 for missing ones."""

    @abstractmethod
    def to_pandas(self) -> ExtensionArray | np.ndarray:
        """Return the values in the dtype in which a frame has them, for the caller to keep."""

    def equals(self, other: Cells) -> bool:
        """Tell whether both hold the same values."""
        mine, theirs = (pd.Series(cells.to_pandas(), copy=False) for cells in (self, other))
        return mine.equals(theirs)


def follow(values: np.ndarray, places: np.ndarray, *, missing: float = MISSING) -> np.ndarray:
    """Return the values at some places, another one where there is no place."""
    return np.append(values, np.array([missing], dtype=values.dtype))[places]


def fill(values: np.ndarray, missing: np.ndarray, value: float) -> np.ndarray:
    """Return values with another one in place of what is missing; the same where nothing is."""
    if not missing.any():
        return values
    if missing.all():
        return repeat(values.dtype.type(value), len(values))
    return np.where(missing, values.dtype.type(value), values)


def hold(values: Any, dtype: Any) -> Any:
    """Return values in an array of pandas."""
    return pd.array(values, dtype=dtype, copy=False)


def repeat(value: np.generic, count: int) -> np.ndarray:
    """Return an array of one value that takes the room of one."""
    return np.broadcast_to(value, count)


def pick(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the values of some rows; of a single value that is repeated, again no more."""
    if values.strides == (0,) and len(values):
        count = np.count_nonzero(rows) if rows.dtype == bool else len(rows)
        return repeat(values[0], int(count))
    return values[rows]
