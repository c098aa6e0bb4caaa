"""The section on renewals: which contracts end, and whether those who signed are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.renewals import RenewalRecord
from kamgraph.model.voice import join_clauses, list_words, say, say_count, say_day
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.deal_facts import name_deals, spell_worths
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.reviews.results import Results


def renewals(results: Results) -> Section | None:
    """List the contracts that end soon or have ended; None where there is none."""
    found = results.renewals
    if found.empty:
        return None
    names = name_everybody(results.graph)

    def name(people: Iterable[tuple[str, ...]]) -> list[str]:
        return [list_words([names[one] for one in ids]) for ids in people]

    rows = pd.DataFrame(
        {
            "name": name_deals(results.graph, found.index.to_series()),
            "value": spell_worths(found),
            "ends": [say_day(day) for day in found["ends"]],
            "days": [say_count("ended_ago" if n < 0 else "ends_in", abs(n)) for n in found["days"]],
            "signed_by": name(found["signed_by"]),
            "gone": name(found["gone"]),
            "signs_now": name(found["signs_now"]),
            "choice": found["choice"].to_numpy(),
            "state": [say(f"contract_{state}") for state in found["state"]],
        }
    )
    columns = {
        "name": Column(say("columns.contract"), "name"),
        "value": Column(say("columns.worth")),
        "ends": Column(say("columns.ends"), "day", below="days"),
        "signed_by": Column(say("columns.signed_by")),
        "gone": Column(say("columns.gone")),
        "signs_now": Column(say("columns.signs_now")),
        "choice": show_column(RenewalRecord, "choice"),
        "state": Column(say("columns.state")),
    }
    days = f"{results.graph.policy.renewal_days:g}"
    risky = int(found["state"].isin(["lapsed", "at_risk"]).sum())
    told = [say_count("contracts_ending", len(found))]
    told += [say_count("contracts_at_risk", risky)] if risky else []
    return Section(
        name="renewals",
        heading=say("renewals"),
        sentence=join_clauses(told),
        table=Table(
            rows, columns, say("renewals_caption", days=days), about=tuple(found["signs_now"])
        ),
    )
