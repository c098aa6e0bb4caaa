"""The section on which accounts of a portfolio need us first, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.gaps import GapRecord
from kamgraph.model.voice import list_words, say, say_count
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.deal_facts import spell_worths
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 15


def risks(results: PortfolioResults) -> Section:
    """List the most urgent gap of each account or its deals, in the order of the accounts."""
    grave = results.gaps[results.gaps["severity"] == "high"]
    worst = grave.drop_duplicates("account")
    place = results.accounts.index.get_indexer(pd.Index(worst["account"]))
    shown = worst.iloc[place.argsort()].head(_MOST).set_index(["account", "deal"])
    about = results.graph.scopes.set_index(["account", "deal"]).reindex(shown.index)
    names = name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "account": about["account_name"],
            "deal": about["deal_name"],
            "detail": shown["detail"],
            "stake": shown["stake"].where(shown["stake"] > 0),
            "value": spell_worths(shown),
            "action": shown["action"],
            "lead": [
                names.get(lead) or _name_responsible(results, account, deal)
                for (account, deal), lead in zip(shown.index, shown["lead"], strict=True)
            ],
        }
    )
    columns = {
        "account": Column(say("columns.account"), "name", below="deal"),
        "detail": show_column(GapRecord, "detail"),
        "stake": show_column(GapRecord, "stake", below="value"),
        "action": show_column(GapRecord, "action"),
        "lead": show_column(GapRecord, "lead", heading="of_ours"),
    }
    return Section(
        name="risks",
        heading=say("risks"),
        sentence=_say_how_many(_count_once(grave), len(worst)),
        table=Table(
            rows,
            columns,
            say("risks_caption", count=_MOST),
            accounts=tuple(shown.index.get_level_values("account")),
            about=tuple((deal or account,) for account, deal in shown.index),
        )
        if len(rows)
        else None,
    )


def _name_responsible(results: PortfolioResults, account: str, deal: str) -> str:
    """Return which of us answers for an account or deal; nothing where that is not recorded."""
    graph = results.graph
    scope = graph.scope_index.tolist().index((account, deal))
    there = np.arange(*graph.starts[scope : scope + 2])
    responsible = there[graph.on_team("account_responsible")[there]]
    return list_words(list(graph.read_people("name", responsible)))


def _count_once(gaps: pd.DataFrame) -> int:
    """Count gaps, once what an account and its deals have in common."""
    about = gaps["person"].where(gaps["person"] != "", gaps["detail"])
    return len(gaps.assign(about=about).drop_duplicates(["account", "gap", "about"]))


def _say_how_many(gaps: int, accounts: int) -> str:
    if not gaps:
        return say("no_risks")
    counts = {name: say_count(name, count) for name, count in
            (("gaps_high", gaps), ("account_count", accounts))}  # fmt: skip
    return say("risks_found", **counts)
