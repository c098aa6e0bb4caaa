"""Why closeness counts for less: one of us has not kept a promise."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kamgraph.graph.let_down import list_let_down
from kamgraph.model.voice import say, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.reviews.results import Results

Reasons = dict[tuple[str, str], str]


def say_let_down(results: Results) -> Reasons:
    """Say of each pair whose closeness a broken promise lowers that it does, by their ids."""
    cooled, graph = list_let_down(results.graph), results.graph
    ids, names = graph.index.get_level_values("person"), results.names
    counts = share(graph.policy.broken_promise)
    pairs = zip(ids[cooled["source"]], ids[cooled["target"]], strict=True)
    return {
        (ours, theirs): say("let_down", ours=names[ours], name=names[theirs], share=counts)
        for ours, theirs in pairs
    }


def explain_route(route: Sequence[str], reasons: Reasons) -> str:
    """Return what is said of the pairs along a route; nothing of most."""
    return say("blank").join(reasons[pair] for pair in pairwise(route) if pair in reasons)
