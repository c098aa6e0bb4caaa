"""What the measures say about a portfolio, each computed at most once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.portfolio import Portfolio, portfolio
from kamgraph.analysis.scores import scores
from kamgraph.model.rounding import at_least
from kamgraph.reviews.results import Basis

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


@dataclass(frozen=True, eq=False)
class PortfolioResults(Basis):
    """The results behind a review of many scopes.

    Parameters
    ----------
    since
        The day of the last review; None: there was none.
    """

    since: dt.date | None = None

    @cached_property
    def portfolio(self) -> Portfolio:
        """All accounts side by side, with workload and evaluations."""
        graph = self.graph
        return portfolio(graph.book, as_of=graph.as_of, since=self.since, policy=graph.policy)

    @property
    def accounts(self) -> pd.DataFrame:
        """One row per account, the most urgent first; ``for_us``: whether the decision leans to us.

        Whose decision nobody takes leans nowhere.
        """
        accounts = self.portfolio.accounts
        leans = at_least(accounts["choice"].to_numpy(float), self.graph.policy.verdict_threshold)
        return accounts.assign(for_us=leans)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The rows of :func:`~kamgraph.scores`, accounts and deals."""
        return scores(self.graph)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """What is missing in all scopes, in the language of the review."""
        return gaps(self.graph, language=self.language)
