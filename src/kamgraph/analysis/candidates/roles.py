"""Who may hold the decision roles that nobody is recorded to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.candidates.guesses import Guesses, keep_best, list_guesses
from kamgraph.graph.decision import find_due, list_required, share_out
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import DECISION_ROLES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.decision import Part

_MOST, _LEAST = 3, 0.1


def guess_roles(graph: RelationshipGraph) -> list[Guesses]:
    """Propose for each open role the three whose level and function fit it best."""
    # What every decision needs is proposed for the account, whose deals inherit it.
    required, found = list_required(graph), []
    always = find_due(graph.policy) == 0
    for number, role in enumerate(DECISION_ROLES.words):
        if role in graph.policy.role_fit:
            part = share_out(graph, role, required[:, number])
            best = _choose_best(graph, part)
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


def _choose_best(graph: RelationshipGraph, part: Part) -> Rows:
    """Return who would have most of an open role in each scope."""
    nodes = np.flatnonzero(~part.held[graph.scope] & (part.share >= _LEAST))
    rows = Rows(node=nodes, scope=graph.scope[nodes], confidence=part.share[nodes])
    return keep_best(rows, _MOST, "scope")
