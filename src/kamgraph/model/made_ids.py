"""Ids that are made of what their rows say, and follow when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.tables import nature

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = ":"


def make_ids(table: str, rows: pd.DataFrame) -> list[str]:
    """Return an id for each row, made of the cells that ids of its table are made of."""
    return [_BETWEEN.join(parts) for parts in _list_parts(rows, [*nature(table).made_of])]


def remake_ids(table: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return rows as they are after; ids made of cells as they were before are made of theirs."""
    if not (names := [*nature(table).made_of]):
        return after
    ids = [
        _remake(made, was, told) or other
        for made, other, was, told in zip(
            before["id"], after["id"], _list_parts(before, names), _list_parts(after, names),
            strict=True,
        )
    ]  # fmt: skip
    return after.assign(id=pd.Series(ids, after.index, dtype="str"))


def _list_parts(rows: pd.DataFrame, names: list[str]) -> list[list[str]]:
    cells: list[list[str]] = rows[names].fillna("").to_numpy(dtype=object).tolist()
    return [[_escape(cell) for cell in row] for row in cells]


def _escape(part: str) -> str:
    return part.replace("%", "%25").replace(_BETWEEN, "%3A")


def _remake(made: str, was: Sequence[str], told: Sequence[str]) -> str | None:
    """Return an id of other parts, which leaves out what it left out; None if it is of others."""
    parts = made.split(_BETWEEN)
    if len(parts) != len(was) or any(
        part not in {"", cell} for part, cell in zip(parts, was, strict=True)
    ):
        return None
    return _BETWEEN.join(new if part else "" for part, new in zip(parts, told, strict=True))
