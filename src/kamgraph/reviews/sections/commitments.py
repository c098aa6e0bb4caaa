"""The section on promises: which are overdue, and how both sides keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.voice import join_clauses, say, say_count, say_day, share
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column
from kamgraph.reviews.section import Section, Table, name_subjects

if TYPE_CHECKING:
    from kamgraph.analysis.commitments import Commitments
    from kamgraph.reviews.results import Results

_MOST = 20


def commitments(results: Results) -> Section | None:
    """List the promises, the overdue first; None where none is recorded."""
    found = results.commitments
    if found.promises.empty:
        return None
    shown, names = found.promises.head(_MOST), name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "by": shown["by"].map(names).to_numpy(),
            "to": shown["to"].map(names).to_numpy(),
            "text": shown["text"].to_numpy(),
            "made": [say("promised_on", day=say_day(day)) for day in shown["made"]],
            "due": ["" if pd.isna(day) else say_day(day) for day in shown["due"]],
            "state": [_say_state(row) for row in shown.itertuples()],
        }
    )
    columns = {
        "by": Column(say("columns.promised_by"), "name"),
        "to": Column(say("columns.promised_to")),
        "text": Column(say("columns.promise"), below="made"),
        "due": Column(say("columns.due"), "day"),
        "state": Column(say("columns.state")),
    }
    return Section(
        name="commitments",
        heading=say("commitments"),
        sentence=_say_shares(found),
        table=Table(
            rows, columns, say("commitments_caption"), about=name_subjects(shown["by"], shown["to"])
        ),
    )


def _say_state(row: Any) -> str:
    return say_count(f"promise_{row.state}", row.days)


def _say_shares(found: Commitments) -> str:
    """Say how many promises are overdue, and which share each side has kept."""
    overdue = int(found.sides["overdue"].sum())
    told = [say_count("promises_overdue", overdue) if overdue else say("no_promise_overdue")]
    kept = found.sides["kept_share"].dropna().sort_index(ascending=False)  # ours first
    told += [say(f"promises_kept_by_{side}", share=share(part)) for side, part in kept.items()]
    return join_clauses(told)
