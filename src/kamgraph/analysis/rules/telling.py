"""What the sentences of a gap can tell: numbers as they are, people and words in a language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

import numpy as np

from kamgraph.errors import KamgraphError
from kamgraph.model.vocabulary import LANGUAGES, Language, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.graph import RelationshipGraph

_COMMA, _AND = (", ", "、"), (" and ", "和")


@dataclass(frozen=True, eq=False)
class Teller:
    """Tells of the people of a graph in one language.

    Parameters
    ----------
    graph
        The graph.
    language
        ``"en"`` or ``"zh"``.
    """

    graph: RelationshipGraph
    language: Language

    def __post_init__(self) -> None:
        """Refuse a language without words."""
        if self.language not in LANGUAGES:
            known = " or ".join(LANGUAGES)
            raise KamgraphError(f"language '{self.language}' is unknown; choose {known}")

    def pick(self, pair: tuple[str, str]) -> str:
        """Return the one of an English and a Chinese text that fits."""
        return pair[LANGUAGES.index(self.language)]

    def listed(self, words: Sequence[str]) -> str:
        """Return words as a list within a sentence."""
        *first, last = words
        return self.pick(_COMMA).join(first) + (self.pick(_AND) if first else "") + last

    @cached_property
    def scopes(self) -> pd.DataFrame:
        """The scopes of the graph, by position."""
        return self.graph.scopes

    @cached_property
    def people(self) -> pd.DataFrame:
        """The people of the graph, by position."""
        return self.graph.people

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each person id."""
        ids = self.graph.index.get_level_values("person")
        return dict(zip(ids, self.people["name"], strict=True))


@runtime_checkable
class Told(Protocol):
    """A fact about each row that is told in the words of a language."""

    def __len__(self) -> int:
        """Return how many rows it tells of."""

    def told(self, teller: Teller) -> Sequence[str]:
        """Return the words for each row."""


Fact = np.ndarray | Told
"""One value per row: numbers or texts as they are, or what is told in a language."""


@dataclass(frozen=True, eq=False)
class About:
    """Tells a column of :attr:`RelationshipGraph.people`, the name unless said otherwise.

    Parameters
    ----------
    nodes
        (rows,) int, positions of nodes; -1 for rows whose sentence does not tell it.
    column
        A column of texts.
    """

    nodes: np.ndarray
    column: str = "name"

    def __len__(self) -> int:
        """Return how many rows it tells of."""
        return len(self.nodes)

    def told(self, teller: Teller) -> Sequence[str]:
        """Return the text of each row."""
        return teller.people[self.column].take(self.nodes).fillna("").tolist()


@dataclass(frozen=True, eq=False)
class Routes:
    """Tells the names along the best route from us to each node.

    Parameters
    ----------
    nodes
        (rows,) int, positions of nodes.
    stop
        Which stop alone, 0 for the one of us with whom the route begins; None: the whole route.
    """

    nodes: np.ndarray
    stop: int | None = None

    def __len__(self) -> int:
        """Return how many rows it tells of."""
        return len(self.nodes)

    def told(self, teller: Teller) -> Sequence[str]:
        """Return each route, ours first; empty where there is none."""
        routes = teller.graph.routes_to(self.nodes)
        if self.stop is not None:
            routes = [route[self.stop : self.stop + 1] for route in routes]
        return [" → ".join(teller.names[person] for person in route) for route in routes]


@dataclass(frozen=True, eq=False)
class Labels:
    """Tells words of a vocabulary, several in a list.

    Parameters
    ----------
    vocabulary
        The vocabulary.
    held
        (rows, words) bool, which of its words each row tells, one at least.
    """

    vocabulary: Vocabulary
    held: np.ndarray

    @classmethod
    def single(cls, vocabulary: Vocabulary, place: np.ndarray) -> Self:
        """Tell one word per row, by its place in the vocabulary."""
        return cls(vocabulary, place[:, None] == np.arange(len(vocabulary.words)))

    def __len__(self) -> int:
        """Return how many rows it tells of."""
        return len(self.held)

    def told(self, teller: Teller) -> Sequence[str]:
        """Return the labels of each row, in lower case as within a sentence."""
        labels = [self.vocabulary.label(word, teller.language) for word in self.vocabulary.words]
        lower = np.array([label.lower() for label in labels], dtype=object)
        return [teller.listed(lower[row]) for row in self.held]
