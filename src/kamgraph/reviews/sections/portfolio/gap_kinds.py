"""The section on which gaps come again and again in a portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.analysis.gaps import GapRecord
from kamgraph.analysis.rules import RULES, SEVERITIES
from kamgraph.model.voice import choose_label, say
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.reviews.results import PortfolioResults


def gap_kinds(results: PortfolioResults) -> Section:
    """Count each kind of gap over the accounts: what comes again and again is our habit."""
    found = results.gaps[results.gaps["deal"] == ""]
    counts = found.groupby("gap").agg(accounts=("account", "nunique"), gaps=("gap", "size"))
    why = {rule.code: choose_label(rule.why) for rule in RULES}
    severity = {rule.code: rule.severity for rule in RULES}
    rows = counts.assign(
        gap=[say(f"rules.{code}.name") for code in counts.index],
        severity=[say(f"severity_{severity[code]}") for code in counts.index],
        rank=[SEVERITIES.index(severity[code]) for code in counts.index],
        why=[why[code] for code in counts.index],
    )
    rows = rows.sort_values(["accounts", "rank"], ascending=[False, True], kind="stable")
    columns = {
        "gap": Column(say("columns.gap"), "name", below="why"),
        "severity": show_column(GapRecord, "severity"),
        "accounts": Column(say("columns.accounts_with"), "count"),
        "gaps": Column(say("columns.gaps_number"), "count"),
    }
    shown = rows.drop(columns="rank")
    return Section(
        name="gap_kinds",
        heading=say("gap_kinds"),
        sentence=_say_most_common(rows, len(results.accounts)),
        table=Table(shown, columns, say("gap_kinds_caption")) if len(rows) else None,
    )


def _say_most_common(rows: pd.DataFrame, accounts: int) -> str:
    if rows.empty:
        return say("no_gaps")
    first = rows.iloc[0]
    return say("most_common", gap=first["gap"], accounts=first["accounts"], count=accounts)
