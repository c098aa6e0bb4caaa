"""Which roles of our team each scope needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.vocabulary import TEAM_ROLES

if TYPE_CHECKING:
    from kamgraph.graph.content import Content


def list_required_team(content: Content) -> np.ndarray:
    """Return (scopes, roles), which team roles ``policy.required_team`` asks of each scope."""
    # A new customer, an account that has had no deal yet, needs the roles of an `account`,
    # any other account and every deal those of a `deal`.
    needed = content.policy.required_team
    of_account, of_deal = (np.isin(TEAM_ROLES.words, needed[key]) for key in ("account", "deal"))
    new = ~content.of_deal & ~content.has_deals
    return np.where(new[:, None], of_account, of_deal)


def list_filled_team(content: Content) -> np.ndarray:
    """Return (scopes, roles), which team roles somebody holds."""
    holders = [content.scope_sums(content.on_team(role)) for role in TEAM_ROLES.words]
    return np.column_stack(holders) > 0
