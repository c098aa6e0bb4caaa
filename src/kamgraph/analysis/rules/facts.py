"""What the sentences of a gap are filled with: numbers as they are, people and words as spelled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

import numpy as np

from kamgraph.graph.codes import ORIGINS, as_texts, read_texts
from kamgraph.model.coded import ALWAYS, NEVER
from kamgraph.model.vocabulary import FUNCTIONS, Vocabulary
from kamgraph.model.voice import list_words, say, say_day, say_within, worth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kamgraph.graph import RelationshipGraph

_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Lookup:
    """Looks up texts about the people of a graph."""

    graph: RelationshipGraph

    def read(self, column: str, nodes: np.ndarray) -> np.ndarray:
        """Return a text about people at nodes; empty where it is missing, and of node -1."""
        there = np.flatnonzero(nodes >= 0)
        texts = np.full(len(nodes), "", dtype=object)
        texts[there] = as_texts(self.graph.read_people(column, nodes[there]))
        return texts


@runtime_checkable
class Spellable(Protocol):
    """A fact about each row that is spelled in the language that is spoken."""

    def __len__(self) -> int:
        """Return how many rows it is about."""

    def take(self, rows: np.ndarray) -> Self:
        """Return the fact about some of the rows."""

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the words for each row."""


Fact = np.ndarray | Spellable
"""One value per row: numbers or texts as they are, or what is spelled in a language."""


@dataclass(frozen=True, eq=False)
class PerRow:
    """The base of facts that are made of arrays with a value per row."""

    def __len__(self) -> int:
        """Return how many rows it is about."""
        return len(next(iter(self._list_parts().values())))

    def take(self, rows: np.ndarray) -> Self:
        """Return the fact about some of the rows."""
        return replace(self, **{name: part[rows] for name, part in self._list_parts().items()})

    def _list_parts(self) -> dict[str, np.ndarray]:
        return {name: part for name, part in vars(self).items() if isinstance(part, np.ndarray)}


@dataclass(frozen=True, eq=False)
class About(PerRow):
    """A column of :attr:`RelationshipGraph.people`, the name unless said otherwise.

    Parameters
    ----------
    nodes
        (rows,) int, positions of nodes; -1 for rows whose sentence has no place for it.
    column
        A column of texts.
    """

    nodes: np.ndarray
    column: str = "name"

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the text of each row."""
        return lookup.read(self.column, self.nodes).tolist()


@dataclass(frozen=True, eq=False)
class Seats(PerRow):
    """The titles of seats to be filled, else the names that stand for nobody, by position."""

    nodes: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return what each seat is called."""
        title, name = (lookup.read(column, self.nodes) for column in ("title", "name"))
        return np.where(title == "", name, title).tolist()


@dataclass(frozen=True, eq=False)
class Names(PerRow):
    """Names of people or organizations of the book, in the graph or not.

    Parameters
    ----------
    places
        (rows,) int, the place of each in the book's table; -1 for nobody.
    table
        The table.
    """

    places: np.ndarray
    table: str = "people"

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the name of each row."""
        return read_texts(lookup.graph.part, self.table, "name", self.places).tolist()


@dataclass(frozen=True, eq=False)
class NameLists(PerRow):
    """Names of several people of the book, in a list.

    Parameters
    ----------
    places
        (rows,) tuples of int, the places of the people of each row in the book's table.
    """

    places: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the names of each row."""
        rows = (Names(np.array(row, dtype=np.int64)).spell(lookup) for row in self.places)
        return [list_words(row) for row in rows]


@dataclass(frozen=True, eq=False)
class Deals(PerRow):
    """What deals of the book are called, by their id where they have no name.

    Parameters
    ----------
    places
        (rows,) int, the place of each in the book's table.
    """

    places: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the name of each row."""
        name, key = (
            read_texts(lookup.graph.part, "deals", column, self.places) for column in ("name", "id")
        )
        return np.where(name == "", key, name).tolist()


@dataclass(frozen=True, eq=False)
class Worths(PerRow):
    """Amounts of money as a review writes them.

    Parameters
    ----------
    amounts
        (rows,) float, missing where no amount is known.
    currencies
        (rows,) str, empty where it is not known.
    """

    amounts: np.ndarray
    currencies: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:  # noqa: ARG002 - amounts need no people
        """Return the amount of each row."""
        return [*map(worth, self.amounts.tolist(), self.currencies.tolist())]


@dataclass(frozen=True, eq=False)
class Routes(PerRow):
    """The names along the best route from us to each node.

    Parameters
    ----------
    nodes
        (rows,) int, positions of nodes.
    stop
        Which stop alone, 0 for the one of us with whom the route begins; None: the whole route.
    """

    nodes: np.ndarray
    stop: int | None = None

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return each route, ours first; empty where there is none."""
        routes = lookup.graph.list_routes(self.nodes)
        if self.stop is not None:
            routes = routes[:, self.stop : self.stop + 1]
        names = lookup.read("name", routes.ravel()).reshape(routes.shape)
        return [" → ".join(filter(None, route)) for route in names.tolist()]


@dataclass(frozen=True, eq=False)
class Labels(PerRow):
    """Words of a vocabulary, several in a list.

    Parameters
    ----------
    vocabulary
        The vocabulary.
    held
        (rows, words) bool, which of its words each row has, one at least.
    """

    vocabulary: Vocabulary
    held: np.ndarray

    @classmethod
    def single(cls, vocabulary: Vocabulary, place: np.ndarray) -> Self:
        """Take one word per row, by its place in the vocabulary."""
        return cls(vocabulary, place[:, None] == np.arange(len(vocabulary.words)))

    @classmethod
    def functions(cls, graph: RelationshipGraph, function: np.ndarray) -> Self:
        """Take functions by their place among those of a graph, which must be known."""
        words = {word: FUNCTIONS.both(word) for word in graph.function_words}
        return cls.single(Vocabulary(FUNCTIONS.name, words), function)

    def spell(self, lookup: Lookup) -> Sequence[str]:  # noqa: ARG002 - words need no people
        """Return the labels of each row, in lower case as within a sentence."""
        labels = [say_within(self.vocabulary, word) for word in self.vocabulary.words]
        distinct, place = np.unique(self.held, axis=0, return_inverse=True)
        lower = np.array(labels, dtype=object)
        lists = np.array([list_words(lower[row].tolist()) for row in distinct], dtype=object)
        return lists[place.ravel()].tolist() if len(lists) else []


@dataclass(frozen=True, eq=False)
class Levels(PerRow):
    """The levels of nodes, with a word on what they are read from where nobody recorded them.

    Parameters
    ----------
    nodes
        (rows,) int, positions of nodes whose level is known.
    """

    nodes: np.ndarray

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the level of each row."""
        posts = lookup.graph.posts
        level, origin = posts.level[self.nodes], posts.level_origin[self.nodes]
        pairs = zip(level.tolist(), origin.tolist(), strict=True)
        return [say(f"levels.{ORIGINS[code]}", level=f"{value:.0f}") for value, code in pairs]


@dataclass(frozen=True, eq=False)
class Numbers(PerRow):
    """Numbers as a review writes them.

    Parameters
    ----------
    values
        (rows,) float.
    form
        Writes one, such as :func:`~kamgraph.model.voice.share`.
    """

    values: np.ndarray
    form: Callable[[float], str]

    def spell(self, lookup: Lookup) -> Sequence[str]:  # noqa: ARG002 - numbers need no people
        """Return the number of each row."""
        values = self.values.tolist()
        spelled = {value: self.form(value) for value in {*values}}
        return [spelled[value] for value in values]


@dataclass(frozen=True, eq=False)
class Remarks(PerRow):
    """What was said in somebody's own words, behind a colon; nothing where nobody said anything."""

    texts: np.ndarray  # (rows,) str, empty where nothing was said

    def spell(self, lookup: Lookup) -> Sequence[str]:  # noqa: ARG002 - words need no people
        """Return the words of each row, which end like a clause."""
        words = [text.strip().rstrip(".。") for text in self.texts.tolist()]
        return [say("remark", text=said) if said else "" for said in words]


@dataclass(frozen=True, eq=False)
class Addition(PerRow):
    """A sentence more for some rows, nothing for the others."""

    key: str  # of the sentence in the wording
    told: np.ndarray  # (rows,) bool
    facts: Mapping[str, Spellable] = field(default_factory=dict)

    def take(self, rows: np.ndarray) -> Self:
        """Return the fact about some of the rows."""
        facts = {name: fact.take(rows) for name, fact in self.facts.items()}
        return replace(self, told=self.told[rows], facts=facts)

    def spell(self, lookup: Lookup) -> Sequence[str]:
        """Return the sentence of each row."""
        blank = say("blank")
        spelled = {name: fact.spell(lookup) for name, fact in self.facts.items()}
        return [
            blank + say(self.key, **{name: words[row] for name, words in spelled.items()})
            if told
            else ""
            for row, told in enumerate(self.told)
        ]


def spell_day_number(day: float) -> str:
    """Return a day as people write it, empty where there is none."""
    known = ALWAYS < day < NEVER
    return say_day(dt.date.fromordinal(int(day) + _EPOCH)) if known else ""
