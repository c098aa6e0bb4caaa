"""The section on how real the open deals are: what is claimed, and what somebody vouches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.voice import list_words, say, say_count
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.columns import Column
from kamgraph.reviews.deal_facts import name_deals
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_PARTS = ("budget", "authority", "need", "timing")


def qualification(results: Results) -> Section | None:
    """List the open deals, the least confirmed first; None where little is known of any."""
    found = results.qualification
    if results.little_known or (found[[*_PARTS]] == "unknown").all(axis=None):
        return None
    names = name_everybody(results.graph)
    rows = pd.DataFrame(
        {
            "name": name_deals(results.graph, found.index.to_series()),
            **{part: [say(f"qualified_{word}") for word in found[part]] for part in _PARTS},
            "vouched_by": [list_words([names[one] for one in ids]) for ids in found["vouched_by"]],
        }
    )
    columns = {
        "name": Column(say("columns.deal"), "name"),
        **{part: Column(say(f"columns.{part}")) for part in _PARTS},
        "vouched_by": Column(say("columns.vouched_by")),
    }
    whole = int((found["confirmed"] == len(_PARTS)).sum())
    return Section(
        name="qualification",
        heading=say("qualification"),
        sentence=say_count("deals_qualified", len(found), part=whole),
        table=Table(rows, columns, say("qualification_caption")),
    )
