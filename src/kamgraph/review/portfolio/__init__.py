"""The review of a whole portfolio: all accounts side by side."""

from kamgraph.review.portfolio.accounts import deals, ranking
from kamgraph.review.portfolio.gaps import gap_kinds, risks
from kamgraph.review.portfolio.results import PortfolioResults
from kamgraph.review.portfolio.summary import summary, tone
from kamgraph.review.portfolio.work import evaluations_due, workload

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
