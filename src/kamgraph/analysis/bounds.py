"""Between which scores could a key person stand, as long as not everybody is graded?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph import kernels
from kamgraph.graph.influence import own_share
from kamgraph.graph.scale import score
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def bounds(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the bounds of the scores after influence of direct and indirect key persons.

    With ``x = V s``, the unknown stances ``s_i`` taken for 0 may be anything in [-1, 1], so
    ``x_j`` is off by ``Σ |V_ji|`` over the unknown at the most: both their own stance and those
    of the people who influence them.

    Returns
    -------
    DataFrame
        On the index of the graph's nodes, the most powerful first: ``relationship_low``,
        ``relationship_high`` and so on for ``solution`` and ``price`` (0-100).
    """
    shown = graph.ranked(graph.key, graph.power)
    after, off = graph.equilibrium[shown], _off(graph, shown)
    columns = {}
    for k, axis in enumerate(AXES.words):
        columns[f"{axis}_low"] = score(after[:, k] - off[:, k])
        columns[f"{axis}_high"] = score(after[:, k] + off[:, k])
    return pd.DataFrame(columns, index=graph.index[shown])


def _off(graph: RelationshipGraph, shown: np.ndarray) -> np.ndarray:
    """Return how far the equilibrium of some nodes may be off, (nodes, axes)."""
    matrix, unknown = graph.influence, np.isnan(graph.stance)
    off = np.zeros((len(shown), unknown.shape[1]))
    scope = graph.scope[shown]
    rank = np.arange(len(shown)) - np.searchsorted(scope, scope)
    for number in range(rank.max(initial=-1) + 1):  # one node of every scope at a time
        some = rank == number
        asked = np.zeros(len(graph.scope))
        asked[shown[some]] = 1.0
        lever = kernels.leverage(graph.starts, matrix.ptr, matrix.idx, matrix.val, asked)
        row_of_v = np.abs(own_share(matrix) * lever)
        off[some] = graph.scope_sums(row_of_v[:, None] * unknown)[scope[some]]
    return off
