"""What a mailbox, a calendar or an address book holds, before anybody is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt


# Why a message, a meeting or a card is lost; for all other reasons it is meant to be set aside.
UNDATED = "has no day"
AMBIGUOUS = "its day may begin with the month or the day; say which with days="
NO_RULE = "recurs by a rule that is not understood, so only its first time is taken"
TOO_OFTEN = "recurs more often than any meeting does, so only its first times are taken"
NO_HEADER = "the id of a message, without its header"
DAMAGED = "cut off or damaged"
STRANGE = "neither a message nor a meeting or a contact"
PARTIAL = "the answer says only in part who took part; ask for all fields"
UNKNOWN = "names people without an address, and nobody who is known is called so"
LOST = frozenset(
    {UNDATED, AMBIGUOUS, NO_RULE, TOO_OFTEN, NO_HEADER, DAMAGED, STRANGE, PARTIAL, UNKNOWN}
)
KNOWN = "in the book already"  # why a row is set aside that an earlier reading has taken
NO_ADDRESS = "\0"  # before the name of somebody who is only named


class Mailbox(NamedTuple):
    """Somebody as a header names them; without an address, known by the name alone."""

    name: str
    address: str  # in its plain form, empty if none is given

    @property
    def key(self) -> str:
        """What tells this mailbox from all others."""
        return self.address or f"{NO_ADDRESS}{self.name}"


@dataclass(frozen=True, slots=True)
class Encounter:
    """A message, or a meeting as it took place once."""

    id: str  # empty if the source gives none
    day: dt.date | None
    kind: str
    parts: tuple[tuple[str, Mailbox], ...] = ()  # who took part as what
    # Addresses that the message itself says are those of a list, a room or a program.
    machines: tuple[str, ...] = ()
    subject: str = ""
    unread: str = ""  # why it is no contact between people, empty if it is one
    unanswered: int = 0  # how many of those who took part have not answered the invitation
    absent: tuple[str, ...] = ()  # the keys of those who were invited and declined
    doubt: str = ""  # why the day may be another one, empty if it is said plainly


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody as an address book has them."""

    name: str
    addresses: tuple[str, ...] = ()
    organization: str = ""
    title: str = ""
    function: str = ""
    manager: str = ""  # a name or an address
    unread: str = ""  # why nobody is made of it, empty if somebody is
