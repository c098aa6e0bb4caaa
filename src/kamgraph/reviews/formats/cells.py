"""The values of tables as text, the same in every format."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.voice import MISSING, error, points, score, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.result import Kind

_TEXTS: dict[Kind, Callable[[Any], str]] = {
    "score": score,
    "error": error,
    "share": share,
    "reach": share,
    "points": points,
    "count": "{:,.0f}".format,
}


def show_cell(value: object, kind: Kind) -> str:
    """Return how a value of a kind of column reads; a dash where it is missing."""
    return MISSING if is_missing(value) else _TEXTS.get(kind, str)(value)


def is_missing(value: object) -> bool:
    """Tell whether there is nothing to show."""
    absent = value is None or value is pd.NA or value == ""
    return absent or (isinstance(value, float) and math.isnan(value))
