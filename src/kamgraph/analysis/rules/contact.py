"""Gaps in contact: whom we do not talk to, or not well enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule
from kamgraph.analysis.rules.telling import About, Routes
from kamgraph.graph.codes import CUSTOMER
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


@rule(
    "no_contact",
    "high",
    why=(
        "Whom none of us knows hears of us only from others, whoever they are.",
        "我方无人认识的关键人，只能从他人口中了解我方。",
    ),
    detail={
        "introduced": (
            "None of us knows {name}; the best way in is {route}.",
            "我方无人认识{name}，最佳引荐路径是 {route}。",
        ),
        "cut_off": (
            "None of us knows {name}, and nobody we know leads there.",
            "我方无人认识{name}，我方认识的人也搭不上线。",
        ),
    },
    action={
        "introduced": (
            "Have {ours} ask {door} to open the way, and name who of us then looks after {name}.",
            "请{ours}通过{door}牵线，并指定我方专人负责{name}。",
        ),
        "cut_off": (
            "Find out whom {name} listens to, and name who of us makes the first contact.",
            "摸清{name}听谁的意见，并指定我方专人建立首次联系。",
        ),
    },
)
def no_contact(graph: RelationshipGraph) -> Found:
    """Key persons whom none of us knows or influences."""
    strangers = _find_key_persons(graph, _find_closest(graph) < 0)
    reached = graph.best_routes.reach[strangers] > 0
    return Found.people(
        strangers,
        case=np.where(reached, "introduced", "cut_off"),
        route=Routes(strangers),
        ours=Routes(strangers, stop=0),
        door=Routes(strangers, stop=1),
    )


@rule(
    "out_of_reach",
    "high",
    why=(
        "What we say does not arrive there: nobody can be won over whom no word of ours reaches.",
        "我方的声音传不到那里；听不到，就无从争取。",
    ),
    detail={
        "slight": (
            "{ours} knows {name} only slightly ({reach:.0%}), and no other way is better.",
            "{ours}与{name}仅有浅交（{reach:.0%}），且没有更好的路径。",
        ),
        "thin": (
            "Our word hardly reaches {name}: the best route, {route}, carries {reach:.0%} of it.",
            "我方的声音难以传到{name}：最佳路径 {route} 的强度只有 {reach:.0%}。",
        ),
        "none": (
            "No route of acquaintance and influence leads from us to {name}.",
            "从我方到{name}，没有任何相识或影响的路径。",
        ),
    },
    action={
        "slight": (
            "Have {ours} meet {name} soon, or bring in somebody who is closer.",
            "请{ours}尽快与{name}见面，或换更熟的人出面。",
        ),
        "thin": (
            "Get a meeting of our own with {name}, or strengthen the weakest link of the route.",
            "争取与{name}直接见面，或加强路径中最薄弱的一环。",
        ),
        "none": (
            "Find out whom {name} listens to, and begin with those whom we know.",
            "摸清{name}听谁的意见，从我方认识的人入手。",
        ),
    },
)
def out_of_reach(graph: RelationshipGraph) -> Found:
    """Key persons whose reach is below ``policy.reachable``."""
    reach, hops, _ = graph.best_routes
    far = _find_key_persons(graph, ~at_least(reach, graph.policy.reachable))
    return Found.people(
        far,
        case=np.select([reach[far] == 0, hops[far] == 1], ["none", "slight"], "thin"),
        reach=reach[far],
        route=Routes(far),
        ours=Routes(far, stop=0),
    )


@rule(
    "single_thread",
    "medium",
    why=(
        "One departure, one quarrel or one holiday, and the contact is gone.",
        "一人离职、一次争执甚至一次休假，联系就断了。",
    ),
    detail=(
        "{name} hangs on a single thread, at its strongest {route}.",
        "与{name}的联系系于一线，最强路径是 {route}。",
    ),
    action=(
        "Open a second way to {name} that shares nobody with the first.",
        "为{name}开辟第二条路径，不与现有路径共用任何人。",
    ),
)
def single_thread(graph: RelationshipGraph) -> Found:
    """Key persons to whom exactly one chain leads that shares nobody with another."""
    lone = _find_key_persons(graph, graph.key_threads == 1)
    return Found.people(lone, route=Routes(lone))


@rule(
    "no_touch",
    "medium",
    why=(
        "A contact that is not looked after goes cold, and others use the silence.",
        "联系不维护就会冷却，沉默正好留给别人可乘之机。",
    ),
    detail={
        "cold": (
            "None of us has been in touch with {name} for {days:,.0f} days.",
            "我方已有 {days:,.0f} 天没有人与{name}接触。",
        ),
        "never": (
            "{closest} knows {name}, but no meeting, call or mail is on record.",
            "{closest}认识{name}，但没有任何会面、电话或邮件记录。",
        ),
    },
    action={
        "cold": (
            "Have {closest} see {name} in the next weeks, with something to offer.",
            "请{closest}近期带着有价值的内容拜访{name}。",
        ),
        "never": (
            "Have {closest} see {name}, and record what contact there is.",
            "请{closest}拜访{name}，并补录已有的接触。",
        ),
    },
)
def no_touch(graph: RelationshipGraph) -> Found:
    """Key persons we know, untouched for more than ``policy.contact_days``."""
    days, closest = graph.days_since_contact, _find_closest(graph)
    fresh = days <= graph.policy.contact_days
    cold = _find_key_persons(graph, ~fresh & (closest >= 0))
    return Found.people(
        cold,
        case=np.where(np.isnan(days[cold]), "never", "cold"),
        days=days[cold],
        closest=About(closest[cold]),
    )


@rule(
    "level_gap",
    "low",
    why=(
        "People commit themselves to their peers: a director makes an engineer no promises.",
        "承诺只在对等的人之间作出：主任不会向工程师许诺。",
    ),
    detail=(
        (
            "{name} (level {level:.0f}) talks to no peer of ours: the nearest is {peer} "
            "(level {peer_level:.0f})."
        ),
        "{name}（{level:.0f} 级）在我方没有对等联系人，最接近的是{peer}（{peer_level:.0f} 级）。",
    ),
    action=(
        "Pair {name} with one of us of about level {level:.0f}.",
        "安排我方一位 {level:.0f} 级左右的同事与{name}对口交流。",
    ),
)
def level_gap(graph: RelationshipGraph) -> Found:
    """Key persons none of whose contacts is within ``policy.level_tolerance`` of their level."""
    pairs, level = _list_acquaintances(graph), graph.level
    apart = np.abs(level[pairs["ours"]] - level[pairs["contact"]])
    pairs = pairs.having(apart=apart).take(~np.isnan(apart))
    nearest = pairs.sorted("contact", "apart", "distance").distinct("contact")
    far = nearest["apart"] > graph.policy.level_tolerance
    uneven = nearest.take(far & graph.key[nearest["contact"]])
    return Found.people(
        uneven["contact"],
        level=level[uneven["contact"]],
        peer=About(uneven["ours"]),
        peer_level=level[uneven["ours"]],
    )


@rule(
    "function_unreached",
    "high",
    why=(
        "A whole function that has its say and never hears us is where surprises come from.",
        "有话语权却从未听到我方声音的整个部门，往往是意外的来源。",
    ),
    detail=(
        "We reach nobody in {function}, where {power:.0%} of the decision lies, most with {name}.",
        "{function} 部门握有 {power:.0%} 的决策权力，以{name}分量最重，我方却无人可及。",
    ),
    action=(
        "Make a first contact in {function}, best with {name}.",
        "在 {function} 部门建立首个联系，最好从{name}开始。",
    ),
)
def function_unreached(graph: RelationshipGraph) -> Found:
    """Functions of customers with a key person's power in which nobody is within reach."""
    people = np.flatnonzero(graph.contact & (graph.side == CUSTOMER) & (graph.function >= 0))
    power = np.abs(graph.power[people])
    table = Rows(scope=graph.scope[people], function=graph.function[people], node=people)
    heads = table.having(lightness=-power).sorted("lightness", "node")
    heads = heads.distinct("scope", "function").sorted("node")
    function = table.places(heads, "scope", "function")
    total = np.bincount(function, weights=power, minlength=len(heads))
    reached = at_least(graph.best_routes.reach[people], graph.policy.reachable)
    heard = np.bincount(function, weights=reached, minlength=len(heads)) > 0
    deaf = at_least(total, graph.policy.key_share) & ~heard
    head, total = heads["node"][deaf], total[deaf]
    return Found.people(head, stake=total, power=total, function=About(head, "function"))


def _find_key_persons(graph: RelationshipGraph, which: np.ndarray) -> np.ndarray:
    """Return the direct and indirect key persons among some nodes; a seat is nobody to meet."""
    return np.flatnonzero(graph.key & ~graph.vacant & which)


def _list_acquaintances(graph: RelationshipGraph) -> Rows:
    """Return who of us (``ours``) knows or influences which ``contact``, the closest first."""
    steps = graph.chain_steps
    first = Rows(ours=steps.row, contact=steps.idx, distance=-steps.val)
    return first.take(graph.ours[steps.row]).sorted("contact", "distance", "ours")


def _find_closest(graph: RelationshipGraph) -> np.ndarray:
    """Return who of us is closest to each node, -1 where nobody of us knows them."""
    closest = np.full(len(graph.ours), -1)
    best = _list_acquaintances(graph).distinct("contact")
    closest[best["contact"]] = best["ours"]
    return closest
