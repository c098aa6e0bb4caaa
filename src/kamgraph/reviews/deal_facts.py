"""What a review says of deals: what they are worth, and when they close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.voice import join_clauses, say, say_count, say_day, worth

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.graph import RelationshipGraph


def spell_worths(deals: pd.DataFrame) -> list[str | None]:
    """Return what each deal is worth with its currency; None where it is not recorded."""
    pairs = zip(deals["value"], deals["currency"], strict=True)
    return [spell_worth(value, currency) for value, currency in pairs]


def name_deals(graph: RelationshipGraph, ids: pd.Series[str]) -> list[str]:
    """Return what deals are called, by their id where they have no name."""
    name, key = (graph.part.column("deals", column).array for column in ("name", "id"))
    return pd.Series(name, key).reindex(ids).fillna(pd.Series(key, key)).tolist()


def tell_overdue(deals: pd.DataFrame, day: dt.date | None) -> list[str]:
    """Say of each deal whether the day on which it should have closed has passed."""
    passed = deals["closes"] < pd.Timestamp(day) if day else [False] * len(deals)
    return [say("day_passed") if one else "" for one in passed]


def say_open_deals(deals: pd.DataFrame, day: dt.date | None) -> str:
    """Say how many deals are open, what they are worth together, and which closes next."""
    count = say_count("deals_open", len(deals))
    currencies = deals["currency"].unique()  # what is in several has no sum
    if deals["value"].notna().any() and len(currencies) == 1:
        whole = spell_worth(deals["value"].sum(), currencies[0])
        count += say("deals_worth", amount=whole)
    closing = deals.dropna(subset="closes").sort_values("closes", kind="stable")
    if day:
        closing = closing[closing["closes"] >= pd.Timestamp(day)]
    return join_clauses([count, *_say_next(closing.head(1))])


def _say_next(closing: pd.DataFrame) -> list[str]:
    names = closing["name"].fillna(closing["id"])
    return [
        say("closes_next", name=name, day=say_day(day))
        for name, day in zip(names, closing["closes"], strict=True)
    ]


def spell_worth(value: float, currency: object) -> str | None:
    """Return an amount with its currency, if that is known; None where no amount is recorded."""
    if np.isnan(value):
        return None
    return worth(value, currency)
