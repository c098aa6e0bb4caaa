"""Which ties should be verified first, as most hangs on them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.one_fewer import measure_without, select_first
from kamgraph.model.result import Index, Points, Record, TieKind, returns
from kamgraph.model.rounding import ROUNDING

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph


class VitalTieRecord(Record):
    """A tie whose loss costs coverage."""

    account: Index[str]
    """The account's id."""
    deal: Index[str]
    """The deal's id; empty for the account itself."""
    source: Index[str]
    """The id of the person it comes from."""
    target: Index[str]
    """The id of the person it leads to."""
    kind: Index[TieKind]
    """What the tie is."""
    origin: str
    """Where it is from: the account, the deal, a successor or interactions."""
    coverage_lost: Points
    """The coverage lost without it, all that follows from it included."""


@returns(VitalTieRecord)
def vital_ties(graph: RelationshipGraph, *, most: int = 5) -> pd.DataFrame:
    """Return the few ties whose loss costs most coverage: to be verified before anybody acts.

    Each tie on a best route to a key person is taken away by itself, and the coverage of the graph
    without it is worked out exactly, with the power and the key people that it then has.

    Parameters
    ----------
    graph
        The graph.
    most
        How many ties to return for each account and deal.

    Returns
    -------
    DataFrame
        One :class:`VitalTieRecord` per tie, those that cost most first in each scope; none where
        the book does not say who knows whom.
    """
    ties = _list_route_ties(graph) if graph.acquaintance_recorded else np.empty(0, np.int64)
    lost = _measure_losses(graph, ties)
    scope = graph.tie_scope[ties]
    order = np.lexsort((ties, -np.round(lost, 9), scope))
    order = order[lost[order] > ROUNDING]
    shown = select_first(scope, order, most)
    table = graph.ties.iloc[ties[shown]].assign(coverage_lost=lost[shown])
    index = ["account", "deal", "source", "target", "kind"]
    return table[[*index, "origin", "coverage_lost"]].set_index(index)


def _list_route_ties(graph: RelationshipGraph) -> np.ndarray:
    """Return the ties over which the best routes to key people lead, in whatever direction."""
    before = graph.best_routes.before
    step = np.full(len(before), fill_value=False)
    waiting = np.flatnonzero(graph.key & (before >= 0))
    while len(waiting):
        step[waiting] = True
        waiting = before[waiting]
        waiting = waiting[(before[waiting] >= 0) & ~step[waiting]]
    source, target = graph.tie_ends
    led = (step[target] & (before[target] == source)) | (step[source] & (before[source] == target))
    return np.flatnonzero(led)


def _measure_losses(graph: RelationshipGraph, ties: np.ndarray) -> np.ndarray:
    """Return the coverage lost without each of some ties."""
    if not len(ties):
        return np.empty(0)
    scope = graph.tie_scope[ties]
    after = measure_without(graph, scope, lambda some: _measure_coverage(graph, ties[some]))
    return np.nan_to_num(graph.coverage[scope] - after)


def _measure_coverage(graph: RelationshipGraph, ties: np.ndarray) -> np.ndarray:
    """Return the coverage of the scope of each tie without it."""
    scope = graph.tie_scope[ties]
    stacked = graph.stack(scope)
    place = ties - np.searchsorted(graph.tie_scope, scope)
    first = np.searchsorted(stacked.tie_scope, np.arange(len(ties)))
    return stacked.drop_ties(first + place).coverage
