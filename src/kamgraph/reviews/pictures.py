"""The pictures of a review; each is drawn, and matplotlib loaded, when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamgraph import plot
from kamgraph.analysis.trend import trend as scores_over_time
from kamgraph.reviews.section import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.reviews.portfolio.results import PortfolioResults
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording


def power(results: Results, words: Wording) -> Picture | None:
    """Show on whom the decision hangs."""
    if results.key_people.empty:
        return None
    return _picture(
        lambda: plot.power(results.graph, title="", language=words.language),
        words("power_picture"),
    )


def portrait(results: Results, words: Wording) -> Picture | None:
    """Show how each direct and indirect key person stands on the three axes."""
    if not results.graph.key.any():
        return None
    return _picture(
        lambda: plot.portrait(results.graph, title="", language=words.language),
        words("portrait_picture"),
    )


def coverage(results: Results, words: Wording) -> Picture | None:
    """Show who of ours knows somebody in which function."""
    if not (results.graph.ours.any() and results.graph.contact.any()):
        return None
    return _picture(
        lambda: plot.coverage(results.graph, title="", language=words.language),
        words("coverage_picture"),
    )


def contributions(results: Results, words: Wording) -> Picture | None:
    """Show how the stances of people make up the score of the weakest axis."""
    if not results.contributions.to_numpy().any():
        return None
    return _picture(
        lambda: plot.contributions(results.graph, title="", language=words.language),
        words("contributions_picture"),
    )


def trend(results: Results, words: Wording) -> Picture:
    """Show the scores over the review days."""
    return _picture(
        lambda: plot.trend(scores_over_time(results.graph), language=words.language),
        words("trend_picture"),
    )


def accounts(results: PortfolioResults, words: Wording) -> Picture | None:
    """Show the accounts by potential and contribution; None where no account has both."""
    table = results.accounts
    if table[["potential", "contribution"]].dropna().empty:
        return None
    return _picture(
        lambda: plot.portfolio(table, language=words.language), words("portfolio_picture")
    )


def _picture(draw: Callable[[], Any], alternative: str) -> Picture:
    return Picture(lambda: _as_svg(draw()), alternative)


def _as_svg(axes: Any) -> str:
    from kamgraph.plot.svg import svg

    return svg(axes)
