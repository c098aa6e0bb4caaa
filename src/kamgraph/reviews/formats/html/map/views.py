"""Which graphs an interactive map can switch between."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.errors import ScopeError
from kamgraph.graph.units import is_part
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.voice import say, say_day
from kamgraph.reviews.results import Results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph

_MOST_DEALS = 4  # beside an account
_MOST_BOXES = 1500  # a deal is as large as its account, and a page must stay light


class View(NamedTuple):
    """One graph to show: the day is in words, ``before`` says whether it is the last review's."""

    scope: int  # the number of the account or deal among those shown
    name: str
    day: str
    before: bool
    results: Results


def list_views(results: Results) -> list[View]:
    """Return what is reviewed now, then before, then the same of the scopes beside it."""
    # Beside an account stand its open deals, those that close first if there are too many; beside
    # a deal stands its account. A deal that was not there on the earlier day has only the later.
    own = results.graph.scopes.iloc[0]
    shown = [results, *_find_neighbours(results, own["account"], own["deal"])]
    return [view for scope, one in enumerate(shown) for view in _list_days(scope, one)]


def _find_neighbours(results: Results, account: str, deal: str) -> Iterator[Results]:
    for other in [None] if deal else _choose_deals(results):
        graph = results.graph.of_scope(account, other)
        yield Results(graph, results.language, _find_earlier(graph, results))


def _list_days(scope: int, results: Results) -> Iterator[View]:
    row = results.graph.scopes.iloc[0]
    name = row["deal_name"] or row["deal"] or row["account_name"]
    yield View(scope, name, say("map_now"), before=False, results=results)
    if results.before is not None:
        before = Results(results.before, results.language)
        yield View(scope, name, say_day_of(results.before), before=True, results=before)


def say_day_of(graph: RelationshipGraph) -> str:
    """Return the day of a graph in words."""
    return say_day(graph.as_of) if graph.as_of else say("undated")


def _find_earlier(graph: RelationshipGraph, results: Results) -> RelationshipGraph | None:
    if results.before is None or results.before.as_of is None:
        return None
    try:
        return graph.at(results.before.as_of)
    except ScopeError:  # the deal was not there yet
        return None


def _choose_deals(results: Results) -> list[str]:
    """Return the ids of the account's open deals on the day, as many as a page takes."""
    graph = results.graph
    days = 1 if results.before is None else 2
    room = max(0, _MOST_BOXES // max(1, days * len(graph.index)) - 1)
    book, account = graph.part, graph.scopes["account"].iloc[0]
    coded, deals = book.coded.deals, book.deals
    place = book.column("organizations", "id").tolist().index(account)
    ours = is_part(book.coded.organizations, coded["unit"], place)
    begun = coded["created"] <= (NEVER if graph.as_of is None else day_number(graph.as_of))
    found = deals[ours & coded["open"] & begun]
    closing = found.sort_values(["closes", "id"])["id"]
    return closing.head(min(_MOST_DEALS, room)).tolist()
