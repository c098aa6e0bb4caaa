"""From a book to a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.graph.assembly import assemble
from kamgraph.graph.relationship_graph import RelationshipGraph
from kamgraph.model.arguments import check_id
from kamgraph.model.day import as_day
from kamgraph.model.policy import Policy, choose_policy

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.model.book import Book


def build_graph(
    book: Book,
    *,
    account: str | None = None,
    deal: str | None = None,
    as_of: dt.date | str | None = None,
    policy: Policy | None = None,
) -> RelationshipGraph:
    """Build the relationship graph of an account, a unit of one, a deal, or everything in a book.

    Parameters
    ----------
    book
        The facts.
    account
        The id of an account, or of a unit of one, for its scope alone. A unit has its own people
        and those of its parts; what names it counts over what names the account.
    deal
        A deal's id, for that deal's scope: its account with the deal's own rows over it, and
        under these the rows of the unit that the deal belongs to.
        With neither, the graph holds every account and every open deal; with an empty text,
        which stands for the account itself in results too, accounts alone.
    as_of
        The day to look at, a date or ``YYYY-MM-DD``; default the newest day on which
        anything recorded in the book happened, so that a result can be repeated (not after
        today: planned days never move it). Rows of later days are not seen.
    policy
        The judgements; default ``Policy()``.

    Raises
    ------
    ScopeError
        If the account, unit or deal is not in the book, or ``as_of`` is no date.
    BookError
        If the book holds labels of strengths or grades that the policy does not know.
    """
    policy = choose_policy(policy)
    for id_ in (account, deal):
        if id_ is not None:
            check_id(id_)
    day = book.newest_day if as_of is None else as_day(as_of)
    part, scopes, nodes, ties = assemble(book, account, deal, day, policy)
    return RelationshipGraph(
        as_of=day,
        policy=policy,
        _book=book,
        _part=part,
        _asked=(account, deal),
        _gone=(),
        _scopes=scopes,
        _nodes=nodes,
        _ties=ties,
    )
