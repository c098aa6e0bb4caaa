"""All accounts of a book side by side, and our people across them."""

from kamgraph.analysis.portfolio.accounts import Portfolio, portfolio

__all__ = ["Portfolio", "portfolio"]
