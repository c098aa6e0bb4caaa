"""Who decides, openly and behind the scenes?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kamgraph.model.dtypes import TEXT
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
    level: int | None
    """The level, 1 (executive board) to 5 (staff), recorded or read."""
    function: str | None
    """The function, recorded or read."""
    roles: tuple[str, ...]
    """Decision roles held."""
    weight: Share
    """Share of the decision held."""
    power: SignedShare
    """Share of the decision that hangs on the person's own stance; negative where people do the
    opposite."""
    kind: Literal["direct", "assumed", "indirect", "external"]
    """Direct by a recorded role, assumed by level and function where a role is open, indirect
    (behind the scenes) or external by power."""
    known: Share
    """How certain the person's grades are, mean of the axes."""
    stable: Share | None
    """In how many of the draws of :func:`kamgraph.stability` the person stays a key person;
    missing until they are drawn."""


@returns(KeyPersonRecord)
def key_people(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the people on whom the decision hangs.

    Of customers' and partners' people these are all who hold one of ``policy.consent_roles``, and
    the fewest who hold ``policy.key_cover`` of their power together, ``policy.key_most`` in all.
    Power is the exact share of the decision that hangs on a person's own stance, ``p = Vᵀ w``.
    *Direct* ones hold a weighted role, *assumed* ones fit a role that nobody is recorded to hold,
    *indirect* ones are the hidden key people. Our and competitors' people with the power of the
    least of them are *external*.

    Returns
    -------
    DataFrame
        One :class:`KeyPersonRecord` per person, the most powerful first.
    """
    shown = graph.rank(graph.key_kind != "", graph.power)
    about = ["name", "organization", "side", "title", "level", "function", "roles"]
    people = graph.people[about].assign(
        weight=graph.decision_weight,
        power=graph.power,
        kind=graph.key_kind,
        known=graph.certainty.mean(axis=1),
        stable=float("nan"),
    )
    return people.astype({"kind": TEXT}).iloc[shown]
