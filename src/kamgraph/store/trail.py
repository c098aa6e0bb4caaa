"""What the last changes of a live book name."""

# What an account can see is found step by step from what is seen already, see
# ``model.parts.account_rows``. So a row that comes or goes matters to an account only if it names
# something that rows of the account name, too; of all others nobody need look.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.distinct import Distinct
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import id_columns, nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamgraph.model.book import Book
    from kamgraph.model.columnar.table import Table

_STEPS = 1024  # of which it is remembered what they name
_LARGE = 10_000  # ids, with which a change is taken to be one of everything


@dataclass(frozen=True, eq=False)
class Trail:
    """What the last changes of a book name, each by its number."""

    begin: int  # what came until this change is not known
    steps: tuple[tuple[int, np.ndarray], ...] = ()

    def add(self, number: int, before: Book, *changed: Mapping[str, Table]) -> Trail:
        """Return the trail with the rows that went and came until a change of a book."""
        names = _name_changes(*changed)
        # A row that leads nowhere is in no part, and may lead somewhere once something comes.
        if len(names) > _LARGE or before.has_dangling:
            return Trail(number)
        steps = (*self.steps, (number, names))
        if len(steps) <= _STEPS:
            return Trail(self.begin, steps)
        return Trail(steps[0][0], steps[1:])

    def has_touched(self, names: np.ndarray, since: int) -> bool:
        """Tell whether any change since one may have named one of some things."""
        if since < self.begin:
            return True
        later = [named for number, named in self.steps if number > since]
        return bool(np.isin(np.concatenate(later), names).any())


def name_all(part: Book) -> np.ndarray:
    """Return the names that stand in the rows of a part of a book."""
    return _number(
        cells
        for name in TABLES
        for cells in part.find_distinct(name, *_name_columns(name)).values()
    )


def _name_changes(*changed: Mapping[str, Table]) -> np.ndarray:
    """Return the names that stand in rows that went or came."""
    return _number(
        Distinct.of_cells(table[column])
        for tables in changed
        for name, table in tables.items()
        if len(table)
        for column in _name_columns(name)
    )


def _number(cells: Iterable[Distinct]) -> np.ndarray:
    """Return a number for each name in some columns, each once; hardly two names share one."""
    names = {name for some in cells for name in some.members}
    return np.fromiter(map(hash, names), dtype=np.int64, count=len(names))


@TABLES.remember
def _name_columns(table: str) -> tuple[str, ...]:
    """Return the columns by which rows are found, and find others."""
    own = {"id"} if nature(table).shared else set()  # of an event, which has several rows
    return (*sorted(own | id_columns(table).keys()),)
