"""The section on the accounts of a portfolio, the most urgent first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.portfolio.portfolio import AccountRecord
from kamgraph.analysis.portfolio.segments import CLASSES, QUADRANTS
from kamgraph.model.voice import say, say_count, say_label, score, share
from kamgraph.reviews import pictures
from kamgraph.reviews.certainty import list_bands
from kamgraph.reviews.columns import Column, show_column, show_columns
from kamgraph.reviews.section import Figure, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 50


def accounts(results: PortfolioResults) -> Section | None:
    """List the accounts, the most urgent first; None while nobody of any is graded."""
    if not results.graded:
        return None
    accounts = results.accounts
    shown = accounts.head(_MOST)
    rows = pd.DataFrame(
        {
            "name": shown["name"],
            "class": shown["class"].map(partial(say_label, CLASSES), na_action="ignore"),
            "quadrant": shown["quadrant"].map(partial(say_label, QUADRANTS), na_action="ignore"),
            "status": shown["status"].map(say),
            **{name: shown[name] for name in ("choice", "coverage", "known", "gaps_high")},
            "band": list_bands(shown, "low", "high"),
        }
    )
    columns = {
        "name": Column(say("columns.account"), "name"),
        "class": show_column(AccountRecord, "class", below="quadrant"),
        "status": show_column(AccountRecord, "status"),
        "choice": show_column(AccountRecord, "choice", below="band"),
        **show_columns(AccountRecord, "coverage", "known", "gaps_high"),
    }
    if results.since is not None:
        rows["change"] = shown["choice_change"]
        columns["change"] = show_column(AccountRecord, "choice_change", heading="change")
    return Section(
        name="accounts",
        heading=say("accounts"),
        sentence=_say_how_many(len(accounts)),
        figures=_make_figures(results),
        table=Table(rows, columns, say("accounts_caption"), accounts=tuple(shown.index)),
        picture=pictures.accounts(results),
    )


def _say_how_many(count: int) -> str:
    sentence = say_count("accounts_found", count)
    return sentence if count <= _MOST else sentence + say("accounts_cut", shown=_MOST)


def _make_figures(results: PortfolioResults) -> tuple[Figure, ...]:
    accounts = results.accounts
    count = len(accounts)
    leaning, status = int(accounts["for_us"].sum()), accounts["status"].value_counts()
    red, grey = (say("of", part=status.get(one, 0), whole=count) for one in ("red", "grey"))
    covered = "mean_coverage_note" if accounts["coverage"].notna().any() else "not_recorded_note"
    return (
        Figure(
            say("leaning"), say("of", part=leaning, whole=count), say("leaning_note"), term="choice"
        ),
        Figure(say("red_accounts"), red, say("red_accounts_note"), term="status"),
        Figure(say("grey_accounts"), grey, say("grey_note"), term="status"),
        Figure(
            say("columns.coverage"),
            score(accounts["coverage"].mean()),
            say(covered),
            term="coverage",
        ),
        Figure(
            say("columns.known"),
            share(accounts["known"].mean()),
            say("mean_known_note"),
            term="known",
        ),
    )
