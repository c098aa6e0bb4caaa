"""Who decides openly, as every sentence of a review counts and names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.deal_roles import describe_deal_roles
from kamgraph.model.tie_kinds import MOVING
from kamgraph.model.voice import list_some, say
from kamgraph.reviews.certainty import find_likely_holders, list_open_consent

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.reviews.results import Results

_TAKES_PART = "participant"  # whose role is not recorded
_MOST_NAMES = 3
_FINE = 9  # decimals; what differs by less is alike


def list_deciders(results: Results) -> pd.DataFrame:
    """Return the key people with ``part`` and ``full`` name, who has to agree first."""
    # The part is the kind of key person, but of who has to agree ``consenting``, that of an empty
    # seat ``vacant``, and of who is only recorded to take part ``participant``.
    graph, everybody = results.graph, results.people
    found = results.key_people
    place = everybody.index.get_indexer(found.index)
    people = everybody.iloc[place]
    only = [_TAKES_PART in roles and not _weigh_others(roles, results) for roles in people["roles"]]
    direct, consents = found["kind"] == "direct", graph.consents[place]
    part = found["kind"].mask(direct & consents, "consenting")
    part = part.mask(direct & np.array(only, dtype=bool), _TAKES_PART)
    likely = {
        f"likely_{role}": np.round(find_likely_holders(graph, role)[place], _FINE)
        for role in list_open_consent(graph)
    }
    told = found.assign(
        part=part.mask(people["vacant"], "vacant"),
        full=results.names[found.index],
        consents=consents,
        **likely,
    )
    return told.sort_values(["consents", *likely, "weight"], ascending=False, kind="stable")


def say_roles_in_deals(results: Results) -> list[str]:
    """Say who is recorded to have which role in which deal of the account."""
    told = describe_deal_roles(results.graph, results.deal_roles)
    return [say("roles_in_deals", people=list_some(told, _MOST_NAMES))] if told else []


def say_nobody_hidden(found: pd.DataFrame, results: Results) -> list[str]:
    """Say that nobody of weight is behind the scenes, or that it is not recorded there."""
    # Where roles are open everybody has a crumb of them, and nobody is without one.
    if (found["part"] == "assumed").any() or "influence" not in results.graph.recorded:
        return []
    return [say("nobody_hidden" if len(results.graph.arcs(MOVING)) else "hidden_unrecorded")]


def _weigh_others(roles: tuple[str, ...], results: Results) -> bool:
    weights = results.graph.policy.role_weights
    return any(weights.get(role) for role in roles if role != _TAKES_PART)
