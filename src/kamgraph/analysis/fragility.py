"""What breaks when one person leaves?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Index, Points, ScopedRecord, returns
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class FragilityRecord(ScopedRecord):
    """What is lost without a person."""

    person: Index[str]
    """The person's id."""
    side: Literal["customer", "vendor", "partner"]
    """The kind of the person's organization."""
    coverage_lost: Points
    """Coverage lost."""
    out_of_reach: tuple[str, ...]
    """Ids of the key persons whose reach falls below ``policy.reachable``, the person's own
    included."""


@returns(FragilityRecord)
def fragility(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what is lost without each of us and without each contact.

    Decision weights and power are held as they are; whoever is gone counts as out of reach.
    Only the routes that lead through a person are looked at anew, so that a large account
    costs little more than a small one.

    Returns
    -------
    DataFrame
        One :class:`FragilityRecord` per person of ours and per contact (no competitors, no
        vacant seats), the greatest loss first.
    """
    losses = graph.losses
    shown = graph.rank(graph.ours | graph.contact, losses.points)
    ids = graph.index.get_level_values("person")
    fallen = pd.Series(ids.take(losses.unreached), dtype=object).groupby(losses.leaver).agg(tuple)
    return pd.DataFrame(
        {
            "side": pd.array([SIDES.words[side] for side in graph.side[shown]], dtype=TEXT),
            "coverage_lost": losses.points[shown],
            "out_of_reach": pd.array([fallen.get(node, ()) for node in shown], dtype=object),
        },
        index=graph.index[shown],
    )
