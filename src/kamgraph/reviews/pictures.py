"""The pictures of a review; each is drawn, and matplotlib loaded, when it is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kamgraph import plot
from kamgraph.analysis.trend import trend as scores_over_time
from kamgraph.model.voice import say
from kamgraph.reviews.section import Picture

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.reviews.results import PortfolioResults, Results


def draw(name: str, *args: Any, **options: Any) -> Any:
    """Draw a picture by its name; a review that is pickled keeps what is drawn, not how."""
    return getattr(plot, name)(*args, **options)


def power(results: Results) -> Picture | None:
    """Show on whom the decision hangs."""
    if results.key_people.empty:
        return None
    return Picture(
        partial(draw, "power", results.graph, title="", language=results.language),
        say("power_picture"),
    )


def chain(results: Results) -> Picture | None:
    """Show who would have which role by title and level; None where nobody would."""
    if not (results.candidates["kind"] == "role").any():
        return None
    return Picture(
        partial(draw, "chain", results.graph, title="", language=results.language),
        say("chain_picture"),
    )


def portrait(results: Results) -> Picture | None:
    """Show how each of the customer's key persons stands on each axis, if anything is known."""
    if not results.axes:
        return None
    return Picture(
        partial(draw, "portrait", results.graph, title="", language=results.language),
        say("portrait_picture"),
    )


def coverage(results: Results) -> Picture | None:
    """Show which of us knows somebody in which function."""
    if not (results.graph.ours.any() and results.graph.contact.any()):
        return None
    return Picture(
        partial(draw, "coverage", results.graph, title="", language=results.language),
        say("coverage_picture"),
    )


def contacts(results: Results) -> Picture:
    """Show which of us meets whom, by function and level."""
    return Picture(
        partial(draw, "contacts", results.graph, title="", language=results.language),
        say("contacts_picture"),
    )


def touches(results: Results) -> Picture:
    """Show how often we have met and written to each other over time."""
    return Picture(
        partial(draw, "touches", results.graph, title="", language=results.language),
        say("touches_picture"),
    )


def contributions(results: Results) -> Picture | None:
    """Show how the stances of people make up the score of the weakest axis."""
    if not results.contributions.to_numpy().any():
        return None
    return Picture(
        partial(draw, "contributions", results.graph, title="", language=results.language),
        say("contributions_picture"),
    )


def trend(results: Results) -> Picture:
    """Show the scores over the review days."""
    return Picture(
        partial(_draw_trend, results.graph, results.language),
        say("trend_picture"),
    )


def accounts(results: PortfolioResults) -> Picture | None:
    """Show the accounts by potential and contribution; None where no account has both."""
    table = results.accounts
    if table[["potential", "contribution"]].dropna().empty:
        return None
    return Picture(
        partial(draw, "portfolio", table, language=results.language),
        say("portfolio_picture"),
    )


def _draw_trend(graph: RelationshipGraph, language: Language, **on: Any) -> Any:
    return plot.trend(scores_over_time(graph), language=language, **on)
