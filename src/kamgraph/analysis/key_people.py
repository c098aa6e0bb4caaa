"""Who decides, openly and behind the scenes?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph


def key_people(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the people on whom the decision hangs.

    A customer's or partner's person is *direct* with a decision weight of at least
    ``policy.key_share`` and *indirect* with a power of that size: the hidden key person. Our
    and competitors' people with a power of that size are *external*. Power is the exact share
    of the decision that hangs on a person's own stance, ``p = Vᵀ w``.

    Returns
    -------
    DataFrame
        On the index of the graph's nodes, the most powerful first: ``name``, ``organization``,
        ``side``, ``title``, ``roles`` (tuple), ``weight`` and ``power`` (shares, 0-1; power is
        negative where people do the opposite), ``kind`` (direct, indirect or external).
    """
    shown = graph.ranked(graph.key_kind != "", graph.power)
    about = graph.people[["name", "organization", "side", "title", "roles"]]
    people = about.assign(weight=graph.decision_weight, power=graph.power, kind=graph.key_kind)
    return people.astype({"kind": "str"}).iloc[shown]
