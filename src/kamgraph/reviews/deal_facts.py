"""What a review says of deals: what they are worth, and when they close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.vocabulary import OPEN_STAGES
from kamgraph.model.voice import join_clauses, say, say_count, say_day, share, worth

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


def tell_probabilities(deals: pd.DataFrame) -> list[str]:
    """Say of each deal how likely it is to be won, if the CRM or the seller says so."""
    return [
        "" if np.isnan(one) else say("win_probability", share=share(one))
        for one in deals["probability"]
    ]


def list_open_deals(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the open deals of an account by their day, in the scope of a deal that deal alone."""
    rows, deal = graph.rows("deals"), graph.scopes["deal"].iloc[0]
    running = rows["stage"].isna() | rows["stage"].isin(OPEN_STAGES)
    return rows[rows["id"] == deal if deal else running].sort_values(
        ["closes", "value", "id"], ascending=[True, False, True], kind="stable"
    )


def say_deals_in_play(deals: pd.DataFrame) -> list[str]:
    """Say how many deals are open and what they are worth together; nothing without any."""
    if deals.empty:
        return []
    return [say_count("deals_in_play", len(deals)) + _say_whole_worth(deals)]


def say_open_deals(deals: pd.DataFrame, day: dt.date | None) -> str:
    """Say how many deals are open, what they are worth together, and which closes next."""
    count = say_count("deals_open", len(deals)) + _say_whole_worth(deals)
    closing = deals.dropna(subset="closes").sort_values("closes", kind="stable")
    if day:
        closing = closing[closing["closes"] >= pd.Timestamp(day)]
    return join_clauses([count, *_say_next(closing.head(1))])


def _say_whole_worth(deals: pd.DataFrame) -> str:
    """Say what deals are worth together; nothing of those in several currencies, or of none."""
    currencies = deals["currency"].unique()
    if deals["value"].isna().all() or len(currencies) != 1:
        return ""
    return say("deals_worth", amount=spell_worth(deals["value"].sum(), currencies[0]))


def _say_next(closing: pd.DataFrame) -> list[str]:
    names = closing["name"].fillna(closing["id"])
    return [
        say("closes_next", name=name, day=say_day(day))
        for name, day in zip(names, closing["closes"], strict=True)
    ]


def spell_stakes(power: pd.Series[float], graph: RelationshipGraph) -> list[str | None]:
    """Return how much of what the open deals are worth hangs on people of some power."""
    values = power.abs() * graph.open_value[0]
    return [spell_worth(value, graph.open_currency[0]) for value in values]


def spell_worth(value: float, currency: object) -> str | None:
    """Return an amount with its currency, if that is known; None where no amount is recorded."""
    if np.isnan(value):
        return None
    return worth(value, currency)
