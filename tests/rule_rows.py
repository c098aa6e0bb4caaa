"""Where a rule fires, and what it says there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import kamgraph as k
from books import book
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

# At another customer something of every family of facts is recorded: where acme has nothing of
# one, that is a gap, and not only not recorded.
ELSEWHERE = {
    "people": "zed bravo level=3 function=law; zed0 bravo; zoe us level=3 function=sales",
    "ties": "zoe knows zed; zoe influences zed; zed reports_to zed0",
    "roles": "zed user bravo",
    "team": "zoe region_line bravo",
    "assessments": "zed 2020-01-01 3 3 3",
    "interactions": "far 2020-01-01 visit zed; far 2020-01-01 visit zoe",
}
# Then only roles that somebody holds are parts of the decision.
HELD_ALONE = k.Policy(required_roles={})


def recorded(**tables: str) -> k.Book:
    """Return a book of texts in which something of every family of facts is recorded."""
    names = {**ELSEWHERE, **tables}
    return book(**{name: "; ".join(filter(None, [tables.get(name), ELSEWHERE.get(name)]))
                   for name in names})  # fmt: skip


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
    """Return the customers' and partners' key people who are not vacant seats, sorted."""
    people, kind = graph.people, k.key_people(graph)["kind"]
    key = kind.index[kind != "external"]
    return key[~people.loc[key, "vacant"]].sort_values()
