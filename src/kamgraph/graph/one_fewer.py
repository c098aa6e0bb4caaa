"""What is lost without one fact at a time, and the few of which most is lost in each scope."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.graph import RelationshipGraph

_MOST = 400_000  # nodes of the graphs without a fact that are looked at together


def measure_without(
    graph: RelationshipGraph, scope: np.ndarray, measure: Callable[[slice], np.ndarray]
) -> np.ndarray:
    """Return what is measured without each fact, of graphs of so many facts as memory bears."""
    size = np.cumsum(np.diff(graph.starts)[scope])
    cuts = np.flatnonzero(np.diff(size // _MOST)) + 1
    ends = [0, *cuts.tolist(), len(scope)]
    return np.concatenate([measure(slice(*pair)) for pair in pairwise(ends)])


def select_first(scope: np.ndarray, order: np.ndarray, most: int) -> np.ndarray:
    """Return of an order by scope the first few of each."""
    rank = np.arange(len(order)) - np.searchsorted(scope[order], scope[order])
    return order[rank < most]
