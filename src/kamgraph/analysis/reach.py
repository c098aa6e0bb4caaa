"""Whom can we reach, how well, and through whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Degree, Index, ScopedRecord, returns

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class ReachRecord(ScopedRecord):
    """How well a person is reached."""

    person: Index[str]
    """The person's id."""
    reach: Degree
    """The strength of the strongest chain from one of us."""
    hops: int | None
    """Ties on the route; missing out of reach."""
    first_contact: str | None
    """The id of the one of us with whom the route begins; missing out of reach."""
    route: tuple[str, ...]
    """Ids on the route, ours first; empty out of reach."""
    threads: int
    """The most chains that share nobody, ours or theirs, over ties of at least
    ``policy.weak_tie``: three contacts under one champion are one."""


@returns(ReachRecord)
def reach(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the strongest chain from any of us to every customer's and partner's person.

    The strength of a chain is the product of its steps: our closeness to, or pull on, the first
    contact, then the positive pull of each contact on the next. Competitors pass nobody on.
    Equal chains: fewer hops first, then the earlier person before.

    Returns
    -------
    DataFrame
        One :class:`ReachRecord` per person, vacant seats left out, the most powerful first.
    """
    shown = graph.rank(graph.contact, graph.power)
    routes = graph.best_routes
    hops = pd.Series(routes.hops[shown]).astype("Int64").mask(routes.reach[shown] == 0)
    route = graph.trace_routes(shown)
    return pd.DataFrame(
        {
            "reach": routes.reach[shown],
            "hops": hops.array,
            "first_contact": pd.array([ids[0] if ids else None for ids in route], dtype=TEXT),
            "route": pd.Series(route, dtype=object).array,
            "threads": graph.threads(graph.contact)[shown],
        },
        index=graph.index[shown],
    )
