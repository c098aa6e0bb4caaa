"""Which decision roles to ask after: those that must be there and that nobody holds on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.ask.askers import find_leads
from kamgraph.graph.decision import find_due, list_required
from kamgraph.model.vocabulary import DECISION_ROLES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

ROLE = "role"
_PLACE = ["account", "place", "about"]


def ask_roles(graph: RelationshipGraph, found: pd.DataFrame) -> pd.DataFrame:
    """Return the open roles, with those whom candidates propose for each."""
    # By half of its share of the decision the choice may be off either way, as long as nobody knows
    # whose it is. What every decision needs is asked of the account, whose deals inherit it.
    weights = np.array([graph.policy.role_weights.get(one, 0.0) for one in DECISION_ROLES.words])
    held = np.column_stack([graph.scope_sums(graph.holds(one)) for one in DECISION_ROLES.words])
    scope, role = np.nonzero(list_required(graph) & (held == 0))
    total = graph.decision_weights.total[scope]
    share = np.divide(weights[role], total, out=np.zeros(len(role)), where=total > 0)
    account, deal = (graph.scope_index.get_level_values(name) for name in ("account", "deal"))
    of_account = (find_due(graph.policy) == 0)[role]
    rows = pd.DataFrame(
        {
            "scope": scope,
            "kind": ROLE,
            "about": pd.Index(DECISION_ROLES.words).take(role),
            "ask": find_leads(graph).take(scope).array,
            "worth": 50.0 * share,
            "account": account.take(scope),
            "place": np.where(of_account, "", deal.take(scope)),
        }
    )
    rows = rows.sort_values(["scope", "worth"], ascending=[True, False], kind="stable")
    proposed = _list_proposals(found).reindex(pd.MultiIndex.from_frame(rows[_PLACE]))
    return rows.assign(proposed=proposed.to_numpy())


def _list_proposals(found: pd.DataFrame) -> pd.Series[Any]:
    """Return who may hold each role of an account or deal, the likeliest first."""
    rows = found[found["kind"] == ROLE].sort_values("confidence", ascending=False, kind="stable")
    rows = rows.assign(place=rows["deal"].fillna(""), about=rows["value"])
    return rows.groupby(_PLACE)["person"].agg(tuple)
