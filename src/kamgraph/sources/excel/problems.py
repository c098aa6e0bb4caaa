"""What is wrong in the cells of a workbook, collected so that all of it is reported at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import PROBLEM_COLUMNS, BookError, spell_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.sources.raw import RawTable

_MOST = 1_000


@dataclass(frozen=True)
class Problem:
    """One problem of one cell."""

    sheet: str  # the sheet's name
    row: int  # where the cell is, both from 1
    column: int
    value: str  # what the cell holds
    text: str  # what is wrong with it, and what to do


class Problems:
    """The problems of a workbook: the first thousand are kept, all are counted."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._kept: list[Problem] = []
        self._count = 0

    def add(self, problem: Problem) -> None:
        """Take one more."""
        self._count += 1
        if len(self._kept) < _MOST:
            self._kept.append(problem)

    def raise_any(self, tables: Mapping[str, RawTable]) -> None:
        """Raise what was found."""
        if not self._count:
            return
        rows = [self._make_row(problem, tables.get(problem.sheet)) for problem in self._kept]
        if more := self._count - len(self._kept):
            rows.append(("", None, None, "", "", f"{more:,} more problems", self._place))
        frame = pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS), dtype=object)
        raise BookError(frame.astype({"row": "Int64", "line": "Int64"}))

    def _make_row(self, problem: Problem, table: RawTable | None) -> tuple[object, ...]:
        letters = column_letters(problem.column)
        row, column = None, ""
        if table is not None:
            at = table.lines.searchsorted(problem.row)
            row = at + 1 if problem.row in table.lines[at : at + 1] else None
            named = {letter: name for name, letter in table.letters.items()}
            column = named.get(letters, "")
        place = f"{self._place}, sheet {problem.sheet}, cell {letters}{problem.row}"
        value = spell_value(problem.value)
        return problem.sheet, row, problem.row, column, value, problem.text, place


def column_letters(number: int) -> str:
    """Return the letters of a column, counting from 1: ``column_letters(28)`` is ``AB``."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
