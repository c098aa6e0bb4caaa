"""Gaps in judgement: whose stance we do not know, or do not like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.definition import Found, rule
from kamgraph.analysis.rules.telling import About, Labels
from kamgraph.graph.codes import COMPETITOR
from kamgraph.graph.scale import choice, score
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


@rule(
    "never_assessed",
    "medium",
    why=(
        "An unknown stance widens the verdict by the whole power of the person.",
        "立场未知的关键人，其全部权力都是结论的误差。",
    ),
    detail={
        "all": (
            "Nobody has ever graded {name}.",
            "从未有人评估过{name}的立场。",
        ),
        "some": (
            "Nobody has ever graded {name} on {axes}.",
            "从未有人评估过{name}在{axes}上的立场。",
        ),
    },
    action=(
        "Find out where {name} stands on {axes}, and record the grade with its evidence.",
        "了解{name}在{axes}上的立场，连同依据一并登记。",
    ),
)
def never_assessed(graph: RelationshipGraph) -> Found:
    """Key persons without a grade on some axis."""
    unknown = np.isnan(graph.stance)
    ungraded = np.flatnonzero(graph.key & ~graph.vacant & unknown.any(axis=1))
    unknown = unknown[ungraded]
    case = np.where(unknown.all(axis=1), "all", "some")
    return Found.people(ungraded, case=case, axes=Labels(AXES, unknown))


@rule(
    "assessment_old",
    "low",
    why=(
        "People change their minds between two reviews, and an old grade hides it.",
        "两次评审之间人的想法会变，旧评级会掩盖变化。",
    ),
    detail=(
        "{name} was last graded {days:,.0f} days ago.",
        "{name}的最近一次评估已是 {days:,.0f} 天前。",
    ),
    action=(
        "Grade {name} anew before the review, from what was last said and done.",
        "请在评审前根据近期言行重新评估{name}。",
    ),
)
def assessment_old(graph: RelationshipGraph) -> Found:
    """Key persons whose newest grade is older than ``policy.assessment_days``."""
    days = graph.days_since_assessment
    old = np.flatnonzero(graph.key & ~graph.vacant & (days > graph.policy.assessment_days))
    return Found.people(old, days=days[old])


@rule(
    "opposing",
    "high",
    why=(
        "Somebody on whom the decision hangs, and whom others have not brought round.",
        "决策系于此人，而身边的人也没能说服他。",
    ),
    detail=(
        "{name} leans against us, most on the {axis}; choice after influence is {choice:.0f}.",
        "{name}倾向反对我方，短板在{axis}，受他人影响后的选择意向仅 {choice:.0f} 分。",
    ),
    action={
        "advised": (
            "Work on the {axis} with {name} and with {adviser}, whose word counts with {name}.",
            "就{axis}与{name}沟通，同时做好在其面前说得上话的{adviser}的工作。",
        ),
        "alone": (
            "Work on the {axis} with {name}; we know of no colleague whose word counts there.",
            "就{axis}与{name}直接沟通；尚未发现在其面前说得上话的同事。",
        ),
    },
)
def opposing(graph: RelationshipGraph) -> Found:
    """Key persons whose choice after influence is below ``policy.opposing``."""
    key = np.flatnonzero(graph.key & ~graph.vacant)
    settled = choice(graph.equilibrium[key], graph.policy)
    against = ~at_least(settled, graph.policy.opposing)
    who = key[against]
    adviser = _find_strongest_pull(graph, graph.contact, on=who)
    return Found.people(
        who,
        case=np.where(adviser >= 0, "advised", "alone"),
        choice=settled[against],
        axis=Labels.single(AXES, np.argmin(graph.equilibrium[who], axis=1)),
        adviser=About(adviser),
    )


@rule(
    "rival_pull",
    "high",
    why=(
        "Where a competitor is listened to more than we are, our arguments come second.",
        "竞争对手的话比我方更有分量时，我方的理由只能排在后面。",
    ),
    detail=(
        "{rival} of {firm} sways {name} more than we do: pull {theirs:.2f} against {ours:.2f}.",
        "{firm} 的{rival}对{name}的影响超过我方：{theirs:.2f} 对 {ours:.2f}。",
    ),
    action=(
        "Put somebody beside {name} whose word counts there, and win the colleagues {name} asks.",
        "安排一位在{name}面前说得上话的人，并争取其常请教的同事。",
    ),
)
def rival_pull(graph: RelationshipGraph) -> Found:
    """Key persons on whom competitors' positive pull is larger than ours."""
    rivals = graph.side == COMPETITOR
    theirs, ours = _sum_pull(graph, rivals), _sum_pull(graph, graph.ours)
    caught = np.flatnonzero(graph.key & ~graph.vacant & ~at_least(ours - theirs, 0.0))
    rival = _find_strongest_pull(graph, rivals, on=caught)
    return Found.people(
        caught,
        rival=About(rival),
        firm=About(rival, "organization_name"),
        theirs=theirs[caught],
        ours=ours[caught],
    )


@rule(
    "opposition_unknown",
    "low",
    why=(
        "Somebody is always against; where nobody is marked, we only do not know who.",
        "反对者总是有的；没有标记，只说明我方不知道是谁。",
    ),
    detail=(
        "Nobody is graded as opposing on any axis, so the opposition is unknown.",
        "没有任何人在任何维度被评为反对，反对力量不明。",
    ),
    action=(
        "Ask those who support us who would rather see somebody else win, and grade them so.",
        "向支持者打听谁更希望别家胜出，并如实评级。",
    ),
)
def opposition_unknown(graph: RelationshipGraph) -> Found:
    """Scopes in which no own grade is below ``policy.opposing`` on any axis."""
    against = ~at_least(score(graph.stance), graph.policy.opposing) & ~np.isnan(graph.stance)
    marked = graph.scope_sums(graph.theirs & against.any(axis=1))
    return Found.scopes(np.flatnonzero(marked == 0))


def _list_positive_pull(graph: RelationshipGraph, who: np.ndarray) -> Rows:
    """Return which ``person`` is pulled by which ``puller`` among some nodes, how strongly."""
    pull = graph.pull
    rows = Rows(person=pull.row, puller=pull.idx, pull=pull.val)
    return rows.take(who[pull.idx] & (pull.val > 0))


def _sum_pull(graph: RelationshipGraph, who: np.ndarray) -> np.ndarray:
    """Return the sum of the positive pull of some nodes on each node."""
    pull = _list_positive_pull(graph, who)
    return np.bincount(pull["person"], weights=pull["pull"], minlength=len(who))


def _find_strongest_pull(
    graph: RelationshipGraph, who: np.ndarray, *, on: np.ndarray
) -> np.ndarray:
    """Return who among some nodes pulls each of others most, -1 where none of them does."""
    pull, asked = _list_positive_pull(graph, who), Rows(person=on)
    pull = pull.take(pull.within(asked, "person"))
    first = pull.having(order=-pull["pull"]).sorted("person", "order", "puller").distinct("person")
    return np.append(first["puller"], -1)[asked.places(first, "person")]
