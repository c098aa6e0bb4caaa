"""Which few of theirs hold the network together, and through which few is everybody reached?"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model.result import Index, ScopedRecord, Share, returns
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kamgraph.graph import RelationshipGraph

_MOST = 5000  # sets of a size up to which all are tried
_ELEMENTS = 2_000_000  # of the matrices that are looked at together


class KeyPlayersRecord(ScopedRecord):
    """The few people who matter most to a network, whatever they think."""

    set: Index[Literal["separating", "spreading"]]
    """Separating: without whom the others are furthest from each other. Spreading: who are nearest
    to everybody else."""
    size: Index[int]
    """How many they are."""
    people: tuple[str, ...]
    """Their ids."""
    score: Share
    """Of separating sets how far the others are apart then: 1 less the mean, over pairs, of one by
    the steps between them, 0 where there is no way. Of spreading ones how near all are: the mean,
    over everybody, of one by the steps from the set, and 1 for its own people."""
    exact: bool
    """Whether all sets of the size were tried; else it is the one before with one more."""


@returns(KeyPlayersRecord)
def key_players(graph: RelationshipGraph, *, most: int = 3) -> pd.DataFrame:
    """Return the few people who hold a network together, and those who are nearest to everybody.

    This is the key player problem of Borgatti, in both of its kinds: the network is who reports to,
    influences or pulls whom among the customer's and its partners' people, whichever way and how
    strong. It asks neither who decides nor who is for us, as :func:`best_sets` does; of a network
    that is all one knows it is the same question.

    Parameters
    ----------
    graph
        The graph.
    most
        How many people a set has at the most.

    Returns
    -------
    DataFrame
        One :class:`KeyPlayersRecord` per kind of set and size, as far as there are people.
    """
    scopes = progress(list(graph.split()), "sets")
    rows = [(*one.scope_index[0], *row) for one in scopes for row in _list(one, most)]
    names = ["set", "size", "people", "score", "exact"]
    table = pd.DataFrame(rows, columns=["account", "deal", *names])
    types = {"size": "int64", "score": "float64", "exact": "bool"}
    table = table.astype(dict.fromkeys(("account", "deal", "set"), "str") | types)
    scoped = ["account", "deal"] if len(graph.scope_index) != 1 else []
    return table.set_index([*scoped, "set", "size"])[["people", "score", "exact"]]


class _Best(NamedTuple):
    people: tuple[int, ...]
    score: float
    exact: bool


def _list(graph: RelationshipGraph, most: int) -> Iterator[tuple[object, ...]]:
    nodes = np.flatnonzero(graph.contact & ~graph.vacant)
    ids, near = graph.index.get_level_values("person")[nodes], _read_network(graph, nodes)
    for kind, measure in (("separating", _separate), ("spreading", _spread)):
        before: tuple[int, ...] = ()
        for size in range(1, min(most, len(nodes)) + 1):
            found = _search(near, size, before, measure)
            before = found.people
            yield kind, size, tuple(ids[[*found.people]]), found.score, found.exact


def _read_network(graph: RelationshipGraph, nodes: np.ndarray) -> np.ndarray:
    """Return (nodes, nodes), who has to do with whom among some nodes."""
    place = np.full(len(graph.scope), -1)
    place[nodes] = np.arange(len(nodes))
    one, other = place[graph.pull.row], place[graph.pull.idx]
    within = (one >= 0) & (other >= 0) & (graph.pull.val != 0)
    near = np.zeros((len(nodes), len(nodes)), dtype=bool)
    near[one[within], other[within]] = True
    return near | near.T


def _search(
    near: np.ndarray,
    size: int,
    before: tuple[int, ...],
    measure: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> _Best:
    """Return the best set of a size: of all where they are few, else of those with one more."""
    exact = comb(len(near), size) <= _MOST
    everybody = range(len(near))
    sets = (
        [*combinations(everybody, size)]
        if exact
        else [tuple(sorted((*before, one))) for one in everybody if one not in before]
    )
    scores = np.round(measure(near, np.array(sets)), 12)
    best = int(scores.argmax())
    return _Best(sets[best], float(scores[best]), exact)


def _separate(near: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Return how far all others are from each other without each of some sets."""
    count = len(near) - sets.shape[1]
    if count < 2:  # noqa: PLR2004 - nobody is apart from anybody
        return np.zeros(len(sets))
    step = max(1, _ELEMENTS // near.size)
    parts = [_add_up_nearness(near, sets[k : k + step]) for k in range(0, len(sets), step)]
    return np.asarray(1.0 - np.concatenate(parts) / (count * (count - 1)))


def _add_up_nearness(near: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Return the sum, over pairs, of one by the steps between them, without each of some sets."""
    stays = np.ones((len(sets), len(near)), dtype=np.float32)
    np.put_along_axis(stays, sets, 0.0, axis=1)
    left = near * stays[:, :, None] * stays[:, None]
    reached = np.eye(len(near), dtype=np.float32) * stays[:, :, None]
    total, steps = np.zeros(len(sets)), 0
    while True:
        steps += 1
        wider = ((reached @ left + reached) > 0).astype(np.float32)
        new = (wider - reached).sum(axis=(1, 2), dtype=float)
        if not new.any():
            return total
        total, reached = total + new / steps, wider


def _spread(near: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """Return how near everybody is to each of some sets."""
    reached = np.zeros((len(sets), len(near)), dtype=np.float32)
    np.put_along_axis(reached, sets, 1.0, axis=1)
    total, steps = reached.sum(axis=1, dtype=float), 0
    while True:
        steps += 1
        wider = ((reached @ near + reached) > 0).astype(np.float32)
        new = (wider - reached).sum(axis=1, dtype=float)
        if not new.any():
            return np.asarray(total / len(near))
        total, reached = total + new / steps, wider
