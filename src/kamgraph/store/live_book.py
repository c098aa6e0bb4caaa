"""A live book in its database: transactions, and what is remembered between them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

from kamgraph.errors import ChangedError, SourceError, quote
from kamgraph.model.entities import TABLES
from kamgraph.sources.database.access import translate_errors
from kamgraph.sources.database.log import begin_log, cut_log, find_span, read_entries
from kamgraph.sources.database.row_changes import exchange, find_cells
from kamgraph.store.opening import make_live
from kamgraph.store.state import State, follow, locate
from kamgraph.store.trail import Trail
from kamgraph.store.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine

    from kamgraph.model.policy import Policy
    from kamgraph.sources.database.live import Live
    from kamgraph.sources.database.log import Entry


class LiveBook:
    """A live book, and the state of it that was last seen."""

    def __init__(self, live: Live, policy: Policy, state: State | None = None) -> None:
        self.policy = policy
        self._live, self._state = live, state
        self._lock = threading.Lock()
        self.versions = Versions()  # of its own within a transaction, which may come to nothing

    @classmethod
    def open(cls, database: str | Engine, schema: str | None, policy: Policy) -> Self:
        """Open what a URL or an engine names."""
        return cls(make_live(database, schema, policy), policy)

    def on(self, connection: Connection) -> Self:
        """Return the same within the transaction of somebody else."""
        with translate_errors(self._live):
            return type(self)(self._live.on(connection), self.policy, self._state)

    @property
    def place(self) -> str:
        """Where the book is, without a password."""
        return self._live.place

    def close(self) -> None:
        """Close the connections of an engine of one's own."""
        self._live.close()

    def follow(self) -> State:
        """Return what the book holds now."""
        with self._lock, translate_errors(self._live), self._live.read() as connection:
            self._state = follow(self._state, connection, self.policy)
            return self._state

    def change(
        self, rows: Mapping[str, Any], gone: Mapping[str, Any], expecting: Mapping[str, str]
    ) -> int:
        """Change rows in one transaction, and return its last number."""
        with translate_errors(self._live), self._live.write() as connection:
            state = follow(self._state, connection, self.policy)
            self._expect(state, expecting)
            after, *both = state.book.change_rows(rows, gone, self.policy, lenient=False)
            went, came = (
                {name: find_cells(table) for name, table in tables.items() if len(table)}
                for tables in both
            )
            exchange(connection, went, came, state.left_out, self.policy, self._live.fill)
            first, last = find_span(connection)
            if state.left_out:
                self._refuse_clash(state, connection)
        if not state.left_out:  # else some of what was left out may be readable by now
            self._keep(State(after, first, last, {}, state.trail.add(last, state.book, *both)))
        return last

    def read_log(self, since: int) -> list[Entry]:
        """Return the changes after one."""
        with translate_errors(self._live), self._live.read() as connection:
            first, last = find_span(connection)
            if not first - 1 <= since <= last:
                raise ChangedError(
                    f"{self.place}: the log tells of changes from {first} to {last}, "
                    f"so what has changed since {since} is not known; read the book anew"
                )
            return [*read_entries(connection, since)]

    def erase(self, person: str, *, keep_seat: bool) -> int:
        """Leave nothing of a person, nor in the log, and return the number of its begin."""
        with translate_errors(self._live):
            with self._live.write() as connection:
                state = follow(self._state, connection, self.policy)
                if state.left_out:
                    places = ", ".join(map(locate, sorted(state.left_out)))
                    raise SourceError(
                        "nobody can be erased while rows cannot be read, as they may tell of "
                        f"them; mend or remove {places}"
                    )
                after = state.book.erase(person, keep_seat=keep_seat)
                before, left = (
                    {name: book.find_distinct(name) for name in TABLES}
                    for book in (state.book, after)
                )
                exchange(connection, before, left, (), self.policy, self._live.fill)
                begin_log(connection)
                first, last = find_span(connection)
            self._live.clear()
        self._keep(State(after, first, last, {}, Trail(last)))
        return last

    def cut_log(self, before: int) -> None:
        """Leave out of the log the changes before one."""
        with translate_errors(self._live), self._live.write() as connection:
            cut_log(connection, before)

    def _expect(self, state: State, expecting: Mapping[str, str]) -> None:
        """Refuse a change if accounts are not as they were read."""
        changed = [
            account
            for account, version in expecting.items()
            if self.versions.find(state, account) != version
        ]
        if changed:
            raise ChangedError(
                f"account {', '.join(map(quote, changed))} has been changed since it was read, so "
                "nothing is changed; read it again, and make the change anew"
            )

    def _refuse_clash(self, before: State, connection: Connection) -> None:
        """Refuse a change whose rows would be left out for some that were left out before it."""
        if follow(before, connection, self.policy).left_out.keys() - before.left_out.keys():
            places = ", ".join(map(locate, sorted(before.left_out)))
            raise ChangedError(
                "nothing is changed, as somebody else has written rows of the same key, which "
                f"would be read in its place; mend or remove {places}"
            )

    def _keep(self, state: State) -> None:
        """Remember what the book holds, unless more is known already."""
        with self._lock:
            if self._state is None or self._state.last < state.last:
                self._state = state
