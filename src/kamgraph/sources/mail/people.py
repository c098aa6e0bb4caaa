"""Who is who: each mailbox is of somebody, or of nobody for a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold
from kamgraph.sources.mail.acquainted import Acquainted, Somebody
from kamgraph.sources.mail.addresses import plain_address, plain_name
from kamgraph.sources.mail.aliases import Aliases
from kamgraph.sources.mail.encounters import NO_ADDRESS
from kamgraph.sources.mail.firms import is_within
from kamgraph.sources.mail.words import is_of_provider, is_robot, is_role

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.sources.mail.encounters import Card
    from kamgraph.sources.mail.firms import Firms
    from kamgraph.sources.mail.register import Register

LEFT_OUT = "left out as asked"
ROBOT, LIST, ROLE = "a program", "a list or a room", "a role, which several may have"
PRIVATE = "a private address, which tells no organization"
NAMELESS = "known by a name alone, that of nobody or of several"
_NO_FIRM = "neither an address nor a card tells an organization"


@dataclass
class People:
    """Everybody who was met, and who of them each mailbox is."""

    all: list[Somebody] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # among all, by the key of a mailbox
    nobody: dict[str, str] = field(default_factory=dict)  # why a mailbox is no person
    alike: list[tuple[str, str]] = field(default_factory=list)  # addresses of perhaps one person
    lost_cards: dict[int, str] = field(default_factory=dict)  # why a row is no person
    bosses: dict[int, int] = field(default_factory=dict)  # among all, by who reports
    lost_managers: list[tuple[str, str]] = field(default_factory=list)  # who reports to an unknown


def find_people(
    register: Register, firms: Firms, known: Book | None, leave_out: frozenset[str]
) -> People:
    """Find out who the mailboxes of a register are."""
    acquainted = Acquainted(known)
    finder = _Finder(register, firms, acquainted, leave_out)
    finder.sort_out()
    finder.join_aliases()
    finder.add_people()
    finder.add_cards()
    finder.meet_by_name()
    finder.find_managers()
    return finder.found


class _Finder:
    """Finds people step by step; each step takes what the ones before have left."""

    def __init__(
        self,
        register: Register,
        firms: Firms,
        acquainted: Acquainted,
        leave_out: frozenset[str],
    ) -> None:
        self.register, self.firms, self.acquainted = register, firms, acquainted
        self.leave_out = leave_out
        self.found = People()
        self.aliases = Aliases(register, acquainted.ids)
        self.addresses: list[str] = []
        self.by_name: dict[str, set[int]] = defaultdict(set)

    def sort_out(self) -> None:
        """Tell the addresses of people from all others."""
        met = [key for key in self.register.keys if not key.startswith(NO_ADDRESS)]
        on_cards = [address for _, card in self.register.cards for address in card.addresses]
        for address in dict.fromkeys([*met, *on_cards]):
            if reason := self._judge(address):
                self.found.nobody[address] = reason
            else:
                self.addresses.append(address)
        things = {key: self._judge(key) for key in self.register.machines if key != NO_ADDRESS}
        self.found.nobody |= {key: reason for key, reason in things.items() if reason}

    def _judge(self, address: str) -> str:
        """Return why an address is nobody's, empty if it is somebody's."""
        if address in self.leave_out:
            return ""  # it tells who is left out, with all other addresses
        if is_within(address, self.leave_out):
            return LEFT_OUT
        if address in self.acquainted.ids:
            return ""
        if address in self.register.machines:
            return LIST
        if is_robot(address):
            return ROBOT
        return ROLE if is_role(address) else ""

    def join_aliases(self) -> None:
        """Bring the addresses of one person together, and name firms as cards do."""
        for one in self.acquainted.people.values():
            self.aliases.join_all(one.addresses)
        for _, card in self.register.cards:
            own = self._list_own(card)
            self.aliases.join_all(own)
            for address in own:
                self.firms.learn(address, card.organization)
        places = {address: self.firms.place(address) for address in self.addresses}
        self.aliases.join_spellings({one: firm for one, firm in places.items() if firm})
        self.found.alike = self.aliases.alike

    def _list_own(self, card: Card) -> list[str]:
        return [address for address in card.addresses if address not in self.found.nobody]

    def add_people(self) -> None:
        """Make somebody of the addresses of each person."""
        cards: dict[str, list[tuple[int, Card]]] = defaultdict(list)
        for row, card in self.register.cards:
            if addresses := self._list_own(card):
                cards[self.aliases.find(addresses[0])].append((row, card))
        for group in self.aliases.list_groups(self.addresses):
            own = cards.get(self.aliases.find(group[0]), [])
            one, reason = self._make_somebody(group, [card for _, card in own])
            if one:
                self._add(one, group)
                continue
            self.found.nobody |= dict.fromkeys(group, reason)
            self.found.lost_cards |= {row: reason for row, _ in own}

    def _make_somebody(self, group: list[str], cards: list[Card]) -> tuple[Somebody | None, str]:
        """Return the person of some addresses, or none and why."""
        if not self.leave_out.isdisjoint(group):
            return None, LEFT_OUT
        if person := self.aliases.find_id(group[0]):
            return self.acquainted.people[person], ""
        listed = [address for card in cards for address in card.addresses if address in group]
        group = sorted(dict.fromkeys([*listed, *group]), key=is_of_provider)  # cards know best
        firms = (firm for address in group if (firm := self.firms.place(address)))
        stated = next((card.organization for card in cards if card.organization), "")
        firm = next(firms, "") or (self.firms.place_by_name(stated) if stated else "")
        if not firm:
            return None, PRIVATE
        one = Somebody(group[0], self._choose_name(group, cards), firm, group)
        for card in cards:
            one.complete(card)
        return one, ""

    def _choose_name(self, group: list[str], cards: list[Card]) -> str:
        """Return the name on a card, else the one that is used most, else the address."""
        counted: Counter[str] = Counter()
        for address in group:
            counted.update(self.register.count_names(address))
        used = sorted(counted, key=lambda name: (-counted[name], name))
        return next(filter(None, [*(card.name for card in cards), *used]), group[0])

    def _add(self, one: Somebody, keys: list[str]) -> None:
        place = len(self.found.all)
        self.found.all.append(one)
        self.found.places |= dict.fromkeys(keys, place)
        names = {fold(one.name), *(name for key in keys for name in self.aliases.list_names(key))}
        for name in names:
            self.by_name[name].add(place)

    def add_cards(self) -> None:
        """Make somebody of each card without an address, or complete whom it names."""
        for row, card in self.register.cards:
            if self._list_own(card):
                continue
            if card.addresses:
                self.found.lost_cards[row] = self.found.nobody[card.addresses[0]]
                continue
            if not card.name or not card.organization:
                self.found.lost_cards[row] = "has no name" if not card.name else _NO_FIRM
                continue
            firm = self.firms.place_by_name(card.organization)
            same = [
                place
                for place in sorted(self.by_name[fold(card.name)])
                if self.found.all[place].organization == firm
            ]
            if same:
                self.found.all[same[0]].complete(card)
            else:
                one = Somebody(f"{firm} {card.name}", card.name, firm)
                one.complete(card)
                self._add(one, [])

    def meet_by_name(self) -> None:
        """Find those who are only named: by a name that one person has."""
        for one in self.acquainted.people.values():
            if fold(one.name) not in self.by_name:
                self._add(one, [])
        for key in self.register.keys:
            if key.startswith(NO_ADDRESS):
                places = self.by_name.get(fold(key.removeprefix(NO_ADDRESS)), set())
                if len(places) == 1:
                    self.found.places |= dict.fromkeys([key], *places)
                else:
                    self.found.nobody[key] = NAMELESS

    def find_managers(self) -> None:
        """Find who is meant by the manager on a card: an address, or a name that one person has."""
        for place, one in enumerate(self.found.all):
            if one.manager:
                self._find_manager(place, one.manager)

    def _find_manager(self, place: int, manager: str) -> None:
        named = self.by_name.get(fold(plain_name(manager)), set())
        boss = self.found.places.get(plain_address(manager))
        if boss is None and len(named) == 1:
            boss = min(named)
        if boss is None or boss == place:
            self.found.lost_managers.append((self.found.all[place].name, manager))
        else:
            self.found.bosses[place] = boss
