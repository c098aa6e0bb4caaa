"""A review put together: which parts it has for an account, a deal or all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import ScopeError
from kamgraph.model.day import as_day
from kamgraph.model.vocabulary import LANGUAGES, STAGES, Language
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
from kamgraph.reviews.wording import Wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.section import Section

# What each kind of review consists of, in order; a part with nothing to tell of leaves itself out.
SECTIONS: tuple[Callable[[Results, Wording], Section | None], ...] = (
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
PORTFOLIO_SECTIONS: tuple[Callable[[PortfolioResults, Wording], Section | None], ...] = (
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
    ValueError
        If the language is another.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language '{language}' is unknown; choose {' or '.join(LANGUAGES)}")
    if not len(graph.scopes):
        raise ScopeError(
            "there is nothing to review: the graph holds no account and no deal; a customer "
            "organization makes one"
        )
    words = Wording(language)
    if len(graph.scopes) == 1:
        return _of_scope(
            Results(graph, language, None if since is None else graph.at(since)), words
        )
    return _of_portfolio(
        PortfolioResults(graph, language, None if since is None else as_day(since)), words
    )


def _of_scope(results: Results, words: Wording) -> Review:
    scope = results.graph.scopes.iloc[0]
    account = scope["account_name"]
    parts = (section(results, words) for section in SECTIONS)
    return Review(
        kind=words("deal_review", account=account) if scope["deal"] else words("account_review"),
        title=(scope["deal_name"] or scope["deal"]) if scope["deal"] else account,
        facts=_facts(results.graph, words),
        summary=summary(results, words),
        tone=tone(results),
        sections=tuple(part for part in parts if part),
        language=words.language,
        results=results,
    )


def _of_portfolio(results: PortfolioResults, words: Wording) -> Review:
    deals = int(results.graph.of_deal.sum())
    counts = [words.counted("account_count", len(results.accounts))]
    if deals:
        counts.append(words.counted("deal_count", deals))
    parts = (section(results, words) for section in PORTFOLIO_SECTIONS)
    return Review(
        kind=words("portfolio_review"),
        title=words("portfolio_title"),
        facts=(_day(results.graph, words), *counts),
        summary=portfolio.summary(results, words),
        tone=portfolio.tone(results),
        sections=tuple(part for part in parts if part),
        language=words.language,
        results=results,
    )


def _facts(graph: RelationshipGraph, words: Wording) -> tuple[str, ...]:
    scope = graph.scopes.iloc[0]
    facts = [_day(graph, words)]
    if scope["stage"]:
        facts.append(words("stage", stage=words.label(STAGES, scope["stage"])))
    facts.append(words.counted("people", int(scope["people"])))
    facts.append(words.counted("ties", int(scope["ties"])))
    return tuple(facts)


def _day(graph: RelationshipGraph, words: Wording) -> str:
    return words("as_of", day=words.day(graph.as_of)) if graph.as_of else words("undated")
