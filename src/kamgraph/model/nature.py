"""What the rows of a table are, which each entity states once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Nature:
    """What the rows of a table are; all that is done with any table follows from it."""

    # The marks of its columns say the rest: which of them hold ids of other tables, name an
    # account, are days of what happened, or tell something of people.

    # What one of the things or events is called.
    noun: str
    # Things have an id and are as the newest export says; states hold from since until until, and
    # end when an export has them no longer; events happened or are due on a day, and stay.
    rows: Literal["things", "states", "events"]
    # The columns that say what a row is about.
    key: tuple[str, ...]
    # How a change speaks of a row: a format of columns of the key.
    phrase: str
    # Whether no two rows share a key; those of a state never share a key and a first day.
    unique: bool = True
    # Whether no two states of a key hold at once.
    alone: bool = False
    # The columns in which rows of a deal and those of its account that they replace are equal, in a
    # table whose rows may share a key; without any, they replace them all.
    slot: tuple[str, ...] = ()
    # The key with the columns beside it that tell events apart for a reader; default the key.
    subject: tuple[str, ...] = ()
    # The column of the key that holds who fills the place of a state, in which others may follow:
    # a state of somebody who has left waits until an export names whoever has followed.
    holder: str = "person"
    # The column of the person a row is about; default the first one that every row needs.
    about: str = ""
    # The column of the day on which a row begins; of a table without it, the first required day of
    # what happened. Other days of what happened, such as when a promise was kept, come later.
    begins: str = "since"
    # Columns of a state another value of which makes another state; others are replaced.
    weights: tuple[str, ...] = ()
    # Columns that are the same in all rows of one id.
    shared: tuple[str, ...] = ()
    # Columns that stay, beside ids, with the anonymous seat of a person who is erased; without
    # any, all rows of the person go.
    seat: tuple[str, ...] = ()
    # The columns of which ids are made, in their order, unless they are given by hand; of a person
    # in one of them a row goes with the person.
    made_of: tuple[str, ...] = ()
