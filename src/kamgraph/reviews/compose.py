"""A review put together: which parts it has for an account, a deal or all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.analysis.stage import as_earlier_day
from kamgraph.errors import ScopeError
from kamgraph.graph.codes import PARTNER
from kamgraph.model.accounts import account_of
from kamgraph.model.vocabulary import STAGES
from kamgraph.model.voice import say, say_count, say_day, say_label, speaking
from kamgraph.reviews.deal_facts import list_open_deals, say_deals_in_play
from kamgraph.reviews.inferred import mark_point, mark_section
from kamgraph.reviews.judgement import tone
from kamgraph.reviews.results import PortfolioResults, Results
from kamgraph.reviews.review import Review
from kamgraph.reviews.sections import order
from kamgraph.reviews.sections.definitions import explain_words
from kamgraph.reviews.summary import portfolio, scope

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.vocabulary import Language
    from kamgraph.reviews.section import Point


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
        If the graph holds no scope; or ``since`` is no date, or a day after the graph's.
    KamgraphError
        If the language is another.
    """
    if not len(graph.scopes):
        raise ScopeError(
            "there is nothing to review: the graph holds no account and no deal; a customer "
            "organization makes one"
        )
    day = None if since is None else as_earlier_day(graph, since)
    with speaking(language):
        if len(graph.scopes) == 1:
            return _review_scope(Results(graph, language, None if day is None else graph.at(day)))
        return _review_portfolio(PortfolioResults(graph, language, day))


def _review_scope(results: Results) -> Review:
    graph, guesses = results.graph, results.guesses
    row = graph.scopes.iloc[0]
    account, deal = row["account_name"], row["deal_name"] or row["deal"]
    parts = filter(None, (section(results) for section in order.list_sections(results)))
    return Review(
        kind=_name_kind(graph),
        title=deal or account,
        facts=_list_facts(results),
        summary=summarise_scope(results),
        tone=tone(results),
        sections=explain_words([mark_section(part, guesses) for part in parts]),
        language=results.language,
        results=results,
    )


def summarise_scope(results: Results) -> tuple[Point, ...]:
    """Return the sentences at the head of the review of an account or deal, the verdict first."""
    verdict, *others = scope.summarise(results)
    return (mark_point(verdict, results.guesses), *others)


def _review_portfolio(results: PortfolioResults) -> Review:
    deals = int(results.graph.of_deal.sum())
    counts = [
        say_count("account_count", len(results.accounts)),
        *_count_people("people", results.of_accounts.graph),
    ]
    if deals:
        counts.append(say_count("deal_count", deals))
    parts = filter(None, (section(results) for section in order.PORTFOLIO))
    verdict, *others = portfolio.summarise(results)
    return Review(
        kind=say("portfolio_review"),
        title=say("portfolio_title"),
        facts=(_say_day(results.graph), *counts),
        summary=(mark_point(verdict, results.guesses), *others),
        tone=portfolio.tone(results),
        sections=explain_words([*parts]),
        language=results.language,
        results=results,
    )


def _name_kind(graph: RelationshipGraph) -> str:
    row = graph.scopes.iloc[0]
    if row["deal"]:
        return say("deal_review", account=row["account_name"])
    accounts = account_of(graph.part.organizations)
    whole = accounts.get(row["account"], row["account"])
    if whole == row["account"]:
        return say("account_review")
    return say("unit_review", account=graph.part.organizations.set_index("id")["name"][whole])


def _list_facts(results: Results) -> tuple[str, ...]:
    """Say of which day it is, how much is at stake, and with how many of theirs we have to do."""
    graph = results.graph
    stage = graph.scopes["stage"].iloc[0]
    facts = [_say_day(graph)]
    if stage:
        facts.append(say("stage", stage=say_label(STAGES, stage)))
    if not results.over:
        facts += say_deals_in_play(list_open_deals(graph))
    facts += _count_people("people_there", graph)
    if results.known != "nothing":
        facts.append(say_count("among_them_key", int(graph.key.sum())))
    return tuple(facts)


def _count_people(key: str, graph: RelationshipGraph) -> list[str]:
    """Say how many of customers there are, and of partners, if any."""
    partners = int((graph.contact & (graph.side == PARTNER)).sum())
    told = [say_count(key, int(graph.contact.sum()) - partners)]
    return [*told, say_count("partners_there", partners)] if partners else told


def _say_day(graph: RelationshipGraph) -> str:
    return say("as_of", day=say_day(graph.as_of)) if graph.as_of else say("undated")
