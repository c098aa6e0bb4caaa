"""The results of a review as typed records: what a service computes with."""

from kamgraph.reviews.records.portfolio import PortfolioRecords, portfolio_records
from kamgraph.reviews.records.scope import ScopeRecords, scope_records

__all__ = ["PortfolioRecords", "ScopeRecords", "portfolio_records", "scope_records"]
