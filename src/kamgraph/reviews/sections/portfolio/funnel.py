"""The section on the goals of all accounts: what is signed, expected and missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.rounding import at_least
from kamgraph.model.voice import amount, say, say_count, say_day
from kamgraph.reviews.columns import Column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 50
_SUMS = ("goal", "won", "expected", "margin", "needed")
_BELOW = {"expected": "counted"}


def funnel(results: PortfolioResults) -> Section | None:
    """List the goals, the largest shortfall first; None where there is none."""
    found = results.funnel
    if found.empty:
        return None
    shown = found.head(_MOST)
    name, key = (results.graph.part.column("organizations", one).array for one in ("name", "id"))
    accounts = shown.index.get_level_values("account")
    rows = pd.DataFrame(
        {
            "name": pd.Series(name, key)[accounts].to_numpy(),
            "due": [*map(say_day, shown.index.get_level_values("due"))],
            **{one: [_spell(value) for value in shown[one]] for one in _SUMS},
            "counted": [*map(_say_what_counts, shown["with_probability"], shown["unvalued"])],
        }
    )
    columns = {
        "name": Column(say("columns.account"), "name"),
        "due": Column(say("columns.due"), "day"),
        **{one: Column(say(f"columns.{one}"), below=_BELOW.get(one, "")) for one in _SUMS},
    }
    reached = int(at_least(found["margin"].to_numpy(), 0.0).sum())
    return Section(
        name="funnel",
        heading=say("funnel"),
        sentence=say_count("goals_in_sight", len(found), part=reached),
        table=Table(rows, columns, say("funnel_caption")),
    )


def _spell(value: float) -> str:
    return "" if np.isnan(value) else amount(value)


def _say_what_counts(own: int, unvalued: int) -> str:
    """Say how many deals count by their own probability, and how many for nothing."""
    told = {"own_probabilities": own, "without_value": unvalued}
    return say("semicolon").join(say_count(key, count) for key, count in told.items() if count)
