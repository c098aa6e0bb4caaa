"""Between which scores could a key person stand, as long as not everybody is graded?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.graph.scale import score
from kamgraph.model.result import Index, PerAxis, ScopedRecord, Score, returns
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class BoundsRecord(ScopedRecord):
    """Between which scores a key person could stand."""

    person: Index[str]
    """The person's id."""
    axis_low: PerAxis[Score]
    """The lowest score after influence that the unknown stances leave possible."""
    axis_high: PerAxis[Score]
    """The highest."""


@returns(BoundsRecord)
def bounds(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the bounds of the scores after influence of the customers' and partners' key people.

    A stance whose certainty is k may be off by ``1 - k``, so the stance after influence is off by
    ``y = (I - |M|)^-1 D (1 - k)`` at the most: for one's own stance and for those of the people
    who influence one. What is unknown, old or not recorded widens it alike.

    Returns
    -------
    DataFrame
        One :class:`BoundsRecord` per key person, the most powerful first.
    """
    shown = graph.rank(graph.key, graph.power)
    after, off = graph.equilibrium[shown], graph.half_width[shown]
    low = {f"{axis}_low": score(after[:, k] - off[:, k]) for k, axis in enumerate(AXES.words)}
    high = {f"{axis}_high": score(after[:, k] + off[:, k]) for k, axis in enumerate(AXES.words)}
    return pd.DataFrame({**low, **high}, index=graph.index[shown])
