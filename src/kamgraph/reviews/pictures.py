"""The pictures of a review; each is drawn, and matplotlib loaded, when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph import plot
from kamgraph.analysis.trend import trend as scores_over_time
from kamgraph.model.voice import say
from kamgraph.reviews.section import Picture

if TYPE_CHECKING:
    from kamgraph.reviews.results import PortfolioResults, Results


def power(results: Results) -> Picture | None:
    """Show on whom the decision hangs."""
    if results.key_people.empty:
        return None
    return Picture(
        lambda **on: plot.power(results.graph, title="", language=results.language, **on),
        say("power_picture"),
    )


def chain(results: Results) -> Picture | None:
    """Show who would have which role by title and level; None where nobody would."""
    if not (results.candidates["kind"] == "role").any():
        return None
    return Picture(
        lambda **on: plot.chain(results.graph, title="", language=results.language, **on),
        say("chain_picture"),
    )


def portrait(results: Results) -> Picture | None:
    """Show how each of the customer's key persons stands on each axis, if anything is known."""
    if not results.axes:
        return None
    return Picture(
        lambda **on: plot.portrait(results.graph, title="", language=results.language, **on),
        say("portrait_picture"),
    )


def coverage(results: Results) -> Picture | None:
    """Show which of us knows somebody in which function."""
    if not (results.graph.ours.any() and results.graph.contact.any()):
        return None
    return Picture(
        lambda **on: plot.coverage(results.graph, title="", language=results.language, **on),
        say("coverage_picture"),
    )


def contacts(results: Results) -> Picture:
    """Show which of us meets whom, by function and level."""
    return Picture(
        lambda **on: plot.contacts(results.graph, title="", language=results.language, **on),
        say("contacts_picture"),
    )


def touches(results: Results) -> Picture:
    """Show how often we have met and written to each other over time."""
    return Picture(
        lambda **on: plot.touches(results.graph, title="", language=results.language, **on),
        say("touches_picture"),
    )


def contributions(results: Results) -> Picture | None:
    """Show how the stances of people make up the score of the weakest axis."""
    if not results.contributions.to_numpy().any():
        return None
    return Picture(
        lambda **on: plot.contributions(results.graph, title="", language=results.language, **on),
        say("contributions_picture"),
    )


def trend(results: Results) -> Picture:
    """Show the scores over the review days."""
    return Picture(
        lambda **on: plot.trend(scores_over_time(results.graph), language=results.language, **on),
        say("trend_picture"),
    )


def accounts(results: PortfolioResults) -> Picture | None:
    """Show the accounts by potential and contribution; None where no account has both."""
    table = results.accounts
    if table[["potential", "contribution"]].dropna().empty:
        return None
    return Picture(
        lambda **on: plot.portfolio(table, language=results.language, **on),
        say("portfolio_picture"),
    )
