"""How an accepted candidate becomes a fact of a book, and stops being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.history.merging import follow_merges, merge
from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from kamgraph.model.checks import Tables

_CELLS = ("level", "function")
_TIE = {"source": "person", "target": "other", "kind": "kind", "deal": "deal"}
_ROLE = {"person": "person", "account": "account", "deal": "deal", "role": "value"}


def add_facts(tables: Tables, accepted: pd.DataFrame) -> Tables:
    """Return tables with accepted candidates as facts."""
    if len(vague := accepted[~is_complete(accepted)]):
        raise ScopeError(f"the candidate '{vague['id'].iloc[0]}' names nobody, or no value")
    for cell in _CELLS:
        for row in accepted[accepted["kind"] == cell].itertuples():
            tables = _fill_cell(tables, str(row.person), cell, str(row.value))
    ties, roles = _read_ties(accepted), _read_roles(accepted)
    return {
        **tables,
        "ties": _append(tables["ties"], ties),
        "roles": _append(tables["roles"], roles),
    }


def is_complete(candidates: pd.DataFrame) -> pd.Series[bool]:
    """Return which candidates say enough to become a fact."""
    alone = candidates["kind"].isin((*_CELLS, "role"))
    told = candidates["value"].notna() & (
        candidates["account"].notna() | (candidates["kind"] != "role")
    )
    return candidates["other"].notna().where(~alone, told)


def remove_facts(tables: Tables, accepted: pd.DataFrame) -> Tables:
    """Return tables without the facts that accepted candidates had become."""
    if (accepted["kind"] == "same_person").any():
        raise ScopeError("two records that were made one cannot be told apart again")
    for cell in _CELLS:
        for row in accepted[accepted["kind"] == cell].itertuples():
            tables = _empty_cell(tables, str(row.person), cell, str(row.value))
    return {
        **tables,
        "ties": _drop(tables["ties"], _read_ties(accepted), [*_TIE]),
        "roles": _drop(tables["roles"], _read_roles(accepted), [*_ROLE]),
    }


def merge_records(tables: Tables, accepted: pd.DataFrame) -> Tables:
    """Return tables in which two records of the same person are one."""
    same = accepted[accepted["kind"] == "same_person"]
    merges = dict(zip(same["other"], same["person"], strict=True))
    return merge(tables, follow_merges({"people": merges})) if merges else tables


def _read_ties(accepted: pd.DataFrame) -> pd.DataFrame:
    rows = accepted[accepted["kind"].isin(TIE_KINDS.words)]
    ties = pd.DataFrame({name: rows[old] for name, old in _TIE.items()})
    pulls = rows["kind"] == "influences"
    return ties.assign(
        strength=rows["value"].where(pulls),
        confidence=rows["confidence"].where(pulls),
        evidence=rows["evidence"],
    )


def _read_roles(accepted: pd.DataFrame) -> pd.DataFrame:
    rows = accepted[accepted["kind"] == "role"]
    return pd.DataFrame({name: rows[old] for name, old in _ROLE.items()})


def _append(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return table
    rows = rows.reindex(columns=table.columns).astype(table.dtypes.to_dict())
    return pd.concat([table, rows], ignore_index=True)


def _drop(table: pd.DataFrame, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return a table without the rows that are equal to others in a key."""
    gone = pd.MultiIndex.from_frame(rows[key].fillna(""))
    return table[~pd.MultiIndex.from_frame(table[key].fillna("")).isin(gone)]


def _fill_cell(tables: Tables, person: str, cell: str, value: str) -> Tables:
    """Fill the cell of who somebody is last: in the newest position, else in the person's row."""
    name, here = _find_post(tables, person)
    if len(known := tables[name].loc[here, cell].dropna()):
        raise ScopeError(f"'{person}' has a {cell} by now: {known.iloc[0]}")
    return _write(tables, name, here, cell, int(value) if cell == "level" else value)


def _empty_cell(tables: Tables, person: str, cell: str, value: str) -> Tables:
    name, here = _find_post(tables, person)
    same = here & (tables[name][cell].astype("str") == value)
    return _write(tables, name, same, cell, None)


def _find_post(tables: Tables, person: str) -> tuple[str, pd.Series[bool]]:
    """Return the table in which somebody's last post is, and which row it is."""
    held = tables["positions"]["person"] == person
    if held.any():
        return "positions", held & ~held[::-1].duplicated(keep="first")[::-1]
    return "people", tables["people"]["id"] == person


def _write(
    tables: Tables, name: str, rows: pd.Series[bool], cell: str, value: int | str | None
) -> Tables:
    table = tables[name]
    return {**tables, name: table.assign(**{cell: table[cell].mask(rows, value)})}
