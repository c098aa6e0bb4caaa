"""The section on payments: what is still to be paid, who signs, and what is at risk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.analysis.payments import PaymentRecord
from kamgraph.model.vocabulary import PAYMENT_PARTS
from kamgraph.model.voice import join_clauses, list_words, say, say_count, say_day, say_label
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column, show_columns
from kamgraph.reviews.deal_facts import name_deals, spell_worth
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


def payments(results: Results) -> Section | None:
    """List the open payments, the overdue first; None where there is none."""
    found = results.payments
    if found.empty:
        return None
    names = name_everybody(results.graph)
    pairs = zip(found["amount"], found["currency"], strict=True)
    rows = pd.DataFrame(
        {
            "name": name_deals(results.graph, found["sale"]),
            "part": found["part"].map(partial(say_label, PAYMENT_PARTS)).to_numpy(),
            "due": ["" if pd.isna(day) else say_day(day) for day in found["due"]],
            "amount": [spell_worth(*pair) for pair in pairs],
            "signer": found["signer"].map(names).to_numpy(),
            "known": ["" if one else say("signer_by_role") for one in found["recorded"]],
            "choice": found["choice"].to_numpy(),
            "reach": found["reach"].to_numpy(),
            "risks": [_say_risks(row) for row in found.itertuples()],
        }
    )
    rows["known"] = rows["known"].where(rows["signer"].notna(), "")
    columns = {
        "name": Column(say("columns.deal"), "name", below="part"),
        "due": Column(say("columns.due"), "day"),
        "amount": Column(say("columns.amount")),
        "signer": Column(say("columns.signer"), below="known"),
        **show_columns(PaymentRecord, "choice", "reach"),
        "risks": Column(say("columns.risks")),
    }
    return Section(
        name="payments",
        heading=say("payments"),
        sentence=_say_sums(found),
        table=Table(rows, columns, say("payments_caption"), about=name_subjects(found["signer"])),
    )


def _say_risks(row: Any) -> str:
    return list_words([say_count(f"payment_{risk}", row.overdue) for risk in row.risks])


def _say_sums(found: pd.DataFrame) -> str:
    """Say how many payments are open and, in one currency, how much, and how much is at risk."""
    told = [say_count("payments_open", len(found))]
    if len(found["currency"].unique()) == 1 and found["amount"].notna().all():
        currency = found["currency"].iloc[0]
        whole, risk = (spell_worth(found[one].sum(), currency) for one in ("amount", "at_risk"))
        told = [told[0] + say("deals_worth", amount=whole)]
        told += [say("payments_at_risk", amount=risk)] if found["at_risk"].any() else []
    return join_clauses(told)
