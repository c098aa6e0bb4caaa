"""Every error and warning kamgraph raises on purpose: one family, worded for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROBLEM_COLUMNS = ("table", "row", "line", "column", "value", "problem")
_SHOWN = 10


class KamgraphError(ValueError):
    """The base of all errors of this library; catch this to catch them all."""


class SourceError(KamgraphError):
    """A file, folder or document that cannot be read or written as asked."""


class PolicyError(KamgraphError):
    """A policy with an unknown key or an impossible value."""


class ScopeError(KamgraphError):
    """An account, deal, person or number of scopes that a question cannot be asked of."""


class BookError(KamgraphError):
    """Rows that cannot be taken; nothing was loaded.

    Parameters
    ----------
    problems
        One row a problem, with the columns ``table``, ``row`` (1 is the first data row),
        ``line`` (of the file, missing where there is no file), ``column``, ``value`` and
        ``problem``.
    """

    def __init__(self, problems: pd.DataFrame) -> None:
        self._problems = problems.reset_index(drop=True)
        super().__init__(_summary(self._problems))

    def __reduce__(self) -> tuple[type[BookError], tuple[pd.DataFrame]]:
        """Pickle by the problems, so that the error survives a process pool."""
        return type(self), (self._problems,)

    @property
    def problems(self) -> pd.DataFrame:
        """A copy of the table of problems."""
        return self._problems.copy()

    def located(self, lines: Mapping[str, Sequence[int]]) -> BookError:
        """Return the same error with the file's line of each row filled in.

        Parameters
        ----------
        lines
            For each table, the line of each data row in its order.
        """
        problems = self.problems
        found = [
            lines[table][row - 1] if table in lines and not pd.isna(row) else pd.NA
            for table, row in zip(problems["table"], problems["row"], strict=True)
        ]
        problems["line"] = pd.array(found, dtype="Int64")
        return BookError(problems)


class MissingGlyphsWarning(UserWarning):
    """No installed font can draw some of the characters of a picture."""


def _summary(problems: pd.DataFrame) -> str:
    count = len(problems)
    title = "1 problem, nothing was loaded:" if count == 1 else f"{count} problems, nothing loaded:"
    lines = [_sentence(problem) for problem in problems.head(_SHOWN).itertuples(index=False)]
    if count > _SHOWN:
        lines.append(f"... and {count - _SHOWN} more, all in .problems")
    return "\n  ".join([title, *lines])


def _sentence(problem: tuple[Any, ...]) -> str:
    table, row, line, column, value, text = problem
    place = [str(table)]
    if not pd.isna(line):
        place.append(f"line {line}")
    elif not pd.isna(row):
        place.append(f"row {row}")
    if column:
        place.append(f"column {column}")
    shown = "" if pd.isna(value) or value == "" else f"'{value}' "
    return f"{', '.join(place)}: {shown}{text}"
