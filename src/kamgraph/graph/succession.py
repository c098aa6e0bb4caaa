"""Who sits in the seats of those who have left, and takes over the lines of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ASSUMED, FORMAL, SOLID, SUCCESSOR
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.graph.facts import Facts
    from kamgraph.model.book import Book


TIE = ("scope", "source", "target", "kind")


def succeed(ties: Rows, scopes: Rows, facts: Facts) -> Rows:
    """Let successors take over reporting lines; seats without one keep theirs."""
    line = FORMAL[ties["kind"]]
    source, target = (
        np.where(
            line, find_seats(ties.select("scope", "since", person=end), scopes, facts), ties[end]
        )
        for end in ("source", "target")
    )
    inherited = source != ties["source"]
    changed = inherited | (target != ties["target"])
    moved = ties.with_columns(source=source, target=target, inherited=inherited, changed=changed)
    moved = moved.take((source >= 0) & (source != target))
    # A line of one's own that leads to nobody here is gone only after it has beaten others.
    kept = moved.take(~moved["changed"])
    new = _drop_beaten(moved.take(moved["changed"] & (moved["target"] >= 0)), moved)
    # What a draft assumes of who has left, it assumes of the heir.
    origin = np.where(new["origin"] == ASSUMED, ASSUMED, SUCCESSOR)
    new = new.with_columns(origin=origin, earlier=NEVER - new["since"])
    new = new.sort("inherited", "earlier", "row").keep_first(*TIE)
    return stack([kept, new.take(~new.is_in(kept, *TIE))]).select(*ties.names)


def _drop_beaten(changed: Rows, moved: Rows) -> Rows:
    """Leave out inherited solid lines of people who have one of their own."""
    solid = SOLID[moved["kind"]]
    own = moved.take(solid & ~moved["inherited"])
    return changed.take(~(changed["inherited"] & changed.is_in(own, "scope", "source", "kind")))


def find_seats(rows: Rows, scopes: Rows, facts: Facts) -> np.ndarray:
    """Return who holds the seat of each row's person in its scope; who did last when vacant."""
    # A seat can be vacant in scopes of its own account alone, after its holder has left; -1
    # where there is neither. Of who has left for another firm the seat is that of rows from before.
    people, person = facts.people, rows["person"]
    account = scopes["account"][rows["scope"]]
    holder = people["holder"][person]
    empty = np.flatnonzero(holder < 0)
    seat = people["last"][person[empty]]
    vacant = people["left"][seat] & (people["account"][seat] == account[empty])
    holder[empty] = np.where(vacant, seat, NONE)
    if not len(facts.former):
        return holder
    place = Rows(person=person, account=account).locate(facts.former, "person", "account")
    before = (place >= 0) & (rows["since"] < facts.former["left"][place])
    return np.where(before, facts.former["holder"][place], holder)


def find_heirs(book: Book, people: Rows) -> pd.Series[str]:
    """Return the active person who has taken over from each one who has left, by id."""
    holder = people["holder"]
    left = np.flatnonzero((holder >= 0) & (holder != np.arange(len(holder))))
    ids = book.column("people", "id")
    return pd.Series(ids.array[holder[left]], index=ids.array[left], name="heir")
