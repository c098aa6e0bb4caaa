"""What was read of every input file, and what was not and why: nothing vanishes unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.finding import SEVERITIES, Finding, findings_table
from kamgraph.sources.odd_cells import find_unfit
from kamgraph.sources.translation.mapping import list_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamgraph.sources.raw import RawTable


@dataclass(frozen=True, eq=False)
class ReadReport:
    """An account of a reading: for every file ``rows = taken + skipped``.

    Parameters
    ----------
    source
        What was read, and as what.
    files
        One row per file, sheet or object: ``file``, ``rows``, ``taken``, ``skipped``, ``note``.
    skipped
        One row for each row of a file that is not in the book: ``file``, ``line``, ``reason``.
    columns
        One row per column of a file: ``file``, ``column``, ``used_as`` (our columns; empty where
        nothing uses it).
    findings
        What is doubtful, as :func:`kamgraph.check` lists it.
    """

    source: str
    files: pd.DataFrame
    skipped: pd.DataFrame
    columns: pd.DataFrame
    findings: pd.DataFrame

    @property
    def reasons(self) -> pd.DataFrame:
        """How many rows of each file are not in the book for each reason, most first."""
        counted = self.skipped.groupby(["file", "reason"], as_index=False).size()
        counted = counted.rename(columns={"size": "rows"})
        return counted.sort_values("rows", ascending=False, kind="stable", ignore_index=True)

    def __str__(self) -> str:
        """Sum it up: one line per file, then why rows were left out, then the findings."""
        reasons = self.reasons
        lines = (line for one in self.files.itertuples() for line in _describe_file(one, reasons))
        found = (
            f"  {one.severity}: {one.detail} {one.remedy}" for one in self.findings.itertuples()
        )
        return "\n".join([self.source, *lines, *found])


def _describe_file(file: Any, reasons: pd.DataFrame) -> list[str]:
    """Sum up what was taken of a file, and why the rest was left out."""
    note = f" ({file.note})" if file.note else ""
    whys = reasons[reasons["file"] == file.file].itertuples()
    return [
        f"  {file.file}: {file.taken:,} of {file.rows:,} rows taken{note}",
        *(f"    {why.rows:,} left out: {why.reason}" for why in whys),
    ]


class Wording(NamedTuple):
    """A word of the export that the mapping does not translate."""

    column: str  # our table and column: `deals.stage`
    word: str  # their word
    # The word of ours that it was taken for by default; None where it was left out.
    taken_for: str | None
    rows: np.ndarray  # the rows of the file that hold it


def _count_notes(raw: RawTable) -> str:
    """Tell how many lines of a file are of no table of it."""
    counts = ((len(raw.above), "above the header"), (len(raw.footer), "of footer"))
    return ", ".join(f"{count} {raw.unit}s {where}" for count, where in counts if count)


class FileRecord:
    """What becomes of the rows of one file while it is read."""

    def __init__(self, raw: RawTable) -> None:
        """Begin with all rows neither taken nor left out."""
        self.raw = raw
        self.taken = np.zeros(len(raw.cells), dtype=bool)
        self.filled = np.zeros(len(raw.cells), dtype=bool)
        self.reason = np.full(len(raw.cells), "", dtype=object)
        self.reason_to_fill = np.full(len(raw.cells), "", dtype=object)
        self.totals = np.zeros(len(raw.cells), dtype=bool)
        self.left_out: dict[str, list[pd.Series[str]]] = {}
        self.words: list[Wording] = []
        self.used: dict[str, list[str]] = {}
        self.note = _count_notes(raw)
        self._texts: dict[str, pd.Series[str]] = {}

    def read_texts(self, column: str, kind: str = "text") -> pd.Series[str]:
        """Return a column as plain objects, without odd cells that no column of a kind takes."""
        # Texts of Arrow are slow to look at one by one.
        if column not in self._texts:
            self._texts[column] = self.raw.cells[column].astype(object)
        unfit = [*find_unfit(self.raw, column, kind)]
        return self._texts[column].mask(self._texts[column].index.isin(unfit), "")

    def has(self, template: str) -> bool:
        """Return whether the file has a column, or all columns of a template."""
        return all(map(self.raw.find_column, list_fields(template) or [template]))

    def take_all(self) -> None:
        """Note that all rows are taken, each column as itself."""
        self.taken[:] = True
        for column in self.raw.cells:
            self.use(str(column), f"{self.raw.name}.{column}")

    def close(self, note: str = "") -> None:
        """Settle what is still open: every row is taken now, or has its reason."""
        if note:
            self.note = note
        self.taken |= self.filled & (self.reason == "")
        rest = np.flatnonzero(~self.taken)
        weaker = self.reason_to_fill[rest]
        self.skip(rest, np.where(weaker != "", weaker, note or "says nothing that a book holds"))

    def skip(
        self, rows: np.ndarray, reason: str | Sequence[str] | np.ndarray, *, fills: bool = False
    ) -> None:
        """Note why rows are left out; the first reason stands, ``fills`` only without another."""
        reason_of = self.reason_to_fill if fills else self.reason
        reasons = np.broadcast_to(np.asarray(reason, dtype=object), rows.shape)
        first = reason_of[rows] == ""
        reason_of[rows[first]] = reasons[first]

    def use(self, column: str | None, ours: str) -> None:
        """Note that a column is used as one of ours."""
        names = self.used.setdefault(str(column), [])
        if ours not in names:
            names.append(ours)


def report_on(source: str, records: Sequence[FileRecord], found: Iterable[Finding]) -> ReadReport:
    """Make the report from the records of all files."""
    files = [
        (one.raw.place, len(one.taken), int(one.taken.sum()), int((~one.taken).sum()), one.note)
        for one in records
    ]
    skipped = [
        (one.raw.place, int(one.raw.lines[row]), one.reason[row])
        for one in records
        for row in np.flatnonzero(~one.taken)
    ]
    columns = [
        (one.raw.place, str(column), ", ".join(one.used.get(str(column), [])))
        for one in records
        for column in one.raw.cells
    ]
    graded = sorted(found, key=lambda one: (SEVERITIES.index(one.severity), *one[1:4]))
    return ReadReport(
        source,
        pd.DataFrame(files, columns=["file", "rows", "taken", "skipped", "note"]),
        pd.DataFrame(skipped, columns=["file", "line", "reason"]),
        pd.DataFrame(columns, columns=["file", "column", "used_as"]),
        findings_table(graded),
    )
