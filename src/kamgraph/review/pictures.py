"""The pictures of a review, drawn when they are shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kamgraph import plot
from kamgraph.analysis.trend import trend as scores_over_time
from kamgraph.review.section import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kamgraph.review.portfolio.results import PortfolioResults
    from kamgraph.review.results import Results
    from kamgraph.review.wording import Wording


def power(results: Results, words: Wording) -> Picture | None:
    """Show on whom the decision hangs."""
    if results.key_people.empty:
        return None
    draw = partial(plot.power, results.graph, title="", language=words.language)
    return _picture(draw, words("power_picture"))


def portrait(results: Results, words: Wording) -> Picture | None:
    """Show how each direct and indirect key person stands on the three axes."""
    if not results.graph.key.any():
        return None
    draw = partial(plot.portrait, results.graph, title="", language=words.language)
    return _picture(draw, words("portrait_picture"))


def coverage(results: Results, words: Wording) -> Picture | None:
    """Show who of ours knows somebody in which function."""
    if not (results.graph.ours.any() and results.graph.contact.any()):
        return None
    draw = partial(plot.coverage, results.graph, title="", language=words.language)
    return _picture(draw, words("coverage_picture"))


def contributions(results: Results, words: Wording) -> Picture | None:
    """Show how the stances of people make up the score of the weakest axis."""
    if not results.contributions.to_numpy().any():
        return None
    draw = partial(plot.contributions, results.graph, title="", language=words.language)
    return _picture(draw, words("contributions_picture"))


def trend(results: Results, words: Wording) -> Picture:
    """Show the scores over the review days."""
    return _picture(partial(_drawn_trend, results, words), words("trend_picture"))


def _drawn_trend(results: Results, words: Wording) -> Axes:
    return plot.trend(scores_over_time(results.graph), language=words.language)


def accounts(results: PortfolioResults, words: Wording) -> Picture | None:
    """Show the accounts by potential and contribution; None where no account has both."""
    table = results.accounts
    if table[["potential", "contribution"]].dropna().empty:
        return None
    draw = partial(plot.portfolio, table, language=words.language)
    return _picture(draw, words("portfolio_picture"))


def _picture(draw: partial[Axes], alternative: str) -> Picture:
    return Picture(partial(_as_svg, draw), alternative)


def _as_svg(draw: partial[Axes]) -> str:
    from kamgraph.plot.svg import svg

    return svg(draw())
