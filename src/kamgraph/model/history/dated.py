"""Rows with a beginning and an end, brought to the state of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.history.matching import (
    align_columns,
    find_differences,
    find_places,
    overlay,
    select_newest,
    take_rows,
)
from kamgraph.model.span import in_effect
from kamgraph.model.tables import nature

if TYPE_CHECKING:
    from collections.abc import Sequence


def bring_to_day(
    known: pd.DataFrame,
    fresh: pd.DataFrame,
    *,
    table: str,
    compared: pd.Series[bool],
    day: pd.Timestamp,
) -> pd.DataFrame:
    """Return known rows, ended and begun so that those of the day are the fresh ones."""
    # A state that is given another weight ends, and another one begins; other columns are replaced
    # in place. A row that ended on the very day and is there again has not ended. Of known rows
    # that are not among the fresh ones, those that were compared end.
    if fresh.empty and not compared.any():
        return known
    key = nature(table).key
    known, fresh = align_columns(known, fresh)
    fresh = select_newest(fresh, key, day).reset_index(drop=True)
    known = _reopen(known, fresh, key, day)
    at = find_places(known, fresh, key)
    held = in_effect(known, day)
    counts = pd.Series(known.index.isin(select_newest(known, key, day).index))
    other = counts & _find_other_weights(known, take_rows(fresh, at), nature(table).weights)
    ending = held & ((compared & (at < 0)) | (np.isin(at, at[other]) & (at >= 0)))
    same = take_rows(fresh, np.where(counts & ~other, at, -1))
    begun = overlay(known[other].reset_index(drop=True), take_rows(fresh, at[other]))
    new = fresh[~np.isin(fresh.index, at[held])].reset_index(drop=True)
    rows = [
        end_rows(overlay(known, same, but={"since"}), ending, day),
        _begin(new, known, key, day),
        begun.assign(since=day),
    ]
    return pd.concat(rows, ignore_index=True)


def end_rows(
    rows: pd.DataFrame, ending: pd.Series[bool] | np.ndarray, day: pd.Timestamp
) -> pd.DataFrame:
    """End some rows on a day; nothing is left of those that began on it."""
    rows = rows.assign(until=rows["until"].mask(ending, day))
    return rows[~(ending & (rows["since"] == day))]


def _find_other_weights(
    known: pd.DataFrame, fresh: pd.DataFrame, weights: Sequence[str]
) -> pd.Series[bool]:
    """Return where fresh rows, beside the known ones, have another value of any weight."""
    other = pd.Series(data=False, index=known.index)
    for name in weights:
        other |= fresh[name].notna() & find_differences(known, fresh, name)
    return other


def _reopen(
    known: pd.DataFrame, fresh: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> pd.DataFrame:
    """Take back the end of rows that ended on the very day and are there again."""
    at = find_places(known, fresh, key)
    gone = ~np.isin(at, at[in_effect(known, day)])
    back = known[(known["until"] == day) & (at >= 0) & gone]
    if back.empty:
        return known
    ordered = back.sort_values("since", kind="stable", na_position="first")
    last = ordered.drop_duplicates([*key], keep="last").sort_index()
    until = known["until"].copy()
    until[last.index] = _find_next_start(last, known, key, day).array
    return known.assign(until=until)


def _begin(
    new: pd.DataFrame, known: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> pd.DataFrame:
    """Date rows that are new: from their own day if the book knew none of the kind before."""
    if new.empty:
        return new
    unheard = find_places(new, known, key) < 0
    since = new["since"].where(new["since"].notna() & unheard, day)
    until = new["until"].fillna(_find_next_start(new, known, key, day))
    return new.assign(since=since, until=until)


def _find_next_start(
    rows: pd.DataFrame, known: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> pd.Series[Any]:
    """Return when, after a day, the next known row of each row's key begins."""
    later = known[known["since"] > day].sort_values("since").drop_duplicates([*key])
    return take_rows(later[["since"]], find_places(rows, later, key))["since"]
