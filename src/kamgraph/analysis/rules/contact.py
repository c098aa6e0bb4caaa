"""Gaps in contact: whom we do not talk to, or not well enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.dealings import find_dealings
from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import (
    About,
    Addition,
    Labels,
    Levels,
    Names,
    Numbers,
    Routes,
    spell_day_number,
)
from kamgraph.analysis.rules.ties import (
    find_assessors,
    find_key_people,
    find_opponents_before,
    find_partners,
    find_writers,
    mark_key_people,
    recall_closeness,
)
from kamgraph.graph.codes import CUSTOMER
from kamgraph.model.ids import NONE
from kamgraph.model.rounding import at_least
from kamgraph.model.voice import share

if TYPE_CHECKING:
    from kamgraph.analysis.rules.facts import Fact, Spellable
    from kamgraph.graph import RelationshipGraph


@rule(
    "no_contact",
    "high",
    **words_of("no_contact"),
    needs=("acquaintance",),
    includes=("out_of_reach", "single_thread"),
    by_stake=True,
)
def no_contact(graph: RelationshipGraph) -> Found:
    """Key persons whom none of us knows or influences; to have written in vain is no contact."""
    strangers = find_key_people(graph, graph.closest < 0)

    def tell() -> dict[str, Fact]:
        reach, hops, before = graph.best_routes
        last: dict[str, Spellable] = {"last": About(before[strangers])}
        assessor, graded = find_assessors(graph, strangers)
        judge: dict[str, Spellable] = {
            "assessor": Names(assessor),
            "day": Numbers(graded, spell_day_number),
            "name": About(strangers),
        }
        friend = find_partners(graph, strangers)
        opponent = find_opponents_before(graph, strangers)
        silent = np.isnan(graph.days_since_answer[strangers])
        dealer, dealt = find_dealings(graph, strangers)
        letters = hops[strangers] == 1  # that lead to somebody are no acquaintance
        faint = ~at_least(reach[strangers], graph.policy.reachable)
        cases = {
            "unanswered": letters & silent,
            "unread": letters,
            "dealt": dealer >= 0,
            "graded": (assessor >= 0) & faint,
            "partner": (reach[strangers] == 0) & (friend >= 0),
            "cut_off": reach[strangers] == 0,
            "opposed": opponent >= 0,
            "faint": faint,
        }
        return {
            "case": np.select([*cases.values()], [*cases], "introduced"),
            "route": Routes(strangers),
            "ours": Routes(strangers, stop=0),
            "door": Routes(strangers, stop=1),
            "onward": Addition("rules.no_contact.onward", hops[strangers] > 2, last),  # noqa: PLR2004
            "reach": Numbers(reach[strangers], share),
            "writer": Names(find_writers(graph, strangers)[0]),
            "opponent": About(opponent),
            "dealer": Names(dealer),
            "dealt": Numbers(dealt, spell_day_number),
            "assessor": judge["assessor"],
            "day": judge["day"],
            "graded": Addition("rules.no_contact.graded", assessor >= 0, judge),
            "friend": About(friend),
            "firm": About(friend, "organization_name"),
        }

    return Found.people(strangers, later=tell)


@rule(
    "out_of_reach",
    "high",
    **words_of("out_of_reach"),
    needs=("acquaintance",),
    includes=("single_thread",),
    by_stake=True,
)
def out_of_reach(graph: RelationshipGraph) -> Found:
    """Key persons whose reach is below ``policy.reachable``."""
    reach, hops, before = graph.best_routes
    far = find_key_people(graph, ~at_least(reach, graph.policy.reachable))
    last, once = recall_closeness(graph, before[far], far)
    cooled = (hops[far] == 1) & at_least(once, graph.policy.reachable)
    cases = [reach[far] == 0, cooled, hops[far] == 1]
    return Found.people(
        far,
        case=np.select(cases, ["none", "cooled", "slight"], "thin"),
        reach=Numbers(reach[far], share),
        route=Routes(far),
        ours=Routes(far, stop=0),
        day=Numbers(last, spell_day_number),
    )


@rule(
    "single_thread", "medium", **words_of("single_thread"), needs=("acquaintance",), by_stake=True
)
def single_thread(graph: RelationshipGraph) -> Found:
    """Key persons to whom exactly one chain leads that shares nobody with another."""
    lone = find_key_people(graph, graph.key_threads == 1)
    return Found.people(lone, route=Routes(lone))


@rule("no_touch", "medium", **words_of("no_touch"), needs=("interactions",), by_stake=True)
def no_touch(graph: RelationshipGraph) -> Found:
    """Key persons we know, untouched for more than ``policy.contact_days``."""
    answered, closest = graph.days_since_answer, graph.closest
    cold = find_key_people(graph, ~(answered <= graph.policy.contact_days) & (closest >= 0))
    days, (writer, wrote) = answered[cold], find_writers(graph, cold)
    cases = [np.isnan(days) & (writer >= 0), np.isnan(days), wrote < days]
    case = np.select(cases, ["unanswered", "never", "silent"], "cold")
    asked = np.isin(case, ["never", "cold"])
    return Found.people(
        cold,
        case=case,
        lead=np.where(asked, np.append(graph.person, NONE)[closest[cold]], NONE),
        days=days,
        closest=About(closest[cold]),
        writer=Names(writer),
    )


@rule("level_gap", "low", **words_of("level_gap"), needs=("acquaintance", "levels"))
def level_gap(graph: RelationshipGraph) -> Found:
    """Key persons none of whose contacts is within ``policy.level_tolerance`` of their level."""
    pairs, level = graph.acquaintances, graph.level
    apart = np.abs(level[pairs["ours"]] - level[pairs["contact"]])
    unplaced = pairs.take(np.isnan(level[pairs["ours"]]))
    pairs = pairs.with_columns(apart=apart).take(~np.isnan(apart))
    nearest = pairs.sort("contact", "apart", "distance").keep_first("contact")
    far = nearest["apart"] > graph.policy.level_tolerance
    uneven = nearest.take(far & mark_key_people(graph)[nearest["contact"]])
    return Found.people(
        uneven["contact"],
        case=np.where(uneven.is_in(unplaced, "contact"), "as_far", "other"),
        level=level[uneven["contact"]],
        rank=Levels(uneven["contact"]),
        peer=About(uneven["ours"]),
        peer_rank=Levels(uneven["ours"]),
    )


@rule(
    "function_unreached",
    "high",
    **words_of("function_unreached"),
    needs=("acquaintance", "functions"),
    by_stake=True,
)
def function_unreached(graph: RelationshipGraph) -> Found:
    """Functions of customers with a key person's power in which nobody is within reach."""
    people = np.flatnonzero(graph.contact & (graph.side == CUSTOMER) & (graph.function >= 0))
    words = len(graph.function_words)
    function = graph.scope[people] * words + graph.function[people]
    count = (len(graph.starts) - 1) * words
    reached = at_least(graph.best_routes.reach[people], graph.policy.reachable)
    heard = np.bincount(function, weights=reached, minlength=count) > 0
    matters = np.bincount(function, weights=mark_key_people(graph)[people], minlength=count) > 0
    deaf = (matters & ~heard)[function]
    people, function = people[deaf], function[deaf]
    power = np.abs(graph.power[people])
    total = np.bincount(function, weights=power, minlength=count)
    order = np.lexsort((people, -power))
    _, first = np.unique(function[order], return_index=True)
    head = np.sort(people[order[first]])
    total = total[graph.scope[head] * words + graph.function[head]]
    closest = graph.closest[head]
    return Found.people(
        head,
        stake=total,
        case=np.where(closest >= 0, "slight", "other"),
        lead=np.append(graph.person, NONE)[closest],
        power=Numbers(total, share),
        closest=About(closest),
        function=Labels.functions(graph, graph.function[head]),
    )
