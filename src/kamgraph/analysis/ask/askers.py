"""Which of us can answer: who is closest to whom the question is about, else who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.contacts import contacts
from kamgraph.graph.codes import VENDOR
from kamgraph.model.ids import NONE
from kamgraph.model.vocabulary import TEAM_ROLES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def find_askers(graph: RelationshipGraph) -> pd.Series[str]:
    """Return for each node the id of the one of us to ask about them; missing without any."""
    nearest = contacts(graph)["by"].str[0].astype("str").reindex(graph.index)
    leads = pd.Series(find_leads(graph).take(graph.scope).array, graph.index)
    return nearest.fillna(leads)


def find_leads(graph: RelationshipGraph) -> pd.Series[str]:
    """Return for each scope who of our team comes first in it, else who has met most of theirs."""
    ids = graph.book.column("people", "id")
    lead = np.full(len(graph.scope_index), NONE)
    for role in reversed(TEAM_ROLES.words):
        nodes = np.flatnonzero(graph.on_team(role))[::-1]
        lead[graph.scope[nodes]] = graph.person[nodes]
    busiest = _find_busiest(graph)
    lead = np.where(lead == NONE, busiest, lead)
    return ids.reindex(lead).reset_index(drop=True)


def _find_busiest(graph: RelationshipGraph) -> np.ndarray:
    """Return for each scope which of us, by place, has touched its people most; -1 for none."""
    people = graph.people_on
    there = people["active"] & (people["side"] == VENDOR)
    touches = graph.touches.take(there[graph.touches["knower"]])
    pairs = pd.DataFrame({"scope": graph.scope[touches["node"]], "knower": touches["knower"]})
    counts = pairs.value_counts().reset_index()
    counts = counts.sort_values(["count", "knower"], ascending=[False, True], kind="stable")
    busiest = counts.drop_duplicates("scope").set_index("scope")["knower"]
    return busiest.reindex(range(len(graph.scope_index)), fill_value=NONE).to_numpy()
