"""The sections on where a portfolio's largest risks are, and which gaps come again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.rules import RULES, SEVERITIES
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.portfolio.results import PortfolioResults
    from kamgraph.reviews.wording import Wording

_MOST = 15


def risks(results: PortfolioResults, words: Wording) -> Section:
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
        "account": Column(words("account"), "name", below="deal"),
        "detail": Column(words("detail")),
        "stake": Column(words("stake"), "share"),
        "action": Column(words("action")),
    }
    return Section(
        name="risks",
        heading=words("risks"),
        sentence=_where(len(grave), len(worst), words),
        table=Table(rows, columns, words("risks_caption", count=_MOST)) if len(rows) else None,
    )


def _where(gaps: int, accounts: int, words: Wording) -> str:
    if not gaps:
        return words("no_risks")
    told = {name: words.counted(name, count) for name, count in
            (("gaps_high", gaps), ("account_count", accounts))}  # fmt: skip
    return words("risks_found", **told)


def gap_kinds(results: PortfolioResults, words: Wording) -> Section:
    """Count each kind of gap over the accounts: what comes again and again is a habit of ours."""
    found = results.gaps[results.gaps["deal"] == ""]
    counted = found.groupby("gap").agg(accounts=("account", "nunique"), gaps=("gap", "size"))
    why = {rule.code: rule.why[words.language == "zh"] for rule in RULES}
    severity = {rule.code: rule.severity for rule in RULES}
    rows = counted.assign(
        gap=[words(f"gap_{code}") for code in counted.index],
        severity=[words(f"severity_{severity[code]}") for code in counted.index],
        rank=[SEVERITIES.index(severity[code]) for code in counted.index],
        why=[why[code] for code in counted.index],
    )
    rows = rows.sort_values(["accounts", "rank"], ascending=[False, True], kind="stable")
    columns = {
        "gap": Column(words("gap"), "name", below="why"),
        "severity": Column(words("severity")),
        "accounts": Column(words("accounts_with"), "count"),
        "gaps": Column(words("gaps_number"), "count"),
    }
    shown = rows.drop(columns="rank")
    return Section(
        name="gap_kinds",
        heading=words("gap_kinds"),
        sentence=_most_common(rows, len(results.accounts), words),
        table=Table(shown, columns, words("gap_kinds_caption")) if len(rows) else None,
    )


def _most_common(rows: pd.DataFrame, accounts: int, words: Wording) -> str:
    if rows.empty:
        return words("no_gaps")
    first = rows.iloc[0]
    return words("most_common", gap=first["gap"], accounts=first["accounts"], count=accounts)
