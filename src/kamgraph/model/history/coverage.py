"""Which rows of a book an export speaks of, so that their absence from it means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.distinct import are_among
from kamgraph.model.dtypes import TEXT
from kamgraph.model.history.matching import find_places
from kamgraph.model.marks import ComparedApart
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


def find_compared(table: str, known: Tables, export: Tables, day: pd.Timestamp) -> pd.Series[bool]:
    """Return the states that have ended if the export does not have them, of a table."""
    # The export must cover everything that the row names, and hold rows of its sort: for ties of
    # the same kind, for roles coaches or other ones, and of accounts or deals alike. What somebody
    # who is not there any more has left behind (a boss's reports, a role) waits for the export to
    # give it to somebody else.
    rows, fresh = known[table], export[table]
    if fresh.empty:
        return pd.Series(data=False, index=rows.index)
    covered = find_covered(table, rows, known, export)
    return (
        find_sorts(table, rows, export) & covered & ~_find_waiting(table, rows, known, fresh, day)
    )


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


def find_covered(table: str, rows: pd.DataFrame, known: Tables, export: Tables) -> pd.Series[bool]:
    """Return the rows whose ids of other tables are all within what the export lists."""
    people, organizations = known["people"], list_covered_organizations(export)
    listed = {
        "people": people.loc[are_among(people["organization"], organizations), "id"],
    }
    within = pd.Series(data=True, index=rows.index)
    for column, of in id_columns(table).items():
        if of != table:
            ids = listed[of] if of in listed else export[of]["id"]
            within &= rows[column].isna() | are_among(rows[column], ids)
    return within


def _find_waiting(
    table: str, rows: pd.DataFrame, known: Tables, fresh: pd.DataFrame, day: pd.Timestamp
) -> pd.Series[bool]:
    """Return the rows of somebody who is not there, which the export gives to nobody else."""
    people = known["people"]
    there = people.loc[in_effect(people, day), "id"]
    names = [*person_columns(table)]
    vacant = ~np.all([are_among(rows[name], there) for name in names], axis=0)
    seat = [name for name in nature(table).key if name != nature(table).holder]
    return vacant & (find_places(rows, fresh, seat) < 0)
