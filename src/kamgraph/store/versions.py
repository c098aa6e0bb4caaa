"""Versions of accounts, which hold until a change names something that the account can see."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.kept import Kept
from kamgraph.store.trail import name_all

if TYPE_CHECKING:
    import numpy as np

    from kamgraph.model.book import Book
    from kamgraph.store.state import State

_ACCOUNTS = 4096  # whose versions are remembered


class _Seen(NamedTuple):
    """What an account was found to be at a number of the log."""

    number: int
    version: str
    names: np.ndarray


class Versions:
    """The versions of accounts of one live book, looked at again only if a change may be theirs."""

    def __init__(self) -> None:
        self._seen: Kept[_Seen] = Kept(_ACCOUNTS)

    def recall(self, state: State, account: str) -> str | None:
        """Return the version of an account, if nothing need be looked at for it."""
        seen = self._seen.find(account)
        if seen is None or state.last < seen.number:
            return None
        if state.last > seen.number:
            if state.trail.has_touched(seen.names, seen.number):
                return None
            self._seen.keep(account, seen._replace(number=state.last))
        return seen.version

    def find(self, state: State, account: str) -> str:
        """Return the version of an account, in time of it at most."""
        return self.recall(state, account) or self.look(state, account).content_hash

    def look(self, state: State, account: str) -> Book:
        """Return the part of the book that an account can see, and remember its version."""
        part = state.book.of_account(account)
        self._seen.keep(account, _Seen(state.last, part.content_hash, name_all(part)))
        return part
