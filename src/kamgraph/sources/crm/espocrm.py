"""What a mapping of EspoCRM exports cannot express: lists in cells, deals of activities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.sources.crm.joins import (
    add_columns,
    change_tables,
    coalesce,
    fold_first,
    has,
    is_live,
    is_one,
    spell_out,
)
from kamgraph.sources.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEALS = ("Opportunity", "Opportunities")
_ACTIVITIES = {"people of calls": ("Call", "Calls"), "people of meetings": ("Meeting", "Meetings")}
_PEOPLE = ("contactsIds", "usersIds")
_ID = re.compile(r"[^\s\[\]\",]+")  # in `["a1","a2"]`
_ROLE = re.compile(r'"([^"]+)":\{"role":"([^"]+)"')  # in `{"a1":{"role":"Evaluator"}}`


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with one row for each contact of a deal or an activity."""
    raws = [spell_out(raw) for raw in raws]
    activities = tuple(name for names in _ACTIVITIES.values() for name in names)
    found = change_tables(raws, activities, _add_deal)
    return found + [link for raw in raws for link in _separate_lists(raw)]


def _add_deal(raw: RawTable) -> RawTable:
    """Name the deal that an activity belongs to, where it belongs to one."""
    is_deal = fold_first(raw, "parentType") == "opportunity"
    return add_columns(raw, {"the deal": coalesce(raw, "parentId").where(is_deal, "")})


def _separate_lists(raw: RawTable) -> Iterator[RawTable]:
    """Yield a table of links for each column with a list of people."""
    if is_one(raw, _DEALS) and has(raw, "contactsIds"):
        links = _divide_list(raw, "contactsIds", "contacts of opportunities", "opportunity")
        roles = {
            (deal, person): role
            for deal, cell in zip(
                coalesce(raw, "id"), coalesce(raw, "contactsColumns"), strict=True
            )
            for person, role in _ROLE.findall(cell)
        }
        pairs = zip(links.cells["opportunity"], links.cells["person"], strict=True)
        found = pd.Series([roles.get(pair, "") for pair in pairs], links.cells.index, dtype=object)
        yield add_columns(links, {"contact": links.cells["person"], "role": found})
    for name, tables in _ACTIVITIES.items():
        if is_one(raw, tables):
            for theirs in filter(raw.find_column, _PEOPLE):
                yield _divide_list(raw, theirs, name, "activity")


def _divide_list(raw: RawTable, theirs: str, name: str, of: str) -> RawTable:
    """Return a table with a row for each person in the lists of a column."""
    lists = coalesce(raw, theirs).map(_ID.findall)
    cells = pd.DataFrame({of: coalesce(raw, "id"), "person": lists})[is_live(raw)]
    cells = cells.explode("person").dropna()
    lines = raw.lines[cells.index.to_numpy(dtype=int)]
    place = f"{raw.place}, column {theirs}"
    return RawTable(name, place, cells.reset_index(drop=True), lines, raw.unit, derived=True)
