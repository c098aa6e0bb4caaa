"""Tables of ours that people have typed: Chinese headings, names for ids, words of their CRM."""

from kamgraph.sources.by_hand.cells import Settled, settle_cells
from kamgraph.sources.by_hand.headings import (
    find_columns_like,
    find_notes,
    find_own,
    find_tables_like,
    list_needed,
    name_as_ours,
)

__all__ = [
    "Settled",
    "find_columns_like",
    "find_notes",
    "find_own",
    "find_tables_like",
    "list_needed",
    "name_as_ours",
    "settle_cells",
]
