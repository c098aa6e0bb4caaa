"""Which rows of a book the scopes of one or several accounts can see, their own and others'."""

# In a scope are also people of other organizations, and what is known of them is part of every
# scope they are in. A part may hold more than the scopes of its account need, never less: whatever
# they show of a whole book, they show of the part. It is cut as ``by_account.cut`` cuts the
# frames of all accounts at once.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model import tie_kinds
from kamgraph.model.coded import reference_columns
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE
from kamgraph.model.once import once
from kamgraph.model.parts.row_index import EVENT, NO_ROWS
from kamgraph.model.sorting import list_distinct, list_others
from kamgraph.model.tables import (
    POSTS,
    list_required,
    names_account,
    nature,
    person_ends,
    tables_between_people,
)
from kamgraph.model.vocabulary import SIDES, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.model.parts.layers import Layers
    from kamgraph.model.parts.row_index import RowIndex

_CUSTOMER = SIDES.words.index("customer")
_KNOWERS, _CONTACTS = (
    [SIDES.words.index(side) for side in sides]
    for sides in (tie_kinds.KNOWER_SIDES, tie_kinds.CONTACT_SIDES)
)
_FORMAL, _CLOSENESS = (
    [TIE_KINDS.words.index(kind) for kind in kinds]
    for kinds in (tie_kinds.FORMAL, tie_kinds.CLOSENESS)
)


def list_account_rows(index: RowIndex | Layers, accounts: np.ndarray) -> dict[str, np.ndarray]:
    """Return the rows of every table that the scopes of some accounts can see, in their order."""
    cut = _Cut(index, accounts)
    rows = {name: cut.select_rows(name) for name in TABLES}
    return add_mentions(index, rows)


def find_account(index: RowIndex | Layers, unit: int) -> int:
    """Return the account that an organization belongs to, -1 where it is of none."""
    above = rows = index.find("organizations", "id", np.array([unit]))
    while len(above):  # a parent that is not there is none
        rows, parent = above, index.read("organizations", "parent", above)
        above = index.find("organizations", "id", parent[parent >= 0])
    is_account = len(rows) and index.read("organizations", "side", rows)[0] == _CUSTOMER
    return int(index.read("organizations", "id", rows)[0]) if is_account else NONE


def find_units(index: RowIndex | Layers, organizations: np.ndarray) -> np.ndarray:
    """Return some organizations with all that are below them."""
    found = new = organizations
    while len(new):
        below = index.find("organizations", "parent", new)
        new = list_others(list_distinct(index.read("organizations", "id", below)), found)
        found = _unite(found, new)
    return found


class _Cut:
    """Who and what belongs to some accounts, step by step; codes of ids stand for things."""

    # A line is a person with everybody who succeeds them or whom they succeeded, however often;
    # what one of them holds may come to another, so they go together.

    def __init__(self, index: RowIndex | Layers, accounts: np.ndarray) -> None:
        self._index, self._accounts = index, accounts

    def select_rows(self, name: str) -> np.ndarray:
        """Return the rows of a table, by what its nature says they belong to."""
        ends = person_ends(name)
        if name == "organizations":
            return self._index.find(name, "id", self._units)
        if names_account(name):
            return self._select_at_home(name)
        if nature(name).shared:  # all of an event, whoever else took part in it
            return self._index.find(name, EVENT, self._find_meetings(self._members))
        if len(ends) > 1:
            return self._select_between(name)
        if ends:  # whatever deal they are of: a review tells who was graded elsewhere alone
            return self._index.find(name, ends[0], self._members)
        return self._select_of_deals(name)

    @once
    def _units(self) -> np.ndarray:
        """The accounts with all organizations below them."""
        return find_units(self._index, self._accounts)

    @once
    def _deals(self) -> np.ndarray:
        """The deals of the accounts."""
        return self._index.read("deals", "id", self._select_at_home("deals"))

    @once
    def _members(self) -> np.ndarray:
        """Everybody whose rows the account needs."""
        own = self._add_lines(self._find_own())
        between = [name for name in tables_between_people() if name != "ties"]
        others = [self._find_other_ends(name, own) for name in between]
        near = _unite(own, self._find_tied(own), self._find_who_met(own), *others)
        near = self._add_lines(_unite(near, self._find_holders(), self._find_in_deals()))
        contacts = self._add_lines(self._select_sides(near, _CONTACTS))
        known = self._find_tied(contacts, _CLOSENESS)
        near = self._add_lines(_unite(near, known, self._find_who_met(near)))
        return self._add_lines(_unite(near, self._find_bosses(near)))

    def _find_own(self) -> np.ndarray:
        """Return who works or ever worked in the account."""
        return _unite(
            *(
                self._index.read(name, person, self._index.find(name, "organization", self._units))
                for name, person in POSTS
            )
        )

    def _add_lines(self, people: np.ndarray) -> np.ndarray:
        """Return people with everybody who succeeds them or whom they succeeded."""
        found = new = people
        while len(new):
            ends = [self._read_posts(new, "successor"), *self._find_predecessors(new)]
            new = list_others(_unite(*ends), found)
            found = _unite(found, new)
        return found

    def _find_predecessors(self, people: np.ndarray) -> Iterable[np.ndarray]:
        for name, person in POSTS:
            yield self._index.read(name, person, self._index.find(name, "successor", people))

    def _read_posts(self, people: np.ndarray, column: str) -> np.ndarray:
        """Return the codes in a column of whatever people are or were."""
        return _unite(
            *(
                self._index.read(name, column, self._index.find(name, person, people))
                for name, person in POSTS
            )
        )

    def _select_sides(self, people: np.ndarray, sides: list[int]) -> np.ndarray:
        """Return who of some people is or ever was on any of some sides."""
        return _unite(*(self._find_on_sides(*post, people, sides) for post in POSTS))

    def _find_on_sides(
        self, name: str, person: str, people: np.ndarray, sides: list[int]
    ) -> np.ndarray:
        rows = self._index.find(name, person, people)
        units = self._index.read(name, "organization", rows)
        firms = self._index.find("organizations", "id", _unite(units))
        firms = firms[np.isin(self._index.read("organizations", "side", firms), sides)]
        on = np.isin(units, self._index.read("organizations", "id", firms))
        return self._index.read(name, person, rows[on])

    def _find_tied(self, people: np.ndarray, kinds: list[int] | None = None) -> np.ndarray:
        """Return whoever has a tie of the account's own level with some people."""
        found = []
        for near, far in (("source", "target"), ("target", "source")):
            rows = self._index.find("ties", near, people)
            rows = rows[self._index.read("ties", "deal", rows) == NONE]
            if kinds is not None:
                rows = rows[np.isin(self._index.read("ties", "kind", rows), kinds)]
            found.append(self._index.read("ties", far, rows))
        return _unite(*found)

    def _find_other_ends(self, name: str, people: np.ndarray) -> np.ndarray:
        """Return who stands with some people in a row of a table between two."""
        one, other = person_ends(name)[:2]
        return _unite(
            *(
                self._index.read(name, far, self._index.find(name, near, people))
                for near, far in ((one, other), (other, one))
            )
        )

    def _find_bosses(self, people: np.ndarray) -> np.ndarray:
        """Return to whom people report, since heirs' own lines beat those that they inherit."""
        rows = self._index.find("ties", "source", people)
        formal = np.isin(self._index.read("ties", "kind", rows), _FORMAL)
        formal &= self._index.read("ties", "deal", rows) == NONE
        return self._index.read("ties", "target", rows[formal])

    def _find_holders(self) -> np.ndarray:
        """Return who stands in rows that name the account or one of its units."""
        return _unite(
            *(
                self._index.read(name, column, self._select_at_home(name))
                for name in filter(names_account, TABLES)
                for column in person_ends(name)
            )
        )

    def _find_in_deals(self) -> np.ndarray:
        """Return both ends of every row between two people that is of the account's deals."""
        return _unite(
            *(
                self._index.read(name, end, self._index.find(name, "deal", self._deals))
                for name in tables_between_people()
                if "deal" in reference_columns(name)
                for end in person_ends(name)[:2]
            )
        )

    def _find_meetings(self, people: np.ndarray) -> np.ndarray:
        """Return the interactions in which contacts among some people took part."""
        contacts = self._select_sides(people, _CONTACTS)
        rows = self._index.find("interactions", "person", contacts)
        return list_distinct(self._index.read("interactions", EVENT, rows))

    def _find_who_met(self, people: np.ndarray) -> np.ndarray:
        """Return who may know contacts among some people and took part in what these did."""
        rows = self._index.find("interactions", EVENT, self._find_meetings(people))
        return self._select_sides(
            _unite(self._index.read("interactions", "person", rows)), _KNOWERS
        )

    def _select_at_home(self, name: str) -> np.ndarray:
        """Return the rows of a table that name the account or one of its units."""
        return np.sort(self._index.find(name, "unit", self._units))

    def _select_of_deals(self, name: str) -> np.ndarray:
        """Return the rows of a table that are of the account's deals, or of none."""
        rows = self._index.find(name, "deal", self._deals)
        if "deal" in list_required(name):
            return rows
        return np.append(rows, self._index.find_none(name, "deal"))

    def _select_between(self, name: str) -> np.ndarray:
        """Return the rows both ends of which the account needs, from the end with fewer rows."""
        # One of us may be in thousands of accounts, with a tie in each.
        ends = person_ends(name)[:2]
        near, far = sorted(ends, key=lambda end: self._index.count(name, end, self._members))
        rows = self._index.find(name, near, self._members)
        rows = rows[np.isin(self._index.read(name, far, rows), self._members)]
        return self._drop_other_deals(name, rows)

    def _drop_other_deals(self, name: str, rows: np.ndarray) -> np.ndarray:
        """Leave out rows of deals of other accounts."""
        if "deal" not in reference_columns(name):
            return rows
        deal = self._index.read(name, "deal", rows)
        return rows[(deal == NONE) | np.isin(deal, self._deals)]


def add_mentions(index: RowIndex | Layers, rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return rows with those of everybody and everything that they name, however far that leads."""
    # So that an assessor has a name and a side, and another account's deal an account.
    found = {name: list_distinct(chosen) for name, chosen in rows.items()}
    new = found
    while any(map(len, new.values())):
        named: dict[str, list[np.ndarray]] = {name: [] for name in TABLES}
        for name, chosen in new.items():
            for column, of in reference_columns(name).items() if len(chosen) else ():
                codes = _unite(index.read(name, column, chosen))
                named[of].append(index.find(of, "id", codes))
                if of == "people":
                    named["positions"].append(index.find("positions", "person", codes))
        new = {name: list_others(_unite(*more), found[name]) for name, more in named.items()}
        found = {name: _unite(known, new[name]) for name, known in found.items()}
    return found


def _unite(*codes: np.ndarray) -> np.ndarray:
    """Return all codes that stand for something, each once."""
    held = [some for some in codes if len(some)]
    if not held:
        return NO_ROWS
    every = list_distinct(np.concatenate(held).astype(np.int64, copy=False))
    return every[np.searchsorted(every, 0) :]
