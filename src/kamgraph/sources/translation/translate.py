"""Tables of another system, by a mapping, into ours: with an account of every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.entities import KEYS, TABLES
from kamgraph.sources.translation.consistent import consistent, distinct
from kamgraph.sources.translation.mapping import ALIASES
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.rows import FILE, FILLS, ROW, WHENCE, Frames, Notes
from kamgraph.sources.translation.uses import is_about, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamgraph.errors import Locate
    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.translation.mapping import Mapping

Identify: TypeAlias = "Callable[[pd.Series[str], str], pd.Series[str]]"


@dataclass(frozen=True, eq=False)
class Translation:
    """Tables of ours made from those of another system, not yet checked.

    Parameters
    ----------
    tables
        Our tables, as text.
    locate
        What tells where a row of ours was read.
    notes
        What became of the rows of each file, and what is doubtful.
    """

    tables: Frames
    locate: dict[str, Locate]
    notes: Notes


def translate(
    raws: Sequence[RawTable], mapping: Mapping, *, identify: Identify | None = None
) -> Translation:
    """Translate tables by a mapping.

    Ids that have been merged are followed, rows said twice count once, and rows that point at
    nothing are left out: every row of every file is either taken or noted with a reason.

    Parameters
    ----------
    raws
        The tables.
    mapping
        What becomes of them.
    identify
        What brings ids, given with the table of ours they belong to, to one spelling; default:
        as they are.

    Raises
    ------
    SourceError
        If no file is one of the mapping, or ids were merged in a circle.
    """
    notes = Notes([FileRecord(raw) for raw in raws])
    tables = _stacked(mapping, notes, identify)
    tables = _without_aliases(tables, notes)
    tables = {table: distinct(table, frame, notes) for table, frame in tables.items()}
    tables = consistent(tables, notes)
    for frame in tables.values():
        notes.take(frame)
    notes.close({one.raw.name for one in notes.records if _is_used(one, mapping)})
    locate = {table: _locate(table, frame, notes) for table, frame in tables.items()}
    plain = {table: frame.drop(columns=[*WHENCE]) for table, frame in tables.items()}
    return Translation(plain, locate, notes)


def _is_used(record: FileRecord, mapping: Mapping) -> bool:
    return any(is_about(use, mapping, record) for use in mapping.tables)


def _stacked(mapping: Mapping, notes: Notes, identify: Identify | None) -> Frames:
    """Return all rows of each table of ours, with ids in one spelling."""
    found: dict[str, list[pd.DataFrame]] = {}
    for table, piece in pieces(mapping, notes.records):
        found.setdefault(table, []).append(piece)
    if not found:
        known = ", ".join(dict.fromkeys(use.file[0] for use in mapping.tables))
        raise SourceError(f"no file is one that the mapping '{mapping.name}' knows: {known}")
    for table, rows in mapping.rows.items():
        own = pd.DataFrame([*rows], dtype=object).assign(**{FILE: -1, ROW: -1, FILLS: True})
        found.setdefault(table, []).append(own)
    stacked = {}
    for table in (*TABLES, ALIASES):
        if table in found:
            frame = pd.concat(found[table], ignore_index=True).fillna("")
            stacked[table] = frame.assign(**_identified(table, frame, identify))
    return stacked


def _identified(
    table: str, frame: pd.DataFrame, identify: Identify | None
) -> dict[str, pd.Series[str]]:
    """Return the columns of ids in one spelling."""
    if identify is None:
        return {}
    return {
        column: identify(frame[column], of) for column, of in _id_columns(table) if column in frame
    }


def _id_columns(table: str) -> list[tuple[str, str]]:
    """Return the columns of a table that hold ids, with the table whose ids they are."""
    if table == ALIASES:
        return [("old", ""), ("id", "")]
    found = [(column.name, column.references) for column in columns(table) if column.references]
    return [("id", table), *found] if "id" in KEYS.get(table, ()) else found


def _without_aliases(tables: Frames, notes: Notes) -> Frames:
    """Let every id that was merged into another be the other."""
    empty = pd.DataFrame(columns=["of", "old", "id", *WHENCE])
    aliases = tables.get(ALIASES, empty)
    aliases = aliases[(aliases["old"] != "") & (aliases["id"] != "")]
    aliases = aliases[aliases["old"] != aliases["id"]]
    notes.take(aliases)
    kept = {
        str(of): _followed(dict(zip(rows["old"], rows["id"], strict=True)), str(of))
        for of, rows in aliases.groupby("of")
    }
    return {
        table: _merged(table, frame, kept, notes)
        for table, frame in tables.items()
        if table != ALIASES
    }


def _merged(
    table: str, frame: pd.DataFrame, kept: dict[str, dict[str, str]], notes: Notes
) -> pd.DataFrame:
    """Leave out the rows of ids that were merged into others, and let the rest name the others."""
    for column, of in _id_columns(table):
        if column not in frame or of not in kept:
            continue
        new = frame[column].map(kept[of])
        if column == "id":
            gone = new.notna().to_numpy()
            notes.skip(frame[gone], [f"merged into {one}" for one in new[gone]])
            frame = frame[~gone].reset_index(drop=True)
        else:
            frame = frame.assign(**{column: new.fillna(frame[column])})
    return frame


def _followed(aliases: dict[str, str], of: str) -> dict[str, str]:
    """Return for each merged id the one that is left in the end."""
    last = dict(aliases)
    for _ in range(len(aliases).bit_length()):  # each round doubles the steps taken
        last = {old: last.get(new, new) for old, new in last.items()}
    if circle := sorted(old for old, new in last.items() if new in aliases):
        raise SourceError(f"{of} were merged into each other in a circle: {', '.join(circle[:10])}")
    return last


def _locate(table: str, frame: pd.DataFrame, notes: Notes) -> Locate:
    """Return what tells where a row of a table was read, and in which column of theirs."""
    files, rows = frame[FILE].to_numpy(), frame[ROW].to_numpy()

    def found(row: int | None, column: str) -> tuple[int | None, str]:
        if row is None or files[row - 1] < 0:
            return None, ""
        record, at = notes.records[files[row - 1]], int(rows[row - 1])
        theirs = _their_column(table, column, record)
        return int(record.raw.lines[at]), record.raw.where(at, theirs)

    return found


def _their_column(table: str, column: str, record: FileRecord) -> str:
    """Return the first column of a file that is used as one of ours."""
    ours = f"{table}.{column}"
    return next((theirs for theirs, used in record.used.items() if ours in used), "")
