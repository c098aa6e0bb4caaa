"""The section on where the largest risks of a portfolio are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.gaps import GapRecord
from kamgraph.model.voice import say, say_count
from kamgraph.reviews.columns import Column, show_columns
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 15


def risks(results: PortfolioResults) -> Section:
    """List the gravest gap of each account, its deals included, in the order of the accounts."""
    grave = results.gaps[results.gaps["severity"] == "high"]
    worst = grave.drop_duplicates("account")
    place = results.accounts.index.get_indexer(pd.Index(worst["account"]))
    shown = worst.iloc[place.argsort()].head(_MOST).set_index(["account", "deal"])
    names = results.graph.scopes.set_index(["account", "deal"])
    about = names.reindex(shown.index)
    rows = pd.DataFrame(
        {
            "account": about["account_name"],
            "deal": about["deal_name"],
            "detail": shown["detail"],
            "stake": shown["stake"],
            "action": shown["action"],
        }
    )
    columns = {
        "account": Column(say("columns.account"), "name", below="deal"),
        **show_columns(GapRecord, "detail", "stake", "action"),
    }
    return Section(
        name="risks",
        heading=say("risks"),
        sentence=_say_how_many(len(grave), len(worst)),
        table=Table(rows, columns, say("risks_caption", count=_MOST)) if len(rows) else None,
    )


def _say_how_many(gaps: int, accounts: int) -> str:
    if not gaps:
        return say("no_risks")
    counts = {name: say_count(name, count) for name, count in
            (("gaps_high", gaps), ("account_count", accounts))}  # fmt: skip
    return say("risks_found", **counts)
