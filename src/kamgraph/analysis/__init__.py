"""One question a module; each a function of a graph."""

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.contributions import contributions
from kamgraph.analysis.fragility import fragility
from kamgraph.analysis.handover import handover
from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.reach import reach
from kamgraph.analysis.scores import scores
from kamgraph.analysis.sensitivity import sensitivity, verdict

__all__ = [
    "acceptance",
    "contributions",
    "fragility",
    "handover",
    "key_people",
    "reach",
    "scores",
    "sensitivity",
    "verdict",
]
