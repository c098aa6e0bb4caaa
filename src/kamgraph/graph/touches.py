"""What each contact has had to do with us: one row per contact, one of us and interaction."""

from __future__ import annotations

import numpy as np

from kamgraph.graph.codes import VENDOR
from kamgraph.graph.parts import tell_ways
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

MET, SENT, RECEIVED = range(3)
"""How one of us and a contact had to do with each other: both there, or a letter either way."""


def list_touches(met: Rows, side: np.ndarray, contacts: Rows, deals: Rows, day: int) -> Rows:
    """Return each contact's interactions with one of us on or before a day."""
    # Contacts are nodes with their scope and person, the knower is one of us by place. What is
    # about a deal counts where that deal is seen, as ``deals`` says.
    rows = met.take((met["date"] <= day) & (met["person"] >= 0))
    ours = rows.take(side[rows["person"]] == VENDOR)
    theirs = rows.take(rows.is_in(contacts, "person"))
    pairs = theirs.join(ours.select("interaction", knower="person", ours="part"), "interaction")
    ways = tell_ways(pairs["ours"], pairs["part"])
    pairs = pairs.with_columns(way=np.select(ways, [MET, SENT, RECEIVED], NONE))
    pairs = pairs.take(pairs["way"] >= 0)
    general, named = pairs.take(pairs["deal"] == NONE), pairs.take(pairs["deal"] >= 0)
    named = named.join(deals, "deal").join(contacts, "scope", "person")
    touches = stack([general.join(contacts, "person"), named])
    columns = ("node", "knower", "interaction", "date", "kind", "way")
    return _mark_mutual(touches.select(*columns).sort("node", "date", "interaction", "knower"))


def _mark_mutual(touches: Rows) -> Rows:
    """Mark as mutual who were both there, and of the letters of two as many as were answered."""
    letters = touches.take(touches["way"] != MET).sort("node", "knower", "way", "date")
    one_way = letters.keep_first("node", "knower", "way")
    place = letters.locate(one_way, "node", "knower", "way")
    count = np.bincount(place, minlength=len(one_way))
    turned = one_way.with_columns(way=SENT + RECEIVED - one_way["way"])
    back = np.append(count, 0)[turned.locate(one_way, "node", "knower", "way")]
    rank = np.arange(len(letters)) - np.searchsorted(place, place)
    answered = letters.take(rank < np.minimum(count, back)[place])
    same = touches.is_in(answered, "node", "knower", "interaction")
    return touches.with_columns(mutual=same | (touches["way"] == MET))


def sum_pairs(touches: Rows, *parts: str) -> Rows:
    """Return what each contact and one of us had to do with each other, apart by some columns."""
    pairs = touches.sort("node", "knower", *parts).keep_first("node", "knower", *parts)
    place = touches.locate(pairs, "node", "knower", *parts)
    mutual = np.bincount(place[touches["mutual"]], minlength=len(pairs))
    return pairs.select("node", "knower", *parts).with_columns(
        touches=np.bincount(place, minlength=len(pairs)), mutual=mutual
    )


def number_quarters(days: np.ndarray) -> np.ndarray:
    """Return the calendar quarter of each day, counted from the year 0."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return 4 * 1970 + np.asarray(months // 3)
