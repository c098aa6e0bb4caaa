"""Which people of an account are addressed together, and which of them write to each other."""

from __future__ import annotations

import numpy as np

from kamgraph.graph.parts import FROM
from kamgraph.model.rows import Rows, stack

PAIR = ("one", "other", "size")
"""By what rows of two people are in order."""


def list_addressed(met: Rows, account: np.ndarray, crowd: int) -> Rows:
    """Return who is addressed beside others of the same account, none of them too many."""
    rows = _select_members(met, account)
    rows = _count_groups(rows.take(rows["part"] != FROM))
    return rows.take((rows["size"] > 1) & (rows["size"] <= crowd))


def pair_people(addressed: Rows) -> Rows:
    """Return every two who are addressed together: ``one`` < ``other``, ``size`` and which."""
    found, columns = [], ("size", "interaction", "date")
    for step in range(1, int(addressed["size"].max(initial=1))):
        one, other = slice(None, -step), slice(step, None)
        same = addressed["interaction"][one] == addressed["interaction"][other]
        same &= addressed["account"][one] == addressed["account"][other]
        left = np.flatnonzero(same)
        pairs = addressed.take(left).select(*columns, one="person")
        found.append(pairs.with_columns(other=addressed["person"][left + step]))
    return stack(found) if found else addressed.select(*columns, one="person", other="person")


def add_up(pairs: Rows) -> Rows:
    """Return each two once, with their ``closeness``: the sum of 1 / addressed."""
    pairs = pairs.sort(*PAIR)
    each = pairs.keep_first("one", "other")
    place = np.cumsum(_mark_changes(pairs, "one", "other")) - 1
    closeness = np.zeros(len(each))
    for size in np.unique(pairs["size"]):  # so that a sum does not depend on an order
        closeness += np.bincount(place[pairs["size"] == size], minlength=len(each)) / size
    return each.select("one", "other").with_columns(closeness=closeness)


def _select_members(met: Rows, account: np.ndarray) -> Rows:
    """Return the rows of who has an account, by interaction and account."""
    rows = met.take(met["person"] >= 0).select("interaction", "person", "part", "date")
    rows = rows.with_columns(account=account[rows["person"]])
    return rows.take(rows["account"] >= 0).sort("interaction", "account", "person")


def _count_groups(rows: Rows) -> Rows:
    """Return rows, sorted, with how many there are of their interaction and account: ``size``."""
    begin = np.flatnonzero(_mark_changes(rows, "interaction", "account"))
    size = np.diff(np.append(begin, len(rows)))
    return rows.with_columns(size=np.repeat(size, size))


def _mark_changes(rows: Rows, *names: str) -> np.ndarray:
    """Return which sorted rows differ from those before them."""
    new = np.zeros(len(rows), dtype=bool)
    new[:1] = True
    for name in names:
        new[1:] |= np.diff(rows[name]) != 0
    return new


def list_letters(met: Rows, account: np.ndarray, crowd: int) -> Rows:
    """Return who writes to whom of the same account, as pairs of who are addressed together."""
    rows = _select_members(met, account)
    sent = rows["part"] == FROM
    senders, readers = rows.take(sent), rows.take(~sent)
    readers = _count_groups(readers).select("interaction", "account", "size", reader="person")
    readers = readers.take(readers["size"] <= crowd)
    letters = senders.select("interaction", "account", "date", one="person").join(
        readers, "interaction", "account"
    )
    one, other = letters["one"], letters["reader"]
    return letters.select("size", "interaction", "date").with_columns(
        one=np.minimum(one, other), other=np.maximum(one, other)
    )
