"""The section on whom we meet in each account of a portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.voice import join_clauses, say
from kamgraph.reviews.columns import Column
from kamgraph.reviews.contact_facts import (
    count_as_contact,
    list_top,
    say_met,
    say_touches,
)
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults

_MOST = 50


def acquaintance(results: PortfolioResults) -> Section | None:
    """Count whom we meet in each account; None where no meeting, call or letter is recorded."""
    if "interactions" not in results.graph.recorded:
        return None
    found = _count_by_account(results)
    shown = found.head(_MOST)
    rows = shown.assign(
        met=_spell_parts(shown["met"], shown["people"]),
        top=_spell_parts(shown["unmet"], shown["top"]),
        last=shown["last"].dt.strftime("%Y-%m-%d"),
    )
    waiting = {"unanswered": Column(say("columns.unanswered"), "count")}
    columns = {
        "name": Column(say("columns.account"), "name"),
        "met": Column(say("columns.met")),
        "top": Column(say("columns.top_unmet")),
        **(waiting if shown["unanswered"].any() else {}),
        "cold": Column(say("columns.gone_cold"), "count"),
        "touches": Column(say("columns.touches"), "count"),
        "last": Column(say("columns.last"), "day"),
    }
    clauses = [say_met(results.of_accounts), say_touches(results.of_accounts)]
    return Section(
        name="acquaintance",
        heading=say("contacts"),
        sentence=join_clauses([clause for clause in clauses if clause]),
        table=Table(rows, columns, say("acquaintance_caption"), accounts=tuple(shown.index)),
    )


def _count_by_account(results: PortfolioResults) -> pd.DataFrame:
    """Return for each account how many there are, met, unmet at the top and cold, and touches."""
    graph = results.of_accounts.graph
    own, top = results.of_accounts.own_contacts, list_top(results.of_accounts)
    if "account" not in own.index.names:  # as there is but one
        account = graph.scopes["account"].iloc[0]
        own, top = (pd.concat({account: part}, names=["account"]) for part in (own, top))
    state = own["state"]
    counts = {
        "people": state,
        "met": state[count_as_contact(state)],
        "unanswered": state[state == "unanswered"],
        "cold": state[state == "cold"],
        "top": top["state"],
        "unmet": top["state"][top["state"] == "never"],
    }
    sizes = {name: rows.groupby("account").size() for name, rows in counts.items()}
    table = pd.DataFrame(sizes).fillna(0).astype(int)
    table = table.join(own.groupby("account").agg({"touches": "sum", "last": "max"}))
    names = results.graph.part.organizations.set_index("id")["name"]
    table = table.assign(name=names.reindex(table.index), touches=table["touches"].astype(float))
    return table.sort_values(["touches", "people"], ascending=False, kind="stable")


def _spell_parts(parts: pd.Series[int], wholes: pd.Series[int]) -> list[str]:
    pairs = zip(parts, wholes, strict=True)
    return [say("of", part=part, whole=whole) for part, whole in pairs]
