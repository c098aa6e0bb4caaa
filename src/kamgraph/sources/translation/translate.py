"""Tables of another system, by a mapping, into ours: with an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.errors import SourceError
from kamgraph.model.chains import follow_names
from kamgraph.model.columns import columns
from kamgraph.model.counts import number_of
from kamgraph.model.entities import TABLES
from kamgraph.model.finding import Finding
from kamgraph.model.policy import Policy, choose_policy
from kamgraph.model.tables import unique_key
from kamgraph.sources.translation.cells import spell_texts
from kamgraph.sources.translation.consistent import fill_gaps, make_consistent
from kamgraph.sources.translation.mapping import ALIASES
from kamgraph.sources.translation.plans import drop_plans
from kamgraph.sources.translation.references import find_ids
from kamgraph.sources.translation.repeats import bring_forward, drop_repeats
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.rows import FILE, FILLS, ROW, USE, WHENCE, Frames, Notes
from kamgraph.sources.translation.spellings import join_spellings
from kamgraph.sources.translation.totals import (
    REPEATED_HEADER,
    fill_down,
    find_empty,
    find_repeated_headers,
    find_totals,
)
from kamgraph.sources.translation.unmet import report_unmet
from kamgraph.sources.translation.unreadable import clear_unreadable
from kamgraph.sources.translation.uses import is_about, make_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamgraph.errors import Locate
    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.translation.mapping import Mapping

Identify: TypeAlias = "Callable[[pd.Series[str], str], pd.Series[str]]"
Doubts: TypeAlias = "Callable[[pd.Series[str], str], pd.Series[str]]"

_SHOWN = 8  # columns named in a message


@dataclass(frozen=True, eq=False)
class Translation:
    """Tables of ours made from those of another system, not yet checked."""

    tables: Frames  # our tables, as text
    locate: dict[str, Locate]  # where each row of a table was read
    notes: Notes  # what became of the rows of each file, and what is doubtful


def translate(
    raws: Sequence[RawTable],
    mapping: Mapping,
    *,
    identify: Identify | None = None,
    doubts: Doubts | None = None,
    policy: Policy | None = None,
) -> Translation:
    """Translate tables by a mapping."""
    # Ids that have been merged are followed, rows said twice count once, and rows that point at
    # nothing are left out: every row of every file is either taken or left out with a reason.
    notes = Notes([_begin_record(raw, mapping) for raw in raws], mapping.tables)
    tables = find_ids(_stack_pieces(mapping, notes), mapping, notes)
    tables = clear_unreadable(tables, notes, choose_policy(policy))
    notes.findings += _report_doubts(tables, notes, doubts)
    for table, frame in tables.items():
        tables[table] = _identify_rows(table, frame, identify)
        notes.findings += _report_restorations(table, frame, tables[table], notes)
    tables = _drop_left_out(tables, notes, identify)
    tables = drop_plans(tables, mapping, notes)
    tables = _apply_aliases(tables, notes)
    tables = fill_gaps({table: bring_forward(frame) for table, frame in tables.items()})
    tables = {table: drop_repeats(table, frame, notes) for table, frame in tables.items()}
    tables = make_consistent(tables, notes)
    for frame in tables.values():
        notes.take(frame)
    notes.close({one.raw.name for one in notes.records if _is_in_use(one, mapping)}, mapping)
    notes.findings += report_unmet(mapping, notes.records)
    locate = {table: _locate(table, frame, notes) for table, frame in tables.items()}
    plain = {table: frame.drop(columns=[*WHENCE]) for table, frame in tables.items()}
    return Translation(plain, locate, notes)


def _begin_record(raw: RawTable, mapping: Mapping) -> FileRecord:
    """Begin the record of a file, with its cells as text, without rows that are no records."""
    raw, spellings = join_spellings(replace(raw, cells=spell_texts(raw.cells)))
    totals = find_totals(raw.cells, mapping.totals)
    headers, empty = find_repeated_headers(raw.cells), find_empty(raw)
    cells = fill_down(raw.cells, mapping.fill_down, totals | headers)
    record = FileRecord(replace(raw, cells=cells))
    record.spellings = spellings
    record.apart = totals | headers | empty
    record.skip(np.flatnonzero(totals), "a row of totals", meant=True)
    record.skip(np.flatnonzero(headers & ~empty), REPEATED_HEADER, meant=True)
    record.skip(np.flatnonzero(empty), "an empty row", meant=True)
    return record


def _is_in_use(record: FileRecord, mapping: Mapping) -> bool:
    return any(is_about(use, mapping, record) for use in mapping.tables)


def _stack_pieces(mapping: Mapping, notes: Notes) -> Frames:
    """Return all rows of each table of ours."""
    found: dict[str, list[pd.DataFrame]] = {}
    for table, piece in make_pieces(mapping, notes.records):
        found.setdefault(table, []).append(piece)
    if not mapping.tables:
        raise SourceError(
            f"the mapping '{mapping.name}' says of no file what becomes of it; add a [[tables]] "
            "with the file, the table of ours and its columns; there is "
            f"{', '.join(_describe_table(record.raw) for record in notes.records)}"
        )
    if not found:
        known = ", ".join(dict.fromkeys(use.file[0] for use in mapping.tables))
        raise SourceError(
            f"no file is one that the mapping '{mapping.name}' knows: {known}; there "
            f"is {', '.join(_describe_table(record.raw) for record in notes.records)}"
        )
    for table, rows in mapping.rows.items():
        own = (
            pd.DataFrame([*rows], dtype=object)
            .fillna("")
            .assign(**{FILE: -1, ROW: -1, USE: -1, FILLS: True})
        )
        found.setdefault(table, []).append(own)
    return {table: _stack(found[table]) for table in (*TABLES, ALIASES) if table in found}


def _stack(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts; what some of them lack is empty."""
    names = dict.fromkeys(str(name) for part in parts for name in part)
    whole = [part.assign(**{name: "" for name in names if name not in part}) for part in parts]
    frame = pd.concat(whole, ignore_index=True)[[*names]]
    return frame.astype({name: object for name in names if name not in WHENCE})


def _report_doubts(tables: Frames, notes: Notes, doubts: Doubts | None) -> Iterator[Finding]:
    """Yield the ids that a system's own rules find doubtful, with the rows that give them."""
    for table, frame in tables.items():
        if doubts is None or "id" not in unique_key(table):
            continue
        doubted = doubts(frame["id"].drop_duplicates(), table)
        doubted = doubted[doubted != ""]
        for doubt, found in frame.loc[doubted.index, ["id", *WHENCE]].groupby(doubted):
            yield Finding(
                "medium",
                "doubtful_id",
                table,
                tuple(sorted(found["id"])),
                f"{number_of(found, 'id')} of {table} {doubt}: {notes.name_places(found)}.",
                "Correct them in the export if they are wrong; they were taken.",
            )


def _identify_rows(table: str, frame: pd.DataFrame, identify: Identify | None) -> pd.DataFrame:
    """Return rows with their ids in one spelling."""
    if identify is None:
        return frame
    ids = [(column, of) for column, of in _list_id_columns(table) if column in frame]
    found = {column: identify(frame[column], of) for column, of in ids}
    if {"id", "name"} <= {*frame}:  # an id that stands in for the name stays what it stands for
        found["name"] = frame["name"].mask(frame["name"] == frame["id"], found["id"])
    return frame.assign(**found)


def _report_restorations(
    table: str, before: pd.DataFrame, after: pd.DataFrame, notes: Notes
) -> Iterator[Finding]:
    """Report ids that are spelled otherwise now; those that only became longer are the same."""
    if before is after or "id" not in unique_key(table):
        return
    changed = np.flatnonzero((before["id"] != after["id"]).to_numpy())
    ids = zip(before["id"].iloc[changed], after["id"].iloc[changed], strict=True)
    rows = changed[np.array([not new.startswith(old) for old, new in ids], dtype=bool)]
    if len(rows):
        was, now = (frame["id"].iloc[rows] for frame in (before, after))
        yield Finding(
            "low",
            "restored_id",
            table,
            tuple(sorted({*now})),
            f"{number_of(now, 'id')} of {table} had lost which letters are capitals, and have them "
            f"as their last characters tell ({was.iloc[0]} is {now.iloc[0]}): "
            f"{notes.name_places(before.iloc[rows])}.",
            "Nothing; export anew, if the file is to have the ids as the system has them.",
        )


def _drop_left_out(tables: Frames, notes: Notes, identify: Identify | None) -> Frames:
    """Leave out rows that would only fill in what stands elsewhere, and is left out there."""
    kept = dict(tables)
    for table, frame in tables.items():
        found = [ids for one in notes.records for ids in one.left_out.get(table, ())]
        if found:
            gone = pd.DataFrame({"id": pd.concat(found, ignore_index=True)})
            out = frame[FILLS] & frame["id"].isin(_identify_rows(table, gone, identify)["id"])
            notes.skip(frame[out], f"its record among the {table} is left out", meant=True)
            kept[table] = frame[~out].reset_index(drop=True)
    return kept


def _describe_table(raw: RawTable) -> str:
    """Name a table and its first columns."""
    names = [str(name) for name in raw.cells][:_SHOWN]
    return f"{raw.place} with the columns {', '.join(names) or 'none'}"


def _list_id_columns(table: str) -> list[tuple[str, str]]:
    """Return the columns of a table that hold ids, with the table whose ids they are."""
    if table == ALIASES:
        return [("old", ""), ("id", "")]
    found = [(column.name, column.references) for column in columns(table) if column.references]
    return [("id", table), *found] if "id" in unique_key(table) else found


def _apply_aliases(tables: Frames, notes: Notes) -> Frames:
    """Let every id that was merged into another be the other."""
    empty = pd.DataFrame(columns=["of", "old", "id", *WHENCE])
    aliases = tables.get(ALIASES, empty)
    aliases = aliases[(aliases["old"] != "") & (aliases["id"] != "")]
    aliases = aliases[aliases["old"] != aliases["id"]]
    notes.take(aliases)
    kept = {
        str(of): _follow_merges(dict(zip(rows["old"], rows["id"], strict=True)), str(of))
        for of, rows in aliases.groupby("of")
    }
    notes.findings += [_report_merges(of, gone) for of, gone in kept.items()]
    return {
        table: _merge_rows(table, frame, kept, notes)
        for table, frame in tables.items()
        if table != ALIASES
    }


def _report_merges(of: str, gone: dict[str, str]) -> Finding:
    return Finding(
        "low",
        "merged_id",
        of,
        tuple(sorted(gone)),
        f"{number_of(gone, 'id')} of {of} had been merged into others; what names them names those "
        "now.",
        "Nothing, unless two are one by mistake.",
    )


def _merge_rows(
    table: str, frame: pd.DataFrame, kept: dict[str, dict[str, str]], notes: Notes
) -> pd.DataFrame:
    """Leave out the rows of ids that were merged into others, and let the rest name the others."""
    for column, of in _list_id_columns(table):
        if column not in frame or of not in kept:
            continue
        new = frame[column].map(kept[of]).astype(object)
        if column == "id":
            gone = new.notna().to_numpy()
            notes.skip(frame[gone], [f"merged into {one}" for one in new[gone]], meant=True)
            frame = frame[~gone].reset_index(drop=True)
        else:
            frame = frame.assign(**{column: new.fillna(frame[column])})
    return frame


def _follow_merges(aliases: dict[str, str], of: str) -> dict[str, str]:
    """Return for each merged id the one that is left in the end."""
    last = follow_names(aliases)
    if circle := sorted(old for old in aliases if last[old] in aliases):
        raise SourceError(f"{of} were merged into each other in a circle: {', '.join(circle[:10])}")
    return {old: last[old] for old in aliases}


def _locate(table: str, frame: pd.DataFrame, notes: Notes) -> Locate:
    """Return a function that says where a row of a table was read, and in which column."""
    files, rows, uses = (frame[name].to_numpy() for name in (FILE, ROW, USE))

    def locate_row(row: int | None, column: str) -> tuple[int | None, str]:
        if row is None or files[row - 1] < 0:
            return None, ""
        file, at, use = files[row - 1], int(rows[row - 1]), uses[row - 1]
        place = notes.name_cell(file, at, use, f"{table}.{column}")
        return int(notes.records[file].raw.lines[at]), place

    return locate_row
