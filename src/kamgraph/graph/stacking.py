"""Copies of scopes side by side in one graph, to ask many what-ifs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kamgraph.model.rows import Rows


def stack_scopes(scopes: Rows, nodes: Rows, ties: Rows, which: np.ndarray) -> tuple[Rows, ...]:
    """Return copies of some scopes with their nodes and ties, each as often as it is named."""
    number = np.arange(len(which))
    node, copy = _list_ranges(nodes["scope"], which)
    tie, of_tie = _list_ranges(ties["scope"], which)
    moved = np.searchsorted(copy, number) - np.searchsorted(nodes["scope"], which)
    copied = ties.take(tie)
    ends = {end: copied[end] + moved[of_tie] for end in ("source", "target")}
    return (
        scopes.take(which).with_columns(scope=number),
        nodes.take(node).with_columns(scope=copy),
        copied.with_columns(scope=of_tie, **ends),
    )


def _list_ranges(scope: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of all rows of some scopes, and the number of the copy of each."""
    begin, end = np.searchsorted(scope, which), np.searchsorted(scope, which, side="right")
    copy = np.repeat(np.arange(len(which)), end - begin)
    before = np.cumsum(end - begin) - (end - begin)
    return np.arange(len(copy)) + (begin - before)[copy], copy
