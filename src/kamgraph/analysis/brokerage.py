"""Who stands between people who do not talk to each other, and for which groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.errors import KamgraphError
from kamgraph.model import tie_kinds
from kamgraph.model.result import Index, ScopedRecord, returns

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
_GROUPINGS = ("organization", "function", "side")


class BrokerageRecord(ScopedRecord):
    """For how many pairs a person brokers, by what groups they are between."""

    person: Index[str]
    """The person's id."""
    coordinator: int
    """Pairs within the person's own group."""
    consultant: int
    """Pairs within one other group."""
    gatekeeper: int
    """Pairs from another group into the person's own."""
    representative: int
    """Pairs from the person's own group to another."""
    liaison: int
    """Pairs between two groups, neither of them the person's."""
    total: int
    """All pairs; their number does not depend on the groups."""


@returns(BrokerageRecord)
def brokerage(
    graph: RelationshipGraph, *, by: Literal["organization", "function", "side"] = "organization"
) -> pd.DataFrame:
    """Return how often each person brokers, by the groups that the brokerage is between.

    A person v brokers from a to b if a → v → b and not a → b (Gould and Fernandez, *Structures
    of mediation: a formal approach to brokerage in transaction networks*, Sociological
    Methodology 19, 1989). An arc i → j is an influence of positive strength: i influences j.
    With groups A, B, C, and v's group in the middle:

    - coordinator A → A → A, within one group;
    - consultant (itinerant broker) A → B → A, an outsider between two of one group;
    - gatekeeper A → B → B, decides what gets into the own group;
    - representative A → A → B, carries what the own group has to say to others;
    - liaison A → B → C, between two groups and of neither.

    In an advice network, where an arc says who asks whom, whoever is asked influences who asks,
    so arcs run the other way: gatekeeper and representative change places, and nothing else.
    R's sna 2.7 counts these paths as ``w_I``, ``w_O``, ``b_OI``, ``b_IO``, ``b_O``, in this
    order, whatever a manual of it calls them; its expectations and z-scores are not given here.

    Parameters
    ----------
    graph
        The graph; people of all sides broker.
    by
        What makes a group: ``organization`` (id), ``function`` or ``side``. Somebody whose
        function is not recorded shares a group with nobody.

    Returns
    -------
    DataFrame
        One :class:`BrokerageRecord` per person, vacant seats left out, who brokers most first.

    Raises
    ------
    KamgraphError
        If people cannot be grouped by what is asked.
    """
    group = _group_people(graph, by)
    paths = _find_open_paths(graph.arcs(tie_kinds.MOVING))
    sender, broker, receiver = (group[paths[end]] for end in ("sender", "broker", "receiver"))
    role = np.select(
        [(sender == broker) & (broker == receiver), sender == receiver, broker == receiver],
        [0, 1, 2],
        np.where(sender == broker, 3, 4),
    )
    cells = np.bincount(paths["broker"] * len(ROLES) + role, minlength=len(group) * len(ROLES))
    table = pd.DataFrame(cells.reshape(-1, len(ROLES)), index=graph.index, columns=list(ROLES))
    table["total"] = table.sum(axis=1)
    return table.iloc[graph.rank(~graph.vacant, table["total"].to_numpy())]


def _group_people(graph: RelationshipGraph, by: str) -> np.ndarray:
    """Return the group of each node as a code; who has none gets a code of their own."""
    if by not in _GROUPINGS:
        raise KamgraphError(f"people cannot be grouped by '{by}'; choose {', '.join(_GROUPINGS)}")
    code, _ = pd.factorize(graph.people[by])
    return np.where(code < 0, -1 - np.arange(len(code)), code)


def _find_open_paths(influences: Rows) -> Rows:
    """Return the paths ``sender`` → ``broker`` → ``receiver`` that no arc cuts short."""
    positive = influences.take(influences["strength"] > 0).keep_first("source", "target")
    incoming = positive.select(sender="source", broker="target")
    outgoing = positive.select(broker="source", receiver="target")
    paths = incoming.join(outgoing, "broker")
    direct = paths.is_in(positive.select(sender="source", receiver="target"), "sender", "receiver")
    return paths.take(~direct & (paths["sender"] != paths["receiver"]))
