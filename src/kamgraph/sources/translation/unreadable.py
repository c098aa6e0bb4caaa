"""Cells of other systems that no column of ours can read: emptied, or their rows left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import spell_value
from kamgraph.model.columns import columns
from kamgraph.model.counts import SHOWN, first_of, number_of
from kamgraph.model.entities import TABLES
from kamgraph.model.finding import Finding
from kamgraph.model.marks import InPercent
from kamgraph.model.reading import read_column, takes_as_they_are
from kamgraph.model.tables import tables_with_ids
from kamgraph.sources.translation.cells import may_be_thousands
from kamgraph.sources.translation.days import explain_day
from kamgraph.sources.translation.numbers import explain_number, may_be_several
from kamgraph.sources.translation.rows import FILE, FILLS, ROW, USE

if TYPE_CHECKING:
    from kamgraph.model.columns import Column
    from kamgraph.model.policy import Policy
    from kamgraph.sources.translation.rows import Frames, Notes


def clear_unreadable(tables: Frames, notes: Notes, policy: Policy) -> Frames:
    """Return tables all whose cells can be read, and note what became of the others."""
    # One bad cell of an export that nobody needs would refuse it all; ours stay strict.
    cleared = dict(tables)
    for table in (one for one in TABLES if one in tables):
        for column in columns(table):
            if column.name in cleared[table]:
                _note_odd_cells(table, cleared[table], column, notes)
                cleared[table] = _clear_column(table, cleared[table], column, notes, policy)
                cleared[table] = _drop_nameless(table, cleared[table], column, notes)
    return cleared


def _clear_column(
    table: str, frame: pd.DataFrame, column: Column, notes: Notes, policy: Policy
) -> pd.DataFrame:
    texts = frame[column.name]
    from_file = (frame[FILE] >= 0).to_numpy()
    problems = _find_problems(texts if from_file.all() else texts[from_file], column, policy)
    if not problems:
        return frame
    unread = texts.isin(problems).to_numpy() & from_file
    bad = texts.isin([text for text, problem in problems.items() if problem]).to_numpy() & from_file
    if bad.any():
        rows = frame[bad]
        whats = [_explain(text, problems[text], column) for text in rows[column.name]]
        notes.findings.append(_report(table, column, rows, whats, notes))
        notes.lose(rows, table, column.name, whys=whats, whole=column.required)
        if column.required:
            notes.skip(rows, [f"its {column.name} {what}" for what in whats])
            return frame[~bad].reset_index(drop=True)
    return frame.assign(**{column.name: texts.mask(unread, "")})


def _find_problems(texts: pd.Series[str], column: Column, policy: Policy) -> dict[str, str]:
    """Return what is wrong with each text that cannot be read; nothing is with those of nothing."""
    distinct = pd.Series([text for text in texts.unique() if text], dtype=object)
    if takes_as_they_are(column, distinct.tolist()):
        return {}
    clean, problems = read_column(distinct, column, policy)
    unread = {at: problems.get(at, "") for at in np.flatnonzero(clean.is_missing()).tolist()}
    found = {str(distinct.iloc[at]): problem for at, problem in unread.items()}
    if may_be_thousands(column):
        found |= {text: explain_number(text) for text in distinct if may_be_several(text)}
    return found


def _note_odd_cells(table: str, frame: pd.DataFrame, column: Column, notes: Notes) -> None:
    """Note as lost what stands in odd cells that are empty for us, such as errors of a sheet."""
    ours = f"{table}.{column.name}"
    odd = [record.find_odd(ours) for record in notes.records]
    if not any(odd) or (column.required and not _is_of_whom(column)):
        return  # rows without what else is required are lost where that is missed
    empty = frame[(frame[column.name] == "") & (frame[FILE] >= 0) & ~frame[FILLS].astype(bool)]
    places = zip(empty[FILE], empty[ROW], strict=True)
    whys = [odd[file][row].what if row in odd[file] else "" for file, row in places]
    lost = np.array([bool(why) for why in whys], dtype=bool)
    whys = [*filter(None, whys)]
    notes.lose(empty[lost], table, column.name, whys=whys, whole=column.required)


def _is_of_whom(column: Column) -> bool:
    """Return whether a column says of whom or what a row is."""
    return column.name == "id" or column.references == "people"


def _drop_nameless(table: str, frame: pd.DataFrame, column: Column, notes: Notes) -> pd.DataFrame:
    """Leave out rows whose own id, or whose person, stands in a cell that says nothing."""
    # Others that lack something may have it from their deal or from another row of their event.
    if not column.required or not _is_of_whom(column):
        return frame
    empty = frame[frame[column.name] == ""]
    whys = np.array(notes.find_whys(empty, table, column.name), dtype=object)
    lost = empty[whys != ""]
    if lost.empty:
        return frame
    reasons = [f"its {column.name} {why}" for why in whys[whys != ""]]
    notes.skip(lost, reasons, weak=table not in tables_with_ids())
    return frame.drop(index=lost.index).reset_index(drop=True)


def _explain(text: str, problem: str, column: Column) -> str:
    if column.mark(InPercent):
        return f'{problem}; of numbers in percent a mapping says percent = "{column.name}"'
    explain = explain_day if column.kind == "day" else explain_number
    return problem if column.kind == "text" else explain(text) or problem


def _report(
    table: str, column: Column, rows: pd.DataFrame, whats: list[str], notes: Notes
) -> Finding:
    """Tell of cells that could not be read: where they are, and what is wrong with them."""
    shown = rows.head(SHOWN)
    places = [
        notes.name_cell(file, row, use, f"{table}.{column.name}")
        for file, row, use in zip(shown[FILE], shown[ROW], shown[USE], strict=True)
    ]
    cells = [
        f"{place}: '{spell_value(text)}' {what}"
        for place, text, what in zip(places, shown[column.name], whats, strict=False)
    ]
    done = "the rows were left out" if column.required else "left empty"
    return Finding(
        "medium",
        "unreadable_cell",
        table,
        (column.name,),
        f"{number_of(rows, 'cell')} of {table}, {column.name}, could not be read, and {done}: "
        f"{first_of(cells, between='; ', total=len(rows))}.",
        "Correct them in the file, or say in a mapping how they are written.",
    )
