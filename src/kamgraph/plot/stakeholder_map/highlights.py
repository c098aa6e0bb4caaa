"""What stands out on a map: people with rings and tags, ties of another style, all else paler."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kamgraph.plot.palette import MUTED, TieStyle, make_pale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.plot.legend import Entry
    from kamgraph.plot.stakeholder_map.cards import Card
    from kamgraph.plot.stakeholder_map.highlight import Highlight
    from kamgraph.plot.stakeholder_map.lines import Line


@dataclass(frozen=True, eq=False)
class Highlights:
    """What stands out on a map, and what it means."""

    # how each person stands out who does, by id
    people: Mapping[str, Highlight] = field(default_factory=dict)
    # the style of each tie that stands out, by the name of its line
    ties: Mapping[str, TieStyle] = field(default_factory=dict)
    more: tuple[Line, ...] = ()  # lines besides the ties of the graph
    notes: tuple[str, ...] = ()  # sentences below the legend
    entries: tuple[Entry, ...] = ()  # what the signs mean

    def __bool__(self) -> bool:
        """Tell whether anything stands out."""
        return bool(self.people or self.ties)

    def __add__(self, other: Highlights) -> Highlights:
        """Return both; who is in both keeps the first style and has both tags."""
        people = {**other.people, **self.people}
        for person in self.people.keys() & other.people.keys():
            tags = f"{self.people[person].tag} · {other.people[person].tag}"
            people[person] = self.people[person]._replace(tag=tags)
        return Highlights(
            people=people,
            ties={**other.ties, **self.ties},
            more=self.more + other.more,
            notes=self.notes + other.notes,
            entries=self.entries + other.entries,
        )

    def apply(self, cards: Sequence[Card]) -> list[Card]:
        """Return cards as they stand out; as soon as anything does, all others are paler."""
        if not self:
            return list(cards)
        return [
            replace(card, highlight=self.people[card.person])
            if card.person in self.people
            else _make_paler(card)
            for card in cards
        ]

    def style(self, line: Line) -> TieStyle:
        """Return how a line is drawn; as soon as anything stands out, all others are paler."""
        if line.gid in self.ties:
            return self.ties[line.gid]
        style = line.look
        return style._replace(colour=make_pale(style.colour)) if self else style


def _make_paler(card: Card) -> Card:
    """Return a card that steps back: its texts stay legible, of chips only the numbers stay."""
    return replace(
        card,
        fill=make_pale(card.fill),
        edge=make_pale(card.edge),
        paragraphs=tuple(paragraph._replace(colour=MUTED) for paragraph in card.paragraphs),
        chips=tuple((text, 0.0) for text, _ in card.chips),
    )
