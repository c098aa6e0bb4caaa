"""What a question has to say about the accounts whose rows are at hand, others left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import pandas as pd

from kamgraph.graph import build_graph
from kamgraph.model.book import Book

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy

Answer = TypeVar("Answer")


def see_accounts(
    tables: Mapping[str, Any],
    accounts: Collection[str],
    *,
    as_of: dt.date | str | None,
    recorded: Collection[str],
    policy: Policy | None,
) -> RelationshipGraph:
    """Return the graph of some accounts and their open deals, of the rows that these can see."""
    book = Book.from_tables(tables, policy=policy, lenient=True)
    graph = build_graph(book, as_of=as_of, policy=policy)
    return graph.as_part_of_book(recorded, accounts)


def ask_scopes(question: Callable[[RelationshipGraph], Answer], graph: RelationshipGraph) -> Answer:
    """Return the answer to a question; a table names account and deal also of a lone scope."""
    answer = question(graph)
    if not isinstance(answer, pd.DataFrame) or len(graph.scope_index) != 1:
        return answer
    if "account" in {*answer.index.names, *answer}:
        return answer
    names = ["account", "deal", *answer.index.names]
    named = pd.concat([answer], keys=graph.scope_index.tolist(), names=names)
    return cast("Answer", named)
