"""Who of us carries how much of all accounts."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import WORKLOAD

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy


def workload(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what each of us carries, over the scopes of a graph.

    Returns
    -------
    DataFrame
        Index ``person``, those who carry the most coverage first: ``name``, ``accounts``,
        ``contacts``, ``power``, ``coverage``, ``over`` (tuple of the columns above
        ``policy.overload``) and ``overloaded``.
    """
    person = graph.index.get_level_values("person")
    ours = pd.DataFrame({"person": person, "coverage": graph.losses.points})[graph.ours]
    table = ours.groupby("person")["coverage"].agg(accounts="size", coverage="sum")
    table = table.join(_contacts(graph, person)).fillna({"contacts": 0, "power": 0.0})
    table = table[list(WORKLOAD.words)].astype({"contacts": "int64"})
    table.insert(0, "name", graph.book.people.set_index("id")["name"].reindex(table.index))
    over = _over(table, graph.policy)
    table = table.assign(over=over, overloaded=[bool(words) for words in over])
    return table.sort_values("coverage", ascending=False, kind="stable")


def _contacts(graph: RelationshipGraph, person: pd.Index[str]) -> pd.DataFrame:
    """Return how many contacts each of us knows, and the power of the key persons among them."""
    known = graph.arcs(tie_kinds.CLOSENESS)
    known = known.take(graph.contact[known["target"]]).distinct("source", "target")
    pairs = pd.DataFrame({end: person.take(known[end]) for end in ("source", "target")})
    pairs["power"] = graph.stake[known["target"]]
    return pairs.groupby("source").agg(contacts=("target", "nunique"), power=("power", "sum"))


def _over(table: pd.DataFrame, policy: Policy) -> list[tuple[str, ...]]:
    """Return for each row the columns that are above their limit."""
    limits = {name: policy.overload.get(name, np.inf) + ROUNDING for name in WORKLOAD.words}
    above = [(table[name] > limit).to_numpy() for name, limit in limits.items()]
    return [tuple(compress(limits, row)) for row in zip(*above, strict=True)]
