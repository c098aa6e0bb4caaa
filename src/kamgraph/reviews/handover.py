"""The section on handover: to whom each of ours would pass their contacts on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.handover import handover
from kamgraph.graph.scale import at_least
from kamgraph.reviews.people import named, placed
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording

_MOST_OURS = 3
_MOST_CONTACTS = 5  # of each


def handovers(results: Results, words: Wording) -> Section | None:
    """List whom those of ours who carry most would hand over, and to whom; None without any."""
    lost = results.fragility
    carrying = lost[(lost["side"] == "vendor") & (lost["coverage_lost"] > 0)].head(_MOST_OURS)
    if carrying.empty:
        return None
    rows = pd.concat([_of(person, results, words) for person in carrying.index])
    if rows.empty:
        return None
    columns = {
        "leaver": Column(words("leaver")),
        "name": Column(words("contact"), "name", below="place"),
        "closeness": Column(words("closeness"), "reach"),
        "colleague": Column(words("colleague"), below="route"),
        "reach": Column(words("reach_then"), "reach"),
    }
    return Section(
        name="handover",
        heading=words("handover"),
        sentence=_who_is_left_alone(rows, words),
        table=Table(rows, columns, words("handover_caption", count=_MOST_CONTACTS)),
    )


def _of(person: str, results: Results, words: Wording) -> pd.DataFrame:
    """Return the contacts that one of ours would hand over, the most powerful first."""
    found, policy = handover(results.graph, person), results.graph.policy
    known = at_least(found["closeness"].to_numpy(float), policy.weak_tie)
    contacts = found[known].head(_MOST_CONTACTS)
    names, people = named(results.people, words), results.people.loc[contacts.index]
    today = results.reach["reach"].reindex(contacts.index)
    routes = [" → ".join(names[list(route)]) for route in contacts["route"]]
    return pd.DataFrame(
        {
            "leaver": names[person],
            "name": named(people, words),
            "place": placed(people),
            "closeness": contacts["closeness"],
            "colleague": [names[key] if isinstance(key, str) else words("nobody_of_us")
                          for key in contacts["colleague"]],
            "route": routes,
            "reach": contacts["reach"],
            "lost": at_least(today.to_numpy(float), policy.reachable)
            & ~at_least(contacts["reach"].to_numpy(float), policy.reachable),
        }
    )  # fmt: skip


def _who_is_left_alone(rows: pd.DataFrame, words: Wording) -> str:
    """Say whom nobody else of ours would reach."""
    leavers = list(rows["leaver"].unique())
    alone = list(rows.loc[rows["lost"], "name"].drop_duplicates())
    if not alone:
        return words.counted("handover_safe", len(leavers), names=words.listed(leavers))
    return words.counted(
        "handover_lost", len(leavers), names=words.listed(leavers), contacts=words.listed(alone)
    )
