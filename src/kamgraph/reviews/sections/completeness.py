"""The section on completeness: how much is recorded, and what cannot be said for want of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.completeness import CompletenessRecord
from kamgraph.model.recorded import FAMILIES
from kamgraph.model.voice import say, say_count, say_label
from kamgraph.reviews.certainty import list_families_within, list_unrecorded
from kamgraph.reviews.columns import Column, show_column, show_columns
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_APART = ("accepted", "inferred")  # what is counted beside what somebody recorded


def completeness(results: Results) -> Section:
    """List the families of facts with how much of each is recorded and what follows."""
    found = results.completeness
    rows = pd.DataFrame(
        {
            "fact": [say_label(FAMILIES, family) for family in found.index],
            "share": found["share"],
            "counts": _tell_counts(found),
            "consequence": found["consequence"],
            "next_step": found["next_step"],
        }
    )
    columns = {
        "fact": Column(say("columns.fact"), "name"),
        "share": show_column(CompletenessRecord, "share", heading="recorded", below="counts"),
        **show_columns(CompletenessRecord, "consequence", "next_step"),
    }
    return Section(
        name="completeness",
        heading=say("completeness_heading"),
        sentence=_say_what_lacks(results),
        table=Table(rows, columns, say("completeness_caption")),
    )


def _tell_counts(found: pd.DataFrame) -> list[str]:
    """Say how many are recorded, how many of these by an accepted suggestion, and what is more."""
    return [
        " · ".join(
            [
                say("of", part=f"{row['recorded']:,}", whole=f"{row['of']:,}"),
                *(say(f"count_{part}", count=f"{row[part]:,}") for part in _APART if row[part]),
            ]
        )
        for row in found[["recorded", "of", *_APART]].to_dict("records")
    ]


def _say_what_lacks(results: Results) -> str:
    """Say what the whole book has nothing of, else of how many families something lacks."""
    none = list_unrecorded(results)
    if none:
        return say("not_recorded", families=list_families_within(none))
    lacking = int((results.completeness["share"] < 1).sum())
    return say_count("partly_recorded", lacking) if lacking else say("all_recorded")
