"""The distinct values of a column: what is done to a value is done once, however many hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pandas as pd

from kamgraph.model.columnar.texts import Texts
from kamgraph.model.dtypes import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.model.columnar.cells import Cells


class Distinct(NamedTuple):
    """Values of Python's own types, days as texts, and which of them each row holds."""

    codes: np.ndarray  # -1 where a value is missing
    members: list[Any]

    @classmethod
    def of(cls, column: pd.Series[Any]) -> Self:
        """Return the distinct values of a column; of any objects, of which some seem equal, all."""
        if column.dtype == object:
            held = column.notna().to_numpy()
            return cls(np.where(held, np.cumsum(held) - 1, -1), column[held].tolist())
        plain = column + 0.0 if column.dtype.kind == "f" else column  # -0.0 is 0.0
        codes, found = pd.factorize(plain)
        values = iso_days(pd.Series(found)) if column.dtype.kind == "M" else found
        return cls(codes, values.tolist())

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> dict[str, Self]:
        """Return the distinct values of each column of a frame."""
        return {str(name): cls.of(frame[name]) for name in frame}

    @classmethod
    def of_cells(cls, cells: Cells) -> Self:
        """Return the distinct values of a column as a book holds it."""
        if not isinstance(cells, Texts):
            return cls.of(pd.Series(cells.to_pandas(), copy=False))
        held = cells.compact()
        return cls(held.codes, held.texts.tolist())

    def map(self, change: Callable[[Any], object], *, missing: object) -> np.ndarray:
        """Return what a value becomes for each row."""
        return self.spread([*map(change, self.members)], missing=missing)

    def spread(self, values: Sequence[object], *, missing: object) -> np.ndarray:
        """Return for each row what the values have become."""
        held = np.empty(len(values) + 1, dtype=object)
        held[:-1], held[-1] = values, missing
        return held[self.codes]


def are_among(values: pd.Series[Any], others: pd.Series[Any] | pd.Index[Any]) -> pd.Series[bool]:
    """Return which of many values are among many others, nothing being among nothing."""
    # What pandas itself does for texts of Arrow looks at each of the others by itself.
    codes, found = pd.factorize(pd.concat([values, pd.Series(others, dtype=values.dtype)]))
    known = np.zeros(len(found) + 1, dtype=bool)
    known[codes[len(values) :]] = True
    known[-1] = False
    return pd.Series(known[codes[: len(values)]], values.index)


def iso_days(days: pd.Series[Any]) -> pd.Series[str]:
    """Write days as YYYY-MM-DD, with four digits for the year whatever it is."""
    text = np.datetime_as_string(days.to_numpy(), unit="D")
    return pd.Series(text, days.index, TEXT).where(days.notna())
