"""The review of a whole portfolio: all accounts side by side."""

from kamgraph.reviews.portfolio.accounts import deals, ranking
from kamgraph.reviews.portfolio.gaps import gap_kinds, risks
from kamgraph.reviews.portfolio.results import PortfolioResults
from kamgraph.reviews.portfolio.summary import summary, tone
from kamgraph.reviews.portfolio.work import evaluations_due, workload

__all__ = [
    "PortfolioResults",
    "deals",
    "evaluations_due",
    "gap_kinds",
    "ranking",
    "risks",
    "summary",
    "tone",
    "workload",
]
