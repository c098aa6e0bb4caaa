"""Meetings that had not taken place on the day of an export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamgraph.sources.translation.mapping import Mapping
    from kamgraph.sources.translation.rows import Frames, Notes

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def drop_plans(tables: Frames, mapping: Mapping, notes: Notes) -> Frames:
    """Leave out interactions after the newest day on which any row was changed."""
    # They would be the newest that is recorded, and so the day of which every question is asked.
    day = _find_newest_stamp(mapping, notes)
    if not day or "interactions" not in tables or "date" not in tables["interactions"]:
        return tables
    met = tables["interactions"]
    planned = met["date"].str.fullmatch(_DAY) & (met["date"] > day)
    notes.skip(met[planned], f"planned for a day after that of the export, {day}", meant=True)
    return tables | {"interactions": met[~planned].reset_index(drop=True)}


def _find_newest_stamp(mapping: Mapping, notes: Notes) -> str:
    """Return the newest day of all columns that say when rows were changed; empty without any."""
    days = [
        str(day)
        for record in notes.records
        for stamp in mapping.stamps
        if (column := record.raw.find_column(stamp))
        for day in record.raw.cells[column].str[:10].unique()
        if _DAY.fullmatch(day)
    ]
    return max(days, default="")
