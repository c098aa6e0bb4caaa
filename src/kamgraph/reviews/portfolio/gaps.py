"""The sections on where a portfolio's largest risks are, and which gaps come again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.rules import RULES, SEVERITIES
from kamgraph.model.voice import current_language, say, say_count
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.portfolio.results import PortfolioResults

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
        "account": Column(say("account"), "name", below="deal"),
        "detail": Column(say("detail")),
        "stake": Column(say("stake"), "share"),
        "action": Column(say("action")),
    }
    return Section(
        name="risks",
        heading=say("risks"),
        sentence=_where(len(grave), len(worst)),
        table=Table(rows, columns, say("risks_caption", count=_MOST)) if len(rows) else None,
    )


def _where(gaps: int, accounts: int) -> str:
    if not gaps:
        return say("no_risks")
    told = {name: say_count(name, count) for name, count in
            (("gaps_high", gaps), ("account_count", accounts))}  # fmt: skip
    return say("risks_found", **told)


def gap_kinds(results: PortfolioResults) -> Section:
    """Count each kind of gap over the accounts: what comes again and again is a habit of ours."""
    found = results.gaps[results.gaps["deal"] == ""]
    counted = found.groupby("gap").agg(accounts=("account", "nunique"), gaps=("gap", "size"))
    why = {rule.code: rule.why[current_language() == "zh"] for rule in RULES}
    severity = {rule.code: rule.severity for rule in RULES}
    rows = counted.assign(
        gap=[say(f"gap_{code}") for code in counted.index],
        severity=[say(f"severity_{severity[code]}") for code in counted.index],
        rank=[SEVERITIES.index(severity[code]) for code in counted.index],
        why=[why[code] for code in counted.index],
    )
    rows = rows.sort_values(["accounts", "rank"], ascending=[False, True], kind="stable")
    columns = {
        "gap": Column(say("gap"), "name", below="why"),
        "severity": Column(say("severity")),
        "accounts": Column(say("accounts_with"), "count"),
        "gaps": Column(say("gaps_number"), "count"),
    }
    shown = rows.drop(columns="rank")
    return Section(
        name="gap_kinds",
        heading=say("gap_kinds"),
        sentence=_most_common(rows, len(results.accounts)),
        table=Table(shown, columns, say("gap_kinds_caption")) if len(rows) else None,
    )


def _most_common(rows: pd.DataFrame, accounts: int) -> str:
    if rows.empty:
        return say("no_gaps")
    first = rows.iloc[0]
    return say("most_common", gap=first["gap"], accounts=first["accounts"], count=accounts)
