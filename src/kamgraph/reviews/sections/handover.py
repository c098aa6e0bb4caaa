"""The section on handover: to whom each of us would pass their contacts on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.handover import HandoverRecord
from kamgraph.analysis.handover import handover as hand_over
from kamgraph.model.rounding import at_least
from kamgraph.model.voice import list_words, say, say_count
from kamgraph.reviews.columns import Column, show_column
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_MOST_OURS = 3
_MOST_CONTACTS = 5  # of each


def handover(results: Results) -> Section | None:
    """List the contacts of those of us who carry most, and to whom each would pass."""
    if results.little_known:
        return None
    lost = results.fragility
    carrying = lost[(lost["side"] == "vendor") & (lost["coverage_lost"] > 0)].head(_MOST_OURS)
    if carrying.empty:
        return None
    rows = pd.concat([_list_contacts(person, results) for person in carrying.index])
    if rows.empty:
        return None
    columns = {
        "leaver": Column(say("columns.leaver")),
        "name": Column(say("columns.contact"), "name", below="place"),
        "closeness": show_column(HandoverRecord, "closeness"),
        "colleague": show_column(HandoverRecord, "colleague", below="route"),
        "reach": show_column(HandoverRecord, "reach", heading="reach_then"),
    }
    return Section(
        name="handover",
        heading=say("handover"),
        sentence=_say_losses(rows),
        table=Table(rows, columns, say("handover_caption", count=_MOST_CONTACTS)),
    )


def _list_contacts(person: str, results: Results) -> pd.DataFrame:
    """Return the contacts that one of us would hand over, the most powerful first."""
    found, policy = hand_over(results.graph, person), results.graph.policy
    known = at_least(found["closeness"].to_numpy(float), policy.weak_tie)
    contacts = found[known].head(_MOST_CONTACTS)
    names = results.names
    today = results.reach["reach"].reindex(contacts.index)
    routes = [" → ".join(names[one] for one in route) for route in contacts["route"]]
    return pd.DataFrame(
        {
            "leaver": names[person],
            "name": names[contacts.index],
            "place": results.places[contacts.index],
            "closeness": contacts["closeness"],
            "colleague": [names[key] if isinstance(key, str) else say("nobody_of_us")
                          for key in contacts["colleague"]],
            "route": routes,
            "reach": contacts["reach"],
            "lost": at_least(today.to_numpy(float), policy.reachable)
            & ~at_least(contacts["reach"].to_numpy(float), policy.reachable),
        }
    )  # fmt: skip


def _say_losses(rows: pd.DataFrame) -> str:
    """Say whose leaving would cost us whom, as nobody else among us reaches them."""
    lost = rows[rows["lost"]]
    leavers = list((rows if lost.empty else lost)["leaver"].unique())
    names, alone = list_words(leavers), list_words(list(lost["name"].drop_duplicates()))
    key = "handover_safe" if lost.empty else "handover_lost"
    return say_count(key, len(leavers), names=names, contacts=alone)
