"""Which decision roles to ask after: those that must be there and that nobody holds on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.analysis.ask.askers import find_leads
from kamgraph.analysis.candidates.roles import count_fitting, list_by_seniority
from kamgraph.graph.deal_roles import describe_deal_roles, list_deal_roles
from kamgraph.graph.decision import find_due, list_required
from kamgraph.model.vocabulary import DECISION_ROLES
from kamgraph.model.voice import list_words

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

ROLE = "role"
_PLACE = ["account", "place", "about"]


def ask_roles(graph: RelationshipGraph, found: pd.DataFrame) -> pd.DataFrame:
    """Return the open roles, with those whom deals record or candidates propose for each."""
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
    proposed = _list_proposals(graph, found).reindex(pd.MultiIndex.from_frame(rows[_PLACE]))
    named = _list_named(graph).reindex(pd.MultiIndex.from_frame(rows[["scope", "about"]]))
    holders, told = named["holders"].to_numpy(), named["told"].to_numpy()
    return rows.assign(
        proposed=np.where(named["told"].notna(), holders, proposed.to_numpy()),
        evidence=told,
        fitting=_count_fitting(graph, rows),
    )


def _count_fitting(graph: RelationshipGraph, rows: pd.DataFrame) -> np.ndarray:
    """Return how many people fit the role of each question, those who are named included."""
    fitting = np.zeros(len(rows), dtype=np.int64)
    for role in rows["about"].unique():
        here = (rows["about"] == role).to_numpy()
        if role in graph.policy.role_fit:
            fitting[here] = count_fitting(graph, role)[rows["scope"].to_numpy()[here]]
    return fitting


def _list_named(graph: RelationshipGraph) -> pd.DataFrame:
    """Return who holds roles in other deals of a scope's account, and what is told of it."""
    rows = list_deal_roles(graph)
    groups = [*rows.groupby(["scope", "role"], sort=False)]
    index = pd.MultiIndex.from_tuples([key for key, _ in groups], names=["scope", "about"])
    holders = [tuple(dict.fromkeys(group["person"])) for _, group in groups]
    told = [list_words(describe_deal_roles(graph, group)) for _, group in groups]
    return pd.DataFrame({"holders": holders, "told": told}, index)


def _list_proposals(graph: RelationshipGraph, found: pd.DataFrame) -> pd.Series[Any]:
    """Return who may hold each role of an account or deal, the likeliest first."""
    rows = found[found["kind"] == ROLE]
    senior = list_by_seniority(graph).get_indexer(pd.Index(rows["person"]))
    rows = rows.assign(doubt=-np.round(rows["confidence"], 9), senior=senior)
    rows = rows.sort_values(["doubt", "senior"], kind="stable")
    rows = rows.assign(place=rows["deal"].fillna(""), about=rows["value"])
    return rows.groupby(_PLACE)["person"].agg(tuple)
