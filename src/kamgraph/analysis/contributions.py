"""Whose stance makes the verdict what it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.result import Index, PerAxis, Points, ScopedRecord, names, returns

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class ContributionRecord(ScopedRecord):
    """What a person's own stance adds to the acceptance."""

    person: Index[str]
    """The person's id."""
    axis_points: PerAxis[Points]
    """What the person's own stance adds to the score, or takes away from it."""


@returns(ContributionRecord)
def contributions(graph: RelationshipGraph) -> pd.DataFrame:
    """Return by how many points each person raises or lowers the scores of their scope.

    The parts ``50 p_i s_id`` (power times own stance; 0 where the stance is unknown) add up, from
    the neutral 50 on, to the score ``50 (1 + A_d)`` of the scope exactly.

    Returns
    -------
    DataFrame
        One :class:`ContributionRecord` per person with power, whatever their side, the largest
        parts first.
    """
    parts = 50.0 * graph.power[:, None] * np.nan_to_num(graph.stance)
    shown = graph.rank(graph.power != 0, np.abs(parts).sum(axis=1))
    return pd.DataFrame(
        parts[shown], index=graph.index[shown], columns=names(ContributionRecord)[1:]
    )
