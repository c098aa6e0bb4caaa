"""What became of each message, meeting and card: one row each, in a few bytes."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.sources.mail.encounters import LOST
from kamgraph.sources.raw import LeftOut, RawTable
from kamgraph.sources.translation.report import FileRecord

if TYPE_CHECKING:
    from collections.abc import Iterator


class RowRecord:
    """The rows of all files, each taken or left out for a reason."""

    def __init__(self) -> None:
        """Begin without files."""
        self.files: dict[str, int] = {}
        self.unread: list[LeftOut] = []  # files of other kinds
        self._of_file, self._lines, self._reasons = array("i"), array("q"), array("h")
        self._known: dict[str, int] = {"": 0}

    def add(self, file: str, line: int, reason: str = "") -> int:
        """Add a row, and return its number."""
        self._of_file.append(self.files.setdefault(file, len(self.files)))
        self._lines.append(line)
        self._reasons.append(self._find_reason(reason))
        return len(self._lines) - 1

    def skip(self, rows: np.ndarray, reason: str) -> None:
        """Say why rows are left out that have been taken so far."""
        reasons = np.frombuffer(self._reasons, dtype=np.int16)
        code = self._find_reason(reason)
        for row in rows[reasons[rows] == 0].tolist():
            self._reasons[row] = code

    def has(self, reason: str) -> bool:
        """Return whether a row is left out for a reason."""
        code = self._known.get(reason)
        return code is not None and code in self._reasons

    def skip_one(self, row: int, reason: str) -> None:
        """Say why a row is left out that has been taken so far."""
        self.skip(np.array([row]), reason)

    def _find_reason(self, reason: str) -> int:
        return self._known.setdefault(reason, len(self._known))

    def list_files(self) -> Iterator[FileRecord]:
        """Yield the record of each file."""
        of_file = np.frombuffer(self._of_file, dtype=np.int32)
        lines = np.frombuffer(self._lines, dtype=np.int64)
        reasons = np.array([*self._known], dtype=object)
        found = reasons[np.frombuffer(self._reasons, dtype=np.int16)]
        for file, number in self.files.items():
            rows = of_file == number
            cells = pd.DataFrame(index=range(int(rows.sum())))
            record = FileRecord(RawTable(file, file, cells, lines[rows]))
            record.taken = found[rows] == ""
            left = np.flatnonzero(~record.taken)
            record.skip(left, found[rows][left])
            record.meant = {*self._known} - LOST
            yield record
