"""What every picture of one scope asks of its graph: that it is one, its title, its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import ScopeError
from kamgraph.model.voice import say

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def check_one_scope(graph: RelationshipGraph, picture: str) -> None:
    """Refuse a graph of several scopes or none; the picture, such as ``a map``, is named."""
    count = len(graph.scopes)
    if count != 1:
        raise ScopeError(
            f"{picture} shows one scope, this graph has {count}: "
            "build it for one, build_graph(book, account=...) or build_graph(book, deal=...)"
        )


def name_scope(graph: RelationshipGraph) -> str:
    """Name the account, the deal and the day, as far as there are any."""
    names = graph.scopes[["account_name", "deal_name"]].to_numpy().ravel().tolist()
    return " · ".join(str(part) for part in (*names, graph.as_of) if pd.notna(part) and part)


def describe_people(people: pd.DataFrame) -> pd.DataFrame:
    """Return how a picture names people (``name``) and what it says below the name (``place``)."""
    # A vacant seat is named as one. Below stands the title, else the function, of a vacant seat
    # also who left it, of people from outside the account also their organization.
    seat, former = say("plot.vacant"), [say("plot.formerly", name=n) for n in people["name"]]
    firm = people["organization_name"].mask(people["own"])
    left = pd.Series(former, people.index, dtype="str").where(people["vacant"])
    parts = zip(people["title"].fillna(people["function"]), left, firm, strict=True)
    places = [" · ".join(part for part in some if pd.notna(part)) for some in parts]
    return pd.DataFrame(
        {"name": people["name"].mask(people["vacant"], seat), "place": places}, people.index
    )
