"""Some accounts of a book that is in memory at a time, each with what its scopes can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph import build_graph
from kamgraph.progress import progress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy


def list_graphs(
    book: Book, *, people: int, as_of: dt.date | None, policy: Policy
) -> Iterator[RelationshipGraph]:
    """Yield the graphs of some accounts after the other, of about so many people each."""
    # Of the part of the book that they can see, so that what one graph works out goes with it.
    day = as_of or book.newest_day
    for accounts in progress(_group_accounts(book, people), "accounts"):
        graph = build_graph(book.parts_of(accounts), as_of=day, policy=policy)
        yield graph.as_part_of_book(book.recorded, accounts)


def _group_accounts(book: Book, people: int) -> list[list[str]]:
    """Return the accounts that go together, in the order of ids."""
    home, ids = book.coded.people["account"], book.coded.accounts
    sizes = np.bincount(home[home >= 0], minlength=len(ids))
    cuts = np.flatnonzero(np.diff((np.cumsum(sizes) - sizes) // people)) + 1
    return [some.tolist() for some in np.split(ids.to_numpy(dtype=object), cuts) if len(some)]
