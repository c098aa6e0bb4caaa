"""Whose stance makes the verdict what it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.result import Index, PerAxis, ScopedRecord, SignedShare, returns
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class ContributionRecord(ScopedRecord):
    """What a person's own stance adds to the acceptance."""

    person: Index[str]
    """The person's id."""
    axis: PerAxis[SignedShare]
    """Power times own stance on the axis."""


@returns(ContributionRecord)
def contributions(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what each person adds to the acceptance of their scope.

    The parts ``p_i s_id`` (power times own stance; 0 where the stance is unknown) add up to the
    acceptance ``A_d`` of the scope exactly.

    Returns
    -------
    DataFrame
        One :class:`ContributionRecord` per person with power, whatever their side, the largest
        parts first.
    """
    parts = graph.power[:, None] * np.nan_to_num(graph.stance)
    shown = graph.rank(graph.power != 0, np.abs(parts).sum(axis=1))
    return pd.DataFrame(parts[shown], index=graph.index[shown], columns=list(AXES.words))
