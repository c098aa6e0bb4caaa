"""Which facts of a book were once candidates, and whether somebody has accepted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import ACCEPTED, ASSUMED
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.vocabulary import CANDIDATE_KINDS, TIE_KINDS, VERDICTS

if TYPE_CHECKING:
    from kamgraph.model.rows import Rows

_ACCEPTED = VERDICTS.words.index("accepted")
# The kind of tie of each kind of candidate, -1 for those that suggest none.
_TIES = np.array(
    [TIE_KINDS.words.index(kind) if kind in TIE_KINDS.words else NONE
     for kind in CANDIDATE_KINDS.words]
)  # fmt: skip


def tell_origin(candidates: Rows, ties: Rows, origin: np.ndarray) -> np.ndarray:
    """Return the origin of ties: of those that were candidates accepted, or assumed in a draft."""
    accepted = list_accepted(candidates)
    accepted = accepted.with_columns(kind=_TIES[accepted["kind"]]).select(
        "kind", "deal", "origin", source="person", target="other"
    )
    place = ties.locate(accepted, "source", "target", "kind", "deal")
    return np.where(place < 0, origin, np.append(accepted["origin"], 0)[place])


def find_origin(candidates: Rows, kind: str, people: int) -> np.ndarray:
    """Return the origin of everybody's level or function that was a candidate, else 0."""
    accepted = list_accepted(candidates)
    accepted = accepted.take(accepted["kind"] == CANDIDATE_KINDS.words.index(kind))
    origin = np.zeros(people, dtype=np.int64)
    origin[accepted["person"]] = accepted["origin"]
    return origin


def list_accepted(candidates: Rows) -> Rows:
    """Return what was accepted, with its origin: nobody has decided about what is a draft."""
    accepted = candidates.take((candidates["verdict"] == _ACCEPTED) & (candidates["person"] >= 0))
    return accepted.with_columns(origin=np.where(accepted["decided"] == NEVER, ASSUMED, ACCEPTED))
