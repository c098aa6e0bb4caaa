"""Bounds of key persons against the matrix of influence written out."""

import numpy as np
from hypothesis import given

import kamgraph
from kamgraph.analysis.bounds import bounds
from kamgraph.graph.influence import own_share
from strategies import books, few

AXES = ["relationship", "solution", "price"]


@few
@given(books())
def test_they_are_what_the_unknown_could_move(book):
    graph = kamgraph.build_graph(book)
    influence = graph.influence
    matrix = np.zeros((len(graph.scope),) * 2)
    matrix[influence.row, influence.idx] = influence.val
    spread = np.linalg.inv(np.eye(len(matrix)) - np.abs(matrix)) @ np.diag(own_share(influence))
    off = spread @ (1 - graph.certainty)
    table, accepted = bounds(graph), kamgraph.acceptance(graph)
    found = graph.index.get_indexer(table.index)
    assert set(found) == set(np.flatnonzero(graph.key))
    for k, axis in enumerate(AXES):
        low, high = ((graph.equilibrium[:, k] + side * off[:, k])[found] for side in (-1, 1))
        np.testing.assert_allclose(table[f"{axis}_low"], 50 * (1 + np.maximum(low, -1)), atol=1e-7)
        np.testing.assert_allclose(table[f"{axis}_high"], 50 * (1 + np.minimum(high, 1)), atol=1e-7)
        scores = accepted[axis].reindex(table.index)
        within = scores.between(table[f"{axis}_low"] - 1e-9, table[f"{axis}_high"] + 1e-9)
        assert (within | scores.isna()).all()
