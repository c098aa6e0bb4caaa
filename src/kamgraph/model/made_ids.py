"""Ids that are made of what their rows say, and follow when that changes."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.tables import nature

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = ":"
_UNFIT = rf"[%{_BETWEEN}\x00-\x1f\x7f]"  # what would divide an id, or may be in none


def make_ids(table: str, rows: pd.DataFrame) -> pd.Series[str]:
    """Return an id for each row, made of the cells that ids of its table are made of."""
    return join_cells(rows, nature(table).made_of)


def join_cells(rows: pd.DataFrame, names: Sequence[str]) -> pd.Series[str]:
    """Return an id for each row, made of some of its cells, whatever they hold."""
    first, *others = _list_parts(rows, names)
    return reduce(lambda made, part: made + _BETWEEN + part, others, first)


def make_id(*cells: str) -> str:
    """Return the id that is made of some cells, as those of rows are."""
    return _BETWEEN.join(_escape(pd.Series([*cells], dtype=TEXT)))


def divide_id(made: str) -> list[str]:
    """Return the cells of which an id was made."""
    return [unquote(part) for part in made.split(_BETWEEN)]


def remake_ids(table: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return rows as they are after; ids made of cells as they were before are made of theirs."""
    if not (names := nature(table).made_of):
        return after
    parts = (zip(*_list_parts(rows, names), strict=True) for rows in (before, after))
    ids = [
        _remake(made, was, told) or other
        for made, other, was, told in zip(before["id"], after["id"], *parts, strict=True)
    ]
    return after.assign(id=pd.Series(ids, after.index, dtype=TEXT))


def _list_parts(rows: pd.DataFrame, names: Sequence[str]) -> list[pd.Series[str]]:
    """Return cells as parts of ids, column by column."""
    return [_escape(rows[name].fillna("")) for name in names]


def _escape(cells: pd.Series[str]) -> pd.Series[str]:
    unfit = cells.str.contains(_UNFIT) | (cells.str.strip() != cells)
    if not unfit.any():
        return cells
    return cells.mask(unfit, cells.where(unfit, "").map(_quote_unfit).astype(TEXT))


def _quote_unfit(cell: str) -> str:
    return re.sub(rf"{_UNFIT}|^\s+|\s+$", lambda found: quote(found[0], safe=""), cell)


def _remake(made: str, was: Sequence[str], told: Sequence[str]) -> str | None:
    """Return an id of other parts, which leaves out what it left out; None if it is of others."""
    parts = made.split(_BETWEEN)
    if len(parts) != len(was) or any(
        part not in {"", cell} for part, cell in zip(parts, was, strict=True)
    ):
        return None
    return _BETWEEN.join(new if part else "" for part, new in zip(parts, told, strict=True))
