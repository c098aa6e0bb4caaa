"""The people of a book, by the addresses that stand beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamgraph.sources.mail.firms import list_addresses, list_others

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.sources.mail.encounters import Card


@dataclass
class Somebody:
    """A person, with all their addresses."""

    id: str
    name: str
    organization: str
    addresses: list[str] = field(default_factory=list)
    title: str = ""
    function: str = ""
    manager: str = ""
    is_known: bool = False  # whether the book that was given has them already
    is_on_card: bool = False

    def complete(self, card: Card) -> None:
        """Take from a card what is not known yet."""
        self.is_on_card = True
        self.title = self.title or card.title
        self.function = self.function or card.function
        self.manager = self.manager or card.manager


class Acquainted:
    """The people of a book, by their addresses and their names."""

    def __init__(self, known: Book | None) -> None:
        """List the addresses that stand beside people in columns that the library does not know."""
        self.people: dict[str, Somebody] = {}
        self.ids: dict[str, str] = {}  # of addresses
        if known is None:
            return
        frame = known.people
        rows = frame[["id", "name", "organization"]].itertuples(index=False, name=None)
        for person, name, firm in rows:
            self.people[person] = Somebody(person, name, firm, is_known=True)
        owners: dict[str, set[str]] = defaultdict(set)
        for column in list_others(frame, "people"):
            cells = frame.loc[frame[column].notna(), ["id", column]].astype(str)
            for person, cell in cells.itertuples(index=False, name=None):
                for address in list_addresses(cell):
                    owners[address].add(person)
        for address, persons in owners.items():
            if len(persons) == 1:  # one that several share is nobody's
                (person,) = persons
                self.ids[address] = person
                self.people[person].addresses.append(address)
