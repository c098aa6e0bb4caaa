"""One question a module; each a function of a graph."""

from kamgraph.analysis.acceptance import acceptance
from kamgraph.analysis.contributions import contributions
from kamgraph.analysis.key_people import key_people
from kamgraph.analysis.reach import reach
from kamgraph.analysis.scores import scores

__all__ = ["acceptance", "contributions", "key_people", "reach", "scores"]
