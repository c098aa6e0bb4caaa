"""Reach, equilibrium and threads of single scopes, as other libraries compute them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import igraph
import networkx as nx
import numpy as np
import rustworkx as rx

if TYPE_CHECKING:
    from kamgraph import RelationshipGraph

SWEEPS = 200  # at most, of the loop over networkx; it stops when nothing changes any more
CHANGE = 1e-12


@dataclass
class Scope:
    """One scope of a graph in plain lists, with nodes counted from 0, and as peers hold it.

    In every graph one more node leads to all of ours, so that one search is enough.
    """

    ours: np.ndarray
    wanted: np.ndarray
    steps: list[tuple[int, int, float]]
    strong: list[tuple[int, int]]
    moves: list[tuple[int, int, float]]
    fixed: np.ndarray

    @property
    def size(self) -> int:
        """The number of people, which is the number of the one more node as well."""
        return len(self.ours)

    @cached_property
    def lengths(self) -> list[tuple[int, int, float]]:
        """The steps with the lengths that turn products into sums."""
        begin = [(self.size, int(node), 0.0) for node in np.flatnonzero(self.ours)]
        return begin + [(i, j, 0.0 - float(np.log(value))) for i, j, value in self.steps]

    def networkx(self) -> nx.DiGraph:
        """Return the graph of chains."""
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.size + 1))
        graph.add_weighted_edges_from(self.lengths)
        return graph

    def networkx_influence(self) -> nx.DiGraph:
        """Return the graph of who moves whom."""
        graph = nx.DiGraph()
        graph.add_nodes_from((node, {"fixed": tuple(row)}) for node, row in enumerate(self.fixed))
        graph.add_weighted_edges_from((i, j, value) for j, i, value in self.moves)
        return graph

    def networkx_strong(self) -> nx.DiGraph:
        """Return the graph of chains that count as threads."""
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.size + 1))
        graph.add_edges_from((self.size, int(node)) for node in np.flatnonzero(self.ours))
        graph.add_edges_from(self.strong)
        return graph

    def rustworkx(self) -> rx.PyDiGraph:
        """Return the graph of chains."""
        graph = rx.PyDiGraph()
        graph.add_nodes_from(range(self.size + 1))
        graph.add_edges_from(self.lengths)
        return graph

    def igraph(self) -> igraph.Graph:
        """Return the graph of chains."""
        ends = [(i, j) for i, j, _ in self.lengths]
        lengths = [length for _, _, length in self.lengths]
        return igraph.Graph(self.size + 1, ends, directed=True, edge_attrs={"length": lengths})

    def dense(self, room: int) -> np.ndarray:
        """Return ``1 - M``, padded to a size."""
        system = np.eye(room)
        for j, i, value in self.moves:
            system[j, i] -= value
        return system


def fixed_of(graph: RelationshipGraph) -> np.ndarray:
    """Return the part of each stance that nobody moves."""
    moved = np.bincount(graph.influence.row, np.abs(graph.influence.val), len(graph.index))
    return (1.0 - moved)[:, None] * np.nan_to_num(graph.stance)


def scopes_of(graph: RelationshipGraph, count: int) -> list[Scope]:
    """Return the first scopes of a graph."""
    fixed = fixed_of(graph)
    strong = graph.chain_steps.drop_below(graph.policy.weak_tie)
    found = []
    for first, last in zip(graph.starts[:count], graph.starts[1 : count + 1], strict=False):
        steps, moves = (_cells(m, first, last) for m in (graph.chain_steps, graph.influence))
        found.append(
            Scope(
                ours=graph.ours[first:last],
                wanted=np.flatnonzero((graph.key & ~graph.vacant)[first:last]),
                steps=steps,
                strong=[(i, j) for i, j, _ in _cells(strong, first, last)],
                moves=moves,
                fixed=fixed[first:last],
            )
        )
    return found


def _cells(matrix, first: int, last: int) -> list[tuple[int, int, float]]:
    part = slice(matrix.ptr[first], matrix.ptr[last])
    row = np.repeat(np.arange(last - first), np.diff(matrix.ptr[first : last + 1]))
    columns = (row.tolist(), (matrix.idx[part] - first).tolist(), matrix.val[part].tolist())
    return list(zip(*columns, strict=True))


def numpy_reach(ptr: np.ndarray, idx: np.ndarray, val: np.ndarray, ours: np.ndarray) -> np.ndarray:
    """Return the products of all scopes side by side: whoever is reached better passes it on."""
    reach, front = ours.astype(float), np.flatnonzero(ours)
    while len(front):
        count = ptr[front + 1] - ptr[front]
        cell = np.repeat(ptr[front] - np.cumsum(count) + count, count) + np.arange(count.sum())
        target, product = idx[cell], np.repeat(reach[front], count) * val[cell]
        better = product > reach[target]
        np.maximum.at(reach, target[better], product[better])
        front = np.unique(target[better])
    return reach


def networkx_reach(graph: nx.DiGraph) -> np.ndarray:
    """Return the product along the best chain to each person, 0 out of reach."""
    size = len(graph) - 1
    lengths = nx.single_source_dijkstra_path_length(graph, size)
    reach = np.zeros(size)
    for node, length in lengths.items():
        if node < size:
            reach[node] = np.exp(-length)
    return reach


def rustworkx_reach(graph: rx.PyDiGraph) -> np.ndarray:
    """Return the same by rustworkx."""
    size = len(graph) - 1
    reach = np.zeros(size)
    lengths = rx.dijkstra_shortest_path_lengths(graph, size, float)
    for node, length in lengths.items():
        if node < size:
            reach[node] = np.exp(-length)
    return reach


def igraph_reach(graph: igraph.Graph) -> np.ndarray:
    """Return the same by igraph."""
    size = graph.vcount() - 1
    return np.exp(-np.array(graph.distances(size, weights="length")[0][:size]))


def networkx_equilibrium(graph: nx.DiGraph) -> np.ndarray:
    """Return the stances after influence, person by person until nothing changes."""
    x = {node: list(fixed) for node, fixed in graph.nodes(data="fixed")}
    for _ in range(SWEEPS):
        change = 0.0
        for node, fixed in graph.nodes(data="fixed"):
            for axis in range(3):
                fresh = fixed[axis]
                for other, data in graph.pred[node].items():
                    fresh += data["weight"] * x[other][axis]
                change = max(change, abs(fresh - x[node][axis]))
                x[node][axis] = fresh
        if change <= CHANGE:
            break
    return np.array([x[node] for node in graph])


def batched_equilibrium(systems: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Return the stances after influence of many padded scopes at once."""
    return np.linalg.solve(systems, fixed)


def networkx_threads(graph: nx.DiGraph, wanted: np.ndarray) -> list[int]:
    """Return the most chains to each wanted person that share nobody."""
    source = len(graph) - 1
    return [
        len(list(nx.node_disjoint_paths(graph, source, node)))
        if nx.has_path(graph, source, node)
        else 0
        for node in wanted.tolist()
    ]
