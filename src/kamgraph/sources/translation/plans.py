"""Meetings that had not taken place on the day of an export, and what that day is."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.day import today
from kamgraph.model.finding import Finding
from kamgraph.sources.translation.cells import map_distinct
from kamgraph.sources.translation.rows import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from kamgraph.sources.translation.mapping import Mapping
    from kamgraph.sources.translation.report import FileRecord
    from kamgraph.sources.translation.rows import Frames, Notes

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def drop_plans(tables: Frames, mapping: Mapping, notes: Notes) -> Frames:
    """Leave out interactions that were still to come on the day of the export."""
    # They would be the newest that is recorded, and so the day of which every question is asked.
    # The day is the newest on which any row was changed, or on which anything is said to be done.
    # Where neither the file of a row nor anything done tells the day, stamps of other files are no
    # proof that the row was still to come: an export may hold nothing new but activities.
    met = tables.get("interactions")
    if met is None or "date" not in met:
        return tables
    done, stamped = _mark_rows(met, mapping, notes)
    dates = map_distinct(met["date"], lambda text: text if _DAY.fullmatch(text) else "")
    # Where the export was made it may have been tomorrow already. What lies still later has not
    # taken place, and what is said to be done then has a slip in its day.
    last = (today() + dt.timedelta(days=1)).isoformat()
    happened = dates[done & ~stamped].unique()
    known = _choose_newest([*happened, *_list_all_stamps(mapping, notes)], last)
    day = known or today().isoformat()
    to_come = (dates > last).to_numpy()
    later = (dates > known).to_numpy() if known else to_come
    planned = later & ~done & (stamped | bool(_choose_newest(happened, last)) | to_come)
    which = "that of the export" if known else "today"
    notes.skip(met[planned], f"planned for a day after {which}, {day}", meant=True)
    notes.findings += _report_unsure(met[later & ~done & ~planned], day, notes)
    notes.findings += _report_early(met[later & done], day, notes)
    met = met.assign(date=met["date"].mask(later & done, day))
    return tables | {"interactions": met[~planned].reset_index(drop=True)}


def _mark_rows(met: pd.DataFrame, mapping: Mapping, notes: Notes) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows are said to be done, and which are of files that say when rows changed."""
    done, stamped = np.zeros(len(met), dtype=bool), np.zeros(len(met), dtype=bool)
    files, rows = met[FILE].to_numpy(dtype=int), met[ROW].to_numpy(dtype=int)
    for number, record in enumerate(notes.records):
        here = files == number
        done[here] = record.done[rows[here]]
        stamped[here] = any(_list_stamps(record, mapping))
    return done, stamped


def _choose_newest(days: Iterable[str], last: str) -> str:
    """Return the newest of some days up to a last one; empty without any."""
    return max((day for day in days if day <= last), default="")


def _list_all_stamps(mapping: Mapping, notes: Notes) -> Iterator[str]:
    """Yield the days on which rows of any file were changed."""
    return (day for record in notes.records for day in _list_stamps(record, mapping))


def _list_stamps(record: FileRecord, mapping: Mapping) -> Iterator[str]:
    """Yield the days on which rows of a file were changed."""
    for stamp in mapping.stamps:
        if column := record.raw.find_column(stamp):
            days = map(str, record.raw.cells[column].str[:10].unique())
            yield from filter(_DAY.fullmatch, days)


def _report_unsure(met: pd.DataFrame, day: str, notes: Notes) -> Iterator[Finding]:
    """Report interactions of which nothing tells whether they had taken place."""
    if len(met):
        yield Finding(
            "medium",
            "undated_export",
            "interactions",
            (),
            f"{len(met):,} rows of interactions lie after {day}, the newest day on which a row was "
            f"changed, and nothing says whether they have taken place: {notes.name_places(met)}.",
            "They were taken. Export the status of activities, or the day of their last change.",
        )


def _report_early(met: pd.DataFrame, day: str, notes: Notes) -> Iterator[Finding]:
    """Report interactions that are done, though their day was still to come."""
    if len(met):
        yield Finding(
            "low",
            "done_before_its_day",
            "interactions",
            tuple(sorted(set(met["id"]))) if "id" in met else (),
            f"{len(met):,} rows of interactions are done, but dated after the export of {day}: "
            f"{notes.name_places(met)}.",
            "They were taken as of that day; their own is perhaps when they were due.",
        )
