"""A review put together: which parts it has for an account, a deal or all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import ScopeError
from kamgraph.model.day import as_day
from kamgraph.model.vocabulary import STAGES
from kamgraph.model.voice import say, say_count, say_day, say_label, speaking
from kamgraph.reviews import portfolio
from kamgraph.reviews.aims import aims
from kamgraph.reviews.chain import decision_chain
from kamgraph.reviews.changes import changes, events
from kamgraph.reviews.exposure import actions, losses, questions
from kamgraph.reviews.fine_print import definitions, judgements
from kamgraph.reviews.handover import handovers
from kamgraph.reviews.key_persons import balance, deciders, routes
from kamgraph.reviews.portfolio import PortfolioResults
from kamgraph.reviews.quality import data_quality
from kamgraph.reviews.results import Results
from kamgraph.reviews.review import Review
from kamgraph.reviews.stakeholder_map import stakeholder_map
from kamgraph.reviews.standing import standing
from kamgraph.reviews.summary import summary
from kamgraph.reviews.verdict import tone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.reviews.section import Section

# What each kind of review consists of, in order; a part with nothing to tell of leaves itself out.
SECTIONS: tuple[Callable[[Results], Section | None], ...] = (
    standing,
    decision_chain,
    deciders,
    routes,
    actions,
    losses,
    handovers,
    changes,
    events,
    aims,
    questions,
    balance,
    data_quality,
    stakeholder_map,
    definitions,
    judgements,
)
PORTFOLIO_SECTIONS: tuple[Callable[[PortfolioResults], Section | None], ...] = (
    portfolio.ranking,
    portfolio.deals,
    portfolio.risks,
    portfolio.gap_kinds,
    portfolio.workload,
    portfolio.evaluations_due,
    definitions,
    judgements,
)


def review(
    graph: RelationshipGraph, *, since: dt.date | str | None = None, language: Language = "en"
) -> Review:
    """Review an account or a deal, or all accounts: where we stand, why, and what to do.

    Parameters
    ----------
    graph
        A graph. Of a single scope: the review of that account or deal. Of many: the review of
        the portfolio, with every account of the graph's book and the deals of the graph.
    since
        The day of the last review, a date or ``YYYY-MM-DD``: what has changed since then, and
        why, is told too.
    language
        The language of the review: ``"en"`` or ``"zh"``.

    Raises
    ------
    ScopeError
        If the graph holds no scope; or ``since`` is no date, or a day after the graph's of
        which a portfolio cannot tell.
    KamgraphError
        If the language is another.
    """
    if not len(graph.scopes):
        raise ScopeError(
            "there is nothing to review: the graph holds no account and no deal; a customer "
            "organization makes one"
        )
    with speaking(language):
        if len(graph.scopes) == 1:
            return _of_scope(Results(graph, language, None if since is None else graph.at(since)))
        day = None if since is None else as_day(since)
        return _of_portfolio(PortfolioResults(graph, language, day))


def _of_scope(results: Results) -> Review:
    scope = results.graph.scopes.iloc[0]
    account = scope["account_name"]
    parts = (section(results) for section in SECTIONS)
    return Review(
        kind=say("deal_review", account=account) if scope["deal"] else say("account_review"),
        title=(scope["deal_name"] or scope["deal"]) if scope["deal"] else account,
        facts=_facts(results.graph),
        summary=summary(results),
        tone=tone(results),
        sections=tuple(part for part in parts if part),
        language=results.language,
        results=results,
    )


def _of_portfolio(results: PortfolioResults) -> Review:
    deals = int(results.graph.of_deal.sum())
    counts = [say_count("account_count", len(results.accounts))]
    if deals:
        counts.append(say_count("deal_count", deals))
    parts = (section(results) for section in PORTFOLIO_SECTIONS)
    return Review(
        kind=say("portfolio_review"),
        title=say("portfolio_title"),
        facts=(_day(results.graph), *counts),
        summary=portfolio.summary(results),
        tone=portfolio.tone(results),
        sections=tuple(part for part in parts if part),
        language=results.language,
        results=results,
    )


def _facts(graph: RelationshipGraph) -> tuple[str, ...]:
    scope = graph.scopes.iloc[0]
    facts = [_day(graph)]
    if scope["stage"]:
        facts.append(say("stage", stage=say_label(STAGES, scope["stage"])))
    facts.append(say_count("people", int(scope["people"])))
    facts.append(say_count("ties", int(scope["ties"])))
    return tuple(facts)


def _day(graph: RelationshipGraph) -> str:
    return say("as_of", day=say_day(graph.as_of)) if graph.as_of else say("undated")
