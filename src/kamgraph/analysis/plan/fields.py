"""Accounts and deals with their moves, each with what it takes and how likely it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.plan.moves import list_moves
from kamgraph.analysis.plan.search import Field
from kamgraph.analysis.plan.values import measure_aims, weigh_aims
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.analysis.plan.moves import Move
    from kamgraph.graph import RelationshipGraph


def make_fields(graph: RelationshipGraph, aims: Mapping[str, float]) -> list[Field]:
    """Return the one scope of a graph with its moves, or each account among many scopes."""
    # A deal among its account's scopes would have the same moves twice.
    chosen = (
        np.flatnonzero(~graph.of_deal) if len(graph.of_deal) > 1 else np.arange(len(graph.of_deal))
    )
    worth = _weigh_scopes(graph, chosen)
    scopes = list(graph.split()) if len(graph.of_deal) > 1 else [graph] * len(chosen)
    return [
        _make_field(scopes[scope], weight * weigh_aims(aims))
        for scope, weight in zip(progress(chosen.tolist(), "moves"), worth, strict=True)
    ]


def _weigh_scopes(graph: RelationshipGraph, chosen: np.ndarray) -> list[float]:
    """Return what is at stake in each scope, 1 on average."""
    if len(chosen) <= 1:
        return [1.0] * len(chosen)
    value = graph.open_value[chosen]
    least = np.nanmin(value, initial=np.inf, where=~np.isnan(value) & (value > 0))
    if not np.isfinite(least):
        return [1.0] * len(chosen)
    value = np.where(value > 0, value, least)
    return list((value / value.mean()).tolist())


def _make_field(graph: RelationshipGraph, weights: np.ndarray) -> Field:
    moves, ids = list_moves(graph), graph.index
    return Field(
        graph=graph,
        moves=moves,
        owners=[ids[move.owner] for move in moves],
        costs=np.array([_measure_cost(graph, move) for move in moves]),
        chances=np.array([graph.policy.move_chances[move.kind] for move in moves]),
        weights=weights,
        start=measure_aims(graph)[0],
    )


def _measure_cost(graph: RelationshipGraph, move: Move) -> float:
    """Return how many days of work a move takes: more between people who are no peers."""
    apart = abs(graph.level[move.owner] - graph.level[move.contact])
    beyond = max(0.0, float(np.nan_to_num(apart)) - graph.policy.level_tolerance)
    return graph.policy.move_costs[move.kind] * (1.0 + graph.policy.move_level_cost * beyond)
