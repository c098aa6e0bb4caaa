"""The addresses of one person: those on one card, and those that spell one name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.folding import fold
from kamgraph.model.once import once
from kamgraph.model.vocabulary import PARTS
from kamgraph.sources.mail.words import is_of_provider

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamgraph.sources.mail.register import Register

_FROM = PARTS.words.index("from")
_SIGNS = re.compile(r"[-._'\u2019]+")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"}
)


class Aliases:
    """Addresses in groups, each of one person."""

    def __init__(self, register: Register, ids: Mapping[str, str]) -> None:
        """Begin with every address by itself; some are of people whose ids are known."""
        self._register = register
        self._ids = dict(ids)
        self._above: dict[str, str] = {}
        self.alike: list[tuple[str, str]] = []  # addresses that may be of one person

    def find(self, address: str) -> str:
        """Return the address that stands for all of a person."""
        self._above.setdefault(address, address)
        while self._above[address] != address:
            self._above[address] = self._above[self._above[address]]
            address = self._above[address]
        return address

    def find_id(self, address: str) -> str:
        """Return the known id of the person of an address, empty if they are new."""
        return self._ids.get(self.find(address), "")

    def join(self, one: str, other: str) -> None:
        """Bring two addresses together, unless they are known to be of two people."""
        kept, gone = sorted((self.find(one), self.find(other)), key=_rank)
        if kept == gone:
            return
        ids = {self._ids[top] for top in (kept, gone) if top in self._ids}
        if len(ids) > 1:
            self.alike.append((one, other))
            return
        self._above[gone] = kept
        self._ids |= dict.fromkeys((kept,), *ids) if ids else {}

    def join_all(self, addresses: Iterable[str]) -> None:
        """Bring all addresses together."""
        for one, other in pairwise(addresses):
            self.join(one, other)

    def join_spellings(self, firms: Mapping[str, str]) -> None:
        """Bring together what one organization spells in two ways for one name."""
        by_local, by_name = defaultdict(list), defaultdict(list)
        for address, firm in firms.items():
            by_local[firm, address.rpartition("@")[0]].append(address)
            for name in self.list_names(address):
                if " " in name or not name.isascii():  # Chinese names are whole without blanks
                    by_name[firm, name].append(address)
        for addresses in by_local.values():
            for one, other in combinations(addresses, 2):
                if not self._differ(one, other):
                    self.join(one, other)
        for (_, name), addresses in by_name.items():
            self._join_namesakes(name, addresses)

    def _join_namesakes(self, name: str, addresses: list[str]) -> None:
        fitting = [one for one in addresses if _spells(one.rpartition("@")[0], name)]
        for one, other in combinations(addresses, 2):
            if self.find(one) == self.find(other):
                continue
            if one in fitting and other in fitting and not self._are_together(one, other):
                self.join(one, other)
            else:
                self.alike.append((one, other))

    def list_names(self, address: str) -> set[str]:
        """Return the names that an address bears, folded."""
        return set(map(fold, self._register.count_names(address)))

    def _differ(self, one: str, other: str) -> bool:
        names = self.list_names(one), self.list_names(other)
        return all(names) and not names[0] & names[1]

    def _are_together(self, one: str, other: str) -> bool:
        """Return whether a message has gone to both, as to two people."""
        return bool(self._list_received(one) & self._list_received(other))

    def _list_received(self, address: str) -> set[int]:
        mailboxes, encounters = self._received
        number = self._register.keys.get(address, -1)
        begin, end = np.searchsorted(mailboxes, [number, number + 1])
        return {*encounters[begin:end].tolist()}

    @once
    def _received(self) -> tuple[np.ndarray, np.ndarray]:
        """The mailboxes that received something, in order, and what each received."""
        people = self._register.list_parts()
        rows = np.flatnonzero(people["part"] != _FROM)
        rows = rows[np.argsort(people["mailbox"][rows], kind="stable")]
        return people["mailbox"][rows], people["encounter"][rows]

    def list_groups(self, addresses: Iterable[str]) -> list[list[str]]:
        """Return the addresses of each person, the one that stands for all first."""
        found = defaultdict(list)
        for address in sorted(addresses, key=_rank):
            found[self.find(address)].append(address)
        return [*found.values()]


def _rank(address: str) -> tuple[bool, str]:
    return is_of_provider(address), address


def _spells(local: str, name: str) -> bool:
    """Return whether the part before the @ is a short form of a name: ``aquist`` of Ada Quist."""
    plain = _SIGNS.sub("", local)
    return any(plain in _list_spellings(form) for form in _romanise(name))


def _romanise(name: str) -> set[str]:
    """Return a name in plain letters, with its accents left out or spelled out."""
    spelled = unicodedata.normalize("NFC", name).translate(_UMLAUTS)
    texts = {unicodedata.normalize("NFKD", text) for text in (name, spelled)}
    return {"".join(char for char in text if not unicodedata.combining(char)) for text in texts}


def _list_spellings(name: str) -> set[str]:
    words = [_SIGNS.sub("", word) for word in name.split()]
    words = [word for word in words if word.isascii() and word.isalpha()]
    pairs = [
        form
        for one, other in permutations(words, 2)
        for form in (one, one + other, one[0] + other, one + other[0], one[0] + other[0])
    ]
    return {*pairs, "".join(words)}
