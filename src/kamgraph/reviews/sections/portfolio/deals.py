"""The section on the open deals of a portfolio."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.scores import ScoresRecord
from kamgraph.model.vocabulary import STAGES
from kamgraph.model.voice import say, say_count, say_label
from kamgraph.reviews.certainty import list_bands
from kamgraph.reviews.columns import Column, show_column, show_columns
from kamgraph.reviews.deal_facts import (
    say_open_deals,
    spell_worths,
    tell_overdue,
    tell_probabilities,
)
from kamgraph.reviews.results import lean_to_us
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 50


def deals(results: PortfolioResults) -> Section | None:
    """List the open deals, those with the lowest choice first; None without any."""
    scopes = results.graph.scopes.set_index(["account", "deal"])
    found = scopes.join(results.scores)
    found = found[found.index.get_level_values("deal") != ""]
    if found.empty:
        return None
    found = found.sort_values("choice", kind="stable", na_position="first").reset_index()
    facts = results.graph.part.deals.set_index("id", drop=False).loc[found["deal"]]
    shown, about = found.head(_MOST), facts.head(_MOST)
    stages = shown["stage"].where(shown["stage"] != "")
    rows = pd.DataFrame(
        {
            "name": shown["deal_name"].where(shown["deal_name"] != "", shown["deal"]),
            "account": shown["account_name"],
            "stage": stages.map(partial(say_label, STAGES), na_action="ignore"),
            "odds": tell_probabilities(about),
            "value": spell_worths(about),
            "closes": about["closes"].dt.strftime("%Y-%m-%d").to_numpy(),
            "passed": tell_overdue(about, results.graph.as_of),
            "status": shown["status"].map(say),
            **{name: shown[name] for name in ("choice", "coverage", "known", "gaps_high")},
            "band": list_bands(shown, "low", "high"),
        }
    )
    leaning = int(lean_to_us(found, results.graph.policy).sum())
    counted = say_count("deals_found", leaning, deals=say_count("deal_count", len(found)))
    return Section(
        name="deals",
        heading=say("deals"),
        sentence=counted if results.graded else say_open_deals(facts, results.graph.as_of),
        table=Table(
            rows,
            _list_columns(graded=results.graded),
            say("deals_caption"),
            accounts=tuple(shown["account"]),
            about=name_subjects(shown["deal"]),
        ),
    )


def _list_columns(*, graded: bool) -> dict[str, Column]:
    """Return the columns; where nobody is graded there are no scores among them."""
    columns = {
        "name": Column(say("columns.deal"), "name", below="account"),
        "stage": Column(say("columns.stage"), below="odds"),
        "value": Column(say("columns.worth")),
        "closes": Column(say("columns.closes"), "day", below="passed"),
    }
    if not graded:
        return columns
    return columns | {
        "status": show_column(ScoresRecord, "status"),
        "choice": show_column(ScoresRecord, "choice", below="band"),
        **show_columns(ScoresRecord, "coverage", "known", "gaps_high"),
    }
