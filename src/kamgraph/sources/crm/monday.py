"""What a mapping of monday.com exports cannot express: which rows of a board are items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.sources.crm.joins import coalesce, mark_rows, spell_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_ID = "Item ID (auto generated)"
_ROW = "the row"
_SUBITEMS = "Subitems"  # begins the header of subitems, whose rows begin with an empty cell


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with every row marked that is no item of the board."""
    return [_mark_rows(spell_out(raw)) for raw in raws]


def _mark_rows(raw: RawTable) -> RawTable:
    """Mark the titles of groups, headers that stand again, and subitems."""
    name = coalesce(raw, "Name")
    header = (name == "Name") | (name == _SUBITEMS)
    raw = mark_rows(raw, _ROW, header, "a header")
    raw = mark_rows(raw, _ROW, name == "", "a subitem")
    if raw.find_column(_ID):
        return mark_rows(raw, _ROW, coalesce(raw, _ID) == "", "the title of a group")
    alone = (raw.cells != "").sum(axis=1) == 1
    return mark_rows(raw, _ROW, alone & (name != ""), "the title of a group")
