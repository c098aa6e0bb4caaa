"""How an accepted candidate becomes a fact of a book, and stops being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model import tie_kinds
from kamgraph.model.dtypes import TEXT
from kamgraph.model.history.merging import follow_merges, merge
from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.checks import Tables

SAME = "same_person"
_CELLS = ("level", "function")
_PULL = "influences"
# Columns of rows that candidates become; they begin on the day they were suggested.
_TIE = {"source": "person", "target": "other", "kind": "kind", "deal": "deal", "since": "seen"}
_ROLE = {"person": "person", "account": "account", "deal": "deal", "role": "value", "since": "seen"}


def is_complete(candidates: pd.DataFrame) -> pd.Series[bool]:
    """Return which candidates say enough to become a fact."""
    about_two = ~candidates["kind"].isin((*_CELLS, "role"))
    placed = candidates["account"].notna() | (candidates["kind"] != "role")
    return candidates["other"].notna().where(about_two, candidates["value"].notna() & placed)


def add_facts(tables: Tables, accepted: pd.DataFrame) -> Tables:
    """Return tables with accepted candidates as facts."""
    if len(vague := accepted[~is_complete(accepted)]):
        raise ScopeError(f"the candidate '{vague['id'].iloc[0]}' names nobody, or no value")
    ties, roles = _read_ties(accepted), _read_roles(accepted)
    _refuse_second_bosses(tables["ties"], ties)
    for cell in _CELLS:
        for row in accepted[accepted["kind"] == cell].itertuples():
            day = pd.Timestamp(row.seen)  # type: ignore[arg-type]
            tables = _fill_cell(tables, str(row.person), day, cell, str(row.value))
    more = {"ties": ties, "roles": roles}
    return tables | {name: _append(tables[name], rows) for name, rows in more.items()}


def remove_facts(tables: Tables, accepted: pd.DataFrame) -> Tables:
    """Return tables without the facts that accepted candidates had become."""
    if (accepted["kind"] == SAME).any():
        raise ScopeError("two records that were made one cannot be told apart again")
    for cell in _CELLS:
        for row in accepted[accepted["kind"] == cell].itertuples():
            day = pd.Timestamp(row.seen)  # type: ignore[arg-type]
            tables = _empty_cell(tables, str(row.person), day, cell, str(row.value))
    return {
        **tables,
        "ties": _drop(tables["ties"], _read_ties(accepted), [*_TIE]),
        "roles": _drop(tables["roles"], _read_roles(accepted), [*_ROLE]),
    }


def merge_records(tables: Tables, accepted: pd.DataFrame) -> Tables:
    """Return tables in which two records of the same person are one."""
    same = accepted[accepted["kind"] == SAME]
    merges = dict(zip(same["other"], same["person"], strict=True))
    if not merges:
        return tables
    rows = tables["candidates"]
    here = rows["id"].isin(same["id"])  # which keep the old id as a value, as nobody has it now
    kept = rows.assign(
        value=rows["value"].mask(here, rows["other"]), other=rows["other"].mask(here)
    )
    return merge({**tables, "candidates": kept}, follow_merges({"people": merges}))


def list_merged(book: Book) -> dict[str, str]:
    """Return which records are another one by now, as somebody has said that they are the same."""
    rows = book.candidates
    same = rows[(rows["kind"] == SAME) & (rows["verdict"] == "accepted")].dropna(subset="value")
    merges = follow_merges({"people": dict(zip(same["value"], same["person"], strict=True))})
    return dict(merges["people"])


def _read_ties(accepted: pd.DataFrame) -> pd.DataFrame:
    rows = accepted[accepted["kind"].isin(TIE_KINDS.words)]
    ties = pd.DataFrame({name: rows[old] for name, old in _TIE.items()})
    pulls = rows["kind"] == _PULL
    return ties.assign(
        strength=rows["value"].where(pulls),
        confidence=rows["confidence"].where(pulls),
        evidence=rows["evidence"],
    )


def _read_roles(accepted: pd.DataFrame) -> pd.DataFrame:
    rows = accepted[accepted["kind"] == "role"]
    return pd.DataFrame({name: rows[old] for name, old in _ROLE.items()})


def _refuse_second_bosses(ties: pd.DataFrame, new: pd.DataFrame) -> None:
    """Refuse a solid line for who would have two."""
    lines = pd.concat([ties[ties["until"].isna()], new], ignore_index=True)
    lines = lines[lines["kind"].isin(tie_kinds.SOLID) & lines["source"].isin(new["source"])]
    twice = lines[lines.duplicated(["source", "deal"], keep=False)]
    twice = twice[twice["source"].isin(new.loc[new["kind"].isin(tie_kinds.SOLID), "source"])]
    if len(twice):
        who = twice["source"].iloc[0]
        one, other = twice.loc[twice["source"] == who, "target"].iloc[:2]
        raise ScopeError(f"'{who}' would report to '{one}' and to '{other}'; accept one of them")


def _append(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return table
    rows = rows.reindex(columns=table.columns).astype(table.dtypes.to_dict())
    return pd.concat([table, rows], ignore_index=True)


def _drop(table: pd.DataFrame, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return a table without the rows that are equal to others in a key."""
    gone, there = (_spell_key(part[key]) for part in (rows, table))
    return table[~there.isin(gone)]


def _spell_key(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows.astype(TEXT).fillna(""))


def _fill_cell(tables: Tables, person: str, day: pd.Timestamp, cell: str, value: str) -> Tables:
    """Fill the cell of who somebody is: in the position in effect, else in the person's row."""
    name, here = _find_post(tables, person, day)
    if len(known := tables[name].loc[here, cell].dropna()):
        raise ScopeError(f"'{person}' has a {cell} by now: {known.iloc[0]}")
    return _write(tables, name, here, cell, int(value) if cell == "level" else value)


def _empty_cell(tables: Tables, person: str, day: pd.Timestamp, cell: str, value: str) -> Tables:
    name, here = _find_post(tables, person, day)
    same = here & (tables[name][cell].astype(TEXT) == value)
    return _write(tables, name, same, cell, None)


def _find_post(tables: Tables, person: str, day: pd.Timestamp) -> tuple[str, pd.Series[bool]]:
    """Return the table with somebody's post on a day, as graphs choose it, and which row it is."""
    positions = tables["positions"]
    held = positions["person"] == person
    if not held.any():
        return "people", tables["people"]["id"] == person
    begun = held & (positions["since"].isna() | (positions["since"] <= day))
    row = begun[::-1].idxmax() if begun.any() else held.idxmax()
    return "positions", pd.Series(positions.index == row, index=positions.index)


def _write(
    tables: Tables, name: str, rows: pd.Series[bool], cell: str, value: int | str | None
) -> Tables:
    table = tables[name]
    return {**tables, name: table.assign(**{cell: table[cell].mask(rows, value)})}
