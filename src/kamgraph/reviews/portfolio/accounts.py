"""The sections on the accounts of a portfolio and their open deals, by score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.portfolio.segments import CLASSES, QUADRANTS
from kamgraph.model.vocabulary import STAGES
from kamgraph.model.voice import say, say_count, say_label, score, share
from kamgraph.reviews import pictures
from kamgraph.reviews.section import Column, Figure, Section, Table

if TYPE_CHECKING:
    from kamgraph.model.vocabulary import Vocabulary
    from kamgraph.reviews.portfolio.results import PortfolioResults

_MOST = 50


def ranking(results: PortfolioResults) -> Section:
    """List the accounts, the most urgent first."""
    accounts = results.accounts
    shown = accounts.head(_MOST)
    rows = pd.DataFrame(
        {
            "name": shown["name"],
            "class": _labels(shown["class"], CLASSES),
            "quadrant": _labels(shown["quadrant"], QUADRANTS),
            "status": shown["status"].map(say),
            **{name: shown[name] for name in ("choice", "coverage", "known", "gaps_high")},
        }
    )
    columns = {
        "name": Column(say("account"), "name"),
        "class": Column(say("class"), below="quadrant"),
        "status": Column(say("status")),
        "choice": Column(say("choice"), "score"),
        "coverage": Column(say("coverage"), "score"),
        "known": Column(say("known"), "reach"),
        "gaps_high": Column(say("grave_gaps"), "count"),
    }
    if results.since is not None:
        rows["change"] = shown["choice_change"]
        columns["change"] = Column(say("change"), "points")
    return Section(
        name="accounts",
        heading=say("accounts"),
        sentence=_how_many(len(accounts)),
        figures=_figures(results),
        table=Table(rows, columns, say("accounts_caption")),
        picture=pictures.accounts(results),
    )


def _how_many(count: int) -> str:
    sentence = say_count("accounts_found", count)
    return sentence if count <= _MOST else sentence + say("accounts_cut", shown=_MOST)


def _figures(results: PortfolioResults) -> tuple[Figure, ...]:
    accounts = results.accounts
    count = len(accounts)
    leaning, red = int(accounts["for_us"].sum()), int((accounts["status"] == "red").sum())
    return (
        Figure(say("leaning"), say("of", part=leaning, whole=count), say("leaning_note")),
        Figure(say("red_accounts"), say("of", part=red, whole=count), say("red_note")),
        Figure(say("coverage"), score(accounts["coverage"].mean()), say("mean_coverage_note")),
        Figure(say("known"), share(accounts["known"].mean()), say("mean_known_note")),
    )


def deals(results: PortfolioResults) -> Section | None:
    """List the open deals, those with the lowest choice first; None without any."""
    scopes = results.graph.scopes.set_index(["account", "deal"])
    found = scopes.join(results.scores)
    found = found[found.index.get_level_values("deal") != ""]
    if found.empty:
        return None
    found = found.sort_values("choice", kind="stable", na_position="first")
    shown = found.head(_MOST).reset_index()
    rows = pd.DataFrame(
        {
            "name": shown["deal_name"].where(shown["deal_name"] != "", shown["deal"]),
            "account": shown["account_name"],
            "stage": _labels(shown["stage"].where(shown["stage"] != ""), STAGES),
            "status": shown["status"].map(say),
            **{name: shown[name] for name in ("choice", "low", "high", "coverage", "gaps_high")},
        }
    )
    columns = {
        "name": Column(say("deal"), "name", below="account"),
        "stage": Column(say("deal_stage")),
        "status": Column(say("status")),
        "choice": Column(say("choice"), "score"),
        "low": Column(say("low"), "score"),
        "high": Column(say("high"), "score"),
        "coverage": Column(say("coverage"), "score"),
        "gaps_high": Column(say("grave_gaps"), "count"),
    }
    leaning = int((found["choice"] >= results.graph.policy.verdict_threshold).sum())
    return Section(
        name="deals",
        heading=say("deals"),
        sentence=say_count("deals_found", leaning, deals=say_count("deal_count", len(found))),
        table=Table(rows, columns, say("deals_caption")),
    )


def _labels(found: pd.Series[str], vocabulary: Vocabulary) -> pd.Series[str]:
    return found.map(lambda word: say_label(vocabulary, word), na_action="ignore")
