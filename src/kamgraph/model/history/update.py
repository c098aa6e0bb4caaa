"""The tables of a book brought to the state of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.accounts import account_of, find_circles
from kamgraph.model.distinct import are_among
from kamgraph.model.history.careers import keep_positions
from kamgraph.model.history.coverage import Coverage, list_covered_organizations
from kamgraph.model.history.dated import bring_to_day, end_rows
from kamgraph.model.history.differences import describe_rows, describe_updates, differences
from kamgraph.model.history.matching import (
    align_columns,
    find_differences,
    find_places,
    number_keys,
    take_rows,
    upsert,
)
from kamgraph.model.history.settled import divide_rows
from kamgraph.model.history.shared_ids import look_up
from kamgraph.model.privacy.erasure import drop_people
from kamgraph.model.rules import Draft, find_wrong_ends
from kamgraph.model.span import in_effect
from kamgraph.model.tables import (
    account_column,
    first_day_column,
    nature,
    tables_of,
    tables_with,
    unique_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.model.checks import Tables
    from kamgraph.model.history.differences import Change


def update(known: Tables, export: Tables, day: pd.Timestamp) -> tuple[Tables, list[Change]]:
    """Return the tables on a day and later, and what an export of rows of that day changes."""
    things = {table: _update_things(table, known, export, day) for table in tables_of("things")}
    fitted, seats, changes = _fit(known | things, known["people"], export, day)
    export = export | {"ties": _select_fitting_ties(export["ties"], fitted, seats)}
    coverage = Coverage(fitted["people"], export)
    after, settled = fitted | {"positions": seats}, {}
    before = fitted | {table: known[table] for table in things}
    for table in tables_of("states"):
        if table == "positions":
            continue
        settled[table], before[table], fresh = divide_rows(table, fitted, export, day)
        ending = coverage.find_compared(table, before[table], day)
        after[table] = bring_to_day(before[table], fresh, table=table, compared=ending, day=day)
    for table in tables_of("events"):
        if unique_key(table):
            after[table] = _update_events(table, fitted, export[table])
        elif len(new := _select_unknown(fitted[table], export[table], nature(table).key)):
            changes += describe_rows("added", table, new)
            after[table] = pd.concat(align_columns(fitted[table], new), ignore_index=True)
    changes += differences(before, after, day)
    after |= {table: pd.concat([rows, after[table]]) for table, rows in settled.items()}
    told = {change.subject for change in changes if change.table == "people"}
    return after, [one for one in changes if one.table != "positions" or one.subject not in told]


def _update_things(table: str, known: Tables, export: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Take over what is fresh; what is new without a first day began on the day."""
    settled, before, fresh = divide_rows(table, known, export, day)
    if table == "people":
        before = _end_stays(before, export, day)
    rows = upsert(before, fresh, key := nature(table).key, but={"since"})
    if name := first_day_column(table):
        new = find_places(rows, before, key) < 0
        rows = rows.assign(**{name: rows[name].mask(new & rows[name].isna(), day)})
    rows = pd.concat([settled, rows], ignore_index=True)
    return _break_circles(rows, fresh) if table == "organizations" else rows


def _break_circles(rows: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Let parents that only the book knows give way to fresh ones that make a circle of them."""
    circle = set(find_circles(rows))
    while (above := circle & set(rows.loc[rows["id"].isin(circle), "parent"])) != circle:
        circle = above  # leave out what only hangs below the circle
    own = take_rows(fresh, find_places(rows, fresh, ["id"]))["parent"]
    return rows.assign(parent=rows["parent"].mask(rows["id"].isin(circle), own))


def find_leaving(known: pd.DataFrame, export: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the people in effect whom an export covers, and in ``gone`` whether it lacks them."""
    covered = are_among(known["organization"], list_covered_organizations(export))
    here = known[in_effect(known, day) & covered]
    return here.assign(gone=~are_among(here["id"], export["people"]["id"]))


def _end_stays(known: pd.DataFrame, export: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Let people leave whom the export covers and lacks, and return whom it has again."""
    present = are_among(known["id"], export["people"]["id"])
    compared = find_leaving(known, export, day)
    leaving = known.index.isin(compared.index[compared["gone"]])
    early = present & (known["since"] > day)
    back = present & (known["until"] <= day)
    known = known.assign(since=known["since"].mask(early, day), until=known["until"].mask(back))
    return end_rows(known, pd.Series(leaving, known.index), day).reset_index(drop=True)


def _fit(
    tables: Tables, former: pd.DataFrame, export: Tables, day: pd.Timestamp
) -> tuple[Tables, pd.DataFrame, list[Change]]:
    """Leave out rows that people, organizations and deals leave no room for; return the seats."""
    # A role in a deal is one of the deal's account; acquaintance runs from one of us to a contact;
    # and who joined and left on the same day is not mentioned.
    vanished = former.loc[~are_among(former["id"], tables["people"]["id"]), "id"]
    fitted = drop_people(tables, vanished) if len(vanished) else tables.copy()
    seats = keep_positions(former, fitted["positions"].reset_index(drop=True), export, day)
    fitted["ties"] = _select_fitting_ties(fitted["ties"], fitted, seats)
    changes: list[Change] = []
    for table, rows in tables.items():
        lost = rows.drop(fitted[table].index)
        if len(lost):
            changes += describe_rows("removed", table, lost)
            fitted[table] = fitted[table].reset_index(drop=True)
    for table in tables_with("deal"):
        column = account_column(table)
        rows = _move_to_deals_account(fitted[table], column, fitted) if column else fitted[table]
        if column and rows is not fitted[table]:
            changes += describe_updates(table, fitted[table], rows, [column])
        fitted[table] = rows
    return fitted, seats, changes


def _select_fitting_ties(ties: pd.DataFrame, tables: Tables, seats: pd.DataFrame) -> pd.DataFrame:
    """Return the ties whose ends have been on the sides that they need."""
    if ties.empty:
        return ties
    draft = Draft.of(tables | {"ties": ties, "positions": seats})
    wrong = [which for *_, which in find_wrong_ends(draft)]
    return ties[~np.any(wrong, axis=0)]


def _move_to_deals_account(rows: pd.DataFrame, column: str, tables: Tables) -> pd.DataFrame:
    """Let rows that have a deal of another account be of the deal's."""
    if rows["deal"].isna().all():
        return rows
    owners = _find_owners(rows, column, tables).astype(rows[column].dtype)
    return rows.assign(**{column: owners.fillna(rows[column])})


def _find_owners(rows: pd.DataFrame, column: str, tables: Tables) -> pd.Series[str]:
    """Return whose the deal of each row is that is of another account; missing for the others."""
    account = account_of(tables["organizations"])
    owner = look_up(rows["deal"], tables["deals"].set_index("id")["account"])
    named = owner.notna() & rows[column].notna()
    return owner.where(named & (look_up(rows[column], account) != look_up(owner, account)))


def _update_events(table: str, tables: Tables, fresh: pd.DataFrame) -> pd.DataFrame:
    """Take over what is fresh, of one row of an event what all its rows share for all of them."""
    known = tables[table]
    if fresh.empty:
        return known
    if shared := [*nature(table).shared]:
        shared_values = fresh.groupby("id", sort=False)[shared].first().reset_index()
        newer = known[["id"]].merge(shared_values, on="id", how="left")
        known = known.assign(**{name: newer[name].fillna(known[name]).array for name in shared})
    rows = upsert(known, fresh, nature(table).key)
    if (column := account_column(table)) and "deal" in rows:
        # An export that moves a row to another account and names no deal took it out of its deal.
        rows["deal"] = rows["deal"].mask(_find_owners(rows, column, tables).notna())
    return rows


def _select_unknown(known: pd.DataFrame, fresh: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return the fresh rows of which the book has none that agrees with every value."""
    if fresh.empty:
        return fresh
    known, fresh = align_columns(known, fresh)
    mine, theirs = number_keys(fresh, known, key)
    theirs = theirs.with_columns(known=np.arange(len(known)))
    pairs = mine.with_columns(fresh=np.arange(len(fresh))).join(theirs, *key)
    one, other = take_rows(fresh, pairs["fresh"]), take_rows(known, pairs["known"])
    agree = np.ones(len(pairs), dtype=bool)
    for name in map(str, fresh):
        agree &= (one[name].isna() | ~find_differences(one, other, name)).to_numpy()
    return fresh.drop(np.unique(pairs["fresh"][agree]))
