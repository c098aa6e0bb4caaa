"""Rows on their way into a book: where each is from, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kamgraph.model.finding import Finding
    from kamgraph.sources.translation.report import FileRecord

Frames: TypeAlias = dict[str, pd.DataFrame]

# Where each row is from, and whether it only fills gaps; no column of a table has such a name.
WHENCE = FILE, ROW, FILLS = "\0file", "\0row", "\0fills"


class Notes:
    """What is noted while rows are translated."""

    def __init__(self, records: list[FileRecord]) -> None:
        """Begin with the records of all files."""
        self.records = records
        self.findings: list[Finding] = []

    def skip(self, rows: pd.DataFrame, reason: str | Sequence[str]) -> None:
        """Note why rows are left out."""
        reasons = np.broadcast_to(np.asarray(reason, dtype=object), len(rows))
        for number, record in enumerate(self.records):
            here = (rows[FILE] == number).to_numpy()
            record.skip(rows.loc[here, ROW].to_numpy(), reasons[here])

    def take(self, rows: pd.DataFrame) -> None:
        """Note that rows are taken."""
        for number, record in enumerate(self.records):
            record.taken[rows.loc[rows[FILE] == number, ROW].to_numpy(dtype=int)] = True

    def close(self, used: Collection[str]) -> None:
        """Give every row that is neither taken nor left out its reason."""
        for record in self.records:
            if record.raw.name not in used:
                record.close("no table of the mapping")
            record.skip(np.flatnonzero(~record.taken), "says nothing that a book holds")
