"""Rows on which a book and an export agree: nothing becomes of them, and most rows are such."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.history.matching import (
    align_columns,
    find_differences,
    number_keys,
    take_rows,
)
from kamgraph.model.span import in_effect
from kamgraph.model.tables import nature, tables_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.model.checks import Tables


def divide_rows(
    table: str, known: Tables, export: Tables, day: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Divide the known rows of which an export says the same from the others, known and fresh."""
    rows, fresh = known[table], export[table]
    if table not in tables_with("since", "until") or rows.empty or fresh.empty:
        return rows[:0], rows, fresh
    settled, same = _find_settled(rows, fresh, nature(table).key, day)
    others, news = (rows[~settled], fresh[~same])
    return rows[settled], others.reset_index(drop=True), news.reset_index(drop=True)


def _find_settled(
    known: pd.DataFrame, fresh: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> tuple[np.ndarray, np.ndarray]:
    """Return which known rows hold on a day as an export has them, and which of its rows do."""
    # Only rows that are alone with their key on either side: what becomes of others of that key
    # cannot touch them, nor they those. When a row began is for the book to say.
    mine, theirs = number_keys(known, fresh, key)
    at, back = mine.locate(theirs, *key), theirs.locate(mine, *key)
    alone = in_effect(known, day) & _is_only(at) & (at >= 0)
    alone[alone] = _is_only(back)[at[alone]]
    rows = np.flatnonzero(alone)
    rows = rows[_agree(known.iloc[rows].reset_index(drop=True), fresh, at[rows], key)]
    settled, same = np.zeros(len(known), dtype=bool), np.zeros(len(fresh), dtype=bool)
    settled[rows], same[at[rows]] = True, True
    return settled, same


def _is_only(places: np.ndarray) -> np.ndarray:
    """Return which places no other row has."""
    counts = np.bincount(places + 1, minlength=1)
    return counts[places + 1] == 1


def _agree(
    known: pd.DataFrame, fresh: pd.DataFrame, at: np.ndarray, key: Sequence[str]
) -> np.ndarray:
    """Return which rows have every value that the fresh ones at some places have."""
    told = fresh.columns[fresh.notna().any()].difference([*key, "since"])
    said = [*map(str, told)]
    one, other = align_columns(known, take_rows(fresh[said], at))
    agree = np.ones(len(at), dtype=bool)
    for name in said:
        agree &= (other[name].isna() | ~find_differences(one, other, name)).to_numpy()
    return agree
