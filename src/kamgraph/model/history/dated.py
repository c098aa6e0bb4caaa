"""Rows with a beginning and an end: ties, roles and team, brought to the state of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.history.matching import (
    alike,
    differing,
    newest,
    overlaid,
    places,
    taken,
)
from kamgraph.model.span import in_effect

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMBERSHIP = ["person", "account", "deal", "role"]
IDENTITY = {
    "ties": ["source", "target", "kind", "deal"],
    "roles": _MEMBERSHIP,
    "team": _MEMBERSHIP,
}
_WEIGHTS = {"ties": ["strength", "confidence"], "roles": [], "team": []}


def brought_to(
    known: pd.DataFrame,
    fresh: pd.DataFrame,
    *,
    table: str,
    compared: pd.Series[bool],
    day: pd.Timestamp,
) -> pd.DataFrame:
    """Return known rows, ended and begun so that those of the day are the fresh ones.

    A row is known by all its columns but strength, confidence, dates and texts. One that another
    strength or confidence is given for ends, and another one begins; texts are replaced in
    place. A row that ended on the very day and is there again has not ended.

    Parameters
    ----------
    known
        The rows of the book.
    fresh
        Rows that hold on the day.
    table
        Which table's rows these are.
    compared
        The known rows that end if they are not among the fresh ones.
    day
        The day.
    """
    if fresh.empty and not compared.any():
        return known
    key = IDENTITY[table]
    known, fresh = alike(known, fresh)
    fresh = newest(fresh, key, day).reset_index(drop=True)
    known = _taken_back(known, fresh, key, day)
    at = places(known, fresh, key)
    held = in_effect(known, day)
    counts = pd.Series(known.index.isin(newest(known, key, day).index))
    other = counts & _weighs_otherwise(known, taken(fresh, at), _WEIGHTS[table])
    ending = held & ((compared & (at < 0)) | (np.isin(at, at[other]) & (at >= 0)))
    same = taken(fresh, np.where(counts & ~other, at, -1))
    begun = overlaid(known[other].reset_index(drop=True), taken(fresh, at[other]))
    new = fresh[~np.isin(fresh.index, at[held])].reset_index(drop=True)
    rows = [
        ended(overlaid(known, same, but={"since"}), ending, day),
        _begun(new, known, key, day),
        begun.assign(since=day),
    ]
    return pd.concat(rows, ignore_index=True)


def ended(
    rows: pd.DataFrame, ending: pd.Series[bool] | np.ndarray, day: pd.Timestamp
) -> pd.DataFrame:
    """End some rows on a day; nothing is left of those that began on it."""
    rows = rows.assign(until=rows["until"].mask(ending, day))
    return rows[~(ending & (rows["since"] == day))]


def _weighs_otherwise(
    known: pd.DataFrame, fresh: pd.DataFrame, weights: Sequence[str]
) -> pd.Series[bool]:
    """Return where fresh rows, beside the known ones, have another value of any weight."""
    other = pd.Series(data=False, index=known.index)
    for name in weights:
        other |= fresh[name].notna() & differing(known, fresh, name)
    return other


def _taken_back(
    known: pd.DataFrame, fresh: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> pd.DataFrame:
    """Take back the end of rows that ended on the very day and are there again."""
    at = places(known, fresh, key)
    gone = ~np.isin(at, at[in_effect(known, day)])
    back = known[(known["until"] == day) & (at >= 0) & gone]
    if back.empty:
        return known
    ordered = back.sort_values("since", kind="stable", na_position="first")
    last = ordered.drop_duplicates([*key], keep="last").sort_index()
    until = known["until"].copy()
    until[last.index] = _next_start(last, known, key, day).array
    return known.assign(until=until)


def _begun(
    new: pd.DataFrame, known: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> pd.DataFrame:
    """Date rows that are new: from their own day if the book knew none of the kind before."""
    if new.empty:
        return new
    unheard = places(new, known.drop_duplicates([*key]), key) < 0
    since = new["since"].where(new["since"].notna() & unheard, day)
    until = new["until"].fillna(_next_start(new, known, key, day))
    return new.assign(since=since, until=until)


def _next_start(
    rows: pd.DataFrame, known: pd.DataFrame, key: Sequence[str], day: pd.Timestamp
) -> pd.Series[Any]:
    """Return when, after a day, the next known row of each row's key begins."""
    later = known[known["since"] > day].sort_values("since").drop_duplicates([*key])
    return taken(later[["since"]], places(rows, later, key))["since"]
