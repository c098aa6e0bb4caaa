"""All encounters of a source, in few bytes each: millions of messages must find room."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter, defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.vocabulary import PARTS
from kamgraph.sources.mail.addresses import make_line

if TYPE_CHECKING:
    from kamgraph.sources.mail.encounters import Card, Encounter, Mailbox

EPOCH = dt.date(1970, 1, 1)
_PART_CODES = {part: code for code, part in enumerate(PARTS.words)}
_OWN = 1_000  # what somebody calls themselves counts as much as so many others
_LONGEST_ID = 200  # characters; longer ids are hashed


class Register:
    """Each message and meeting, each mailbox once, and the cards."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.ids: list[str] = []
        self.rows = array("i")  # where the record of rows has each encounter
        self.days = array("i")  # since 1970
        self.kinds: list[str] = []
        self.subjects: dict[int, str] = {}
        self.unanswered = 0
        self.doubts: dict[str, list[str]] = defaultdict(list)  # ids, by why their day is not sure
        # One place per participant: the encounter, the mailbox, the part.
        self.encounters, self.mailboxes, self.parts = array("i"), array("i"), array("b")
        self.keys: dict[str, int] = {}
        self.names: dict[int, Counter[str]] = defaultdict(Counter)
        self.machines: set[str] = set()  # addresses that messages say are of lists and rooms
        self.absent: set[str] = set()  # keys of those who declined
        self.cards: list[tuple[int, Card]] = []  # each with its row
        self._without_id: Counter[str] = Counter()

    def begin_file(self) -> None:
        """Count messages without an id anew: the same one may be in another file again."""
        self._without_id.clear()

    def add(self, found: Encounter, row: int) -> None:
        """Take an encounter; one without a day is of no use, and is not expected."""
        number = len(self.ids)
        self.ids.append(self._name(found))
        self.rows.append(row)
        self.days.append((found.day - EPOCH).days if found.day else 0)
        self.kinds.append(found.kind)
        if found.subject:
            self.subjects[number] = make_line(found.subject)
        self.unanswered += found.unanswered
        if found.doubt:
            self.doubts[found.doubt].append(self.ids[-1])
        self.machines.update(found.machines)
        self.absent.update(found.absent)
        for part, who in found.parts:
            mailbox = self.find_mailbox(who)
            self.encounters.append(number)
            self.mailboxes.append(mailbox)
            self.parts.append(_PART_CODES[part])
            if who.name:
                self.names[mailbox][who.name] += _OWN if part == "from" else 1

    def find_mailbox(self, who: Mailbox) -> int:
        """Return the number of a mailbox, a new one for one that was not met before."""
        return self.keys.setdefault(who.key, len(self.keys))

    def count_names(self, address: str) -> Counter[str]:
        """Return how often an address bears each name."""
        return self.names.get(self.keys.get(address, -1), Counter())

    def list_parts(self) -> dict[str, np.ndarray]:
        """Return who took part in what, as what, one place per participant."""
        return {
            "encounter": np.frombuffer(self.encounters, dtype=np.int32),
            "mailbox": np.frombuffer(self.mailboxes, dtype=np.int32),
            "part": np.frombuffer(self.parts, dtype=np.int8),
        }

    def _name(self, found: Encounter) -> str:
        """Return an encounter's id; without one, what is the same again in another file."""
        plain = make_line(found.id)
        if plain and len(plain) <= _LONGEST_ID:
            return plain
        said = plain or f"{found.day} {found.kind} {[(part, who.key) for part, who in found.parts]}"
        name = f"{found.kind}-{blake2b(said.encode(errors='replace'), digest_size=8).hexdigest()}"
        if plain:
            return name
        self._without_id[name] += 1
        return f"{name}-{self._without_id[name]}"
