"""Who decides, openly and behind the scenes?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kamgraph.model.result import Index, OrganizationKind, ScopedRecord, Share, SignedShare, returns

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph


class KeyPersonRecord(ScopedRecord):
    """A person on whom the decision hangs."""

    person: Index[str]
    """The person's id."""
    name: str
    """The person's name."""
    organization: str | None
    """The organization's id."""
    side: OrganizationKind
    """The kind of the organization."""
    title: str | None
    """The person's title."""
    roles: tuple[str, ...]
    """Decision roles held."""
    weight: Share
    """Share of the decision held."""
    power: SignedShare
    """Share of the decision that hangs on the person's own stance; negative where people do the
    opposite."""
    kind: Literal["direct", "indirect", "external"]
    """Direct by weight, indirect (behind the scenes) or external by power."""


@returns(KeyPersonRecord)
def key_people(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the people on whom the decision hangs.

    A customer's or partner's person is *direct* with a decision weight of at least
    ``policy.key_share`` and *indirect* with a power of that size: the hidden key person. Our
    and competitors' people with a power of that size are *external*. Power is the exact share
    of the decision that hangs on a person's own stance, ``p = Vᵀ w``.

    Returns
    -------
    DataFrame
        One :class:`KeyPersonRecord` per person, the most powerful first.
    """
    shown = graph.rank(graph.key_kind != "", graph.power)
    about = graph.people[["name", "organization", "side", "title", "roles"]]
    people = about.assign(weight=graph.decision_weight, power=graph.power, kind=graph.key_kind)
    return people.astype({"kind": "str"}).iloc[shown]
