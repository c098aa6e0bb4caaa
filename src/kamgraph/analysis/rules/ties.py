"""Who of us is in touch with whom, and who pulls whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def find_key_people(graph: RelationshipGraph, which: np.ndarray) -> np.ndarray:
    """Return the key people of theirs among some nodes; a seat is nobody to meet."""
    return np.flatnonzero(graph.key & ~graph.vacant & which)


def list_acquaintances(graph: RelationshipGraph) -> Rows:
    """Return which of us (``ours``) knows or influences which ``contact``, the closest first."""
    steps = graph.chain_steps
    first = Rows(ours=steps.row, contact=steps.idx, distance=-steps.val)
    return first.take(graph.ours[steps.row]).sort("contact", "distance", "ours")


def find_closest(graph: RelationshipGraph) -> np.ndarray:
    """Return which of us is closest to each node, -1 where nobody of us knows them."""
    closest = np.full(len(graph.ours), -1)
    best = list_acquaintances(graph).keep_first("contact")
    closest[best["contact"]] = best["ours"]
    return closest


def sum_pull(graph: RelationshipGraph, who: np.ndarray) -> np.ndarray:
    """Return the sum of the positive pull of some nodes on each node."""
    pull = _list_positive_pull(graph, who)
    return np.bincount(pull["person"], weights=pull["pull"], minlength=len(who))


def find_strongest_pull(graph: RelationshipGraph, who: np.ndarray, *, on: np.ndarray) -> np.ndarray:
    """Return who among some nodes pulls each of others most, -1 where none of them does."""
    pull, asked = _list_positive_pull(graph, who), Rows(person=on)
    pull = pull.take(pull.is_in(asked, "person"))
    first = (
        pull.with_columns(order=-pull["pull"])
        .sort("person", "order", "puller")
        .keep_first("person")
    )
    return np.append(first["puller"], -1)[asked.locate(first, "person")]


def _list_positive_pull(graph: RelationshipGraph, who: np.ndarray) -> Rows:
    """Return which ``person`` is pulled by which ``puller`` among some nodes, how strongly."""
    pull = graph.pull
    rows = Rows(person=pull.row, puller=pull.idx, pull=pull.val)
    return rows.take(who[pull.idx] & (pull.val > 0))
