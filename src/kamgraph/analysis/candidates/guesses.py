"""What a candidate is before it is put into words: who, what, how sure, and by which events."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kamgraph.model.rows import Rows

NOBODY = -1


@dataclass(frozen=True, eq=False)
class Guesses:
    """Candidates of one kind."""

    kind: str
    method: str
    # ``scope``, ``person`` and ``other`` (places in the book, -1 for nobody) and ``confidence``.
    rows: Rows
    # What each says, as the book would hold it; None where ``other`` says it all.
    value: np.ndarray | None = None
    # The interactions behind them: ``one`` < ``other``, whoever is about whom, ``interaction`` and
    # ``date``.
    events: Rows | None = None
    # How many people suggest each.
    count: np.ndarray | None = None
    # Whether they are about the scope's deal; else about its account.
    of_deal: bool = False

    def take(self, rows: np.ndarray) -> Guesses:
        """Return the candidates that a mask chooses."""
        value, count = (None if one is None else one[rows] for one in (self.value, self.count))
        return replace(self, rows=self.rows.take(rows), value=value, count=count)


def list_guesses(
    scope: np.ndarray,
    person: np.ndarray,
    confidence: np.ndarray,
    other: np.ndarray | None = None,
) -> Rows:
    """Return rows of candidates, about a person alone or about two."""
    other = np.full(len(person), NOBODY) if other is None else other
    return Rows(scope=scope, person=person, other=other, confidence=confidence)


def keep_best(rows: Rows, most: int, *identity: str) -> Rows:
    """Return of each combination of values the rows of the greatest confidence, at most so many."""
    rows = rows.with_columns(doubt=-rows["confidence"])
    rows = rows.sort(*identity, "doubt")
    first = rows.keep_first(*identity)
    group = rows.locate(first, *identity)
    begin = np.searchsorted(group, np.arange(len(first)))
    return rows.take(np.arange(len(rows)) - begin[group] < most)
