"""The whole of a book: its checked tables in a canonical order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.coded import Coded, code_tables
from kamgraph.model.entities import TABLES
from kamgraph.model.once import once
from kamgraph.model.parts.part import Holding

if TYPE_CHECKING:
    from kamgraph.model.rules import Draft


class Whole(Holding):
    """What checked tables hold, each in the order of its key."""

    def __init__(self, draft: Draft) -> None:
        order = {name: rows for name, (rows, _) in draft.orders.items()}
        self._ids = draft.ids.reorder(order)
        self.tables = {
            name: draft.tables[name].take(order[name]).with_columns(self._ids.of_table(name))
            for name in TABLES
        }

    @once
    def coded(self) -> Coded:
        """The tables as arrays with integer codes."""
        return code_tables(self.tables, self._ids)
