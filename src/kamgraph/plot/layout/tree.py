"""Tidy trees: subtrees packed by their outlines, small teams hung below their boss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.once import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.plot.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Boxes:
    """The size of every box and the gaps between them, in one unit of length."""

    width: float
    height: float
    gap_x: float
    gap_y: float

    @property
    def row(self) -> float:
        """The height of a row: a box and the gap below it."""
        return self.height + self.gap_y


class Outline(NamedTuple):
    """The leftmost and the rightmost x of a subtree in each of its rows."""

    # Lists, as most subtrees have a row or two, of which arrays take much longer.
    left: list[float]
    right: list[float]


class Drawing(NamedTuple):
    """A forest put together: where each node stands, and how its line comes down to it."""

    # x, row: each node's centre and row; the first row is 0
    x: FloatArray
    row: IntArray
    # port, spine: where on the x axis the line to the node leaves its boss, and the spine that it
    # then follows (missing: the line comes from above)
    port: FloatArray
    spine: FloatArray
    outline: Outline  # the leftmost and rightmost x of each row


class _Member(NamedTuple):
    node: int
    x: float
    row: int


class _Unit(NamedTuple):
    """What stands side by side under a boss: one subtree, or subtrees hung from a spine."""

    members: list[_Member]
    outline: Outline
    columns: int  # 0: the subtree stands for itself


@dataclass(frozen=True, eq=False)
class Forest:
    """Who reports to whom, free of cycles."""

    boss: IntArray  # for each node the index of its boss, -1 for a root

    @once
    def top_down(self) -> list[int]:
        """All nodes, every boss before its reports."""
        depth = np.zeros(len(self.boss), dtype=np.int64)
        above = self.boss.copy()
        while (climbing := above >= 0).any():
            depth += climbing
            above[climbing] = self.boss[above[climbing]]
        return [int(node) for node in np.argsort(depth, kind="stable")]

    @once
    def children(self) -> list[list[int]]:
        """Each node's reports in the order of the nodes; the last entry holds the roots."""
        children: list[list[int]] = [[] for _ in range(len(self.boss) + 1)]
        for node, boss in enumerate(self.boss.tolist()):
            children[boss].append(node)
        return children

    @once
    def depth_below(self) -> list[int]:
        """How many levels each node has below it; the last entry is for the whole forest."""
        below = [0] * (len(self.boss) + 1)
        for node in reversed(self.top_down):
            boss = int(self.boss[node])
            below[boss] = max(below[boss], below[node] + 1)
        return below


def break_cycles(boss: IntArray) -> IntArray:
    """Make the first node of every cycle a root."""
    above = boss.copy()
    finished = np.zeros(len(above), dtype=bool)
    for start in range(len(above)):
        path: dict[int, None] = {}
        node = start
        while node >= 0 and not finished[node] and node not in path:
            path[node] = None
            node = int(above[node])
        if node in path:
            cycle = list(path)[list(path).index(node) :]
            above[min(cycle)] = -1
        finished[list(path)] = True
    return above


class Hanging(NamedTuple):
    """Which reports hang from spines under their boss instead of standing side by side."""

    levels: int  # those with fewer levels of people below them than this; 0: nobody hangs
    rows: int  # how many rows a column of hanging boxes may have


def draw_forest(forest: Forest, boxes: Boxes, hanging: Hanging) -> Drawing:
    """Put a forest together from its leaves up."""
    # Hanging reports stand in columns, two to a spine; all others stand side by side, moved
    # together until their outlines meet, with the boss over their middle. The compactness of
    # Reingold and Tilford (1981); taking the mean of packing to the left and to the right spreads
    # small subtrees evenly between large ones, as Buchheim, Jünger and Leipert (2002) do.
    count, above = len(forest.boss), forest.boss.tolist()
    x, port, spine = [0.0] * (count + 1), [0.0] * (count + 1), [math.nan] * (count + 1)
    row = [0] * (count + 1)
    half = boxes.width / 2
    outlines = [Outline([-half], [half])] * (count + 1)
    bosses = [node for node in reversed(forest.top_down) if forest.children[node]]
    for node in [*bosses, count]:
        units = _group_reports(forest, outlines, node, boxes, hanging)
        anchors = _place_under_boss(units, boxes)
        for unit, anchor in zip(units, anchors, strict=True):
            for child, beside, below in unit.members:
                x[child], row[child] = anchor + beside, below + 1
                spine[child] = anchor if unit.columns else math.nan
                port[child] = anchor if len(units) == 1 else 0.0
        left, right = _unite_outlines([unit.outline for unit in units], anchors)
        outlines[node] = Outline([-half, *left], [half, *right])
    for node in forest.top_down:
        boss = above[node]
        x[node] += x[boss]
        port[node] += x[boss]
        spine[node] += x[boss]
        row[node] += row[boss]
    whole = Outline(outlines[count].left[1:], outlines[count].right[1:])
    across, leaving, hung = np.array([x[:count], port[:count], spine[:count]])
    return Drawing(across, np.array(row[:count], dtype=np.int64) - 1, leaving, hung, whole)


def _group_reports(
    forest: Forest, outlines: list[Outline], node: int, boxes: Boxes, hanging: Hanging
) -> list[_Unit]:
    """Group a boss's reports into what stands side by side."""
    below, children = forest.depth_below, forest.children[node]
    hung = [child for child in children if below[child] < hanging.levels]
    hung.sort(key=below.__getitem__)
    columns = _fill_columns([(child, len(outlines[child].left)) for child in hung], hanging.rows)
    if all(len(column) == 1 for column in columns):  # a spine for one box would be a detour
        hung, columns = [], []
    units = [
        _Unit([_Member(child, 0.0, 0)], outlines[child], 0)
        for child in children
        if child not in hung
    ]
    pairs = [columns[first : first + 2] for first in range(0, len(columns), 2)]
    lone_roots = node == len(forest.boss) and len(columns) == 1  # nothing hangs from a spine
    indent = 0.0 if lone_roots else boxes.gap_x / 2
    return units + [_place_columns(pair, outlines, indent) for pair in pairs]


def _fill_columns(sizes: list[tuple[int, int]], rows: int) -> list[list[int]]:
    """Deal subtrees into columns of about equal length, none much longer than ``rows``."""
    total = sum(size for _, size in sizes)
    length = -(-total // max(1, -(-total // rows)))
    columns: list[list[int]] = []
    filled = length
    for node, size in sizes:
        if filled + size > length:
            columns.append([])
            filled = 0
        columns[-1].append(node)
        filled += size
    return columns


def _place_columns(columns: list[list[int]], outlines: list[Outline], indent: float) -> _Unit:
    """Hang one column to the right of a spine at x = 0, or two columns on both sides of it."""
    members = []
    for side, column in zip((1,) if len(columns) == 1 else (-1, 1), columns, strict=True):
        if side > 0:
            inward = -min(min(outlines[node].left) for node in column)
        else:
            inward = max(max(outlines[node].right) for node in column)
        x = side * (indent + inward)
        row = 0
        for node in column:
            members.append(_Member(node, x, row))
            row += len(outlines[node].left)
    depth = max(member.row + len(outlines[member.node].left) for member in members)
    left, right = [0.0] * depth, [0.0] * depth
    for node, x, first in members:
        for row, (west, east) in enumerate(zip(*outlines[node], strict=True), start=first):
            left[row] = min(left[row], west + x)
            right[row] = max(right[row], east + x)
    return _Unit(members, Outline(left, right), len(columns))


def _place_under_boss(units: list[_Unit], boxes: Boxes) -> list[float]:
    """Return where the units stand when their boss is at x = 0."""
    if len(units) == 1 and units[0].columns == 1:  # an indented list below the boss
        return [boxes.gap_x / 4 - boxes.width / 2]
    anchors = _pack_outlines([unit.outline for unit in units], boxes.gap_x)
    middle = (anchors[0] + anchors[-1]) / 2 if anchors else 0.0
    return [anchor - middle for anchor in anchors]


def _pack_outlines(outlines: list[Outline], gap: float) -> list[float]:
    """Move outlines together: the mean of pushing all to the left and all to the right."""
    if not outlines:
        return []
    leftmost = _push_outlines(outlines, gap)
    mirrored = [
        Outline([-x for x in outline.right], [-x for x in outline.left])
        for outline in reversed(outlines)
    ]
    rightmost = [-anchor for anchor in reversed(_push_outlines(mirrored, gap))]
    return [
        (left + right - rightmost[-1] + leftmost[-1]) / 2
        for left, right in zip(leftmost, rightmost, strict=True)
    ]


def _push_outlines(outlines: list[Outline], gap: float) -> list[float]:
    """Push each outline to the left until it meets those before it."""
    edge: list[float] = []
    anchors: list[float] = []
    for left, right in outlines:
        met = [before - here for before, here in zip(edge, left, strict=False)]
        anchor = max(met) + gap if met else 0.0
        anchors.append(anchor)
        moved = [x + anchor for x in right]
        edge = _join_edges(max, edge, moved)
    return anchors


def _unite_outlines(outlines: list[Outline], anchors: list[float]) -> Outline:
    """Return the outline of several outlines, each moved to its anchor."""
    left: list[float] = []
    right: list[float] = []
    for outline, anchor in zip(outlines, anchors, strict=True):
        west, east = ([x + anchor for x in edge] for edge in outline)
        left, right = _join_edges(min, left, west), _join_edges(max, right, east)
    return Outline(left, right)


def _join_edges(
    choose: Callable[[float, float], float], one: list[float], other: list[float]
) -> list[float]:
    """Choose between two edges row by row; further down there is the longer one alone."""
    return [*map(choose, one, other), *one[len(other) :], *other[len(one) :]]
