"""One question per module; each a function of a graph."""

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.bounds import bounds
from kamgraph.analysis.brokerage import brokerage
from kamgraph.analysis.compare import Comparison, compare
from kamgraph.analysis.contributions import contributions
from kamgraph.analysis.fragility import fragility
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.handover import handover
from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.portfolio import Portfolio, portfolio
from kamgraph.analysis.reach import reach
from kamgraph.analysis.scores import scores
from kamgraph.analysis.sensitivity import sensitivity, verdict
from kamgraph.analysis.stage import stage
from kamgraph.analysis.structural_holes import structural_holes
from kamgraph.analysis.structure import structure
from kamgraph.analysis.targets import targets
from kamgraph.analysis.trend import trend

__all__ = [
    "Comparison",
    "Portfolio",
    "acceptance",
    "bounds",
    "brokerage",
    "compare",
    "contributions",
    "fragility",
    "gaps",
    "handover",
    "key_people",
    "portfolio",
    "reach",
    "scores",
    "sensitivity",
    "stage",
    "structural_holes",
    "structure",
    "targets",
    "trend",
    "verdict",
]
