"""Rows of one table matched with rows of another, and what both know together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.span import in_effect

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def alike(rows: pd.DataFrame, others: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give two tables the columns of either; what only one of them has is text."""
    names = [*rows, *others.columns.difference(rows.columns)]
    return _widened(rows, names), _widened(others, names)


def _widened(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    nothing = pd.array([None] * len(rows), dtype="str")
    return pd.DataFrame({name: rows[name].array if name in rows else nothing for name in names})


def codes(
    rows: pd.DataFrame, others: pd.DataFrame, key: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each row of two tables, the same where the key is; missing is a value."""
    numbers = np.zeros(len(rows) + len(others), dtype=np.int64)
    for name in key:
        found, distinct = pd.factorize(pd.concat([rows[name], others[name]]))
        numbers, _ = pd.factorize(numbers * (len(distinct) + 1) + found)  # a missing one is -1
    return numbers[: len(rows)], numbers[len(rows) :]


def places(rows: pd.DataFrame, others: pd.DataFrame, key: Sequence[str]) -> np.ndarray:
    """Return where each row's key is among others, unique by it; -1 where it is not."""
    mine, theirs = codes(rows, others, key)
    return pd.Index(theirs).get_indexer(pd.Index(mine))


def taken(rows: pd.DataFrame, at: np.ndarray) -> pd.DataFrame:
    """Return the rows at some places, one without values for each -1."""
    return pd.DataFrame({name: rows[name].array.take(at, allow_fill=True) for name in rows})


def overlaid(rows: pd.DataFrame, newer: pd.DataFrame, *, but: Collection[str] = ()) -> pd.DataFrame:
    """Return rows with the values that newer ones, beside them, have; missing ones erase none."""
    known = newer.notna()
    values = {
        str(name): newer[name].where(known[name], rows[name])
        for name in newer.columns[known.any()]
        if name not in but
    }
    return rows.assign(**values)


def upserted(
    known: pd.DataFrame, fresh: pd.DataFrame, key: Sequence[str], *, but: Collection[str] = ()
) -> pd.DataFrame:
    """Return known rows with the values that fresh ones have, then the rows that are new.

    Parameters
    ----------
    known, fresh
        Two tables, each unique by the key.
    key
        The columns by which rows are matched.
    but
        Columns in which known rows stay as they are.
    """
    if fresh.empty:
        return known
    known, fresh = alike(known, fresh)
    new = places(fresh, known, key) < 0
    updated = overlaid(known, taken(fresh, places(known, fresh, key)), but=but)
    return pd.concat([updated, fresh[new]], ignore_index=True)


def differing(rows: pd.DataFrame, others: pd.DataFrame, column: str) -> pd.Series[bool]:
    """Return where two tables of as many rows hold different values in a column."""
    mine, theirs = rows[column], others[column]
    if mine.equals(theirs):
        return pd.Series(data=False, index=mine.index)
    equal = (mine == theirs).fillna(value=False).astype(bool)
    return ~equal & ~(mine.isna() & theirs.isna())


def newest(rows: pd.DataFrame, key: Sequence[str], day: pd.Timestamp) -> pd.DataFrame:
    """Return of each key the one row that counts on a day: of those that hold the latest."""
    held = rows[in_effect(rows, day)]
    ordered = held.sort_values("since", kind="stable", na_position="first")
    return ordered.drop_duplicates([*key], keep="last").sort_index()
