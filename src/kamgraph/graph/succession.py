"""Who sits in the seats of those who have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.facts import people_on

if TYPE_CHECKING:
    from kamgraph.graph.relationship_graph import RelationshipGraph


def heirs(graph: RelationshipGraph) -> pd.Series[str]:
    """Return the active person who has taken over the seat of each one who has left.

    Returns
    -------
    Series
        Ids on ids, over the whole book of the graph; those who left without an active
        successor are not in it.
    """
    holder = people_on(graph.book.coded, graph.as_of)["holder"]
    taken = np.flatnonzero((holder >= 0) & (holder != np.arange(len(holder))))
    ids = graph.book.column("people", "id")
    return pd.Series(ids.array[holder[taken]], index=ids.array[taken], name="heir")
