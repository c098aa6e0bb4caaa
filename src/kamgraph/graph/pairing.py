"""Two graphs side by side: the scopes and people that are in both, and in one of them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.errors import PolicyError, ScopeError
from kamgraph.model.dtypes import TEXT
from kamgraph.model.ids import NONE
from kamgraph.model.once import once
from kamgraph.model.policy import Policy
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from pandas._typing import ArrayLike

    from kamgraph.graph.relationship_graph import RelationshipGraph

_NOBODY = pd.Series([None], dtype=TEXT)


@dataclass(frozen=True, eq=False)
class Side:
    """One graph of a pairing, and where in it the shared scopes and the people are."""

    graph: RelationshipGraph
    labels: pd.MultiIndex  # account and deal of each of its scopes
    scopes: np.ndarray  # its scope of each shared scope
    nodes: np.ndarray  # its node of each person of the pairing, -1 where they are not in it

    @once
    def numbers(self) -> np.ndarray:
        """The number of the shared scope of each of its scopes, -1 where it is not shared."""
        return _number_scopes(self.scopes, len(self.graph.scope_index))

    @once
    def places(self) -> np.ndarray:
        """The place of each of its nodes among the people of the pairing; -1 in other scopes."""
        places = np.full(len(self.graph.scope), NONE)
        there = np.flatnonzero(self.nodes >= 0)
        places[self.nodes[there]] = there
        return places


@dataclass(frozen=True, eq=False)
class Pairing:
    """Two graphs and everybody in a shared scope of either, ordered by scope and id."""

    before: Side
    after: Side
    scope: np.ndarray  # the number of the shared scope of each node

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both graphs, the one before first."""
        return self.before, self.after

    @property
    def labels(self) -> pd.MultiIndex:
        """``account`` and ``deal`` of each shared scope."""
        return self.after.labels.take(self.after.scopes)

    @once
    def starts(self) -> np.ndarray:
        """The first node of each shared scope, and the number of nodes at the end."""
        return np.searchsorted(self.scope, np.arange(len(self.after.scopes) + 1))

    @once
    def common(self) -> np.ndarray:
        """Which nodes are in both graphs."""
        return (self.before.nodes >= 0) & (self.after.nodes >= 0)

    def scope_sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sums over each shared scope of an array over the nodes."""
        sums = np.zeros((len(self.after.scopes), *values.shape[1:]))
        np.add.at(sums, self.scope, values)
        return sums

    def list_labels(self, scope: np.ndarray) -> dict[str, pd.Index[str]]:
        """Return ``account`` and ``deal`` of some of the shared scopes."""
        labels = self.labels
        return {name: labels.get_level_values(name).take(scope) for name in ("account", "deal")}

    def read_people(self, column: str, places: np.ndarray) -> ArrayLike:
        """Return a text about some of the people, as it is after, else as it was; none of -1."""
        # Joined and taken once, as texts that become objects on the way cost many times as much.
        texts, number, left = [_NOBODY], np.zeros(len(places), dtype=np.int64), places
        for side in self.after, self.before:
            node = np.append(side.nodes, NONE)[left]
            there = np.flatnonzero(node >= 0)
            number[there] = np.arange(len(there)) + sum(map(len, texts))
            texts.append(pd.Series(side.graph.read_people(column, node[there]), dtype=TEXT))
            left = np.where(node >= 0, NONE, left)
        return pd.concat(texts).array.take(number)


def pair_graphs(before: RelationshipGraph, after: RelationshipGraph) -> Pairing:
    """Match two graphs by account and deal, and two graphs of one scope each whatever it is."""
    _refuse_policies(before.policy, after.policy)
    labels = [graph.scope_index for graph in (before, after)]
    if len(labels[0]) == len(labels[1]) == 1:
        labels[0] = labels[1]
    place = labels[0].get_indexer(labels[1])
    met = np.flatnonzero(place >= 0)
    if not len(met) and len(labels[0]) and len(labels[1]):
        raise ScopeError(
            f"the two graphs share no account and no deal: there is {_name(labels[0])} in one, "
            f"{_name(labels[1])} in the other"
        )
    scope, nodes = _match_people((before, after), (place[met], met))
    return Pairing(
        Side(before, labels[0], place[met], nodes[0]), Side(after, labels[1], met, nodes[1]), scope
    )


def _refuse_policies(before: Policy, after: Policy) -> None:
    fields = Policy.model_fields
    if other := [name for name in fields if getattr(before, name) != getattr(after, name)]:
        raise PolicyError(
            f"the two graphs were built by policies that differ in {', '.join(other)}; build both "
            "by one, or a change of judgement will look like a change of facts"
        )


def _name(labels: pd.MultiIndex) -> str:
    account, deal = map(str, labels[0])
    return f"account '{account}'" + (f", deal '{deal}'" if deal else "")


def _match_people(
    graphs: tuple[RelationshipGraph, RelationshipGraph], scopes: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the shared scope of everybody in one, and their node in each graph."""
    ids = [graph.index.get_level_values("person") for graph in graphs]
    code = pd.factorize(ids[0].append(ids[1]), sort=True)[0]
    codes = np.split(code, [len(ids[0])])
    members = [_number_members(*of_graph) for of_graph in zip(graphs, scopes, codes, strict=True)]
    people = stack([part.select("scope", "person") for part in members])
    people = people.keep_first("scope", "person").sort("scope", "person")
    places = [people.locate(part, "scope", "person") for part in members]
    nodes = [np.append(part["node"], -1)[at] for part, at in zip(members, places, strict=True)]
    return people["scope"], nodes


def _number_members(graph: RelationshipGraph, scopes: np.ndarray, code: np.ndarray) -> Rows:
    """Return the nodes of the shared scopes: ``scope`` (shared), ``person`` and ``node``."""
    scope = _number_scopes(scopes, len(graph.starts) - 1)[graph.scope]
    rows = Rows(scope=scope, person=code, node=np.arange(len(code)))
    return rows.take(scope >= 0)


def _number_scopes(scopes: np.ndarray, count: int) -> np.ndarray:
    """Return the number of the shared scope of each of a graph's, -1 where it is not shared."""
    number = np.full(count, -1)
    number[scopes] = np.arange(len(scopes))
    return number
