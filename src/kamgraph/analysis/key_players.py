"""Which few of theirs hold the network together, and through which few is everybody reached?"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np
import pandas as pd

from kamgraph import kernels
from kamgraph.model.dtypes import TEXT, Dtype
from kamgraph.model.result import Index, ScopedRecord, Share, returns
from kamgraph.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph

_MOST = 5000  # sets of a size up to which all are tried
_SAMPLE = 2000  # people from whom steps to everybody are counted; a whole customer nearly always


class KeyPlayersRecord(ScopedRecord):
    """The few people who matter most to a network, whatever they think."""

    set: Index[Literal["separating", "spreading"]]
    """Separating: without whom the others are furthest from each other. Spreading: who are nearest
    to everybody else."""
    size: Index[int]
    """How many they are."""
    people: tuple[str, ...]
    """Their ids."""
    effect: Share
    """Of separating sets how far the others are apart then: 1 less the mean, over pairs, of one by
    the steps between them, 0 where there is no way. Of spreading ones how near all are: the mean,
    over everybody, of one by the steps from the set, and 1 for its own people. Of more than 2,000
    people separating ones are measured by the steps from 2,000 of them, evenly drawn."""
    exact: bool
    """Whether all sets of the size were tried; else it is the one before with one more. Of more
    than 2,000 people none is, since the best one is chosen by the steps from 2,000 of them."""


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
    names = ["set", "size", "people", "effect", "exact"]
    table = pd.DataFrame(rows, columns=["account", "deal", *names])
    types: dict[str, Dtype] = {"size": "int64", "effect": "float64", "exact": "bool"}
    types |= dict.fromkeys(("account", "deal", "set"), TEXT)
    table = table.astype(types)
    scoped = ["account", "deal"] if len(graph.scope_index) != 1 else []
    return table.set_index([*scoped, "set", "size"])[["people", "effect", "exact"]]


class _Best(NamedTuple):
    people: tuple[int, ...]
    effect: float
    exact: bool


class _Network(NamedTuple):
    """Who has to do with whom: where the others of each begin, and who they are."""

    ptr: np.ndarray
    idx: np.ndarray
    begin: np.ndarray  # from whom steps are counted

    @property
    def size(self) -> int:
        return len(self.ptr) - 1


class _Kind(Protocol):
    """How sets are measured, and everybody who could be added to one."""

    def measure(self, network: _Network, sets: np.ndarray) -> np.ndarray: ...

    def measure_wider(self, network: _Network, before: np.ndarray) -> np.ndarray: ...


def _list(graph: RelationshipGraph, most: int) -> Iterator[tuple[object, ...]]:
    nodes = np.flatnonzero(graph.contact & ~graph.vacant)
    ids, network = graph.index.get_level_values("person")[nodes], _read_network(graph, nodes)
    kinds: dict[str, _Kind] = {"separating": _Separating(), "spreading": _Spreading()}
    for name, kind in kinds.items():
        before: tuple[int, ...] = ()
        for size in range(1, min(most, len(nodes)) + 1):
            found = _search(network, size, before, kind)
            before = found.people
            yield name, size, tuple(ids[[*found.people]]), found.effect, found.exact


def _read_network(graph: RelationshipGraph, nodes: np.ndarray) -> _Network:
    place = np.full(len(graph.scope), -1)
    place[nodes] = np.arange(len(nodes))
    one, other = place[graph.pull.row], place[graph.pull.idx]
    within = (one >= 0) & (other >= 0) & (graph.pull.val != 0)
    one, other = one[within], other[within]
    row, column = np.append(one, other), np.append(other, one)
    near = np.ones(len(row))
    ptr, idx, _ = kernels.compress_rows(len(nodes), row, column, near, largest=True)
    begin = np.arange(len(nodes))
    if len(nodes) > _SAMPLE:
        begin = np.arange(_SAMPLE) * len(nodes) // _SAMPLE
    return _Network(ptr, idx, begin)


def _search(network: _Network, size: int, before: tuple[int, ...], kind: _Kind) -> _Best:
    """Return the best set of a size: of all where they are few, else of those with one more."""
    few = comb(network.size, size) <= _MOST
    if few and size > 1:
        sets = np.array([*combinations(range(network.size), size)])
        effects = kind.measure(network, sets)
        best = sets[np.round(effects, 12).argmax()]
    else:
        wider = np.round(kind.measure_wider(network, np.array(before, dtype=np.int64)), 12)
        wider[[*before]] = -1.0
        best = np.sort([*before, wider.argmax()])
    effect = float(np.round(kind.measure(network, best[None])[0], 12))
    exact = (few or size == 1) and len(network.begin) == network.size
    return _Best(tuple(best.tolist()), effect, exact)


class _Separating:
    """How far all others are from each other."""

    def measure(self, network: _Network, sets: np.ndarray) -> np.ndarray:
        counts = kernels.count_steps_without(*network, sets)
        steps = np.maximum(np.arange(network.size), 1)
        begin = len(network.begin) - np.isin(sets, network.begin).sum(axis=1)
        pairs = begin * (network.size - sets.shape[1] - 1)
        # One length after the other, so that a sum does not depend on how many there could be.
        near = np.cumsum(counts / steps, axis=1)[:, -1]
        return _tell_apart(near, pairs)

    def measure_wider(self, network: _Network, before: np.ndarray) -> np.ndarray:
        gone = np.zeros(network.size, dtype=bool)
        gone[before] = True
        left = np.bincount(network.begin, ~gone[network.begin], network.size)
        pairs = (left.sum() - left) * (network.size - len(before) - 2)
        return _tell_apart(kernels.add_up_nearness_without(*network, gone), pairs)


def _tell_apart(near: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return how far pairs are from each other; where there are none, nobody is from anybody."""
    return np.where(pairs > 0, 1.0 - near / np.maximum(pairs, 1), 0.0)


class _Spreading:
    """How near everybody is to somebody of the set."""

    def measure(self, network: _Network, sets: np.ndarray) -> np.ndarray:
        far = kernels.measure_steps(network.ptr, network.idx, sets)
        which, node = np.nonzero(far != kernels.NEVER)
        counts = np.zeros((len(sets), network.size))
        np.add.at(counts, (which, far[which, node]), 1.0)
        steps = np.maximum(np.arange(network.size), 1)
        return np.asarray(np.cumsum(counts / steps, axis=1)[:, -1] / network.size)

    def measure_wider(self, network: _Network, before: np.ndarray) -> np.ndarray:
        far = kernels.measure_steps(network.ptr, network.idx, before[None])[0][network.begin]
        near = np.where(far == kernels.NEVER, 0.0, 1.0 / np.maximum(far, 1))
        gains = kernels.add_up_gains(network.ptr, network.idx, network.begin, far)
        return np.asarray((near.sum() + gains) / len(network.begin))
