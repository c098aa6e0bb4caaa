"""Between which scores could a key person stand, as long as not everybody is graded?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph import kernels
from kamgraph.graph.influence import own_share
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
    """Return the bounds of the scores after influence of direct and indirect key persons.

    With ``x = V s``, the unknown stances ``s_i`` taken for 0 may be anything in [-1, 1], so
    ``x_j`` is off by ``Σ |V_ji|`` over the unknown at the most: both their own stance and those
    of the people who influence them.

    Returns
    -------
    DataFrame
        One :class:`BoundsRecord` per direct or indirect key person, the most powerful first.
    """
    shown = graph.rank(graph.key, graph.power)
    after, off = graph.equilibrium[shown], _measure_unknown(graph, shown)
    low = {f"{axis}_low": score(after[:, k] - off[:, k]) for k, axis in enumerate(AXES.words)}
    high = {f"{axis}_high": score(after[:, k] + off[:, k]) for k, axis in enumerate(AXES.words)}
    return pd.DataFrame({**low, **high}, index=graph.index[shown])


def _measure_unknown(graph: RelationshipGraph, shown: np.ndarray) -> np.ndarray:
    """Return how far the equilibrium of some nodes may be off, (nodes, axes)."""
    matrix, unknown = graph.influence, np.isnan(graph.stance)
    off = np.zeros((len(shown), unknown.shape[1]))
    scope = graph.scope[shown]
    rank = np.arange(len(shown)) - np.searchsorted(scope, scope)
    for number in range(rank.max(initial=-1) + 1):  # one node of every scope at a time
        some = rank == number
        asked = np.zeros(len(graph.scope))
        asked[shown[some]] = 1.0
        lever = kernels.solve_leverage(graph.starts, matrix.ptr, matrix.idx, matrix.val, asked)
        row_of_v = np.abs(own_share(matrix) * lever)
        off[some] = graph.scope_sums(row_of_v[:, None] * unknown)[scope[some]]
    return off
