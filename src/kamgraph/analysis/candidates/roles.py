"""Who may hold the decision roles that nobody is recorded to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.candidates.guesses import Guesses, keep_best, list_guesses
from kamgraph.graph.deal_roles import list_deal_roles
from kamgraph.graph.decision import find_due, list_required, share_out
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import DECISION_ROLES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.decision import Part

_MOST, _LEAST = 3, 0.1
_HEADS = "executive"
_FINE = 9  # decimals; what differs by less is alike


def guess_roles(graph: RelationshipGraph) -> list[Guesses]:
    """Propose for each open role the three whose level and function fit it best."""
    # What every decision needs is proposed for the account, whose deals inherit it; but not to
    # others than those who are recorded to have it in one of them.
    required, found = list_required(graph), []
    always = find_due(graph.policy) == 0
    named, seniority = list_deal_roles(graph), _rank_seniority(graph)
    for number, role in enumerate(DECISION_ROLES.words):
        if role in graph.policy.role_fit:
            asked = required[:, number]
            best = _choose_best(graph, share_out(graph, role, asked), seniority)
            if always[number]:
                best = best.take(~np.isin(best["scope"], named["scope"][named["role"] == role]))
            found.append(
                Guesses(
                    "role",
                    "role_fit",
                    list_guesses(
                        scope=best["scope"],
                        person=graph.person[best["node"]],
                        confidence=best["confidence"],
                    ),
                    value=np.full(len(best), role, dtype=object),
                    of_deal=not always[number],
                )
            )
    return found


def count_fitting(graph: RelationshipGraph, role: str) -> np.ndarray:
    """Return to how many people of each scope an open role might be proposed, were all named."""
    number = DECISION_ROLES.words.index(role)
    nodes = _list_fitting(graph, share_out(graph, role, list_required(graph)[:, number]))
    return np.bincount(graph.scope[nodes], minlength=len(graph.scope_index))


def list_by_seniority(graph: RelationshipGraph) -> pd.Index[str]:
    """Return everybody by id, those first who are higher, in each level the heads of the firm."""
    order = np.argsort(_rank_seniority(graph), kind="stable")
    return pd.Index(graph.index.get_level_values("person").take(order).unique())


def _rank_seniority(graph: RelationshipGraph) -> np.ndarray:
    """Return the place of each node by level, then the heads of the firm, then by name."""
    heads = np.array([word == _HEADS for word in graph.function_words] + [False])
    level = np.where(np.isnan(graph.level), np.inf, graph.level)
    names = pd.factorize(graph.part.column("people", "name"), sort=True)[0]
    order = np.lexsort([names[graph.person], ~heads[graph.function], level])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _choose_best(graph: RelationshipGraph, part: Part, seniority: np.ndarray) -> Rows:
    """Return who would have most of an open role in each scope, of equals the most senior."""
    nodes = _list_fitting(graph, part)
    nodes = nodes[np.argsort(seniority[nodes], kind="stable")]
    share = np.round(part.share[nodes], _FINE)
    rows = Rows(node=nodes, scope=graph.scope[nodes], confidence=share)
    best = keep_best(rows, _MOST, "scope")
    return best.with_columns(confidence=part.share[best["node"]])


def _list_fitting(graph: RelationshipGraph, part: Part) -> np.ndarray:
    """Return who would have enough of an open role, by a level or function that is known."""
    told = ~np.isnan(graph.level) | (graph.function >= 0)
    return np.flatnonzero(told & ~part.held[graph.scope] & (part.share >= _LEAST))
