"""How do their people stand among each other, by who is addressed together with whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.result import Index, ScopedRecord, Share, returns

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph


class StandingRecord(ScopedRecord):
    """A person of theirs, and how high interactions suggest they stand."""

    person: Index[str]
    """The person's id."""
    name: str
    """The person's name."""
    title: str | None
    """The person's title."""
    function: str | None
    """The function, recorded or read."""
    level: int | None
    """The level, 1 (executive board) to 5 (staff), recorded or read."""
    standing: Share | None
    """Place among all of the account who are addressed together with others, 0 lowest, 1 highest;
    missing for who never is."""
    joint: int
    """Interactions that address the person and others of the account, ``policy.crowd`` at most."""


@returns(StandingRecord)
def standing(graph: RelationshipGraph) -> pd.DataFrame:
    """Return how people of the account stand among each other, as interactions suggest.

    It is inferred, not known: who is addressed (``to``, ``cc`` or present) together with whom tells
    whom others treat as equal, and whoever stands beside many who stand high stands high. With
    ``c`` the sum of 1 / addressed over the interactions that address two people, standing is the
    leading eigenvector of ``c / (c + 1)``, as a place within the account. Who sends counts for
    nothing, nor do interactions that address more than ``policy.crowd`` of them.

    Returns
    -------
    DataFrame
        One :class:`StandingRecord` per active person of the account's own, the highest first, then
        those of whom it tells nothing.
    """
    found, person = graph.standings, graph.person
    place = found.percentile[person]
    table = graph.people[["name", "title", "function", "level"]].assign(
        standing=place, joint=found.joint[person]
    )
    asked = graph.own & ~graph.vacant
    order = np.lexsort((-np.nan_to_num(place, nan=-1.0), graph.scope))
    return table.iloc[order[asked[order]]]
