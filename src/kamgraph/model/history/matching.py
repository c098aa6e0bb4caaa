"""Rows of one table matched with rows of another, and what both know together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.rows import Rows
from kamgraph.model.span import in_effect

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def align_columns(rows: pd.DataFrame, others: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give two tables the columns of either; what only one of them has is text."""
    names = [*rows, *others.columns.difference(rows.columns)]
    return _widen(rows, names), _widen(others, names)


def _widen(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    nothing = pd.Series(index=rows.index, dtype=TEXT).array if len(names) > rows.shape[1] else None
    return pd.DataFrame({name: rows[name].array if name in rows else nothing for name in names})


def number_keys(rows: pd.DataFrame, others: pd.DataFrame, key: Sequence[str]) -> tuple[Rows, Rows]:
    """Return the key columns of two tables as numbers, equal where values are; missing is one."""
    both = {name: _number_values(rows[name], others[name]) for name in key}
    mine, theirs = (
        Rows(**{name: numbers[part] for name, numbers in both.items()})
        for part in (slice(len(rows)), slice(len(rows), None))
    )
    return mine, theirs


def _number_values(some: pd.Series[Any], others: pd.Series[Any]) -> np.ndarray:
    if some.isna().all() and others.isna().all():
        return np.full(len(some) + len(others), -1)
    return pd.factorize(pd.concat([some, others]))[0]


def find_places(rows: pd.DataFrame, others: pd.DataFrame, key: Sequence[str]) -> np.ndarray:
    """Return where each row's key is first among others; -1 where it is not."""
    mine, theirs = number_keys(rows, others, key)
    return mine.locate(theirs, *key)


def take_rows(rows: pd.DataFrame, at: np.ndarray) -> pd.DataFrame:
    """Return the rows at some places, one without values for each -1."""
    return pd.DataFrame({name: rows[name].array.take(at, allow_fill=True) for name in rows})


def overlay(rows: pd.DataFrame, newer: pd.DataFrame, *, but: Collection[str] = ()) -> pd.DataFrame:
    """Return rows with the values that newer ones, beside them, have; missing ones erase none."""
    known = newer.notna()
    values = {
        str(name): newer[name].where(known[name], rows[name])
        for name in newer.columns[known.any()]
        if name not in but
    }
    return rows.assign(**values)


def upsert(
    known: pd.DataFrame, fresh: pd.DataFrame, key: Sequence[str], *, but: Collection[str] = ()
) -> pd.DataFrame:
    """Return known rows with the values that fresh ones of the same key have, then new rows."""
    if fresh.empty:
        return known
    known, fresh = align_columns(known, fresh)
    mine, theirs = number_keys(known, fresh, key)
    new = theirs.locate(mine, *key) < 0
    updated = overlay(known, take_rows(fresh, mine.locate(theirs, *key)), but=but)
    return pd.concat([updated, fresh[new]], ignore_index=True)


def find_differences(rows: pd.DataFrame, others: pd.DataFrame, column: str) -> pd.Series[bool]:
    """Return where two tables of as many rows hold different values in a column."""
    mine, theirs = rows[column], others[column]
    if mine.equals(theirs):
        return pd.Series(data=False, index=mine.index)
    equal = (mine == theirs).fillna(value=False).astype(bool)
    return ~equal & ~(mine.isna() & theirs.isna())


def select_newest(rows: pd.DataFrame, key: Sequence[str], day: pd.Timestamp) -> pd.DataFrame:
    """Return of each key the one row that counts on a day: of those that hold the latest."""
    held = rows[in_effect(rows, day)]
    ordered = held.sort_values("since", kind="stable", na_position="first")
    return ordered.drop_duplicates([*key], keep="last").sort_index()
