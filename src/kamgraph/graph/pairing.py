"""Two graphs side by side: the scopes and people that are in both, and in one of them alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kamgraph.errors import PolicyError, ScopeError
from kamgraph.graph.relationship_graph import RelationshipGraph
from kamgraph.model.policy import Policy
from kamgraph.model.rows import Rows, stacked


@dataclass(frozen=True, eq=False)
class Pairing:
    """Two graphs and the people of the scopes that they share, matched by id.

    Make one with :func:`paired`. Its nodes are everybody who is in a shared scope of either
    graph, ordered by scope and person id.

    Attributes
    ----------
    before, after
        The graphs.
    labels_before, labels_after
        ``account`` and ``deal`` of every scope of each graph.
    shared
        ``before`` and ``after``: the places of each shared scope in the two graphs.
    nodes
        ``scope`` (number of the shared scope), ``before`` and ``after`` (the node in each
        graph, -1 where the person is not in it).
    """

    before: RelationshipGraph
    after: RelationshipGraph
    labels_before: pd.MultiIndex
    labels_after: pd.MultiIndex
    shared: Rows
    nodes: Rows

    @property
    def labels(self) -> pd.MultiIndex:
        """``account`` and ``deal`` of each shared scope."""
        return self.labels_after.take(self.shared["after"])

    @property
    def scope(self) -> np.ndarray:
        """The shared scope of each node."""
        return self.nodes["scope"]

    @cached_property
    def starts(self) -> np.ndarray:
        """The first node of each shared scope, and the number of nodes at the end."""
        return np.searchsorted(self.scope, np.arange(len(self.shared) + 1))

    @cached_property
    def common(self) -> np.ndarray:
        """Which nodes are in both graphs."""
        return (self.nodes["before"] >= 0) & (self.nodes["after"] >= 0)

    def scope_sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sums over each shared scope of an array over the nodes."""
        sums = np.zeros((len(self.shared), *values.shape[1:]))
        np.add.at(sums, self.scope, values)
        return sums


def paired(before: RelationshipGraph, after: RelationshipGraph) -> Pairing:
    """Match two graphs by account and deal, and two graphs of one scope each whatever it is.

    Raises
    ------
    PolicyError
        If the graphs were built by different policies.
    ScopeError
        If the graphs share no scope.
    """
    _refuse_policies(before.policy, after.policy)
    labels_after = _labels(after)
    single = len(_labels(before)) == len(labels_after) == 1
    labels_before = labels_after if single else _labels(before)
    place = labels_before.get_indexer(labels_after)
    met = np.flatnonzero(place >= 0)
    if not len(met) and len(labels_before) and len(labels_after):
        raise ScopeError(
            f"the two graphs share no account and deal: one begins with {_first(labels_before)}, "
            f"the other with {_first(labels_after)}"
        )
    shared = Rows(before=place[met], after=met)
    nodes = _everybody(before, after, shared)
    return Pairing(before, after, labels_before, labels_after, shared, nodes)


def _labels(graph: RelationshipGraph) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(graph.scopes[["account", "deal"]])


def _first(labels: pd.MultiIndex) -> str:
    account, deal = labels[0]
    return f"account '{account}'" + (f", deal '{deal}'" if deal else "")


def _refuse_policies(before: Policy, after: Policy) -> None:
    fields = Policy.model_fields
    if other := [name for name in fields if getattr(before, name) != getattr(after, name)]:
        raise PolicyError(
            f"the two graphs were built by policies that differ in {', '.join(other)}; "
            "build both with one policy, or their difference is a difference of judgement"
        )


def _everybody(before: RelationshipGraph, after: RelationshipGraph, shared: Rows) -> Rows:
    ids = [graph.index.get_level_values("person") for graph in (before, after)]
    code = pd.factorize(ids[0].append(ids[1]), sort=True)[0]
    first, second = (
        _in_shared(graph, shared[when], part)
        for graph, when, part in zip(
            (before, after), ("before", "after"), np.split(code, [len(ids[0])]), strict=True
        )
    )
    people = stacked([part.only("scope", "person") for part in (first, second)])
    people = people.distinct("scope", "person").sorted("scope", "person")
    found = {
        when: np.append(part["node"], -1)[people.places(part, "scope", "person")]
        for when, part in (("before", first), ("after", second))
    }
    return people.only("scope").having(**found)


def _in_shared(graph: RelationshipGraph, places: np.ndarray, code: np.ndarray) -> Rows:
    """Return the nodes of the shared scopes: ``scope`` (shared), ``person`` and ``node``."""
    number = np.full(len(graph.starts) - 1, -1)
    number[places] = np.arange(len(places))
    rows = Rows(scope=number[graph.scope], person=code, node=np.arange(len(code)))
    return rows.take(rows["scope"] >= 0)
