"""Where people are and were, kept up by exports that mostly list people alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.distinct import are_among
from kamgraph.model.history.coverage import list_covered_organizations
from kamgraph.model.history.dated import bring_to_day
from kamgraph.model.history.matching import find_places, take_rows
from kamgraph.model.span import in_effect

if TYPE_CHECKING:
    from kamgraph.model.checks import Tables


def keep_positions(
    people: pd.DataFrame, seats: pd.DataFrame, export: Tables, day: pd.Timestamp
) -> pd.DataFrame:
    """Return the positions on a day and later, of people as they were before the export."""
    # Who has none gets some once they are back after an absence, or in another organization.
    fresh, given = _list_seats(export), export["positions"]["person"]
    seats = pd.concat([seats, _list_left(people, seats, fresh, day)], ignore_index=True)
    held, person = in_effect(seats, day), fresh["person"]
    away = people.loc[people["until"] <= day, "id"]
    known = pd.concat([seats.loc[held, "person"], away])
    compared = are_among(person, seats["person"]) & are_among(person, known)
    listed = are_among(seats["organization"], list_covered_organizations(export))
    gone = listed & ~are_among(seats["person"], pd.concat([export["people"]["id"], given])) & held
    fresh = fresh[compared | are_among(person, given)]
    return bring_to_day(seats, fresh, table="positions", compared=gone, day=day)


def _list_seats(export: Tables) -> pd.DataFrame:
    """Return where each person of an export is, by a position or the columns of their own."""
    given = export["positions"]
    others = export["people"][~are_among(export["people"]["id"], given["person"])]
    own = _take_seats(others)
    spans = [name for name in own if name in {"since", "until"}]  # of the stay, not of the seat
    return pd.concat([given, own.drop(columns=spans)], ignore_index=True)


def _list_left(
    people: pd.DataFrame, seats: pd.DataFrame, fresh: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Return the seats without a position that people of an export have left until a day."""
    left = _take_seats(people[~are_among(people["id"], seats["person"])].reset_index(drop=True))
    left = left[~(left["since"] >= day)].reset_index(drop=True)
    now = take_rows(fresh, find_places(left, fresh, ["person"]))["organization"]
    elsewhere = now.notna() & (now != left["organization"])
    return left[elsewhere | (now.notna() & (left["until"] < day))]


def _take_seats(people: pd.DataFrame) -> pd.DataFrame:
    """Return what people's own columns say, as positions."""
    names = [column.name for column in columns("positions")]
    return people.rename(columns={"id": "person"})[names]
