"""Rows of another system that say again what others say, or say it otherwise: the first counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.counts import number_of
from kamgraph.model.finding import Finding
from kamgraph.model.folding import fold
from kamgraph.model.tables import (
    list_required,
    name_column,
    nature,
    tables_with_ids,
    unique_key,
)
from kamgraph.sources.translation.lost import name_values
from kamgraph.sources.translation.rows import FILE, FILLS, LATER, ROW, WHENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pandas as pd

    from kamgraph.sources.translation.lost import Lost
    from kamgraph.sources.translation.rows import Notes


def drop_repeats(table: str, frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Leave out rows that say again what another says, and those that fill no gap."""
    ours = [str(name) for name in frame if name not in WHENCE]
    # A row that fills a gap needs one: nobody is known there, whatever the part.
    place = [name for name in nature(table).key if name not in nature(table).slot]
    key = [name for name in unique_key(table) or place or ours if name in frame]
    # What lacks something says nothing, and so nothing again: it is lost for what it lacks.
    needed = list_required(table)
    shared = frame.duplicated(key, keep=False).to_numpy()
    says = _find_complete(frame, _find_again(frame, shared, ours), needed)
    filling = _find_again(frame, shared, key) & frame[FILLS].to_numpy(dtype=bool)
    fills = _find_complete(frame, filling, needed & {*key})
    again = says | fills
    for column, rows in _find_namesakes(table, frame, notes) if says.any() else ():
        reason = f"is called as another of the {table}, from which only {column} tells it"
        notes.skip(rows, f"{reason}; let that be the id", weak=True)
    # What else its row says may be lost, and is then the reason that counts.
    reason = f"says again what another row says of {table}"
    notes.skip(frame[again], reason, meant=True, weak=True)
    frame = frame[~again].reset_index(drop=True)
    return _drop_versions(table, frame, notes) if table in tables_with_ids() else frame


def _find_namesakes(
    table: str, frame: pd.DataFrame, notes: Notes
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield rows that are one only by a name that is their id, with what tells them apart."""
    known = [name for name in frame if name not in WHENCE]
    for number, record in enumerate(notes.records):
        if column := record.find_key(table):
            rows = frame[(frame[FILE] == number) & ~frame[FILLS].astype(bool) & (frame["id"] != "")]
            yield column, rows[rows.duplicated(known) & ~rows.duplicated([*known, ROW])]


def _find_again(frame: pd.DataFrame, some: np.ndarray, columns: list[str]) -> np.ndarray:
    """Return which of some rows say in columns what one of them before does."""
    found = some.copy()
    found[some] = frame.loc[some, columns].duplicated()
    return found


def _find_complete(frame: pd.DataFrame, some: np.ndarray, needed: Collection[str]) -> np.ndarray:
    """Return which of some rows hold something in all columns that are needed."""
    rows = np.flatnonzero(some)
    held = frame.iloc[rows].reindex(columns=[*needed], fill_value="")
    found = np.zeros(len(frame), dtype=bool)
    found[rows] = (held != "").all(axis=1)
    return found


def bring_forward(frame: pd.DataFrame) -> pd.DataFrame:
    """Put first the rows that the mapping prefers, and last those that only fill gaps."""
    order = frame.assign(**{LATER: frame[LATER] != ""}) if LATER in frame else frame
    by = [name for name in (FILLS, LATER) if name in frame]
    if order[by].any(axis=None):  # as hardly any export has it
        order = order.sort_values(by, kind="stable", ignore_index=True)
    return order.drop(columns=LATER, errors="ignore")


def _drop_versions(table: str, frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Leave out rows of one id and one name but the first, and tell what else they say."""
    # Of rows that share an id under two names, nobody knows which of them others mean.
    repeated = frame["id"].duplicated() & (frame["id"] != "")
    if not repeated.any():
        return frame
    first = frame[~frame["id"].duplicated()].set_index("id").reindex(frame["id"])
    name = name_column(table)
    if name in frame:
        repeated &= frame[name].map(fold) == first[name].map(fold).to_numpy()
    values: list[Lost] = []
    differs = np.zeros(len(frame), dtype=bool)
    for column in frame.columns.difference([*WHENCE, "id"], sort=False):
        kept = first[column].to_numpy()
        other = repeated & (frame[column] != "") & (frame[column] != kept)
        differs |= other.to_numpy()
        whys = [f"is not that of the first row with this id, '{one}'" for one in kept[other]]
        values += notes.lose(frame[other], table, column, whys=whys, whole=True)
    notes.skip(
        frame[repeated & differs], f"says otherwise what the first row with its id says of {table}"
    )
    # A row that only leaves empty what the first one tells says nothing that it does not.
    again = f"says again what another row says of {table}"
    notes.skip(frame[repeated & ~differs], again, meant=True, weak=True)
    notes.findings += [_report_versions(table, values)] if values else []
    return frame[~repeated].reset_index(drop=True)


def _report_versions(table: str, values: list[Lost]) -> Finding:
    rows = {one.row for one in values}
    return Finding(
        "medium",
        "repeated_id",
        table,
        tuple(sorted(rows)),
        f"{number_of(rows, 'id')} of {table} given again by a row that says otherwise: "
        f"{name_values(values)}.",
        "The first row counts; name in prefer of the mapping by what another one comes first.",
    )
