"""Who takes over the contacts when one of us leaves?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import NotFoundError, ScopeError, quote
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Degree, Index, ScopedRecord, Share, returns

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


class HandoverRecord(ScopedRecord):
    """A contact to hand over, and to whom."""

    person: Index[str]
    """The contact's id."""
    name: str
    """The contact's name."""
    closeness: Degree
    """How close the person who leaves is to the contact."""
    stake: Share
    """The size of the contact's power."""
    colleague: str | None
    """The id of the colleague best placed; missing if nobody else reaches the contact."""
    reach: Degree
    """The strength of the route from the colleague."""
    route: tuple[str, ...]
    """Ids on that route, the colleague first."""


@returns(HandoverRecord)
def handover(graph: RelationshipGraph, person: str) -> pd.DataFrame:
    """Return the contacts that one of us hands over, and the colleague best placed for each.

    Contacts are the customers' and partners' people to whom the person has a tie that leads:
    acquaintance or positive pull. Best placed is the colleague at whose end the strongest route
    to the contact begins when the person is not there.

    Parameters
    ----------
    graph
        The graph.
    person
        The id of one of us.

    Returns
    -------
    DataFrame
        One :class:`HandoverRecord` per contact, the one with the most power first.

    Raises
    ------
    ScopeError
        If the person is in no scope of the graph, or not one of us.
    """
    leaver = _find_ours(graph, person)
    steps = graph.chain_steps
    mine = leaver[steps.row]
    contacts, closeness = steps.idx[mine], steps.val[mine]
    after = graph.without(person)
    place = after.index.get_indexer(graph.index[contacts])
    routes = after.trace_routes(place)
    stake = np.abs(graph.power[contacts])
    order = np.lexsort((contacts, -stake, graph.scope[contacts]))
    return pd.DataFrame(
        {
            "name": graph.people["name"].array[contacts],
            "closeness": closeness,
            "stake": stake,
            "colleague": pd.array([ids[0] if ids else None for ids in routes], dtype=TEXT),
            "reach": after.best_routes.reach[place],
            "route": pd.Series(routes, dtype=object).array,
        },
        index=graph.index[contacts],
    ).iloc[order]


def _find_ours(graph: RelationshipGraph, person: str) -> np.ndarray:
    named = np.asarray(graph.index.get_level_values("person") == person)
    if not named.any():
        raise NotFoundError(f"{quote(person)} is not in the graph")
    if not graph.ours[named].all():
        raise ScopeError(f"{quote(person)} is not one of us, so there are no contacts to hand over")
    return named
