"""Which rows of a book an export speaks of, so that their absence from it means something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.distinct import are_among
from kamgraph.model.dtypes import TEXT
from kamgraph.model.history.matching import find_places
from kamgraph.model.marks import ComparedApart
from kamgraph.model.once import once
from kamgraph.model.span import in_effect
from kamgraph.model.tables import id_columns, nature, person_columns, tables_with

if TYPE_CHECKING:
    from kamgraph.model.checks import Tables


def list_covered_organizations(export: Tables) -> pd.Series[str]:
    """Return the organizations whose people an export lists in full."""
    # Those are the organizations in it of whose kind it has anybody: one without a single person of
    # ours says nothing of our people.
    organizations = export["organizations"]
    home = organizations.set_index("id")["kind"]
    kinds = export["people"]["organization"].map(home).dropna().unique()
    return organizations.loc[organizations["kind"].isin(kinds), "id"]


@dataclass(frozen=True, eq=False)
class Coverage:
    """What an export lists in full of whom a book knows, worked out once for all tables."""

    people: pd.DataFrame  # whom the book knows
    export: Tables

    @once
    def listed(self) -> pd.Series[str]:
        """The ids of the people who would be in the export if they were there."""
        covered = list_covered_organizations(self.export)
        return self.people.loc[are_among(self.people["organization"], covered), "id"]

    def find_covered(self, table: str, rows: pd.DataFrame) -> pd.Series[bool]:
        """Return the rows whose ids of other tables are all within what the export lists."""
        within = pd.Series(data=True, index=rows.index)
        for column, of in id_columns(table).items():
            if of != table and rows[column].notna().any():
                ids = self.listed if of == "people" else self.export[of]["id"]
                within &= rows[column].isna() | are_among(rows[column], ids)
        return within

    def find_compared(self, table: str, rows: pd.DataFrame, day: pd.Timestamp) -> pd.Series[bool]:
        """Return the states that have ended if the export does not have them, of a table."""
        # The export must cover everything that the row names, and hold rows of its sort: for ties
        # of the same kind, for roles coaches or other ones, and of accounts or deals alike. What
        # somebody who is not there any more has left behind (a boss's reports, a role) waits for
        # the export to give it to somebody else.
        fresh = self.export[table]
        if fresh.empty:
            return pd.Series(data=False, index=rows.index)
        waiting = _find_waiting(table, rows, self.people, fresh, day)
        return find_sorts(table, rows, self.export) & self.find_covered(table, rows) & ~waiting


def find_sorts(table: str, rows: pd.DataFrame, export: Tables) -> pd.Series[bool]:
    """Return the rows of sorts of which an export has any."""
    return _name_sorts(table, rows).isin(_name_sorts(table, export[table]).unique())


def _name_sorts(table: str, rows: pd.DataFrame) -> pd.Series[str]:
    """Return the sort of each row, of which an export has all rows or says nothing."""
    sort = pd.Series("account", rows.index, TEXT)
    if table in tables_with("deal"):
        sort = sort.mask(rows["deal"].notna(), "deal")
    for column in columns(table):
        if mark := column.mark(ComparedApart):
            words = rows[column.name]
            if mark.together:
                words = words.isin(mark.together).astype(TEXT)
            sort = sort + " " + words
    return sort


def _find_waiting(
    table: str, rows: pd.DataFrame, people: pd.DataFrame, fresh: pd.DataFrame, day: pd.Timestamp
) -> pd.Series[bool]:
    """Return the rows of somebody who is not there, which the export gives to nobody else."""
    there = people.loc[in_effect(people, day), "id"]
    names = [*person_columns(table)]
    vacant = ~np.all([are_among(rows[name], there) for name in names], axis=0)
    seat = [name for name in nature(table).key if name != nature(table).holder]
    return vacant & (find_places(rows, fresh, seat) < 0)
