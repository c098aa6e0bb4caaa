"""The tables of a book brought to the state of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.accounts import account_of, circling
from kamgraph.model.history.coverage import compared, organizations_covered
from kamgraph.model.history.dated import IDENTITY, brought_to, ended
from kamgraph.model.history.differences import differences, of_rows, updates
from kamgraph.model.history.matching import (
    alike,
    codes,
    differing,
    places,
    taken,
    upserted,
)
from kamgraph.model.privacy.erasure import without_people
from kamgraph.model.span import in_effect

if TYPE_CHECKING:
    from kamgraph.model.checks import Tables
    from kamgraph.model.history.differences import Change

_EVENTS = {"assessments": ["person", "date", "deal"], "targets": ["person", "due", "deal"]}


def updated(known: Tables, export: Tables, day: pd.Timestamp) -> tuple[Tables, list[Change]]:
    """Return the tables on a day and later, and what has changed.

    Parameters
    ----------
    known
        The tables of the book.
    export
        The tables of the export, only with rows that hold on the day.
    day
        The day.
    """
    entities = {
        "organizations": _organizations(known["organizations"], export["organizations"]),
        "people": _people(known["people"], export, day),
        "deals": _deals(known["deals"], export["deals"], day),
    }
    fitted, changes = _fitted(known | entities, known["people"])
    after = fitted.copy()
    for table in IDENTITY:
        ending = compared(table, fitted, export, day)
        after[table] = brought_to(
            fitted[table], export[table], table=table, compared=ending, day=day
        )
    after["interactions"] = _interactions(fitted["interactions"], export["interactions"])
    for table, key in _EVENTS.items():
        new = _unknown(fitted[table], export[table], key)
        if len(new):
            changes += of_rows("added", table, new)
            after[table] = pd.concat(alike(fitted[table], new), ignore_index=True)
    before = fitted | {table: known[table] for table in entities}
    return after, [*changes, *differences(before, after, day)]


def _organizations(known: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Take over what is fresh; a parent that only the book knows gives way to a fresh circle."""
    rows = upserted(known, fresh, ["id"])
    circle = set(circling(rows))
    while (above := circle & set(rows.loc[rows["id"].isin(circle), "parent"])) != circle:
        circle = above  # leave out what only hangs below the circle
    own = taken(fresh, places(rows, fresh, ["id"]))["parent"]
    return rows.assign(parent=rows["parent"].mask(rows["id"].isin(circle), own))


def _people(known: pd.DataFrame, export: Tables, day: pd.Timestamp) -> pd.DataFrame:
    fresh = export["people"]
    present = known["id"].isin(fresh["id"])
    held = in_effect(known, day)
    leaving = held & ~present & known["organization"].isin(organizations_covered(export))
    early = present & (known["since"] > day)
    back = present & (known["until"] <= day)
    known = known.assign(since=known["since"].mask(early, day), until=known["until"].mask(back))
    known = ended(known, leaving, day).reset_index(drop=True)
    fresh = fresh.assign(since=fresh["since"].fillna(day))
    return upserted(known, fresh, ["id"], but={"since"})


def _deals(known: pd.DataFrame, fresh: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    rows = upserted(known, fresh, ["id"])
    new = ~rows["id"].isin(known["id"])
    return rows.assign(created=rows["created"].mask(new & rows["created"].isna(), day))


def _fitted(tables: Tables, former: pd.DataFrame) -> tuple[Tables, list[Change]]:
    """Return tables without rows that people, organizations and deals leave no room for.

    A role in a deal is one of the deal's account; acquaintance runs from one of us to a contact;
    and who joined and left on the same day is not mentioned.
    """
    vanished = former.loc[~former["id"].isin(tables["people"]["id"]), "id"]
    fitted = without_people(tables, vanished) if len(vanished) else tables.copy()
    ties = fitted["ties"]
    fitted["ties"] = ties[~_runs_the_wrong_way(ties, tables)]
    changes: list[Change] = []
    for table, rows in tables.items():
        lost = rows.drop(fitted[table].index)
        if len(lost):
            changes += of_rows("removed", table, lost)
            fitted[table] = fitted[table].reset_index(drop=True)
    for table in ("roles", "team"):
        rows = _of_the_deals_account(fitted[table], fitted)
        if rows is not fitted[table]:
            changes += updates(table, fitted[table], rows, ["account"])
        fitted[table] = rows
    return fitted, changes


def _runs_the_wrong_way(ties: pd.DataFrame, tables: Tables) -> pd.Series[bool]:
    kind = tables["organizations"].set_index("id")["kind"]
    side = tables["people"].set_index("id")["organization"].map(kind)
    wrong = pd.Series(data=False, index=ties.index)
    for bound, end, sides in tie_kinds.ENDS:
        where = ties[end].map(side)
        wrong |= (ties["kind"] == bound) & where.notna() & ~where.isin(sides)
    return wrong


def _of_the_deals_account(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    if rows["deal"].isna().all():
        return rows
    account = account_of(tables["organizations"])
    owner = rows["deal"].map(tables["deals"].set_index("id")["account"])
    foreign = owner.notna() & (rows["account"].map(account) != owner.map(account))
    return rows.assign(account=rows["account"].mask(foreign, owner))


def _interactions(known: pd.DataFrame, fresh: pd.DataFrame) -> pd.DataFrame:
    """Take over what is fresh; the date and kind of one participant are those of all."""
    if fresh.empty:
        return known
    shared = fresh.groupby("id", sort=False)[["date", "kind"]].first().reset_index()
    met = known.drop(columns=["date", "kind"]).merge(shared, on="id", how="left")
    known = known.assign(**{name: met[name].fillna(known[name]).array for name in ("date", "kind")})
    return upserted(known, fresh, ["id", "person"])


def _unknown(known: pd.DataFrame, fresh: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the fresh rows of which the book has none that agrees with every value."""
    if fresh.empty:
        return fresh
    known, fresh = alike(known, fresh)
    mine, theirs = (
        pd.DataFrame({"code": numbers, "row": range(len(numbers))})
        for numbers in codes(fresh, known, key)
    )
    pairs = mine.merge(theirs, on="code", suffixes=("", "_known"))
    one, other = (
        taken(rows, pairs[name].to_numpy()) for rows, name in ((fresh, "row"), (known, "row_known"))
    )
    agree = np.ones(len(pairs), dtype=bool)
    for name in map(str, fresh):
        agree &= (one[name].isna() | ~differing(one, other, name)).to_numpy()
    return fresh.drop(pairs.loc[agree, "row"].unique())
