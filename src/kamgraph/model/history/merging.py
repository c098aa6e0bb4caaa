"""Two ids that turned out to be one: every row of the one becomes a row of the other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from kamgraph.errors import ScopeError, quote
from kamgraph.model.chains import follow_names
from kamgraph.model.dtypes import TEXT
from kamgraph.model.tables import (
    id_columns,
    nature,
    person_ends,
    tables_with_ids,
    unique_key,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.checks import Tables

_NEVER = pd.Timestamp(dt.date.max).as_unit("s")
Merges: TypeAlias = "dict[str, dict[str, str]]"  # table → old id → the id that is kept


def follow_merges(merged: Mapping[str, Mapping[str, str]]) -> Merges:
    """Follow chains of merges to the id that is kept at last."""
    for table in merged:
        if table not in tables_with_ids():
            known = ", ".join(tables_with_ids())
            raise ScopeError(f"{quote(table)} has no ids to merge; tables that have are {known}")
    return {table: _follow(table, dict(merged.get(table, {}))) for table in tables_with_ids()}


def _follow(table: str, merges: dict[str, str]) -> dict[str, str]:
    steps = {old: kept for old, kept in merges.items() if old != kept}
    last = follow_names(steps)
    for old in steps:
        if last[old] in steps:
            raise ScopeError(f"{quote(old)} of the table {table} is merged in a circle")
    return {old: last[old] for old in steps}


def merge(tables: Tables, merges: Merges) -> Tables:
    """Return tables in which old ids are replaced, and rows that became one are one."""
    # Of two rows with the same key the one of the kept id counts, filled up by the other; it holds
    # from the earlier beginning to the later end. A tie between the two, or one as the successor
    # or parent of the other, is left out.
    if not any(merges.values()):
        return tables
    return {table: _merge_rows(table, rows, merges) for table, rows in tables.items()}


def _merge_rows(table: str, rows: pd.DataFrame, merges: Merges) -> pd.DataFrame:
    touched = pd.Series(data=False, index=rows.index)
    rows = rows.copy()
    for name, referred in id_columns(table).items():
        old = rows[name].isin([*merges[referred]])
        if old.any():
            rows[name] = rows[name].replace(merges[referred]).astype(TEXT)
            touched |= old
    if not touched.any():
        return rows
    rows = pd.concat([rows[~touched], rows[touched]], ignore_index=True)
    count = int(touched.sum())
    late = pd.Series(rows.index >= len(rows) - count)
    rows = _drop_loops(table, rows, late)
    if not (key := unique_key(table)):
        return rows[~(rows.duplicated() & late)]
    if nature(table).alone:
        return _let_follow(rows, late.reindex(rows.index), [*nature(table).key])
    return _unite(rows, [*key])


def _let_follow(rows: pd.DataFrame, late: pd.Series[bool], key: list[str]) -> pd.DataFrame:
    """Leave out late states that begin within others of their key, and end each at the next."""
    begun = [*key, "since"]
    rows = rows.assign(late=late).sort_values(begun, na_position="first", ignore_index=True)
    last = rows["until"].fillna(_NEVER).mask(rows["late"]).groupby([rows[one] for one in key])
    within = rows["late"] & (last.ffill() > rows["since"])
    rows = rows[~within].drop(columns="late").drop_duplicates(begun, ignore_index=True)
    following = rows.groupby(key)["since"].shift(-1)
    cut = following.notna() & ~(rows["until"] <= following)
    return rows.assign(until=rows["until"].mask(cut, following))


def _drop_loops(table: str, rows: pd.DataFrame, touched: pd.Series[bool]) -> pd.DataFrame:
    """Leave out what leads from the two to themselves."""
    if len(ends := [*person_ends(table)]) > 1:
        return rows[~(touched & rows[ends].eq(rows[ends[0]], axis=0).all(axis=1))]
    for name, of in id_columns(table).items():
        if of == table and name != "id":
            rows = rows.assign(**{name: rows[name].mask(rows[name] == rows["id"])})
    return rows


def _unite(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Make one row of those with the same key, the first values found counting."""
    several = rows.duplicated(key, keep=False)
    if not several.any():
        return rows
    groups = rows[several].groupby(key, dropna=False, sort=False)
    united = groups.first().reset_index()
    for name, latest in (("since", False), ("until", True)):
        if name in rows and name not in key:
            bound = groups[name].max() if latest else groups[name].min()
            open_ended = groups[name].count() < groups.size()
            united[name] = bound.mask(open_ended).array
    return pd.concat([rows[~several], united[[*rows]]], ignore_index=True)
