"""Changes of the nodes and ties of a scope, and of thousands of copies of it side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.coded import NEVER
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

TIE = ("scope", "source", "target", "kind")


class TieCells(NamedTuple):
    """What there is to say of a new tie."""

    strength: float
    origin: int
    since: int
    row: int


class GradeCells(NamedTuple):
    """What there is to say of a new grade."""

    stance: float
    origin: int
    date: int


@dataclass(frozen=True)
class Edits:
    """What becomes of the nodes and ties of a scope, by their places in it."""

    ends: list[int] = field(default_factory=list)  # ties that are no more
    ties: dict[tuple[int, int, int], TieCells] = field(default_factory=dict)  # by ends and kind
    grades: dict[tuple[int, str], GradeCells] = field(default_factory=dict)  # by node and axis
    roles: list[tuple[int, int]] = field(default_factory=list)  # node and bit
    gone: list[int] = field(default_factory=list)  # nodes
    families: set[str] = field(default_factory=set)  # of facts, of which there was none


def apply_edits(nodes: Rows, ties: Rows, edits: Sequence[Edits]) -> tuple[Rows, Rows]:
    """Return the nodes and ties of copies of one scope, each with edits of its own."""
    size, count = len(nodes) // max(1, len(edits)), len(ties) // max(1, len(edits))
    nodes = _grade_nodes(_add_roles(nodes, edits, size), edits, size)
    kept = np.ones(len(ties), dtype=bool)
    kept[[copy * count + tie for copy, one in enumerate(edits) for tie in one.ends]] = False
    ties = _insert(ties.take(kept), _list_ties(edits, size), len(nodes))
    gone = np.zeros(len(nodes), dtype=bool)
    gone[[copy * size + node for copy, one in enumerate(edits) for node in one.gone]] = True
    return drop_nodes(nodes, ties, gone)


def drop_nodes(nodes: Rows, ties: Rows, gone: np.ndarray) -> tuple[Rows, Rows]:
    """Return nodes and ties without some nodes."""
    if not gone.any():
        return nodes, ties
    moved_to = np.cumsum(~gone) - 1
    ties = ties.take(~gone[ties["source"]] & ~gone[ties["target"]])
    ends = {end: moved_to[ties[end]] for end in ("source", "target")}
    return nodes.take(~gone), ties.with_columns(**ends)


def drop_grades(nodes: Rows, node: np.ndarray, axis: np.ndarray) -> Rows:
    """Return nodes of which some are not graded on an axis, by its place, any more."""
    columns: dict[str, np.ndarray] = {}
    for place, word in enumerate(AXES.words):
        none = {word: np.nan, f"{word}_origin": 0, f"{word}_date": NEVER}
        for name, cell in none.items():
            columns[name] = nodes[name].copy()
            columns[name][node[axis == place]] = cell
    return nodes.with_columns(**columns)


def _add_roles(nodes: Rows, edits: Sequence[Edits], size: int) -> Rows:
    found = [(copy * size + node, bit) for copy, one in enumerate(edits) for node, bit in one.roles]
    if not found:
        return nodes
    node, bit = np.array(found).T
    sets = {name: nodes[name].copy() for name in ("roles", "roles_sure", "roles_recorded")}
    for bits in sets.values():
        np.bitwise_or.at(bits, node, 1 << bit)
    return nodes.with_columns(**sets)


def _grade_nodes(nodes: Rows, edits: Sequence[Edits], size: int) -> Rows:
    columns: dict[str, np.ndarray] = {}
    for axis in AXES.words:
        found = [
            (copy * size + node, *cells)
            for copy, one in enumerate(edits)
            for (node, on), cells in one.grades.items()
            if on == axis
        ]
        if not found:
            continue
        node, *graded = zip(*found, strict=True)
        for name, cells in zip((axis, f"{axis}_origin", f"{axis}_date"), graded, strict=True):
            columns[name] = nodes[name].copy()
            columns[name][list(node)] = cells
    return nodes.with_columns(**columns)


def _list_ties(edits: Sequence[Edits], size: int) -> Rows:
    found = [
        (copy, copy * size + source, copy * size + target, kind, *cells)
        for copy, one in enumerate(edits)
        for (source, target, kind), cells in one.ties.items()
    ]
    names = (*TIE, *TieCells._fields)
    columns = zip(*found, strict=True) if found else [()] * len(names)
    named = dict(zip(names, columns, strict=True))
    rows = {
        name: np.array(cells, float if name == "strength" else int) for name, cells in named.items()
    }
    answered, let_down = np.ones(len(found), dtype=bool), np.zeros(len(found), dtype=bool)
    return Rows(**rows, answered=answered, let_down=let_down)


def _insert(ties: Rows, new: Rows, nodes: int) -> Rows:
    """Put new ties where they belong in the order of ties."""
    new = new.sort(*TIE)
    place = np.searchsorted(_number(ties, nodes), _number(new, nodes))
    return Rows(**{name: np.insert(ties[name], place, new[name]) for name in ties.names})


def _number(ties: Rows, nodes: int) -> np.ndarray:
    """Return numbers in the order of ties."""
    kinds = len(TIE_KINDS.words)
    return (ties["source"] * nodes + ties["target"]) * kinds + ties["kind"]
