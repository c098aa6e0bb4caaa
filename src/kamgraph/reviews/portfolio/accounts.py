"""The sections on the accounts of a portfolio and their open deals, by score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.portfolio.segments import CLASSES, QUADRANTS
from kamgraph.model.vocabulary import STAGES
from kamgraph.reviews import pictures
from kamgraph.reviews.section import Column, Figure, Section, Table
from kamgraph.reviews.wording import score, share

if TYPE_CHECKING:
    from kamgraph.model.vocabulary import Vocabulary
    from kamgraph.reviews.portfolio.results import PortfolioResults
    from kamgraph.reviews.wording import Wording

_MOST = 50


def ranking(results: PortfolioResults, words: Wording) -> Section:
    """List the accounts, the most urgent first."""
    accounts = results.accounts
    shown = accounts.head(_MOST)
    rows = pd.DataFrame(
        {
            "name": shown["name"],
            "class": _labels(shown["class"], CLASSES, words),
            "quadrant": _labels(shown["quadrant"], QUADRANTS, words),
            "status": shown["status"].map(words),
            **{name: shown[name] for name in ("choice", "coverage", "known", "gaps_high")},
        }
    )
    columns = {
        "name": Column(words("account"), "name"),
        "class": Column(words("class"), below="quadrant"),
        "status": Column(words("status")),
        "choice": Column(words("choice"), "score"),
        "coverage": Column(words("coverage"), "score"),
        "known": Column(words("known"), "reach"),
        "gaps_high": Column(words("grave_gaps"), "count"),
    }
    if results.since is not None:
        rows["change"] = shown["choice_change"]
        columns["change"] = Column(words("change"), "points")
    return Section(
        name="accounts",
        heading=words("accounts"),
        sentence=_how_many(len(accounts), words),
        figures=_figures(results, words),
        table=Table(rows, columns, words("accounts_caption")),
        picture=pictures.accounts(results, words),
    )


def _how_many(count: int, words: Wording) -> str:
    sentence = words.counted("accounts_found", count)
    return sentence if count <= _MOST else sentence + words("accounts_cut", shown=_MOST)


def _figures(results: PortfolioResults, words: Wording) -> tuple[Figure, ...]:
    accounts = results.accounts
    count = len(accounts)
    leaning, red = int(accounts["for_us"].sum()), int((accounts["status"] == "red").sum())
    return (
        Figure(words("leaning"), words("of", part=leaning, whole=count), words("leaning_note")),
        Figure(words("red_accounts"), words("of", part=red, whole=count), words("red_note")),
        Figure(words("coverage"), score(accounts["coverage"].mean()), words("mean_coverage_note")),
        Figure(words("known"), share(accounts["known"].mean()), words("mean_known_note")),
    )


def deals(results: PortfolioResults, words: Wording) -> Section | None:
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
            "stage": _labels(shown["stage"].where(shown["stage"] != ""), STAGES, words),
            "status": shown["status"].map(words),
            **{name: shown[name] for name in ("choice", "low", "high", "coverage", "gaps_high")},
        }
    )
    columns = {
        "name": Column(words("deal"), "name", below="account"),
        "stage": Column(words("deal_stage")),
        "status": Column(words("status")),
        "choice": Column(words("choice"), "score"),
        "low": Column(words("low"), "score"),
        "high": Column(words("high"), "score"),
        "coverage": Column(words("coverage"), "score"),
        "gaps_high": Column(words("grave_gaps"), "count"),
    }
    leaning = int((found["choice"] >= results.graph.policy.verdict_threshold).sum())
    return Section(
        name="deals",
        heading=words("deals"),
        sentence=words.counted(
            "deals_found", leaning, deals=words.counted("deal_count", len(found))
        ),
        table=Table(rows, columns, words("deals_caption")),
    )


def _labels(found: pd.Series[str], vocabulary: Vocabulary, words: Wording) -> pd.Series[str]:
    return found.map(lambda word: words.label(vocabulary, word), na_action="ignore")
