"""Who should do what, where each can do a few things: the assignment that is worth most."""

from __future__ import annotations

import numpy as np

from kamgraph.model.ids import NONE

_FINE = 1_000_000  # worths are compared in millionths, as the flow wants whole numbers


def assign(worth: np.ndarray, each: int) -> np.ndarray:
    """Return the column of each row, -1 for none, that are worth most together."""
    # A row is worth nothing with a column that it does not go together with; a column takes at most
    # so many rows each.
    import networkx as nx

    found = np.full(len(worth), NONE)
    if each < 1 or not (worth > 0).any():
        return found
    flow = nx.DiGraph()
    flow.add_node("from", demand=-len(worth))
    flow.add_node("to", demand=len(worth))
    for row in range(len(worth)):
        flow.add_edge("from", ("row", row), capacity=1)
        flow.add_edge(("row", row), "to", capacity=1, weight=0)
    for column in np.flatnonzero((worth > 0).any(axis=0)).tolist():
        flow.add_edge(("column", column), "to", capacity=each)
    for row, column in np.argwhere(worth > 0).tolist():
        fine = 1 + round(float(worth[row, column]) * _FINE)
        flow.add_edge(("row", row), ("column", column), capacity=1, weight=-fine)
    for node, heads in nx.min_cost_flow(flow).items():
        for head, amount in heads.items():
            if amount and node[0] == "row" and head != "to":
                found[node[1]] = head[1]
    return found
