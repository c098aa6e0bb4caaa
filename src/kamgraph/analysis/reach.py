"""Whom can we reach, how well, and through whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def reach(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the strongest chain from any of us to every customer's and partner's person.

    The strength of a chain is the product of its steps: our closeness to, or pull on, the first
    contact, then the positive pull of each contact on the next. Competitors pass nobody on.
    Equal chains: fewer hops first, then the earlier person before.

    Returns
    -------
    DataFrame
        On the index of the graph's nodes without vacant seats, the most powerful first:
        ``reach`` (0-1), ``hops`` (ties on the route, missing out of reach), ``first_contact``
        (id of ours, missing out of reach), ``route`` (tuple of ids, ours first; empty out of
        reach), ``threads`` (the most chains that share nobody, ours or theirs, over ties of at
        least ``policy.weak_tie``: three contacts under one champion are one).
    """
    shown = graph.ranked(graph.contact, graph.power)
    routes = graph.best_routes
    hops = pd.Series(routes.hops[shown]).astype("Int64").mask(routes.reach[shown] == 0)
    route = graph.routes_to(shown)
    return pd.DataFrame(
        {
            "reach": routes.reach[shown],
            "hops": hops.array,
            "first_contact": pd.array([ids[0] if ids else None for ids in route], dtype="str"),
            "route": pd.Series(route, dtype=object).array,
            "threads": graph.threads(graph.contact)[shown],
        },
        index=graph.index[shown],
    )
