"""What a record is: one row of a result, typed, in machine words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Hashable

Axis = Literal["relationship", "solution", "price"]
Side = Literal["customer", "vendor", "competitor", "partner"]
Severity = Literal["high", "medium", "low"]


class Record(BaseModel):
    """One row of a result; every missing number is null."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


R = TypeVar("R", bound=Record)


def rows(record: type[R], table: pd.DataFrame) -> tuple[R, ...]:
    """Return the rows of a result as records; the index counts as columns, others are left out."""
    wanted = table.reset_index()[list(record.model_fields)]
    return tuple(record(**_plain(row)) for row in wanted.to_dict("records"))


def _plain(row: dict[Hashable, Any]) -> dict[str, Any]:
    """Return a row with null for what is missing, and days for moments."""
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if not isinstance(value, tuple) and pd.isna(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value
