"""Do we know who decides, and who helps us inside?"""

from __future__ import annotations

import numpy as np

from kamgraph.analysis.rules.rule import Found, rule
from kamgraph.analysis.rules.telling import Labels
from kamgraph.graph import RelationshipGraph
from kamgraph.model.policy import Policy
from kamgraph.model.vocabulary import DECISION_ROLES, STAGES

_COACHES = ("coach", "coach_inform", "coach_advise", "coach_intervene")


@rule(
    "role_unknown",
    "high",
    why=(
        "Who decides without our knowing is met for the first time when it is too late.",
        "不知道是谁在决策，等到见面往往为时已晚。",
    ),
    detail=(
        "Nobody is recorded as {role} of this deal; that should be known from the stage {since} on.",
        "本项目没有登记{role}，从{since}阶段起就应明确。",
    ),
    action=(
        "Ask the coach or the project lead who it is, and record the role.",
        "向教练或客户项目负责人问清是谁，并登记该角色。",
    ),
)
def role_unknown(graph: RelationshipGraph) -> Found:
    """Decision roles that the policy requires by the stage of a deal and nobody holds."""
    scopes = graph.scopes
    stages = scopes["stage"].replace("", STAGES.words[0])
    place = np.array([STAGES.words.index(stage) for stage in stages], dtype=np.int64)
    deal = (scopes["deal"] != "").to_numpy()
    missing = {
        (role, since): deal
        & (place >= STAGES.words.index(since))
        & (graph.scope_sums(graph.holds(role)) == 0)
        for role, since in _required(graph.policy).items()
    }
    return _missing_roles(missing)
