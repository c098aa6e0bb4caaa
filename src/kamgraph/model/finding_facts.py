"""What the rules of ``check`` look at: columns as numbers; rows are made of what is found alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.coded import day_number
from kamgraph.model.columnar.texts import share_texts
from kamgraph.model.tables import POSTS
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from kamgraph.model.book import Book
    from kamgraph.model.coded import Coded
    from kamgraph.model.columnar.table import Table
    from kamgraph.model.columnar.texts import Texts


@dataclass(frozen=True, eq=False)
class Facts:
    """A book as the rules of ``check`` see it."""

    book: Book
    crowd_limit: int  # participants beyond which an interaction is an announcement

    @property
    def coded(self) -> Coded:
        """The tables as arrays."""
        return self.book.coded

    @property
    def day(self) -> dt.date | None:
        """The newest day recorded."""
        return self.book.newest_day

    @property
    def moment(self) -> int | None:
        """The number of the newest day recorded."""
        return None if self.day is None else day_number(self.day)

    def table(self, name: str) -> Table:
        """Return the columns of a table."""
        return self.book.columns_of(name)

    def take(self, table: str, which: np.ndarray) -> pd.DataFrame:
        """Return the rows of a table that a mask chooses, as a frame."""
        return self.book.rows_at(table, np.flatnonzero(which))

    def number_ids(self, *columns: tuple[str, str]) -> list[Texts]:
        """Return columns of ids of one table, whose codes mean the same in all of them."""
        found = [self.table(table).texts(name) for table, name in columns]
        held = [cells for cells in found if len(cells)]
        alike = all(cells.texts is held[0].texts for cells in held)  # as in a book not yet changed
        if not alike:
            return share_texts(found)
        ids = held[0].texts if held else found[0].texts
        return [replace(cells, texts=ids) for cells in found]

    def mark_sides(self, *columns: tuple[str, str]) -> list[np.ndarray]:
        """Return for each of people a bit for each side that they are or were on, if known."""
        posts, people = len(POSTS), self.number_ids(*POSTS, *columns)
        person = np.concatenate([cells.codes for cells in people[:posts]])
        # The last one's are nobody's.
        held = np.zeros(len(people[0].texts) + 1, dtype=np.int8)
        for place in range(len(SIDES.words)):
            held[person[self.coded.posts["side"] == place]] |= 1 << place
        return [held[cells.codes] for cells in people[posts:]]
