"""What breaks when one person leaves?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def fragility(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what is lost without each of us and without each contact.

    Decision weights and power are held as they are; whoever is gone counts as out of reach.
    Only the routes that lead through a person are looked at anew, so that a large account
    costs little more than a small one.

    Returns
    -------
    DataFrame
        On the index of the graph's nodes, ours and contacts (no competitors, no vacant seats),
        the greatest loss first: ``side``, ``coverage_lost`` (points of coverage) and
        ``out_of_reach`` (tuple of ids: the key persons whose reach falls below
        ``policy.reachable``, the person's own included).
    """
    losses = graph.losses
    shown = graph.ranked(graph.ours | graph.contact, losses.points)
    ids = graph.index.get_level_values("person")
    fallen = pd.Series(ids.take(losses.unreached), dtype=object).groupby(losses.leaver).agg(tuple)
    return pd.DataFrame(
        {
            "side": pd.array([SIDES.words[side] for side in graph.side[shown]], dtype="str"),
            "coverage_lost": losses.points[shown],
            "out_of_reach": [fallen.get(node, ()) for node in shown],
        },
        index=graph.index[shown],
    )
