"""Gaps in our own team: roles nobody fills or in name alone, and people on whom too much hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import About, Labels, Numbers
from kamgraph.analysis.rules.ties import mark_key_people
from kamgraph.graph.team import list_filled_team, list_required_team
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import TEAM_ROLES
from kamgraph.model.voice import score

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

_OWNER = TEAM_ROLES.words.index("account_responsible")


@rule("team_role_empty", "medium", **words_of("team_role_empty"), needs=("team",))
def team_role_empty(graph: RelationshipGraph) -> Found:
    """Roles in our team that ``policy.required_team`` asks for and nobody holds."""
    deal, new = graph.of_deal, ~graph.of_deal & ~graph.has_deals
    filled = list_filled_team(graph)
    empty = list_required_team(graph) & ~filled & ~_find_owner_alone(graph, filled)[:, None]
    scope, role = np.nonzero(empty)
    return Found.scopes(
        scope,
        case=np.select([new[scope], deal[scope]], ["new", "deal"], "account"),
        role=Labels.single(TEAM_ROLES, role),
    )


def _find_owner_alone(graph: RelationshipGraph, filled: np.ndarray) -> np.ndarray:
    """Return the scopes of whose team only an owner was ever recorded, as in a CRM."""
    team = graph.part.coded.team
    others = np.unique(team["account"][team["role"] != _OWNER])
    return np.asarray(filled[:, _OWNER] & ~np.isin(graph.account, others))


@rule(
    "sponsor_knows_nobody",
    "medium",
    **words_of("sponsor_knows_nobody"),
    needs=("team", "acquaintance"),
)
def sponsor_knows_nobody(graph: RelationshipGraph) -> Found:
    """Those of our executive sponsors who neither know nor influence anybody there."""
    in_touch = np.zeros(len(graph.scope), dtype=bool)
    in_touch[graph.acquaintances["ours"]] = True
    sponsor = np.flatnonzero(graph.on_team("executive_sponsor") & ~in_touch)
    peer = _find_peers(graph, sponsor)
    cases = [peer < 0, np.append(graph.consents, False)[peer]]
    return Found.people(
        sponsor,
        case=np.select(cases, ["nobody", "consenting"], "peer"),
        lead=graph.person[sponsor],
        peer=About(peer),
    )


@rule("owner_share", "medium", **words_of("owner_share"), needs=("acquaintance",))
def owner_share(graph: RelationshipGraph) -> Found:
    """Those without whom more than ``policy.owner_share`` of the coverage is lost."""
    # Of theirs, who lead us to others: what is lost of the coverage of the others alone counts.
    lost, coverage = graph.losses.points, graph.coverage[graph.scope]
    whole = graph.scope_sums(graph.stake)[graph.scope]
    reached = 100.0 * graph.stake * graph.best_routes.reach
    own = np.divide(reached, whole, out=np.zeros(len(whole)), where=graph.contact & (whole > 0))
    holds_all = lost - own > graph.policy.owner_share * (coverage - own) + ROUNDING
    told = graph.scope_sums(mark_key_people(graph))[graph.scope] > 0
    owner = np.flatnonzero(holds_all & told & (graph.ours | graph.contact))
    lost, coverage = lost[owner], coverage[owner]
    behind = _find_most_powerful_behind(graph, owner)
    theirs = np.where(behind < 0, "theirs", "theirs_to")
    return Found.people(
        owner,
        case=np.where(graph.ours[owner], "ours", theirs),
        stake=lost / 100.0 * whole[owner],
        before=Numbers(coverage, score),
        after=Numbers(np.maximum(coverage - lost, 0.0), score),
        whom=About(behind),
    )


@rule("one_function", "low", **words_of("one_function"), needs=("acquaintance", "functions"))
def one_function(graph: RelationshipGraph) -> Found:
    """Scopes with several contacts, all of whom one function of ours alone is in touch with."""
    pairs = graph.acquaintances
    function, scope = graph.function[pairs["ours"]], graph.scope[pairs["ours"]]
    count = len(graph.starts) - 1
    least, most = np.full(count, len(graph.function_words)), np.full(count, -1)
    np.minimum.at(least, scope, function)
    np.maximum.at(most, scope, function)
    met = pairs.with_columns(scope=scope).sort("contact").keep_first("contact")
    several = np.bincount(met["scope"], minlength=count) > 1
    alone = np.flatnonzero(several & (least == most) & (least >= 0))
    return Found.scopes(alone, function=Labels.functions(graph, least[alone]))


def _find_peers(graph: RelationshipGraph, ours: np.ndarray) -> np.ndarray:
    """Return whom of the customer's key people each of some of ours should meet, -1 for nobody."""
    # Who has to agree before others, of those the nearest in level.
    key = np.flatnonzero(graph.key & graph.own & ~graph.vacant)
    asked = Rows(scope=graph.scope[ours], place=np.arange(len(ours)), ours=ours)
    pairs = asked.join(Rows(scope=graph.scope[key], key=key), "scope")
    apart = np.abs(graph.level[pairs["ours"]] - graph.level[pairs["key"]])
    apart = np.where(np.isnan(apart), np.inf, apart)
    free = (~graph.consents[pairs["key"]]).astype(np.int64)
    lightness = -np.abs(graph.power[pairs["key"]])
    order = pairs.with_columns(free=free, apart=apart, lightness=lightness)
    nearest = order.sort("place", "free", "apart", "lightness", "key").keep_first("place")
    return np.append(nearest["key"], -1)[asked.locate(nearest, "place")]


def _find_most_powerful_behind(graph: RelationshipGraph, who: np.ndarray) -> np.ndarray:
    """Return the most powerful person out of reach without each of some nodes, -1 for nobody."""
    losses = graph.losses
    lost = Rows(leaver=losses.leaver, unreached=losses.unreached)
    lost = lost.take(losses.leaver != losses.unreached)
    order = lost.with_columns(lightness=-graph.stake[lost["unreached"]])
    first = order.sort("leaver", "lightness", "unreached").keep_first("leaver")
    asked = Rows(leaver=who)
    return np.append(first["unreached"], -1)[asked.locate(first, "leaver")]
