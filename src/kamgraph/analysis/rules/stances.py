"""On which axes people stand lowest and what to do about it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.rules.facts import About, Labels, PerRow
from kamgraph.model import axes
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import fill, list_words, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.analysis.rules.facts import Lookup
    from kamgraph.graph import RelationshipGraph

_ALIKE = 0.01  # of a stance: half a point, closer than people can tell


@dataclass(frozen=True, eq=False)
class Weakest(PerRow):
    """On which axes each of some nodes, by position, stands lowest; or that all are alike."""

    graph: RelationshipGraph
    nodes: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the words for each row."""
        lowest = find_lowest(self.graph, self.nodes)
        alike = lowest.sum(axis=1) == self.graph.counted[self.graph.scope[self.nodes]].sum(axis=1)
        alike &= lowest.sum(axis=1) > 1  # one axis alone is like no other
        all_alike, words = say("weakest.all"), Labels(AXES, lowest).spell(lookup)
        told = {named: say("weakest.some", axes=named) for named in {*words}}
        return [
            all_alike if same else told[named] for same, named in zip(alike, words, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class Effort(PerRow):
    """What to do about the axes on which each of some nodes, by position, stands lowest."""

    graph: RelationshipGraph
    nodes: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the words for each row, which begin a sentence."""
        names = About(self.nodes).spell(lookup)
        told = [
            list_words(
                [
                    fill(axis.effort, name=name)
                    for axis, low in zip(axes.ALL, lowest, strict=True)
                    if low
                ]
            )
            for name, lowest in zip(names, find_lowest(self.graph, self.nodes), strict=True)
        ]
        return [words[:1].upper() + words[1:] for words in told]


def find_lowest(graph: RelationshipGraph, nodes: np.ndarray) -> np.ndarray:
    """Return (nodes, axes), on which axes that count each of some nodes stands lowest."""
    counted = graph.counted[graph.scope[nodes]]
    stands = np.where(counted, graph.equilibrium[nodes], np.inf)
    least = stands.min(axis=1, keepdims=True, initial=np.inf)
    return counted & (stands <= least + _ALIKE)
