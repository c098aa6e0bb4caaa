"""Which rows of a book an export speaks of, so that their absence from it means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.history.matching import places
from kamgraph.model.span import in_effect

if TYPE_CHECKING:
    from kamgraph.model.checks import Tables

_SEATS = {
    "ties": ["source", "kind", "deal"],
    "roles": ["account", "deal", "role"],
    "team": ["account", "deal", "role"],
}


def organizations_covered(export: Tables) -> pd.Series[str]:
    """Return the organizations whose people an export lists in full.

    Those are the organizations in it of whose kind it has anybody: one without a single person
    of ours says nothing of our people.
    """
    organizations = export["organizations"]
    home = organizations.set_index("id")["kind"]
    kinds = export["people"]["organization"].map(home).dropna().unique()
    return organizations.loc[organizations["kind"].isin(kinds), "id"]


def compared(table: str, known: Tables, export: Tables, day: pd.Timestamp) -> pd.Series[bool]:
    """Return the rows of a dated table that have ended if the export does not have them.

    The export must cover everything that the row names, and hold rows of its sort: for ties of
    the same kind, for roles coaches or other ones, and of accounts or deals alike. What somebody
    who is not there any more has left behind (a boss's reports, a role) waits for the export to
    give it to somebody else.

    Parameters
    ----------
    table
        ``ties``, ``roles`` or ``team``.
    known
        The tables of the book, its people already as they are on the day.
    export
        The tables of the export, only with rows that hold on the day.
    day
        The day.
    """
    rows, fresh = known[table], export[table]
    if fresh.empty:
        return pd.Series(data=False, index=rows.index)
    spoken_of = _sort(table, rows).isin(_sort(table, fresh).unique())
    return (
        spoken_of & _covered(table, rows, known, export) & ~_waiting(table, rows, known, fresh, day)
    )


def _sort(table: str, rows: pd.DataFrame) -> pd.Series[str]:
    level = rows["deal"].notna().map({True: "deal", False: "account"}).astype("str")
    if table == "ties":
        return level + " " + rows["kind"]
    if table == "roles":
        coach = rows["role"].str.startswith("coach")
        return level + coach.map({True: " coach", False: ""}).astype("str")
    return level


def _covered(table: str, rows: pd.DataFrame, known: Tables, export: Tables) -> pd.Series[bool]:
    """Return the rows all whose ids are within what the export lists."""
    people, organizations = known["people"], organizations_covered(export)
    listed = {
        "people": people.loc[people["organization"].isin(organizations), "id"],
        "organizations": export["organizations"]["id"],
        "deals": export["deals"]["id"],
    }
    within = pd.Series(data=True, index=rows.index)
    for column in columns(table):
        if column.references:
            within &= rows[column.name].isna() | rows[column.name].isin(listed[column.references])
    return within


def _waiting(
    table: str, rows: pd.DataFrame, known: Tables, fresh: pd.DataFrame, day: pd.Timestamp
) -> pd.Series[bool]:
    """Return the rows of somebody who is not there, which the export gives to nobody else."""
    people = known["people"]
    there = people.loc[in_effect(people, day), "id"]
    names = [one.name for one in columns(table) if one.references == "people"]
    vacant = ~rows[names].isin(there.tolist()).all(axis=1)
    seat = _SEATS[table]
    return vacant & (places(rows, fresh.drop_duplicates(seat), seat) < 0)
