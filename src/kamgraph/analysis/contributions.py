"""Whose stance makes the verdict what it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def contributions(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what each person adds to the acceptance of their scope.

    The parts ``p_i s_id`` (power times own stance; 0 where the stance is unknown) add up to the
    acceptance ``A_d`` of the scope exactly.

    Returns
    -------
    DataFrame
        On the index of the graph's nodes, people of all sides with power, the largest parts
        first: ``relationship``, ``solution``, ``price``, each in [-1, 1].
    """
    parts = graph.power[:, None] * np.nan_to_num(graph.stance)
    shown = graph.ranked(graph.power != 0, np.abs(parts).sum(axis=1))
    return pd.DataFrame(parts[shown], index=graph.index[shown], columns=list(AXES.words))
