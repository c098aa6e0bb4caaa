"""Where a rule fires, and what it says there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import kamgraph as k
from kamgraph.analysis.gaps import gaps

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.analysis.rules import Rule

REVIEWS = [
    ("yaochuan", None, "2025-12-31"),
    ("yaochuan", None, "2026-09-30"),
    ("yaochuan", "dispatch-platform", "2026-04-30"),
    ("yaochuan", "dispatch-platform", "2026-09-30"),
    ("yaochuan", "yaonan-substations", "2026-09-30"),
]


@cache
def demo(review: tuple[str, str | None, str]) -> k.RelationshipGraph:
    """Return the graph of a review of the demo account."""
    account, deal, day = review
    return k.build_graph(k.load_demo(), account=account, deal=deal, as_of=day)


def persons(rule: Rule, graph: k.RelationshipGraph) -> list[str]:
    """Return the person of each row, sorted; the empty string for an account or deal itself."""
    return sorted(gaps(graph, (rule,))["person"])


def sentences(rule: Rule, graph: k.RelationshipGraph, column: str = "detail") -> list[str]:
    """Return a column of the rows in English."""
    return gaps(graph, (rule,))[column].tolist()


def key_persons(graph: k.RelationshipGraph) -> pd.Index[str]:
    """Return the direct and indirect key persons who are not vacant seats, sorted."""
    people, kind = graph.people, k.key_people(graph)["kind"]
    key = kind.index[kind != "external"]
    return key[~people.loc[key, "vacant"]].sort_values()
